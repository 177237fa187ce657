import {
  type ElevationLayer,
  type Heights,
  type listElevationInput,
  MAX_PROFILE_METRES,
  type Profile,
  type profileInput,
  RELIEF_ZOOMS,
  type Relief,
} from "@archipel/contracts/elevation.ts";
import { type Bbox, bboxAround, bboxContains, clampBbox } from "@archipel/geo/bbox.ts";
import { lengthOf, stationsAlong } from "@archipel/geo/geodesic.ts";
import { bboxToMercator, lonLatToMercator } from "@archipel/geo/mercator.ts";
import { type TileAddress, tileSizeMetres } from "@archipel/geo/tile-math.ts";
import { LRUCache } from "lru-cache";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { perCore } from "../../kernel/per-core.ts";
import { areaOfPart } from "../access/file-parts/service.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { finestFirst, type HeightRaster, heightRasterOf, layersOf } from "./policy.ts";
import { heightRasters, heightRastersInPart, positionsIn } from "./queries.ts";
import { boxOfTile, drawReliefTile, versionOf } from "./relief/draw-tile.ts";
import { ReadBudget } from "./sample/read-budget.ts";
import { sampleRaster } from "./sample/sample-raster.ts";

/** `locale`: the reader's language, for the titles. `datasetSlug`: one dataset of heights alone. */
export type Catalogue = z.infer<typeof listElevationInput> & { readonly datasetSlug?: string };

const WORLD: Bbox = [-180, -90, 180, 90];

/** The datasets of heights that a portal lists and the caller may see, in the order of its map. */
export async function listElevation(core: Core, actor: Actor, portalId: string, locale?: Catalogue["locale"]): Promise<ElevationLayer[]> {
  return layersOf(await rastersIn(core, actor, { portalId, locale }, WORLD));
}

/** Heights at places. Each comes from the finest raster that has a value there. */
export async function heightsAt(
  core: Core,
  actor: Actor,
  { places, ...catalogue }: Catalogue & { places: [number, number][] },
): Promise<Heights> {
  const rasters = await rastersIn(core, actor, catalogue, bboxAround(places));
  const read = await readAt(core, actor, rasters, places, 0);
  const { cellMetres: _, atBorder: _border, ...found } = read;
  return { ...found, outside: await outsideOf(core, actor, catalogue, places, read) };
}

/**
 * Heights along a line, at equal distances.
 *
 * @throws DomainError when the line is too long, or when reading the heights takes too much
 */
export async function profileAlong(
  core: Core,
  actor: Actor,
  { line, samples, ...catalogue }: Catalogue & Omit<z.infer<typeof profileInput>, "portalId" | "locale">,
): Promise<Profile> {
  const lengthMetres = lengthOf(line);
  if (lengthMetres > MAX_PROFILE_METRES)
    throw new DomainError("invalid", "profile-too-long", { kilometres: MAX_PROFILE_METRES / 1000 }, "line");
  const stations = stationsAlong(line, samples);
  const places = stations.map(({ place: [lon, lat] }): [number, number] => [lon, lat]);
  const rasters = await rastersIn(core, actor, catalogue, bboxAround(places));
  const read = await readAt(core, actor, rasters, places, lengthMetres / (samples - 1));
  const { atBorder: _, ...found } = read;
  const outside = await outsideOf(core, actor, catalogue, places, read);
  return { ...found, outside, lengthMetres, places, metres: stations.map(({ metres }) => metres) };
}

