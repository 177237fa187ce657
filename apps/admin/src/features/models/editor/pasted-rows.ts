import { parse } from "csv-parse/browser/esm/sync";

/** Text pasted from a spreadsheet or a CSV, as rows of cells. All rows get as many cells as the longest. */
export function pastedRows(text: string): string[][] {
  const [first = ""] = text.split("\n");
  const delimiter = ["\t", ";", ","].find((sign) => first.includes(sign)) ?? "\t";
  const options = { delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true } as const;
  const rows = parse(text, options) as string[][];
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array<string>(width - row.length).fill("")]);
}
