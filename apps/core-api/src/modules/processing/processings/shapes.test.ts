import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { area, drawnBox, lambert, point, X, Y, zoneFields, zones } from "../../../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../../../testing/processing-world.ts";

let database: Database;
let world: ProcessingWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
});
afterAll(async () => {
  await world.stopRunner();
  await database.close();
});

describe("reproject", () => {
  test("keeps numbers, values and heights; a feature that cannot be transformed keeps its values", async () => {
    const { layerId } = await world.layer({
      geometry: { type: "Point", srid: 2154, hasZ: true },
      fields: zoneFields.slice(0, 1),
      features: [
        { geometry: point(0, 0, 123.5), values: ["É"] },
        { geometry: null, values: ["sans lieu"] },
      ],
    });
    // The type of the test layer is declared without heights; published layers declare them.
    await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { geometryType: "Point Z" } }));
    const { layer, features, read } = await world.made("reproject", { layer: layerId, crs: 4326 });
    expect(layer).toMatchObject({ srid: 4326, geometryType: "Point Z", status: "ready", revision: 1, featureCount: 2 });
    expect(features).toMatchObject([
      { fid: 1, Intitulé: "É" },
      { fid: 2, Intitulé: "sans lieu", wkt: null },
    ]);
    const [place] = await read<{ z: number; lon: number; lat: number }>("ST_Z(geom) AS z, ST_X(geom) AS lon, ST_Y(geom) AS lat");
    expect(place?.z).toBe(123.5);
    expect(place?.lon).toBeCloseTo(3, 6);
    expect(place?.lat).toBeCloseTo(46.5, 2);
  });
});

describe("repair", () => {
  test("repairs invalid shapes, changes nothing else, and keeps their kinds", async () => {
    const bow: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [X, Y],
          [X + 100, Y + 100],
          [X + 100, Y],
          [X, Y + 100],
          [X, Y],
        ],
      ],
    };
    const { layerId } = await world.layer({
      geometry: { ...lambert, type: "Polygon" },
      fields: [],
      features: [{ geometry: bow }, { geometry: area(200, 0, 10) }, { geometry: null }],
    });
    const { run, layer, read } = await world.made("repair", { layer: layerId });
    expect(layer.geometryType).toBe("MultiPolygon");
    expect(run.counts).toEqual({ in: 3, out: 3, empty: 1, repaired: 1 });
    const shapes = await read<{ area: number; valid: boolean }>("ST_Area(geom) AS area, ST_IsValid(geom) AS valid");
    expect(shapes).toEqual([
      { area: 5000, valid: true },
      { area: 100, valid: true },
      { area: null, valid: null },
    ]);
  });
});

describe("simplify", () => {
  /** Two neighbours whose common border oscillates by a metre. */
  const wave: Position[] = Array.from({ length: 101 }, (_, step) => [X + 100 + (step % 2), Y + step] as Position);
  const neighbours = () =>
    world.layer({
      geometry: { ...lambert, type: "Polygon" },
      fields: [],
      features: [
        { geometry: { type: "Polygon", coordinates: [[[X, Y], ...wave, [X, Y + 100], [X, Y]]] } },
        { geometry: { type: "Polygon", coordinates: [[[X + 200, Y + 100], [X + 200, Y], ...wave, [X + 200, Y + 100]]] } },
        { geometry: null },
      ],
    });

  test("neighbours keep exactly the same border", async () => {
    const { layerId } = await neighbours();
    const { features, read } = await world.made("simplify", { layer: layerId, tolerance: 5 });
    const [all] = await read<{ points: number; union: number; sum: number }>(
      "sum(ST_NPoints(geom))::integer AS points, ST_Area(ST_Union(geom)) AS union, sum(ST_Area(geom)) AS sum",
      "",
    );
    expect(features).toHaveLength(3);
    expect(all?.points).toBeLessThan(16);
    expect(all?.union).toBeCloseTo(20_000, 6);
    expect(all?.sum).toBeCloseTo(20_000, 6);
  });

  test("alone, each stays within the tolerance; heights of lines are kept", async () => {
    const { layerId } = await world.layer({
      geometry: { type: "LineString", srid: 2154, hasZ: true },
      fields: [],
      features: [
        {
          geometry: {
            type: "LineString",
            coordinates: [
              [X, Y, 7],
              [X + 50, Y + 1, 8],
              [X + 100, Y, 9],
            ],
          },
        },
      ],
    });
    await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { geometryType: "LineString Z" } }));
    const { features } = await world.made("simplify", { layer: layerId, tolerance: 5, keepsNeighbours: false });
    expect(features.map(({ wkt }) => wkt)).toEqual([`MULTILINESTRING Z ((${X} ${Y} 7,${X + 100} ${Y} 9))`]);
  });
});

