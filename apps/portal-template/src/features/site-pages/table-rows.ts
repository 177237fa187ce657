/** A table as people type it: one line a row, cells between vertical bars, the first row holds the headings. */
export interface TypedRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of which each written value is a number. */
  readonly isNumeric: readonly boolean[];
}

const MOST_COLUMNS = 20;
const NUMBER = /^[-−+]?[\d\s.,\u00a0\u202f]*\d\s*(%|€)?$/u;

/** Reads such a table; null when there is no row below the headings. */
export function typedRows(text: string): TypedRows | null {
  const all = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(cellsOf)
    // The line of hyphens of a Markdown table.
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  const width = Math.min(MOST_COLUMNS, Math.max(0, ...all.map((cells) => cells.length)));
  const [head, ...rows] = all.map((cells) => Array.from({ length: width }, (_, column) => cells[column] ?? ""));
  if (!head || rows.length === 0) return null;
  const isNumeric = head.map((_, column) => {
    const written = rows.map((row) => row[column] ?? "").filter((cell) => cell !== "");
    return written.length > 0 && written.every((cell) => NUMBER.test(cell));
  });
  return { head, rows, isNumeric };
}

/** The cells of a line; `\|` is a bar in a cell. The bars at both ends may be left out. */
function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
