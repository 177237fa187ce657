import { expect, it } from "vitest";
import { areaOf, polygonsOf } from "../../kit/maps/areas-overlay.ts";
import { pastedArea } from "../../kit/maps/pasted-area.ts";

const geometry = {
  type: "Polygon" as const,
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};
const feature = { type: "Feature", properties: { nom: "Ici" }, geometry };

it.each([
  ["a geometry", geometry],
  ["a feature", feature],
  ["a collection of one feature", { type: "FeatureCollection", features: [feature] }],
])("finds the area in %s", (_, pasted) => {
  expect(pastedArea(JSON.stringify(pasted))).toEqual({ geometry });
});

it.each(["", "Les Brélandes", "{}", "null", '{"type":"Point","coordinates":[0,0]}', '{"type":"FeatureCollection","features":[]}'])(
  "finds none in %s",
  (text) => {
    expect(pastedArea(text)).toBeNull();
  },
);

it("splits an area into its polygons and joins them again", () => {
  const other = [geometry.coordinates[0]?.map(([lon = 0, lat = 0]) => [lon + 5, lat]) ?? []];
  const area = { type: "MultiPolygon", coordinates: [geometry.coordinates, other] };
  expect(polygonsOf(area)).toEqual([geometry, { type: "Polygon", coordinates: other }]);
  expect(areaOf(polygonsOf(area))).toEqual(area);
  expect(polygonsOf({ type: "MultiPolygon", coordinates: "here" })).toEqual([]);
});