describe("clip", () => {
  test("features across the edge are cut; features outside or without a shape are left out", async () => {
    const { layerId } = await world.layer(zones);
    const { run, features, read } = await world.made("clip", { layer: layerId, area: await drawnBox(database, 50, -50, 150, 200) });
    expect(features.map(({ fid }) => fid)).toEqual([1, 2]);
    expect(run.counts).toEqual({ in: 5, out: 2 });
    const areas = await read<{ area: number }>("ST_Area(geom) AS area");
    // A straight line in degrees is not exactly straight in Lambert 93.
    expect(areas[0]?.area).toBeCloseTo(5000, 0);
    expect(areas[1]?.area).toBeCloseTo(10_000, 0);
  });

  test("cutting areas leaves no lines, cutting a mixed layer keeps each kind", async () => {
    const { layerId } = await world.layer({
      geometry: { ...lambert, type: "Geometry" },
      fields: [],
      features: [
        { geometry: point(10, 10) },
        {
          geometry: {
            type: "LineString",
            coordinates: [
              [X - 100, Y + 10],
              [X + 100, Y + 10],
            ],
          },
        },
        { geometry: area(-50, 0, 100, 50) },
        { geometry: point(-10, 10) },
      ],
    });
    const { read } = await world.made("clip", { layer: layerId, area: await drawnBox(database, 0, 0, 200, 200) });
    const kinds = await read<{ fid: number; kind: string }>("fid, GeometryType(geom) AS kind");
    expect(kinds).toEqual([
      { fid: 1, kind: "POINT" },
      { fid: 2, kind: "LINESTRING" },
      { fid: 3, kind: expect.stringContaining("POLYGON") },
    ]);
  });
});

describe("buffer", () => {
  test("metres in a metric system; values stay", async () => {
    const { layerId } = await world.layer({
      geometry: { ...lambert, type: "Point" },
      fields: zoneFields.slice(0, 1),
      features: [
        { geometry: point(0, 0), values: ["église"] },
        { geometry: null, values: ["rien"] },
      ],
    });
    const { layer, features, read } = await world.made("buffer", { layer: layerId, distance: 500 });
    expect(layer).toMatchObject({ geometryType: "MultiPolygon", srid: 2154 });
    expect(features.map((row) => row.Intitulé)).toEqual(["église", "rien"]);
    const [circle] = await read<{ area: number }>("ST_Area(geom) AS area");
    // A polygon of 64 sides: 32 r² sin(2π/64).
    expect(circle?.area).toBeCloseTo(32 * 500 ** 2 * Math.sin(Math.PI / 32), 3);
  });

  test("metres on the ground from degrees and from Web Mercator", async () => {
    for (const [srid, coordinates] of [
      [4326, [3, 46.5]],
      [3857, [333_958.47, 5_861_850]],
    ] as const) {
      const { layerId } = await world.layer({
        geometry: { type: "Point", srid, hasZ: false },
        fields: [],
        features: [{ geometry: { type: "Point", coordinates: [...coordinates] } }],
      });
      const { read } = await world.made("buffer", { layer: layerId, distance: 1000 });
      const [circle] = await read<{ area: number }>("ST_Area(ST_Transform(geom, 4326)::geography) AS area");
      expect((circle?.area ?? 0) / (Math.PI * 1000 ** 2)).toBeCloseTo(1, 2);
    }
  });

  test("a negative distance shrinks areas, and a feature that vanishes keeps its values", async () => {
    const { layerId } = await world.layer(zones);
    const { features, read } = await world.made("buffer", { layer: layerId, distance: -10 });
    expect(features).toHaveLength(5);
    expect((await read<{ area: number }>("ST_Area(geom) AS area")).map(({ area: found }) => found)).toEqual([6400, 6400, 6400, 6400, null]);
  });

  test("counts the features that vanished, so that nobody publishes an empty result unaware", async () => {
    const { layerId } = await world.layer(zones);
    const { run } = await world.made("buffer", { layer: layerId, distance: -5000 });
    expect(run.counts).toEqual({ in: 5, out: 5, empty: 5 });
  });
});

describe("an empty layer", () => {
  test("gives an empty result of every processing", async () => {
    const { layerId } = await world.layer({ geometry: { ...lambert, type: "Polygon" }, fields: zoneFields, features: [] });
    const asked: Record<string, Record<string, unknown>> = {
      reproject: { crs: 4326 },
      repair: {},
      simplify: {},
      clip: { area: await drawnBox(database, 0, 0, 10, 10) },
      filter: { condition: { tests: [{ column: "niveau", operator: "filled" }] } },
      dissolve: {},
      buffer: {},
    };
    for (const [processing, parameters] of Object.entries(asked)) {
      const { run } = await world.made(processing, { layer: layerId, ...parameters });
      expect(run.counts, processing).toMatchObject({ in: 0, out: 0 });
    }
  });
});