/** What a map needs to show the relief of a portal; null when it has no heights for this caller. */
export async function reliefOf(core: Core, actor: Actor, { portalId, locale }: Catalogue): Promise<Relief | null> {
  const rasters = await rastersIn(core, actor, { portalId, locale }, WORLD);
  const [finest] = finestFirst(rasters);
  if (!finest) return null;
  const layers = layersOf(rasters);
  const bbox = bboxAround(
    layers.flatMap(({ bbox: [west, south, east, north] }): [number, number][] => [
      [west, south],
      [east, north],
    ]),
  );
  const version = versionOf(rasters);
  const known = bases(core).get(version);
  const base = known ?? (await lowest(core, actor, finestFirst(rasters).slice(0, MOST_ASKED)));
  bases(core).set(version, base);
  return { version, base, bbox, maxZoom: deepestZoom(finest.cellMetres, (bbox[1] + bbox[3]) / 2), layers };
}

/** Rasters whose low ground is looked for, and places of a side of the grid over them. */
const MOST_ASKED = 12;
const GRID = 8;
const bases = perCore(() => new LRUCache<string, number>({ max: 1_000 }));

/** The lowest height that a coarse look finds, in whole metres: the ground far from all data. */
async function lowest(core: Core, actor: Actor, rasters: readonly HeightRaster[]): Promise<number> {
  const places = rasters.flatMap(({ row: { west, south, east, north } }) =>
    Array.from({ length: GRID * GRID }, (_, i): [number, number] => [
      west + ((east - west) * ((i % GRID) + 0.5)) / GRID,
      south + ((north - south) * (Math.floor(i / GRID) + 0.5)) / GRID,
    ]),
  );
  const { heights } = await readAt(core, actor, rasters, places, Number.POSITIVE_INFINITY);
  const known = heights.filter((height) => height !== null);
  return known.length === 0 ? 0 : Math.floor(Math.min(...known));
}

/** The zoom whose pixels of 256 a tile are as large as the cells. */
function deepestZoom(cellMetres: number, lat: number): number {
  const zoom = Math.log2((tileSizeMetres(0) / 256) * (Math.cos((lat * Math.PI) / 180) / cellMetres));
  return Math.min(RELIEF_ZOOMS.deepest, Math.max(RELIEF_ZOOMS.first, Math.round(zoom)));
}

/** A tile of the relief of a portal (`drawReliefTile`), and a name that changes with it. */
export async function reliefTile(core: Core, actor: Actor, { portalId }: Catalogue, tile: TileAddress, base: number) {
  const rasters = await rastersIn(core, actor, { portalId }, boxOfTile(tile));
  // What grants to everyone open is asked for again each time: they can be revoked.
  const isGranted = rasters.some((raster) => raster.isGranted);
  return { isGranted, version: `${versionOf(rasters)}.${base}`, draw: () => drawReliefTile(core, actor, rasters, tile, base) };
}

/**
 * The rasters of heights in a box that the caller may see: by a role, because a grant opens their dataset whole, or the part of them in the areas
 * of grants. Of a box outside these areas, nothing is known.
 */
export async function rastersIn(
  core: Core,
  actor: Actor,
  { portalId, locale, datasetSlug }: Catalogue,
  box: Bbox,
): Promise<HeightRaster[]> {
  const listed = { portalId, locale };
  const rows = await core.database.withTenant(scopeOf(actor), async (tx) => {
    // Row-level security shows the other ones to members too.
    const isOpen = actor.passTo === portalId ? {} : { status: "live" };
    if ((await tx.portal.count({ where: { id: portalId, ...isOpen } })) === 0) throw new DomainError("not-found", "portal-not-found");
    return heightRasters(tx, listed, box);
  });
  const known = new Set(rows.map(({ datasetId }) => datasetId));
  const given = mayHaveGrants(actor)
    ? await core.database.withLens(scopeOf(actor), async (tx) => [
        ...(await heightRasters(tx, listed, box)),
        ...(await heightRastersInPart(tx, listed, box)),
      ])
    : [];
  const rasters = [
    ...rows.flatMap((row) => heightRasterOf(row, false)),
    ...given.filter(({ datasetId }) => !known.has(datasetId)).flatMap((row) => heightRasterOf(row, true)),
  ].filter(({ row }) => datasetSlug === undefined || row.datasetSlug === datasetSlug);
  return withinAreas(core, rasters, box);
}

