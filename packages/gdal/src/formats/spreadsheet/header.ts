import type { SheetRow } from "./sheet.ts";

/** Rows at the beginning of a sheet among which the names of the columns are sought. */
export const HEADER_WITHIN = 50;
/** Share of the usual width that the row of names must have: titles and notes above it fill one or two cells. */
const WIDTH_SHARE = 0.6;

/**
 * Position, among the first rows of a sheet, of the row with the names of its columns: the first one that is about as wide as the others and
 * holds texts, or years. Without one it is the first wide row, as in a CSV.
 */
export function findHeader(rows: readonly SheetRow[]): number {
  const widths = rows.map(({ cells }) => cells.reduce((count, cell) => count + (cell ? 1 : 0), 0));
  const usual = widths.toSorted((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 1;
  const isWide = (width: number) => width >= Math.max(1, WIDTH_SHARE * usual);
  const named = rows.findIndex((row, index) => isWide(widths[index] ?? 0) && holdsNames(row));
  return named >= 0 ? named : Math.max(0, widths.findIndex(isWide));
}

function holdsNames({ cells }: SheetRow): boolean {
  const filled = cells.flatMap((cell) => (cell ? [cell] : []));
  return (
    filled.some(({ kind }) => kind === "text") && filled.every(({ kind, text }) => kind === "text" || (kind === "number" && isYear(text)))
  );
}

function isYear(text: string): boolean {
  return /^(19|20)\d\d$/.test(text);
}
