import { areaOf, decodeTile } from "@archipel/testing/decode-tile.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Geometry, Position } from "../geojson.ts";
import { tileToMercatorBbox } from "../tile-math.ts";
import { writeEwkb } from "../wkb.ts";
import { encodeTile, type TileOptions, UNNAMED } from "./encode-tile.ts";
import { type PackedValue, packRows } from "./pack-rows.ts";

const tile = { z: 10, x: 518, y: 352 };
const [west, , , north] = tileToMercatorBbox(tile);
const unit = (tileToMercatorBbox(tile)[2] - west) / 4096;

/** A position given in tile units, as web mercator. */
const at = (x: number, y: number, height?: number): Position =>
  height === undefined ? [west + x * unit, north - y * unit] : [west + x * unit, north - y * unit, height];

function square(x: number, y: number, side: number): Position[] {
  return [at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side), at(x, y)];
}

function encode(geometries: Geometry[], options: TileOptions = {}, attributes: PackedValue[] = [], keys: string[] = []) {
  const rows = packRows(
    geometries.map((geometry, index) => ({ fid: index + 1, geometry: writeEwkb(geometry, 3857, hasHeight(geometry)), attributes })),
  );
  const layer = decodeTile(encodeTile([{ name: "a", keys, rows }], tile, options)).a;
  return layer?.features ?? [];
}

const hasHeight = (geometry: Geometry) => JSON.stringify(geometry).match(/\[[^[\]]*,[^[\]]*,[^[\]]*\]/) !== null;

