import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestLayer } from "../../../layer-store/tables/test-layer.ts";
import { area, lambert, point, X, Y, zones } from "../../../testing/made-zones.ts";
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

/** Two areas over the row of four zones: one over halves of the first two, one inside the third; and one far away. */
const risks = {
  geometry: { ...lambert, type: "Polygon" },
  fields: [
    { name: "niveau", column: "niveau", type: "text" },
    { name: "hauteur", column: "hauteur", type: "double" },
  ],
  features: [
    { geometry: area(50, 0, 100), values: ["fort", 1.5] },
    { geometry: area(210, 10, 20), values: ["faible", 0.5] },
    { geometry: area(5000, 0, 10), values: ["ailleurs", 9] },
    { geometry: null, values: ["sans lieu", 0] },
  ],
} satisfies TestLayer;

const line = (...at: [number, number][]): Geometry => ({ type: "LineString", coordinates: at.map(([x, y]) => [X + x, Y + y]) });
const areas = "ST_Area(geom) AS area";

describe("intersect", () => {
  test("keeps the common pieces, with the attributes of both", async () => {
    const [first, second] = [await world.layer(zones), await world.layer(risks)];
    const { run, layer, fields, features, read } = await world.made("intersect", { layer: first.layerId, other: second.layerId });
    expect(layer).toMatchObject({ geometryType: "MultiPolygon", srid: 2154, featureCount: 3 });
    expect(fields.map(({ name }) => name)).toEqual([...zones.fields.map(({ name }) => name), "niveau_2", "hauteur"]);
    expect(features.map((row) => [row.Intitulé, row.niveau, row.niveau_2, row.hauteur])).toEqual([
      ["Forêt", 1, "fort", 1.5],
      ["Forêt", 2, "fort", 1.5],
      ["Été", 4, "faible", 0.5],
    ]);
    expect((await read<{ area: number }>(areas)).map((row) => row.area)).toEqual([5000, 5000, 400]);
    expect(run.counts).toEqual({ in: 9, out: 3 });
  });

  test("cuts lines and points without leaving other kinds, and finds areas of another coordinate system", async () => {
    const mixed = await world.layer({
      geometry: { ...lambert, type: "Geometry" },
      fields: [],
      features: [{ geometry: line([-100, 50], [100, 50]) }, { geometry: point(60, 60) }, { geometry: point(-60, 60) }],
    });
    const source = await world.layer(risks);
    const { layer: inDegrees } = await world.made("reproject", { layer: source.layerId, crs: 4326 });
    const { features, read } = await world.made("intersect", { layer: mixed.layerId, other: inDegrees.id, columns: ["hauteur"] });
    expect(features.map(({ hauteur }) => hauteur)).toEqual([1.5, 1.5]);
    const shapes = await read<{ kind: string; length: number }>("GeometryType(geom) AS kind, ST_Length(geom) AS length");
    expect(shapes.map(({ kind }) => kind)).toEqual(["LINESTRING", "POINT"]);
    expect(shapes[0]?.length).toBeCloseTo(50, 1);
  });

  test("an area that touches only at its edge shares nothing", async () => {
    const [first, second] = [
      await world.layer(zones),
      await world.layer({ ...risks, features: [{ geometry: area(400, 0, 50), values: ["voisin", 1] }] }),
    ];
    const { run } = await world.made("intersect", { layer: first.layerId, other: second.layerId });
    expect(run.counts).toEqual({ in: 6, out: 0 });
  });
});

test("subtract keeps what lies outside, and leaves out what is covered", async () => {
  const cover = { ...risks, features: [...risks.features, { geometry: area(290, -10, 200), values: ["tout", 2] }] };
  const [first, second] = [await world.layer(zones), await world.layer(cover)];
  const { features, read } = await world.made("subtract", { layer: first.layerId, other: second.layerId });
  expect(features.map(({ fid, niveau }) => [fid, niveau])).toEqual([
    [1, 1],
    [2, 2],
    [3, 4],
  ]);
  expect((await read<{ area: number }>(areas)).map((row) => row.area)).toEqual([5000, 5000, 8600]);
});

