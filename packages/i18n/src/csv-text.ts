/** A cell of a CSV file. Texts are guarded; what we wrote ourselves in figures, such as a bounding box, is `plain`. */
export type CsvCell = string | number | boolean | null | { plain: string };

/**
 * Spreadsheets run a text that begins so as a formula, also in the full-width forms of these signs, and after spaces, line breaks or signs that
 * cannot be seen, which some of them remove.
 */
const FORMULA = "'*(?:[\\t\\r\\n]|[\\s\\p{Cc}\\p{Cf}]*[=+\\-@＝＋－＠])";
const RUNS = new RegExp(`^${FORMULA}`, "u");
const GUARDED = new RegExp(`^'(?=${FORMULA})`, "u");

/**
 * A sign alone, or one before figures with the spaces, points, commas and brackets of numbers and telephone numbers (`-1.5e3`, `+33 (0)6 12`). Without
 * letters, references and operators a formula computes nothing.
 */
const FIGURES = /^[+-](?:(?=[ .,()\u00a0\u202f]*\d)[\d .,()\u00a0\u202f]*(?:e[+-]?\d{1,3})?)?$/i;

/** A text as a cell of a CSV file: an apostrophe before what a spreadsheet would run, or before such an apostrophe. Headers need it too. */
export function guardedText(text: string): string {
  return RUNS.test(text) && !FIGURES.test(text) ? `'${text}` : text;
}

/** The text that `guardedText` guarded. An apostrophe before figures goes too: a text that had one has two. */
export function unguardedText(text: string): string {
  return text.replace(GUARDED, "");
}

/**
 * One line of CSV (RFC 4180), with its line end: the only writer of lines that people may open in a spreadsheet. An empty text is quoted, no value
 * is not: databases read the difference.
 */
export function csvLineOf(cells: readonly CsvCell[], separator: "," | ";"): string {
  return `${cells.map((cell) => (cell === "" ? '""' : quoted(textOf(cell), separator))).join(separator)}\r\n`;
}

function textOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return guardedText(cell);
  return typeof cell === "object" ? cell.plain : String(cell);
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
