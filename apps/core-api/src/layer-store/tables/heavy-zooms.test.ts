import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generalisedZooms } from "./generalised-tables.ts";
import { heaviestZoom, readExtent } from "./heavy-zooms.ts";
import { buildTestLayer } from "./test-layer.ts";

let database: Database;
let community: Awaited<ReturnType<typeof createCommunity>>;
beforeAll(async () => {
  database = await openTestDatabase();
  community = await createCommunity(database);
});
afterAll(() => database.close());

/** A grid of 84 × 84 points in one tile of zoom 10: more than the limit of a tile, but within its tolerance. */
const tile = { z: 10, x: 520, y: 360 };
const [west, south] = tileToMercatorBbox(tile);
const points = (spacing: number) =>
  Array.from({ length: 84 * 84 }, (_, index): { geometry: Geometry } => ({
    geometry: { type: "Point", coordinates: [west + 100 + (index % 84) * spacing, south + 100 + Math.floor(index / 84) * spacing] },
  }));
const layerOf = (spacing: number) =>
  buildTestLayer(database, community.id, { geometry: { type: "Point", srid: 3857, hasZ: false }, features: points(spacing) });

describe("which zooms get a table", () => {
  test("a zoom whose table would nearly copy the layer is left out; the next one, which merges, is not", async () => {
    const { spec, open } = await layerOf(400);
    const zooms = await open((sql) => generalisedZooms(sql, spec.tableName));
    expect(zooms.at(-1)).toBe(9);
    // The upkeep must agree: otherwise it would rebuild the tables every hour.
    expect(await open(async (sql) => heaviestZoom(sql, spec, [], await readExtent(sql, spec)))).toBe(9);
  });

  test("a zoom with many features per cell has its table", async () => {
    const { spec, open } = await layerOf(150);
    expect((await open((sql) => generalisedZooms(sql, spec.tableName))).at(-1)).toBe(10);
  });

  test("one reading finds the fullest tiles and their content", async () => {
    const { spec, open, statistics } = await layerOf(400);
    const extent = await open((sql) => readExtent(sql, spec));
    expect(statistics).toMatchObject({ featureCount: 7056, unplacedCount: 0 });
    expect(extent).toMatchObject({ features: 7056, unplaced: 0, isMisplaced: false, largest: 0 });
    // Here, rows of tiles are counted from the south.
    expect(extent.fullest.find(({ zoom }) => zoom === 10)).toEqual({
      zoom: 10,
      features: 7056,
      vertices: 7056,
      x: 520,
      y: 2 ** 10 - 1 - 360,
    });
    expect(extent.fullest.map(({ zoom }) => zoom)).toEqual(Array.from({ length: 15 }, (_, index) => 14 - index));
  });

  test("features outside the world, or empty, are unplaced; the others are counted without them", async () => {
    const geometries: Geometry[] = [
      { type: "Point", coordinates: [3e7, 0] },
      { type: "Point", coordinates: [Number.NaN, Number.NaN] },
      { type: "Point", coordinates: [500_000, 6_000_000] },
    ];
    const { statistics } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 3857, hasZ: false },
      features: geometries.map((geometry) => ({ geometry })),
    });
    expect(statistics).toMatchObject({ featureCount: 3, unplacedCount: 2 });
    expect(statistics.bbox?.[0]).toBeCloseTo(4.49, 2);
  });
});
