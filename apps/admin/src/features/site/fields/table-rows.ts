export const TABLE_COLUMNS_MAX = 12;
export const TABLE_ROWS_MAX = 100;

/** A typed table: its cells, row by row. All rows have the same number of cells. */
export type Rows = readonly (readonly string[])[];

/** Reads lines of cells between vertical bars; `\|` is a bar within a cell. */
export function rowsOf(text: string): Rows {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^[\s|:-]+$/.test(line));
  return squared(
    lines.map((line) =>
      line
        .trim()
        .replace(/^\|/, "")
        .replace(/(?<!\\)\|$/, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("\\|", "|")),
    ),
  );
}

export function textOf(rows: Rows): string {
  if (rows.every((row) => row.every((cell) => cell.trim() === ""))) return "";
  return rows.map(lineOf).join("\n");
}

/** A line whose first or last cell is empty is between bars: otherwise that cell would be lost. */
function lineOf(row: readonly string[]): string {
  const cells = row.map((cell) => cell.replace(/\s+/g, " ").trim().replaceAll("|", "\\|"));
  const line = cells.join(" | ");
  return cells[0] === "" || cells.at(-1) === "" ? `| ${line} |` : line;
}

/** Writes cells that were copied from a spreadsheet, from one cell on; the table grows as far as it may. */
export function pasted(rows: Rows, at: { readonly row: number; readonly column: number }, copied: string): Rows {
  const cells = copied
    .replace(/\r\n?/g, "\n")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  const height = Math.min(TABLE_ROWS_MAX, Math.max(rows.length, at.row + cells.length));
  const widest = Math.max(...cells.map((line) => line.length));
  const width = Math.min(TABLE_COLUMNS_MAX, Math.max(rows[0]?.length ?? 0, at.column + widest));
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (__, column) => cells[row - at.row]?.[column - at.column]?.trim() ?? rows[row]?.[column] ?? ""),
  );
}

export function withCell(rows: Rows, row: number, column: number, value: string): Rows {
  return rows.map((cells, index) => (index === row ? cells.with(column, value) : cells));
}

function squared(rows: Rows): Rows {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => "")]);
}
