import type { Bbox } from "../bbox.ts";

/** Heights at the middles of square cells. Lengths in units of the CRS. */
export interface HeightGrid {
  readonly columns: number;
  readonly rows: number;
  /** The upper left corner of the first cell. */
  readonly west: number;
  readonly north: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Row by row from the north. */
  readonly values: Float32Array;
  /** EPSG code; null when it is not known. */
  readonly srid: number | null;
}

/** The value of cells without height, as most producers write it. */
export const NODATA = -9999;

/** The box of all cells. */
export function gridBbox({ columns, rows, west, north, cell }: Omit<HeightGrid, "values">): Bbox {
  return [west, north - rows * cell, west + columns * cell, north];
}

/**
 * The height at a place between the middles of cells (bilinear). Up to half a cell beyond the outer middles, the height of the border.
 *
 * @returns null outside the grid, and where one of the cells around has no height
 */
export function heightAt({ columns, rows, west, north, cell, values }: HeightGrid, x: number, y: number): number | null {
  const [u, v] = [(x - west) / cell - 0.5, (north - y) / cell - 0.5];
  if (!(u >= -0.5 && v >= -0.5 && u <= columns - 0.5 && v <= rows - 0.5)) return null;
  const [column, row] = [Math.min(columns - 1, Math.max(0, u)), Math.min(rows - 1, Math.max(0, v))];
  const [left, top] = [Math.min(Math.max(0, columns - 2), Math.floor(column)), Math.min(Math.max(0, rows - 2), Math.floor(row))];
  const [dx, dy] = [column - left, row - top];
  let height = 0;
  for (const [right, below, weight] of [
    [0, 0, (1 - dx) * (1 - dy)],
    [1, 0, dx * (1 - dy)],
    [0, 1, (1 - dx) * dy],
    [1, 1, dx * dy],
  ] as const) {
    if (weight === 0) continue;
    const value = values[(top + below) * columns + left + right] as number;
    if (value === NODATA) return null;
    height += weight * value;
  }
  return height;
}

/** A place of a profile. */
export interface ProfilePlace {
  /** Along the line, from its start. */
  distance: number;
  x: number;
  y: number;
  /** Null where the grid has no height. */
  height: number | null;
}

/**
 * Heights along a line, at equal distances and at its end.
 *
 * @param step distance between places
 * @throws RangeError when the step is not positive, or gives more than a million places
 */
export function profileOf(grid: HeightGrid, line: readonly (readonly number[])[], step: number): ProfilePlace[] {
  const ends = line.slice(1).map((to, i) => {
    const [ax = 0, ay = 0] = line[i] ?? [];
    const [bx = 0, by = 0] = to;
    return { ax, ay, bx, by, length: Math.hypot(bx - ax, by - ay) };
  });
  const total = ends.reduce((sum, { length }) => sum + length, 0);
  if (!(step > 0 && total / step <= 1e6)) throw new RangeError(`a step of ${step} does not fit a line of ${total}`);
  const places: ProfilePlace[] = [];
  let [leg, start] = [0, 0];
  for (let i = 0; ; i++) {
    const distance = Math.min(total, i * step);
    while (leg < ends.length - 1 && distance > start + (ends[leg]?.length ?? 0)) start += ends[leg++]?.length ?? 0;
    const end = ends[leg];
    if (!end) return places;
    const share = end.length === 0 ? 0 : Math.min(1, (distance - start) / end.length);
    const [x, y] = [end.ax + share * (end.bx - end.ax), end.ay + share * (end.by - end.ay)];
    places.push({ distance, x, y, height: heightAt(grid, x, y) });
    if (distance >= total) return places;
  }
}
