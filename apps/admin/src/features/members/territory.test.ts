import { expect, it } from "vitest";
import { pastedArea } from "./territory.tsx";

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
