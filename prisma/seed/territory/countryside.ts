import type { Drainage } from "./drainage.ts";
import { boxBlur, cellAt, cellCount, cellEast, cellNorth, type Grid } from "./grid.ts";
import { type Lot, lotCentre } from "./lots.ts";
import { fractalNoise } from "./noise.ts";
import { hash2 } from "./random.ts";
import type { Relief } from "./relief.ts";

/** Land cover of each cell. */
export const GROUND = { sea: 0, open: 1, broadleaf: 2, conifer: 3, marsh: 4, pond: 5, sand: 6, built: 7 } as const;

export interface Countryside {
  readonly ground: Int32Array;
  /** Share of built plots around a cell, 0…about 3. */
  readonly builtDensity: Float32Array;
}

export function coverGround(relief: Relief, drainage: Drainage, lots: Lot[]): Countryside {
  const { grid, heights, inland, slopes } = relief;
  const woods = fractalNoise(5101, 1700, 5);
  const kinds = fractalNoise(5102, 2600, 2);
  const wet = fractalNoise(5103, 1300, 3);
  const counts = new Float32Array(cellCount(grid));
  for (const lot of lots) {
    const cell = cellAt(grid, ...lotCentre(lot));
    if (cell >= 0) counts[cell] = (counts[cell] as number) + 1;
  }
  const builtDensity = boxBlur(grid, boxBlur(grid, counts, 1), 2);
  const ground = new Int32Array(cellCount(grid));
  for (let cell = 0; cell < ground.length; cell++) {
    const height = heights[cell] as number;
    if (height <= 0) continue;
    const east = cellEast(grid, cell);
    const north = cellNorth(grid, cell);
    const coast = inland[cell] as number;
    const slope = slopes[cell] as number;
    if ((builtDensity[cell] as number) > 0.16) ground[cell] = GROUND.built;
    else if (coast < 0.02 && slope < 0.1 && wet(east, north) > -0.25) ground[cell] = GROUND.sand;
    else if (height < 4.5 && wet(east, north) > 0.22) ground[cell] = wet(east * 4, north * 4) > 0.28 ? GROUND.pond : GROUND.marsh;
    else if (
      woods(east, north) + slope * 1.6 + Math.min(0.12, coast * 0.15) - 0.35 * Number((drainage.aboveRiver[cell] as number) < 1) >
      0.36
    )
      ground[cell] = kinds(east, north) > 0.12 ? GROUND.conifer : GROUND.broadleaf;
    else ground[cell] = GROUND.open;
  }
  return { ground, builtDensity };
}

/**
 * Patches of about the given size (jittered cells, turned and stretched by noise): fields, or the units of a zoning plan.
 * Each cell gets the number of its patch, 0 where the mask is false.
 */
export function patches(grid: Grid, spacingMetres: number, seed: number, isInside: (cell: number) => boolean): Int32Array {
  const turn = fractalNoise(seed, 2400, 2);
  const labels = new Int32Array(cellCount(grid));
  for (let cell = 0; cell < labels.length; cell++) {
    if (!isInside(cell)) continue;
    const east = cellEast(grid, cell);
    const north = cellNorth(grid, cell);
    const bend = spacingMetres * 0.9 * turn(east, north);
    const x = (east + bend) / spacingMetres;
    const y = (north * 1.25 - bend * 0.8) / spacingMetres;
    const column = Math.floor(x);
    const row = Math.floor(y);
    let best = Number.POSITIVE_INFINITY;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [c, r] = [column + dx, row + dy];
        const px = c + 0.15 + 0.7 * hash2(c, r, seed) - x;
        const py = r + 0.15 + 0.7 * hash2(c, r, seed + 1) - y;
        // Between round cells and squares, so that borders stay fairly straight.
        const away = Math.max(Math.abs(px), Math.abs(py)) + 0.3 * (Math.abs(px) + Math.abs(py));
        if (away < best) {
          best = away;
          labels[cell] = 1 + (r % 30000) * 40000 + (c % 40000);
        }
      }
    }
  }
  return labels;
}
