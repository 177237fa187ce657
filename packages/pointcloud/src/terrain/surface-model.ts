import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import type { PointSource } from "../clip/source.ts";
import { fillRim } from "./fill-rim.ts";
import { frameOf } from "./model-frame.ts";
import { visitPoints } from "./read-points.ts";
import { TerrainError } from "./terrain-error.ts";
import { type ModelOptions, masked } from "./terrain-model.ts";
import { type CellWindow, interpolateTin } from "./tin.ts";

/** Noise, and artefacts of LiDAR HD: points in the air. */
export const NO_SURFACE: ReadonlySet<number> = new Set([7, 18, 65]);
const LONGEST_EDGE = 100;
/** Cells of a window with its surroundings, on a side: half a million points at most. */
const WINDOW = 700;
const FARTHEST = 256;

export interface SurfaceOptions extends ModelOptions {
  /** Classes of the surface; without it all but noise. */
  classes?: ReadonlySet<number>;
}

/**
 * A surface model: the highest return in each cell. Cells without a return get heights from triangles between the cells around.
 *
 * @throws TerrainError `no-points`, `too-many-cells` @throws CloudError when points are broken
 */
export async function surfaceModel(sources: readonly PointSource[], options: SurfaceOptions): Promise<HeightGrid> {
  const { resolution, area, srid, classes, signal, onProgress } = options;
  const frame = frameOf(sources, resolution, area);
  const { columns, rows } = frame;
  const values = new Float32Array(columns * rows).fill(NODATA);
  let count = 0;
  const wanted = {
    frame,
    margin: 0,
    isWanted: (code: number) => classes?.has(code) ?? !NO_SURFACE.has(code),
    onProgress: (fraction: number) => onProgress?.(0.8 * fraction),
    signal,
  };
  await visitPoints(sources, wanted, (column, row, height) => {
    count++;
    const cell = Math.min(rows - 1, Math.max(0, Math.round(row))) * columns + Math.min(columns - 1, Math.max(0, Math.round(column)));
    if ((values[cell] as number) === NODATA || height > (values[cell] as number)) values[cell] = height;
  });
  if (count === 0) throw new TerrainError("no-points", "the clouds have no point of a surface");
  const grid = { ...frame, values, srid };
  fillGaps(grid, (options.longestEdge ?? LONGEST_EDGE) / resolution, signal);
  fillRim(values, columns, rows);
  onProgress?.(1);
  return masked(grid, area);
}

/** Heights for cells without one, window by window, from the cells at the borders of gaps. @param reach in cells */
function fillGaps(grid: HeightGrid, reach: number, signal: AbortSignal | undefined): void {
  const { columns, rows, values } = grid;
  const original = values.slice();
  const margin = Math.min(FARTHEST, Math.ceil(reach));
  const side = Math.max(64, WINDOW - 2 * margin);
  for (let top = 0; top < rows; top += side) {
    for (let left = 0; left < columns; left += side) {
      signal?.throwIfAborted();
      const window = { left, right: Math.min(columns, left + side) - 1, top, bottom: Math.min(rows, top + side) - 1 };
      if (!hasGap(original, columns, window)) continue;
      interpolateTin(bordersOfGaps(original, grid, window, margin), window, reach, (column, row, height) => {
        const cell = row * columns + column;
        if (original[cell] === NODATA) values[cell] = height;
      });
    }
  }
}

function hasGap(values: Float32Array, columns: number, { left, right, top, bottom }: CellWindow): boolean {
  for (let row = top; row <= bottom; row++)
    if (values.subarray(row * columns + left, row * columns + right + 1).includes(NODATA)) return true;
  return false;
}

/** Cells with a height next to one without, and those at the border of the grid. */
function bordersOfGaps(values: Float32Array, { columns, rows }: HeightGrid, window: CellWindow, margin: number): Float64Array {
  const points: number[] = [];
  const isGap = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < columns && row < rows && values[row * columns + column] === NODATA;
  for (let row = Math.max(0, window.top - margin); row <= Math.min(rows - 1, window.bottom + margin); row++)
    for (let column = Math.max(0, window.left - margin); column <= Math.min(columns - 1, window.right + margin); column++) {
      const height = values[row * columns + column] as number;
      if (height === NODATA) continue;
      let isBorder = false;
      for (let i = 0; i < 9 && !isBorder; i++) isBorder = isGap(column - 1 + (i % 3), row - 1 + Math.floor(i / 3));
      if (isBorder) points.push(column, row, height);
    }
  return Float64Array.from(points);
}

/**
 * Heights above the ground: surface less terrain, 0 where the terrain is higher.
 *
 * @throws RangeError when the two do not have the same cells
 */
export function canopyModel(surface: HeightGrid, terrain: HeightGrid): HeightGrid {
  const isSame = (["columns", "rows", "west", "north", "cell"] as const).every((name) => surface[name] === terrain[name]);
  if (!isSame) throw new RangeError("the surface and the terrain have different cells");
  const values = surface.values.map((height, i) => {
    const ground = terrain.values[i] as number;
    return height === NODATA || ground === NODATA ? NODATA : Math.max(0, height - ground);
  });
  return { ...surface, values };
}