/** Without those of which a box shows nothing inside the areas: their number and their names would tell where data lie. */
async function withinAreas(core: Core, rasters: readonly HeightRaster[], box: Bbox): Promise<HeightRaster[]> {
  const shown: HeightRaster[] = [];
  for (const raster of rasters) if (await isShownIn(core, raster, box)) shown.push(raster);
  return shown;
}

async function isShownIn(core: Core, { part, row: { west, south, east, north } }: HeightRaster, box: Bbox): Promise<boolean> {
  const common = clampBbox(box, [west, south, east, north]);
  if (!part || bboxContains(box, [west, south, east, north])) return true;
  const area = await areaOfPart(core, part, 3857, bboxToMercator(box));
  return common ? area?.touches(bboxToMercator(common)) === true : false;
}

type Place = readonly [lon: number, lat: number];
type Read = Omit<Heights, "outside"> & {
  cellMetres: number | null;
  /** Whether a height is hidden because its cell is not wholly inside an area. */
  atBorder: readonly boolean[];
};

/**
 * @param given rasters that may have heights there
 * @param stepMetres the distance of neighbours: finer cells than this are not read where the file has coarser ones
 */
export async function readAt(
  core: Core,
  actor: Actor,
  given: readonly HeightRaster[],
  places: readonly [number, number][],
  stepMetres: number,
): Promise<Read> {
  const rasters = finestFirst(given);
  const layers = layersOf(rasters);
  const heights: (number | null)[] = places.map(() => null);
  const sources = places.map(() => -1);
  const closed = places.map(() => false);
  const positions = new Map<number, ([number, number] | null)[]>();
  const budget = new ReadBudget();
  let unreadable = 0;
  let cellMetres: number | null = null;
  for (const raster of rasters) {
    const { row, srid } = raster;
    const missing = places.flatMap((place, index) => (heights[index] === null && isWithin(place, row) ? [index] : []));
    if (missing.length === 0) continue;
    const known =
      positions.get(srid) ?? (await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => positionsIn(sql, places, srid)));
    positions.set(srid, known);
    const read = await sampleRaster(
      core,
      raster,
      missing.map((index) => known[index] ?? null),
      stepMetres,
      budget,
    );
    if (!read) {
      unreadable++;
      continue;
    }
    const layer = layers.findIndex(({ datasetId }) => datasetId === row.datasetId);
    for (const [at, index] of missing.entries()) {
      const height = read.heights[at] ?? null;
      if (read.closed?.[at]) closed[index] = true;
      if (height === null) continue;
      heights[index] = height;
      sources[index] = layer;
      cellMetres = Math.max(cellMetres ?? 0, read.cellMetres);
    }
  }
  return { heights, sources, layers, unreadable, cellMetres, atBorder: closed };
}

/**
 * The places without a height that are outside the areas in which the caller sees heights, or at their border. It is the same whether data lie
 * there or not: nobody learns that from it.
 */
export async function outsideOf(core: Core, actor: Actor, catalogue: Catalogue, places: readonly Place[], read: Read): Promise<number[]> {
  if (!mayHaveGrants(actor) || !read.heights.includes(null)) return [];
  const rasters = await rastersIn(core, actor, catalogue, WORLD);
  const parts = new Map(rasters.flatMap(({ part }) => (part ? [[part.hash, part] as const] : [])));
  const around = bboxToMercator(bboxAround(places));
  const areas = await Promise.all([...parts.values()].map((part) => areaOfPart(core, part, 3857, around)));
  return places.flatMap(([lon, lat], index) => {
    if (read.heights[index] !== null) return [];
    const isInside = areas.every((area) => area?.contains(...lonLatToMercator(lon, lat)) ?? false);
    return isInside && !read.atBorder[index] ? [] : [index];
  });
}

const isWithin = ([lon, lat]: readonly [number, number], { west, south, east, north }: HeightRaster["row"]): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;
