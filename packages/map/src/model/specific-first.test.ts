import type { Geometry } from "@archipel/geo/geojson.ts";
import { expect, it } from "vitest";
import { specificFirst } from "./specific-first.ts";

const area = (side: number): Geometry => ({
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [side, 0],
      [side, side],
      [0, 0],
    ],
  ],
});
const hit = (name: string, geometry: Geometry) => ({ name, geometry });

it("puts points before lines before areas, and an inner area before the outer one", () => {
  const line: Geometry = {
    type: "LineString",
    coordinates: [
      [0, 0],
      [9, 9],
    ],
  };
  const hits = [hit("commune", area(9)), hit("zone", area(2)), hit("road", line), hit("tree", { type: "Point", coordinates: [1, 1] })];
  expect(specificFirst(hits).map(({ name }) => name)).toEqual(["tree", "road", "zone", "commune"]);
});

it("keeps the drawing order between equals", () => {
  expect(specificFirst([hit("above", area(2)), hit("below", area(2))]).map(({ name }) => name)).toEqual(["above", "below"]);
});
