import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWkb } from "@archipel/geo/wkb.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testFiles, utf8 } from "./testing/lay-files.ts";
import { firstPosition, layerNamed, namedRows } from "./testing/rows-of.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

const topology = {
  type: "Topology",
  transform: { scale: [0.01, 0.01], translate: [2, 48] },
  objects: {
    zones: {
      type: "GeometryCollection",
      geometries: [
        { type: "Polygon", id: "a", properties: { nom: "Forêt", code: "01004", jour: "2024-01-02", gros: "BIG" }, arcs: [[0, 1]] },
        { type: "MultiPolygon", id: "b", properties: { nom: "Pré" }, arcs: [[[-1, 2]]] },
        { type: null, properties: { nom: "vide" } },
      ],
    },
    villes: { type: "GeometryCollection", geometries: [{ type: "Point", properties: { v: 1.5 }, coordinates: [10, 10] }] },
    rien: { type: "GeometryCollection", geometries: [] },
  },
  arcs: [
    [
      [0, 0],
      [0, 100],
    ],
    [
      [0, 100],
      [100, 0],
      [0, -100],
      [-100, 0],
    ],
    [
      [0, 0],
      [-50, 0],
      [0, 100],
      [50, 0],
    ],
  ],
};
const topoText = JSON.stringify(topology).replace('"BIG"', "9007199254740993");

test("TopoJSON: a layer for each object, shared arcs, ids, long numbers, features without a shape", async () => {
  const { path, inspection } = await inspect(topoText, "carte.topojson");
  expect(inspection).toMatchObject({ driver: "topojson", findings: [] });
  expect(inspection.layers.map(({ name, featureCount, crs }) => [name, featureCount, crs.srid])).toEqual([
    ["zones", 3, 4326],
    ["villes", 1, 4326],
  ]);
  const rows = await namedRows(path, layerNamed(inspection, "zones"));
  expect(rows.map(({ named }) => named)).toEqual([
    { id: "a", nom: "Forêt", code: "01004", jour: "2024-01-02", gros: "9007199254740993" },
    { id: "b", nom: "Pré", code: null, jour: null, gros: null },
    { id: null, nom: "vide", code: null, jour: null, gros: null },
  ]);
  expect(rows.map(({ ewkb }) => ewkb && readWkb(ewkb).geometry)).toEqual([
    {
      type: "Polygon",
      coordinates: [
        [
          [2, 48, 0],
          [2, 49, 0],
          [3, 49, 0],
          [3, 48, 0],
          [2, 48, 0],
        ],
      ],
    },
    {
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [2, 49, 0],
            [2, 48, 0],
            [1.5, 48, 0],
            [1.5, 49, 0],
            [2, 49, 0],
          ],
        ],
      ],
    },
    null,
  ]);
  expect(firstPosition((await namedRows(path, layerNamed(inspection, "villes")))[0]?.ewkb ?? null)).toEqual([2.1, 48.1]);
});

test("TopoJSON whose members come in another order, and in an archive under .json", async () => {
  const { objects, arcs, transform, type } = topology;
  const packed = buildZip([{ name: "lot/carte.json", content: utf8(JSON.stringify({ arcs, objects, transform, type })) }]);
  const { path, inspection } = await inspect(packed, "lot.zip");
  expect(inspection.layers.map(({ name, source }) => [name, source.format])).toEqual([
    ["zones", "topojson"],
    ["villes", "topojson"],
  ]);
  expect(await namedRows(path, layerNamed(inspection, "villes"))).toHaveLength(1);
});

test.each([
  ["an arc that does not exist", { ...topology, arcs: [] }, /feature 1: arcs that do not exist/],
  [
    "arcs that are used a million times",
    {
      ...topology,
      arcs: [Array.from({ length: 1_000 }, () => [1, 1])],
      objects: { a: { type: "MultiLineString", arcs: [Array.from({ length: 30_000 }, () => 0)] } },
    },
    /more than 20000000 positions/,
  ],
  ["no objects", { type: "Topology", arcs: [] }, /no objects/],
])("TopoJSON with %s is refused in words", async (_, content, detail) => {
  const { inspection } = await inspect(JSON.stringify(content), "a.topojson");
  expect(inspection.findings).toMatchObject([{ rule: "unreadable", params: { detail: expect.stringMatching(detail) } }]);
});

