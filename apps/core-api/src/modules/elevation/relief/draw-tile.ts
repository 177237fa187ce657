import { createHash } from "node:crypto";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { type TileAddress, tileSizeMetres, tileToBbox, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { LRUCache } from "lru-cache";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { finestFirst, type HeightRaster } from "../policy.ts";
import { positionsIn } from "../queries.ts";
import { ReadBudget } from "../sample/read-budget.ts";
import { sampleRaster } from "../sample/sample-raster.ts";
import { encodeHeights } from "./encode-heights.ts";
import { fillGaps } from "./fill-gaps.ts";

/** Pixels of a side of a tile. */
const SIDE = 256;
/** Places of a side of a tile whose position in another CRS is computed; those between are interpolated: a millimetre of error. */
const KNOTS = 17;
/** A tile has some 60 KB. */
const drawn = perCore(() => new LRUCache<string, Buffer>({ max: 400 }));

/** Changes with the files of the rasters and with the areas in which they are seen: a name for what is drawn of them. */
export const versionOf = (rasters: readonly HeightRaster[]): string =>
  createHash("sha256")
    .update(rasters.map(({ row, part }) => (part ? `${row.objectKey}@${part.hash}` : row.objectKey)).join())
    .digest("base64url")
    .slice(0, 16);

/**
 * A tile of heights as a PNG (`encodeHeights`). Where no raster has a height it goes on as the nearest ones do, and far from all at `base`.
 *
 * @param given the rasters that touch the tile
 */
export async function drawReliefTile(
  core: Core,
  actor: Actor,
  given: readonly HeightRaster[],
  tile: TileAddress,
  base: number,
): Promise<Buffer> {
  const key = `${versionOf(given)}/${tile.z}/${tile.x}/${tile.y}/${base}`;
  const known = drawn(core).get(key);
  if (known) return known;
  const heights = new Float32Array(SIDE * SIDE).fill(Number.NaN);
  const isWhole = await readHeights(core, actor, finestFirst(given), tile, heights);
  fillGaps(heights, SIDE, base);
  const png = await encodeHeights(heights, SIDE);
  if (isWhole) drawn(core).set(key, png);
  return png;
}

/** @returns false when reading all rasters would take too much: some of the heights are missing */
async function readHeights(
  core: Core,
  actor: Actor,
  rasters: readonly HeightRaster[],
  tile: TileAddress,
  heights: Float32Array,
): Promise<boolean> {
  const budget = new ReadBudget();
  const places = knotsOf(tile);
  const stepMetres = (tileSizeMetres(tile.z) / SIDE) * Math.cos(((places[(KNOTS * KNOTS - 1) / 2]?.[1] ?? 0) * Math.PI) / 180);
  const positions = new Map<number, ([number, number] | null)[]>();
  for (const raster of rasters) {
    const missing = missingWithin(heights, tile, raster.row);
    if (missing.length === 0) continue;
    const { srid } = raster;
    const knots =
      positions.get(srid) ?? (await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => positionsIn(sql, places, srid)));
    positions.set(srid, knots);
    try {
      const read = await sampleRaster(
        core,
        raster,
        missing.map((pixel) => between(knots, pixel)),
        stepMetres,
        budget,
      );
      for (const [at, pixel] of missing.entries()) {
        const height = read?.heights[at] ?? null;
        if (height !== null) heights[pixel] = height;
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      core.log.warn({ tile, object: raster.row.objectKey }, "a tile of relief leaves out rasters that take too much to read");
      return false;
    }
  }
  return true;
}

/** Places in degrees of a grid over the middles of the pixels of a tile. */
function knotsOf(tile: TileAddress): [number, number][] {
  const [west, , , north] = tileToMercatorBbox(tile);
  const pixel = tileSizeMetres(tile.z) / SIDE;
  const step = ((SIDE - 1) * pixel) / (KNOTS - 1);
  return Array.from({ length: KNOTS * KNOTS }, (_, i) =>
    mercatorToLonLat(west + pixel / 2 + (i % KNOTS) * step, north - pixel / 2 - Math.floor(i / KNOTS) * step),
  );
}

function between(knots: readonly ([number, number] | null)[], pixel: number): [number, number] | null {
  const scale = (KNOTS - 1) / (SIDE - 1);
  const [u, v] = [(pixel % SIDE) * scale, Math.floor(pixel / SIDE) * scale];
  const [left, top] = [Math.min(KNOTS - 2, Math.floor(u)), Math.min(KNOTS - 2, Math.floor(v))];
  const [a, b] = [knots[top * KNOTS + left], knots[top * KNOTS + left + 1]];
  const [c, d] = [knots[(top + 1) * KNOTS + left], knots[(top + 1) * KNOTS + left + 1]];
  if (!a || !b || !c || !d) return null;
  const [dx, dy] = [u - left, v - top];
  const along = (axis: 0 | 1) => (a[axis] * (1 - dx) + b[axis] * dx) * (1 - dy) + (c[axis] * (1 - dx) + d[axis] * dx) * dy;
  return [along(0), along(1)];
}

/** The pixels without a height whose middle is in a box of degrees. */
function missingWithin(
  heights: Float32Array,
  tile: TileAddress,
  box: { west: number; south: number; east: number; north: number },
): number[] {
  const [west, , east] = tileToBbox(tile);
  const [, , , top] = tileToMercatorBbox(tile);
  const pixel = tileSizeMetres(tile.z) / SIDE;
  const columns = Array.from({ length: SIDE }, (_, column) => west + ((east - west) * (column + 0.5)) / SIDE);
  const found: number[] = [];
  for (let row = 0; row < SIDE; row++) {
    const [, lat] = mercatorToLonLat(0, top - (row + 0.5) * pixel);
    if (lat < box.south || lat > box.north) continue;
    for (const [column, lon] of columns.entries())
      if (lon >= box.west && lon <= box.east && Number.isNaN(heights[row * SIDE + column])) found.push(row * SIDE + column);
  }
  return found;
}

/** The box of a tile and of a pixel around it. */
export function boxOfTile(tile: TileAddress): Bbox {
  const [west, south, east, north] = tileToBbox(tile);
  const margin = (east - west) / SIDE;
  return [west - margin, south - margin, east + margin, north + margin];
}