test("union-layers gives all pieces once, with the attributes of their sides", async () => {
  const [first, second] = [await world.layer(zones), await world.layer(risks)];
  const { features, read } = await world.made("union-layers", { layer: first.layerId, other: second.layerId });
  const pieces = features.map((row) => `${row.niveau ?? "–"} ${row.niveau_2 ?? "–"}`).sort();
  expect(pieces).toEqual(["1 fort", "1 –", "2 fort", "2 –", "4 faible", "4 –", "8 –", "– ailleurs"]);
  const [all] = await read<{ sum: number; union: number }>("sum(ST_Area(geom)) AS sum, ST_Area(ST_Union(geom)) AS union", "");
  expect(all).toEqual({ sum: 40_100, union: 40_100 });
  expect(new Set(features.map(({ fid }) => fid)).size).toBe(features.length);
});

describe("join-location", () => {
  const places = {
    geometry: { ...lambert, type: "Point" },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    features: [
      { geometry: point(10, 10), values: ["a"] },
      { geometry: point(250, 10), values: ["b"] },
      { geometry: point(-10, 10), values: ["c"] },
      { geometry: null, values: ["d"] },
    ],
  } satisfies TestLayer;

  test("copies the attributes of what is at the same place", async () => {
    const [first, second] = [await world.layer(places), await world.layer(zones)];
    const asked = { layer: first.layerId, other: second.layerId, columns: ["intitule"], relation: "within" };
    const kept = await world.made("join-location", asked);
    expect(kept.features.map((row) => [row.nom, row.Intitulé])).toEqual([
      ["a", "Forêt"],
      ["b", "Été"],
      ["c", null],
      ["d", null],
    ]);
    const matched = await world.made("join-location", { ...asked, keepsUnmatched: false });
    expect(matched.features.map((row) => row.nom)).toEqual(["a", "b"]);
  });

  test("prefers what has most in common, and knows which one contains the other", async () => {
    const [parcels, around] = [
      await world.layer({ ...risks, features: [{ geometry: area(90, 0, 40), values: ["parcelle", 0] }] }),
      await world.layer(zones),
    ];
    const asked = { layer: parcels.layerId, other: around.layerId, columns: ["niveau"] };
    const touching = await world.made("join-location", asked);
    expect(touching.features.map((row) => row.niveau_2)).toEqual([2]);
    const contained = await world.made("join-location", { ...asked, relation: "within" });
    expect(contained.features.map((row) => row.niveau_2)).toEqual([null]);
  });
});

test("count-within counts each feature once and adds its numbers up", async () => {
  const counted = await world.layer({
    geometry: { ...lambert, type: "Geometry" },
    fields: [{ name: "logements", column: "logements", type: "integer" }],
    features: [
      { geometry: point(10, 10), values: [3] },
      { geometry: point(20, 10), values: [null] },
      // Its middle lies in the second zone, though it begins in the first.
      { geometry: area(90, 10, 80), values: [5] },
      { geometry: point(-500, 0), values: [7] },
    ],
  });
  const source = await world.layer(zones);
  const { features } = await world.made("count-within", { layer: source.layerId, other: counted.layerId, sums: ["logements"] });
  expect(features.map((row) => [row.niveau, row.nombre, row.logements])).toEqual([
    [1, 2, 3],
    [2, 1, 5],
    [4, 0, null],
    [8, 0, null],
    [16, 0, null],
  ]);
});

test("empty layers give empty results", async () => {
  const [full, empty] = [await world.layer(zones), await world.layer({ ...zones, features: [] })];
  for (const processing of ["intersect", "subtract", "union-layers", "join-location", "count-within"]) {
    const none = await world.made(processing, { layer: empty.layerId, other: empty.layerId });
    expect(none.run.counts, processing).toMatchObject({ out: 0 });
    const { run } = await world.made(processing, { layer: full.layerId, other: empty.layerId });
    const expected = { intersect: 0, subtract: 4, "union-layers": 4, "join-location": 5, "count-within": 5 }[processing];
    expect(run.counts, processing).toMatchObject({ out: expected });
  }
});