test("TopoJSON of collections nested 100,000 deep ends in words", async () => {
  const deep = `${'{"type":"GeometryCollection","geometries":['.repeat(100_000)}${"]}".repeat(100_000)}`;
  const { inspection } = await inspect(`{"type":"Topology","arcs":[],"objects":{"a":${deep}}}`, "a.topojson");
  expect(inspection.layers).toEqual([]);
  expect(inspection.findings).toMatchObject([{ rule: "unreadable" }]);
});

test("ESRI JSON: declared types, moments, codes, holes, its CRS", async () => {
  const square = (x: number, side: number) =>
    [
      [x, x],
      [x, x + side],
      [x + side, x + side],
      [x + side, x],
      [x, x],
    ].map(([a = 0, b = 0]) => [700_000 + a, 6_600_000 + b]);
  const content = {
    geometryType: "esriGeometryPolygon",
    spatialReference: { wkid: 102110, latestWkid: 2154 },
    fields: [
      { name: "OBJECTID", type: "esriFieldTypeOID" },
      { name: "NOM", type: "esriFieldTypeString" },
      { name: "GROS", type: "esriFieldTypeBigInteger" },
      { name: "VU", type: "esriFieldTypeDate" },
      { name: "JOUR", type: "esriFieldTypeDateOnly" },
      { name: "CODE", type: "esriFieldTypeString" },
    ],
    features: [
      {
        attributes: { OBJECTID: 7, NOM: "Forêt", GROS: 12, VU: 1704103200123, JOUR: "2024-01-01", CODE: "01004" },
        geometry: { rings: [square(0, 100), square(10, 10).reverse()] },
      },
      { attributes: { OBJECTID: 9, NOM: null, GROS: null, VU: null, JOUR: null, CODE: null }, geometry: null },
    ],
  };
  const { path, inspection } = await inspect(JSON.stringify(content), "zones.json");
  expect(inspection).toMatchObject({ driver: "esrijson", findings: [], layers: [{ name: "zones", featureCount: 2, crs: { srid: 2154 } }] });
  const layer = layerNamed(inspection, "zones");
  expect(layer.fields.map(({ type }) => type)).toEqual(["integer", "text", "integer", "datetime", "date", "text"]);
  const [first, second] = await namedRows(path, layer);
  expect(first?.named).toMatchObject({ OBJECTID: 7, NOM: "Forêt", GROS: 12, JOUR: "2024-01-01", CODE: "01004" });
  expect(Date.parse(String(first?.named.VU).replace("+00", "Z"))).toBe(1704103200123);
  expect(readWkb(first?.ewkb ?? new Uint8Array()).geometry).toMatchObject({
    type: "Polygon",
    coordinates: [square(0, 100), square(10, 10).reverse()],
  });
  expect([second?.named.OBJECTID, second?.ewkb]).toEqual([9, null]);
});

test("JSON-FG: the place in its own CRS, and the time", async () => {
  const place = { type: "Point", coordinates: [700_000.25, 6_600_000.5] };
  const content = {
    type: "FeatureCollection",
    conformsTo: ["http://www.opengis.net/spec/json-fg-1/0.2/conf/core"],
    featureType: "Borne",
    coordRefSys: "http://www.opengis.net/def/crs/EPSG/0/2154",
    features: [{ type: "Feature", id: "x", time: { date: "2024-01-02" }, geometry: null, place, properties: { nom: "é", n: 1 } }],
  };
  const { path, inspection } = await inspect(JSON.stringify(content), "bornes.json");
  expect(inspection).toMatchObject({ driver: "jsonfg", findings: [], layers: [{ name: "Borne", crs: { srid: 2154 } }] });
  const [row] = await namedRows(path, layerNamed(inspection, "Borne"));
  expect(row?.named).toEqual({ time: "2024-01-02", id: "x", nom: "é", n: 1 });
  expect(firstPosition(row?.ewkb ?? null)).toEqual([700_000.25, 6_600_000.5]);
});
