import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Area } from "../clip/area.ts";
import type { PointSource } from "../clip/source.ts";
import type { LasHeader } from "../las/header.ts";
import { TerrainError } from "./terrain-error.ts";

/** Cells of a model, at most: their heights have 400 MB. */
export const MOST_CELLS = 100_000_000;

/** Where the cells of a model are. Rows go from the north. */
export interface ModelFrame {
  columns: number;
  rows: number;
  west: number;
  north: number;
  cell: number;
}

/**
 * The cells that cover an area, or the clouds. Their borders are multiples of the resolution, so that models of neighbouring tiles fit together.
 *
 * @throws TerrainError `no-bounds` when the clouds have none, `too-many-cells`
 */
export function frameOf(sources: readonly PointSource[], resolution: number, area: Area | undefined): ModelFrame {
  if (!(resolution > 0 && Number.isFinite(resolution))) throw new RangeError(`a resolution of ${resolution} is not positive`);
  const [west, south, east, north] = area?.bounds ?? boundsOf(sources.map(({ cloud }) => cloud.header));
  // A ten-thousandth of a cell is a rounding error of the bounds.
  const first = (value: number) => Math.floor(value / resolution + 1e-4);
  const last = (value: number) => Math.ceil(value / resolution - 1e-4);
  const [left, top] = [first(west), last(north)];
  const [columns, rows] = [Math.max(1, last(east) - left), Math.max(1, top - first(south))];
  if (![west, south, east, north].every(Number.isFinite)) throw new TerrainError("no-bounds", "the clouds have no bounds");
  if (columns * rows > MOST_CELLS)
    throw new TerrainError("too-many-cells", `a resolution of ${resolution} gives ${columns * rows} cells, ${MOST_CELLS} are possible`);
  return { columns, rows, west: left * resolution, north: top * resolution, cell: resolution };
}

function boundsOf(headers: readonly LasHeader[]): Bbox {
  const filled = headers.filter(({ pointCount }) => pointCount > 0);
  const low = (axis: 0 | 1) => Math.min(...filled.map(({ min }) => min[axis]));
  const high = (axis: 0 | 1) => Math.max(...filled.map(({ max }) => max[axis]));
  return [low(0), low(1), high(0), high(1)];
}

/** Column and row of a coordinate, where whole numbers are the middles of cells. */
export function gridScale(frame: ModelFrame, { scale, offset }: LasHeader) {
  return {
    columns: scale[0] / frame.cell,
    firstColumn: (offset[0] - frame.west) / frame.cell - 0.5,
    rows: -scale[1] / frame.cell,
    firstRow: (frame.north - offset[1]) / frame.cell - 0.5,
  };
}
