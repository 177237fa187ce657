import type { Block } from "./tsv.ts";

export interface Place {
  readonly row: number;
  readonly column: number;
}
/** A rectangle of cells, edges included. */
export interface Rect {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}
export interface Size {
  readonly rows: number;
  readonly columns: number;
}
/** A cell and the text to write into it. */
export interface CellText extends Place {
  readonly text: string;
}

export function rectOf(a: Place, b: Place): Rect {
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

export const cellsOf = ({ top, left, bottom, right }: Rect): number => (bottom - top + 1) * (right - left + 1);

export function placesOf({ top, left, bottom, right }: Rect): Place[] {
  const places: Place[] = [];
  for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) places.push({ row, column });
  return places;
}

/**
 * Where a pasted block goes: it starts at the first cell of the selection, and repeats when the selection is a whole number of blocks. A
 * single cell fills the selection.
 *
 * @returns the cells, the rectangle they cover, and how many rows and columns of the block did not fit
 */
export function pasted(block: Block, selection: Rect, size: Size): { cells: CellText[]; rect: Rect; left: Size } {
  const height = block.length;
  const width = Math.max(0, ...block.map((row) => row.length));
  const chosen = { rows: selection.bottom - selection.top + 1, columns: selection.right - selection.left + 1 };
  const isRepeated = height > 0 && width > 0 && chosen.rows % height === 0 && chosen.columns % width === 0;
  const wanted = isRepeated ? chosen : { rows: height, columns: width };
  const bottom = Math.min(size.rows, selection.top + wanted.rows) - 1;
  const right = Math.min(size.columns, selection.left + wanted.columns) - 1;
  const cells: CellText[] = [];
  for (let row = selection.top; row <= bottom; row++) {
    for (let column = selection.left; column <= right; column++) {
      const text = block[(row - selection.top) % height]?.[(column - selection.left) % width];
      if (text !== undefined) cells.push({ row, column, text });
    }
  }
  return {
    cells,
    rect: { top: selection.top, left: selection.left, bottom, right },
    left: { rows: wanted.rows - (bottom - selection.top + 1), columns: wanted.columns - (right - selection.left + 1) },
  };
}

/**
 * Filling down: the first row of the selection is copied into the rows below it. A single row takes the values of the row above.
 *
 * @returns the row to copy and the cells to fill; null when there is no row above
 */
export function filledDown(selection: Rect): { source: number; target: Rect } | null {
  if (selection.bottom > selection.top) return { source: selection.top, target: { ...selection, top: selection.top + 1 } };
  return selection.top === 0 ? null : { source: selection.top - 1, target: selection };
}

/** The header is row −1. */
const HEADER = -1;

export interface Keys {
  readonly key: string;
  readonly isControl: boolean;
}

/** The cell to which a key moves; undefined when the key does not move. `page`: number of visible rows. */
export function moved(from: Place, { key, isControl }: Keys, size: Size, page: number): Place | undefined {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const at = (row: number, column: number) => ({
    row: Math.max(HEADER, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  });
  const { row, column } = from;
  switch (key) {
    case "ArrowUp":
      return isControl ? at(Math.min(row, 0), column) : at(row - 1, column);
    case "ArrowDown":
      return at(isControl ? lastRow : row + 1, column);
    case "ArrowLeft":
      return at(row, isControl ? 0 : column - 1);
    case "ArrowRight":
      return at(row, isControl ? lastColumn : column + 1);
    case "Home":
      return at(isControl ? 0 : row, 0);
    case "End":
      return at(isControl ? lastRow : row, lastColumn);
    case "PageUp":
      return at(Math.max(0, row - page), column);
    case "PageDown":
      return at(row + page, column);
    default:
      return undefined;
  }
}

/** The next cell for Tab, across the ends of rows; undefined beyond the first or the last cell. */
export function tabbed({ row, column }: Place, by: 1 | -1, size: Size): Place | undefined {
  const next = row * size.columns + column + by;
  if (row < 0 || next < 0 || next >= size.rows * size.columns) return undefined;
  return { row: Math.floor(next / size.columns), column: next % size.columns };
}
