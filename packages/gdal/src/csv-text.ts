/** A cell of a CSV file. Texts are guarded; what we wrote ourselves in figures, such as a bounding box, is `plain`. */
export type CsvCell = string | number | boolean | null | { plain: string };

/** Spreadsheets run a text that begins so as a formula, also after a line break or in the full-width forms of these signs. */
const RUNS = /^'*[=+\-@＝＋－＠\t\r\n]/;
const GUARDED = /^'(?='*[=+\-@＝＋－＠\t\r\n])/;

/** A text as a cell of a CSV file: an apostrophe before what a spreadsheet would run, or before such an apostrophe. Headers need it too. */
export function guardedText(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

/** The text that `guardedText` guarded. */
export function unguardedText(text: string): string {
  return text.replace(GUARDED, "");
}

/** One line of CSV (RFC 4180), with its line end: the only writer of lines that people may open in a spreadsheet. */
export function csvLineOf(cells: readonly CsvCell[], separator: "," | ";"): string {
  return `${cells.map((cell) => quoted(textOf(cell), separator)).join(separator)}\r\n`;
}

function textOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return guardedText(cell);
  return typeof cell === "object" ? cell.plain : String(cell);
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
