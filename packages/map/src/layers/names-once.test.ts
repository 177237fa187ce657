import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { expect, it } from "vitest";
import { namedAreaLayers, placeNames, withNames } from "./names-once.ts";

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const piece = (fid: number, ...rings: number[][][]) => ({ fid, properties: { nom: `n${fid}` }, polygons: [rings] });
const view = [0, 0, 10, 10] as const;

it("names an area in several pieces once, in its largest visible piece, and leaves areas in one piece to their tile", () => {
  const names = placeNames(
    [piece(1, square(0, 0, 2)), piece(1, square(4, 4, 5)), piece(1, square(11, 0, 30)), piece(2, square(2, 0, 1))],
    view,
  );
  expect(names).toHaveLength(1);
  expect(names[0]).toMatchObject({ fid: 1, properties: { nom: "n1" } });
  const [lon, lat] = names[0]?.at ?? [0, 0];
  expect([Math.abs(lon - 6.5) < 1, Math.abs(lat - 6.5) < 1]).toEqual([true, true]);
});

it("does not write a name in a hole, and names nothing out of view", () => {
  const [name] = placeNames([piece(1, square(0, 0, 10), square(2, 2, 6)), piece(1, square(20, 0, 1))], view);
  const [lon, lat] = name?.at ?? [5, 5];
  expect(lon > 2 && lon < 8 && lat > 2 && lat < 8).toBe(false);
  expect(placeNames([piece(1, square(20, 0, 1)), piece(1, square(30, 0, 1))], view)).toEqual([]);
});

it("makes a valid style that writes each name in one place", () => {
  const style: StyleSpecification = {
    version: 8,
    sources: { a: { type: "vector", tiles: ["https://a.test/{z}/{x}/{y}"] } },
    layers: [
      { id: "data/a/fill", type: "fill", source: "a", "source-layer": "a" },
      { id: "data/a/label", type: "symbol", source: "a", "source-layer": "a", layout: { "text-field": ["get", "nom"] } },
      { id: "data/p/label", type: "symbol", source: "a", "source-layer": "p" },
    ],
  };
  expect(namedAreaLayers(style)).toEqual(["a"]);
  const named = withNames(style, new Map([["a", [{ fid: 7, at: [1, 2] as const, properties: { nom: "x" } }]]]));
  expect(validateStyleMin(named)).toEqual([]);
  expect(named.layers.map(({ id }) => id)).toEqual(["data/a/fill", "data/a/label", "data/a/name", "data/p/label"]);
  expect(named.layers[1]).toMatchObject({ filter: ["!", ["in", ["id"], ["literal", [7]]]] });
  expect(withNames(style, new Map([["a", []]]))).toBe(style);
});
