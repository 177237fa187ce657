import { parse } from "csv-parse/browser/esm/sync";

/** What was copied from a spreadsheet or a CSV: rows of cells, as many as the longest has. */
export function pastedRows(text: string): string[][] {
  const [first = ""] = text.split("\n");
  const delimiter = ["\t", ";", ","].find((sign) => first.includes(sign)) ?? "\t";
  const options = { delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true } as const;
  const rows = parse(text, options) as string[][];
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
}
