import type { Bbox } from "../bbox.ts";
import { type HeightGrid, NODATA } from "./height-grid.ts";

/** A ten-thousandth of a cell is a rounding error. */
const cellsBetween = (from: number, to: number, cell: number) => Math.round((to - from) / cell);

/**
 * The part of a grid inside a box whose sides are borders of cells. Cells that the grid does not have are empty.
 */
export function cutGrid(grid: HeightGrid, [west, south, east, north]: Bbox): HeightGrid {
  const { cell } = grid;
  const [columns, rows] = [cellsBetween(west, east, cell), cellsBetween(south, north, cell)];
  const values = new Float32Array(columns * rows).fill(NODATA);
  return { ...grid, ...putCells({ ...grid, columns, rows, west, north, values }, grid) };
}

/** A grid with the cells of another one in their places, the empty ones too. Both have cells of the same size and borders. */
export function patchGrid(grid: HeightGrid, part: HeightGrid): HeightGrid {
  return putCells({ ...grid, values: grid.values.slice() }, part);
}

function putCells(into: HeightGrid, from: HeightGrid): HeightGrid {
  const [left, top] = [cellsBetween(into.west, from.west, into.cell), cellsBetween(from.north, into.north, into.cell)];
  const [first, last] = [Math.max(0, left), Math.min(into.columns, left + from.columns)];
  if (last <= first) return into;
  for (let row = Math.max(0, top); row < Math.min(into.rows, top + from.rows); row++) {
    const start = (row - top) * from.columns;
    into.values.set(from.values.subarray(start + first - left, start + last - left), row * into.columns + first);
  }
  return into;
}

/** Lowest and highest height, and the number of cells that have one; null without any. */
export function rangeOf({ values }: Pick<HeightGrid, "values">): { low: number; high: number; cells: number } | null {
  let [low, high, cells] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (value === NODATA) continue;
    cells++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return cells === 0 ? null : { low, high, cells };
}
