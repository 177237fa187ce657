import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import type { Area } from "../clip/area.ts";
import type { PointSource } from "../clip/source.ts";
import type { TemporaryStorage } from "../copc/write/cell-store.ts";
import { fillRim } from "./fill-rim.ts";
import { interpolateByDistance } from "./idw.ts";
import { frameOf } from "./model-frame.ts";
import { visitPoints } from "./read-points.ts";
import { TerrainError } from "./terrain-error.ts";
import { TileStore } from "./tile-store.ts";
import { type CellPoints, type CellWindow, interpolateTin, type SetHeight } from "./tin.ts";

/** Ground, and the points that producers invent where ground is missing, for example under bridges (LiDAR HD). */
export const GROUND_CLASSES: ReadonlySet<number> = new Set([2, 66]);
/** Ground with the surface of water. */
export const GROUND_AND_WATER: ReadonlySet<number> = new Set([2, 9, 66]);
/** Gaps that are wider stay empty, in units of the CRS. */
const LONGEST_EDGE = 100;
/** Points of a tile, about: twice as many take little more time for each point, and twice the memory. */
const TILE_POINTS = 150_000;
/** A triangulation of more points takes more time than those of its quarters. */
const MOST_POINTS = 500_000;

export interface ModelOptions {
  /** Side of a cell, in units of the CRS. */
  resolution: number;
  /** Only inside; without it, all of the clouds. */
  area?: Area;
  /** EPSG code of the clouds. */
  srid: number | null;
  /** Longest side of a triangle, in units of the CRS; 100 by default. */
  longestEdge?: number;
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

export interface TerrainOptions extends ModelOptions {
  /** Classes of the ground; 2 and 66 by default. */
  classes?: ReadonlySet<number>;
  /** Triangles between points (default), or means weighted by distance. */
  method?: "tin" | "idw";
  /** Points that are triangulated together, about; 150,000 by default. */
  tilePoints?: number;
  /** Holds points between the passes, 24 bytes each. */
  storage: TemporaryStorage;
}

/**
 * A terrain model: heights of the ground at the middles of cells.
 *
 * Points are triangulated tile by tile, with the points around, so memory depends on the cells alone: 4 bytes each, and some 100 MB.
 *
 * @throws TerrainError `no-points` when no point is ground, `too-many-cells` @throws CloudError when points are broken
 */
export async function terrainModel(sources: readonly PointSource[], options: TerrainOptions): Promise<HeightGrid> {
  const { resolution, area, srid, signal, onProgress } = options;
  const classes = options.classes ?? GROUND_CLASSES;
  const frame = frameOf(sources, resolution, area);
  const reach = (options.longestEdge ?? LONGEST_EDGE) / resolution;
  const tiles = new TileStore(frame, options.storage, {
    density: densityOf(sources, resolution),
    tilePoints: options.tilePoints ?? TILE_POINTS,
    reach,
  });
  const wanted = {
    frame,
    margin: Math.ceil(Math.min(reach, 4 * tiles.overlap)),
    isWanted: (code: number) => classes.has(code),
    onProgress: (fraction: number) => onProgress?.(fraction / 2),
    signal,
  };
  await visitPoints(
    sources,
    wanted,
    (column, row, height) => tiles.add(column, row, height),
    () => tiles.settle(),
  );
  if (tiles.count === 0) throw new TerrainError("no-points", `no point is of the classes ${[...classes].join(", ")}`);
  const values = new Float32Array(frame.columns * frame.rows).fill(NODATA);
  const set: SetHeight = (column, row, height) => {
    values[row * frame.columns + column] = height;
  };
  const fill = options.method === "idw" ? interpolateByDistance : interpolateTin;
  for await (const { window, points, done } of tiles.take()) {
    signal?.throwIfAborted();
    fillWindow(points, window, { tiles, reach, fill, set });
    onProgress?.(0.5 + done / 2);
  }
  fillRim(values, frame.columns, frame.rows);
  return masked({ ...frame, values, srid }, area);
}

/** Points of all classes in a cell, from the headers. */
function densityOf(sources: readonly PointSource[], resolution: number): number {
  const [points, surface] = sources.reduce(
    ([count, sum], { cloud: { header } }) => [
      count + header.pointCount,
      sum + Math.max(1e-6, (header.max[0] - header.min[0]) * (header.max[1] - header.min[1])),
    ],
    [0, 0],
  );
  return (points / surface) * resolution ** 2;
}

interface Filling {
  tiles: TileStore;
  reach: number;
  fill: typeof interpolateTin;
  set: SetHeight;
}

/** Fills a window, or its quarters when it has too many points. */
function fillWindow(points: CellPoints, window: CellWindow, filling: Filling): void {
  const { tiles, reach, fill, set } = filling;
  const { left, right, top, bottom } = window;
  const own = pointsWithin(points, window, tiles.overlap);
  if (own.length / 3 <= MOST_POINTS) {
    const around = tiles.around(window);
    const all = new Float64Array(own.length + around.length);
    all.set(own);
    all.set(around, own.length);
    fill(all, window, reach, set);
    return;
  }
  if (right - left < 2 * tiles.overlap || bottom - top < 2 * tiles.overlap) {
    fillWindow(thinned(own), window, filling);
    return;
  }
  const [column, row] = [Math.floor((left + right) / 2), Math.floor((top + bottom) / 2)];
  for (const [from, to] of [
    [left, column],
    [column + 1, right],
  ] as const) {
    fillWindow(own, { left: from, right: to, top, bottom: row }, filling);
    fillWindow(own, { left: from, right: to, top: row + 1, bottom }, filling);
  }
}

function pointsWithin(points: CellPoints, { left, right, top, bottom }: CellWindow, overlap: number): CellPoints {
  const found = new Float64Array(points.length);
  let count = 0;
  for (let i = 0; i < points.length; i += 3) {
    const [column, row] = [points[i] as number, points[i + 1] as number];
    if (column < left - overlap || column > right + overlap || row < top - overlap || row > bottom + overlap) continue;
    found[count++] = column;
    found[count++] = row;
    found[count++] = points[i + 2] as number;
  }
  return found.subarray(0, count);
}

/** Each other point, until they are few enough: a cell has hundreds of them. */
function thinned(points: CellPoints): CellPoints {
  const step = Math.ceil(points.length / 3 / MOST_POINTS);
  const kept = new Float64Array(3 * Math.floor(points.length / 3 / step));
  for (let i = 0; i < kept.length / 3; i++) kept.set(points.subarray(3 * i * step, 3 * i * step + 3), 3 * i);
  return kept;
}

/** Without the heights outside an area. */
export function masked(grid: HeightGrid, area: Area | undefined): HeightGrid {
  if (!area) return grid;
  const { columns, west, north, cell, values } = grid;
  for (let i = 0; i < values.length; i++)
    if (!area.contains(west + ((i % columns) + 0.5) * cell, north - (Math.floor(i / columns) + 0.5) * cell)) values[i] = NODATA;
  return grid;
}
