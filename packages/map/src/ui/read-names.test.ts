import type { Geometry } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { namesOnce, namesStyle, withoutNames, writtenName } from "./read-names.ts";

const point: Geometry = { type: "Point", coordinates: [2, 48] };
const feature = (layout: Record<string, unknown>, geometry: Geometry = point, properties = {}) =>
  ({ geometry, properties, layer: { id: "a", type: "symbol", source: "s", layout } }) as unknown as Parameters<typeof writtenName>[0];

it("keeps only what writes names of a style, and its sources", () => {
  const style = {
    version: 8,
    sprite: "https://example.org/sprite",
    glyphs: "https://example.org/{fontstack}/{range}",
    sources: { land: { type: "vector", url: "/a" }, names: { type: "vector", url: "/b" } },
    layers: [
      { id: "land", type: "fill", source: "land" },
      { id: "icon", type: "symbol", source: "land", layout: { "icon-image": "dot" } },
      { id: "town", type: "symbol", source: "names", layout: { "text-field": "{name}", "icon-image": "dot" } },
    ],
  } as unknown as StyleSpecification;
  expect(namesStyle(style)).toEqual({
    version: 8,
    glyphs: style.glyphs,
    sources: { names: style.sources.names },
    layers: [{ id: "town", type: "symbol", source: "names", layout: { "text-field": "{name}" } }],
  });
});

it("takes the names out of a style, and leaves its icons", () => {
  const layer = (id: string, layout: object) => ({ id, type: "symbol", source: "s", layout });
  const style = {
    version: 8,
    sources: {},
    layers: [
      { id: "land", type: "background" },
      layer("icon", { "icon-image": "dot" }),
      layer("town", { "text-field": "{name}" }),
      layer("stop", { "text-field": "{name}", "icon-image": "bus" }),
    ],
  } as unknown as StyleSpecification;
  expect(withoutNames(style).layers).toEqual([style.layers[0], style.layers[1], layer("stop", { "icon-image": "bus" })]);
});

it("reads a name as it is written", () => {
  expect(writtenName(feature({ "text-field": "▲ Le Roc\n120 m", "text-size": 11 }), 3)).toMatchObject({
    text: "▲ Le Roc 120 m",
    lon: 2,
    lat: 48,
    rank: 3,
    size: 11,
  });
  expect(writtenName(feature({ "text-field": "{name:fr}", "text-transform": "uppercase" }, point, { "name:fr": "Île" }), 0)?.text).toBe(
    "ÎLE",
  );
});

it("takes no number of a road, no height, nothing endless, and nothing without a place", () => {
  for (const text of ["D 12", "25", "", "a".repeat(61)]) expect(writtenName(feature({ "text-field": text }), 0)).toBeNull();
  expect(writtenName(feature({ "text-field": "Rue" }, { type: "LineString", coordinates: [] }), 0)).toBeNull();
});

it("places the name of a line in its middle, along its longest part, and that of an area inside its box", () => {
  const line = writtenName(
    feature(
      { "text-field": "Rue" },
      {
        type: "MultiLineString",
        coordinates: [
          [
            [9, 9],
            [9, 9.1],
          ],
          [
            [0, 0],
            [1, 0],
            [1, 3],
          ],
        ],
      },
    ),
    0,
  );
  expect(line).toMatchObject({ lon: 1, lat: 1, length: 4 });
  const ring = [
    [0, 0],
    [2, 0],
    [2, 4],
    [0, 0],
  ];
  expect(writtenName(feature({ "text-field": "Bois" }, { type: "Polygon", coordinates: [ring] }), 0)).toMatchObject({ lon: 1, lat: 2 });
});

it("writes a street once, where it is longest, and a place once, though tiles overlap", () => {
  const name = (text: string, lon: number, length: number, rank = 1) => ({ text, lon, lat: 0, rank, size: 12, length });
  const once = namesOnce([
    name("Rue", 1, 0.1),
    name("Rue", 2, 0.2),
    name("Bourg", 3, 0, 0),
    name("Bourg", 3.00001, 0, 0),
    name("Bourg", 4, 0, 0),
  ]);
  expect(once.map(({ text, lon }) => [text, lon])).toEqual([
    ["Bourg", 3],
    ["Bourg", 4],
    ["Rue", 2],
  ]);
});
