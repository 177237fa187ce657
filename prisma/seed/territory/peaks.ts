import { coverageAreas } from "./coverage.ts";
import { cellAt, cellPoint, landCells, type Point } from "./grid.ts";
import { distance, ringArea } from "./lines.ts";
import { ISLANDS, placeNamer } from "./names.ts";
import { createRandom } from "./random.ts";
import type { Relief } from "./relief.ts";

export interface Peak {
  cell: number;
  metres: number;
  name: string;
}

/** The highest points, at least 1.4 km apart. */
export function findPeaks(relief: Relief): Peak[] {
  const { grid, heights } = relief;
  const namer = placeNamer(createRandom(7001));
  const high: number[] = [];
  for (let cell = grid.columns + 1; cell < heights.length - grid.columns - 1; cell++) {
    const height = heights[cell] as number;
    if (height < 22) continue;
    const around = [1, -1, grid.columns, -grid.columns, grid.columns + 1, grid.columns - 1, -grid.columns + 1, -grid.columns - 1];
    if (around.every((step) => (heights[cell + step] as number) <= height)) high.push(cell);
  }
  const peaks: Peak[] = [];
  for (const cell of high.sort((a, b) => (heights[b] as number) - (heights[a] as number))) {
    if (peaks.length >= 60 || peaks.some((peak) => distance(cellPoint(grid, peak.cell), cellPoint(grid, cell)) < 1400)) continue;
    peaks.push({ cell, metres: heights[cell] as number, name: namer.peak() });
  }
  return peaks;
}

/** Where to write the names of islands: the cell farthest from the shore in each of the largest. */
export function labelIslands(relief: Relief): { name: string; point: Point }[] {
  const { grid, heights, inland } = relief;
  const labels = landCells(grid, heights);
  const outlines = coverageAreas(grid, labels, { outline: "curved", minAreaSquareMetres: 2500 })
    .map((area) => area.rings[0] ?? [])
    .sort((a, b) => ringArea(b) - ringArea(a));
  return outlines.slice(0, ISLANDS.length).map((ring, rank) => {
    const middle: Point = [ring.reduce((sum, p) => sum + p[0], 0) / ring.length, ring.reduce((sum, p) => sum + p[1], 0) / ring.length];
    let best = middle;
    let deepest = (inland[cellAt(grid, ...middle)] ?? -1) * 2;
    for (const [index, point] of ring.entries()) {
      if (index % 7 !== 0) continue;
      for (const share of [0.3, 0.5, 0.7]) {
        const spot: Point = [point[0] + (middle[0] - point[0]) * share, point[1] + (middle[1] - point[1]) * share];
        const depth = inland[cellAt(grid, ...spot)] ?? -1;
        if (depth > deepest) [deepest, best] = [depth, spot];
      }
    }
    return { name: ISLANDS[rank] as string, point: best };
  });
}