describe("geometry", () => {
  test("encodes points, also with heights, and multi-points in one feature", () => {
    const [single, multi] = encode([
      { type: "Point", coordinates: at(10.4, 20.6, 99) },
      { type: "MultiPoint", coordinates: [at(1, 2), at(9000, 2), at(3, 4)] },
    ]);
    expect(single).toMatchObject({ id: 1, type: 1, parts: [[{ x: 10, y: 21 }]] });
    expect(multi?.parts).toEqual([[{ x: 1, y: 2 }], [{ x: 3, y: 4 }]]);
  });

  test("cuts a line into parts at the buffer", () => {
    const [feature] = encode([{ type: "LineString", coordinates: [at(4000, 10), at(5000, 10), at(5000, 500), at(4000, 500)] }]);
    expect(feature).toMatchObject({
      type: 2,
      parts: [
        [
          { x: 4000, y: 10 },
          { x: 4160, y: 10 },
        ],
        [
          { x: 4160, y: 500 },
          { x: 4000, y: 500 },
        ],
      ],
    });
  });

  test("orients shells clockwise on screen and holes the other way, whatever their input order", () => {
    const shell = square(100, 100, 1000);
    const hole = square(300, 300, 200);
    for (const coordinates of [
      [shell, hole],
      [shell.toReversed(), hole],
      [shell, hole.toReversed()],
    ]) {
      const [feature] = encode([{ type: "Polygon", coordinates }]);
      expect(feature && areaOf(feature)).toBe(1000 * 1000 - 200 * 200);
      expect(feature && areaOf({ ...feature, parts: feature.parts.slice(0, 1) })).toBe(1_000_000);
    }
  });

  test("keeps the parts and the holes of a multi-polygon", () => {
    const [feature] = encode([
      { type: "MultiPolygon", coordinates: [[square(0, 0, 100)], [square(500, 500, 300), square(550, 550, 50)], [square(9000, 0, 100)]] },
    ]);
    expect(feature?.parts).toHaveLength(3);
    expect(feature && areaOf(feature)).toBe(100 * 100 + 300 * 300 - 50 * 50);
  });

  test("encodes a collection as one feature of each kind under one id", () => {
    const features = encode([
      {
        type: "GeometryCollection",
        geometries: [
          { type: "Polygon", coordinates: [square(0, 0, 100)] },
          { type: "Point", coordinates: at(5, 5) },
          { type: "LineString", coordinates: [at(0, 0), at(50, 50)] },
        ],
      },
    ]);
    expect(features.map(({ id, type }) => [id, type])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  test("encodes no layer without features in the tile, and no feature for an empty geometry", () => {
    expect(encode([{ type: "Polygon", coordinates: [square(9000, 9000, 100)] }])).toEqual([]);
    expect(
      encode([
        { type: "Point", coordinates: [Number.NaN, Number.NaN] },
        { type: "MultiPolygon", coordinates: [] },
      ]),
    ).toEqual([]);
    expect(encodeTile([], tile)).toHaveLength(0);
  });

  test("drops repeated positions and positions on a straight line", () => {
    const many = Array.from({ length: 500 }, (_, index) => at(index, index * 2 + (index % 2) * 0.3));
    expect(encode([{ type: "LineString", coordinates: many }])[0]?.parts[0]).toHaveLength(2);
  });

  test("encodes a ring of 200,000 vertices within one unit of its area", () => {
    const ring: Position[] = Array.from({ length: 200_000 }, (_, index) => {
      const angle = (index / 200_000) * 2 * Math.PI;
      return at(2000 + 1500 * Math.cos(angle), 2000 + 1500 * Math.sin(angle));
    });
    ring.push(ring[0] ?? at(0, 0));
    const [feature] = encode([{ type: "Polygon", coordinates: [ring] }]);
    const area = Math.PI * 1500 ** 2;
    expect(Math.abs(((feature && areaOf(feature)) ?? 0) - area) / area).toBeLessThan(0.002);
  });

  test("keeps the area of any square inside the buffered tile", () => {
    const whole = fc.integer({ min: -3000, max: 7000 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 5, max: 3000 }), (x, y, side) => {
        const overlap = (from: number) => Math.max(0, Math.min(4096 + 64, from + side) - Math.max(-64, from));
        const expected = overlap(x) * overlap(y);
        const [feature] = encode([{ type: "Polygon", coordinates: [square(x, y, side)] }]);
        if (expected > 16) expect(feature && areaOf(feature)).toBe(expected);
      }),
    );
  });
});

describe("density", () => {
  // 40,000 squares of half a unit, on a quarter of the tile.
  const crumbs: Geometry[] = Array.from({ length: 40_000 }, (_, index) => ({
    type: "Polygon",
    coordinates: [square((index % 200) * 5, Math.floor(index / 200) * 5, 0.5)],
  }));

  test.each([2, 4, 8])("draws polygons together that are too small to be drawn alone (grain %i)", (grain) => {
    const features = encode(crumbs, { grain });
    const drawn = features.reduce((sum, feature) => sum + areaOf(feature), 0);
    expect(features.length).toBeLessThan(5000);
    expect(Math.abs(drawn - 10_000)).toBeLessThanOrEqual(grain * grain);
  });

  test("draws short lines together", () => {
    const strokes: Geometry[] = Array.from({ length: 1000 }, (_, index) => ({
      type: "LineString",
      coordinates: [at(index * 4, 100), at(index * 4 + 0.25, 100)],
    }));
    const drawn = encode(strokes).length;
    expect(drawn === 249 || drawn === 250).toBe(true);
  });

  test("thins points to one for each cell of a coarser grain", () => {
    const points: Geometry[] = Array.from({ length: 1000 }, (_, index) => ({ type: "Point", coordinates: at(index % 100, 10) }));
    expect(encode(points)).toHaveLength(1000);
    expect(encode(points, { grain: 10 })).toHaveLength(10);
  });
});

describe("attributes", () => {
  const point: Geometry = { type: "Point", coordinates: at(1, 1) };

  test("encodes every type and leaves out null", () => {
    const attributes: PackedValue[] = [
      { type: "text", value: "Zone à urbaniser 🏝" },
      { type: "integer", value: 42 },
      { type: "integer", value: -7 },
      { type: "integer", value: Number.MAX_SAFE_INTEGER },
      { type: "integer", value: Number.MIN_SAFE_INTEGER },
      { type: "double", value: 1.5 },
      { type: "boolean", value: true },
      { type: "boolean", value: false },
      { type: "text", value: null },
      { type: "text", value: "" },
    ];
    const keys = ["text", "n", "negative", "largest", "smallest", "double", "yes", "no", "missing", "empty"];
    expect(encode([point], {}, attributes, keys)[0]?.properties).toEqual({
      text: "Zone à urbaniser 🏝",
      n: 42,
      negative: -7,
      largest: Number.MAX_SAFE_INTEGER,
      smallest: Number.MIN_SAFE_INTEGER,
      double: 1.5,
      yes: true,
      no: false,
      empty: "",
    });
  });

  test("keeps each of thousands of distinct and repeated values", () => {
    const rows = packRows(
      Array.from({ length: 5000 }, (_, index) => ({
        fid: index + 1,
        geometry: writeEwkb(point, 3857, false),
        attributes: [
          { type: "text" as const, value: `name ${index}` },
          { type: "integer" as const, value: index % 7 },
        ],
      })),
    );
    const features = decodeTile(encodeTile([{ name: "a", keys: ["name", "class"], rows }], tile)).a?.features ?? [];
    expect(features).toHaveLength(5000);
    for (const feature of features) {
      const index = (feature.id ?? 0) - 1;
      expect(feature.properties).toEqual({ name: `name ${index}`, class: index % 7 });
    }
  });

  test("does not share values between two layers of one tile", () => {
    const rows = (value: string) => packRows([{ fid: 1, geometry: writeEwkb(point, 3857, false), attributes: [{ type: "text", value }] }]);
    const layers = decodeTile(
      encodeTile(
        [
          { name: "a", keys: ["k"], rows: rows("one") },
          { name: "b", keys: ["k"], rows: rows("two") },
        ],
        tile,
      ),
    );
    expect([layers.a?.features[0]?.properties.k, layers.b?.features[0]?.properties.k]).toEqual(["one", "two"]);
    expect(layers.a).toMatchObject({ extent: 4096, version: 2 });
  });
});

describe("names of areas", () => {
  const named = (geometries: Geometry[]) => {
    const rows = packRows(
      geometries.map((geometry, index) => ({
        fid: index + 1,
        geometry: writeEwkb(geometry, 3857, false),
        attributes: [{ type: "text", value: "Orfe" }],
      })),
    );
    return decodeTile(encodeTile([{ name: "a", keys: ["nom"], rows, hasNames: true }], tile)).a?.features ?? [];
  };

  test("names only the largest polygon; islets keep their id and attributes", () => {
    const features = named([{ type: "MultiPolygon", coordinates: [[square(0, 0, 100)], [square(500, 500, 300)], [square(900, 0, 90)]] }]);
    expect(features.map(({ id, parts, properties }) => ({ id, parts: parts.length, properties }))).toEqual([
      { id: 1, parts: 1, properties: { nom: "Orfe" } },
      { id: 1, parts: 2, properties: { nom: "Orfe", [UNNAMED]: true } },
    ]);
    expect(features[0] && areaOf(features[0])).toBe(300 * 300);
  });

  test("names an area over two tiles in the tile of its middle, a crescent where it has ground, a vast area everywhere", () => {
    const isNamed = (coordinates: Position[][]) => named([{ type: "Polygon", coordinates }])[0]?.properties[UNNAMED] === undefined;
    expect(isNamed([square(3000, 100, 2000)])).toBe(true);
    expect(isNamed([square(3500, 100, 2000)])).toBe(false);
    // Its middle (4500, 500) is in the gap; the nearest corner of the polygon is in this tile.
    const crescent = [at(3000, 0), at(6000, 0), at(6000, 90), at(4000, 90), at(4000, 910), at(6000, 910), at(6000, 1000), at(3000, 1000)];
    expect(isNamed([[...crescent, at(3000, 0)]])).toBe(true);
    expect(isNamed([square(4000, 100, 9000)])).toBe(true);
  });
});
