import type { GeometryRules } from "@archipel/validation/model/geometry.ts";
import { expect, test } from "vitest";
import { relationsOf, withRelations } from "./relations.ts";

const rules: GeometryRules = {
  type: "multipolygon",
  required: true,
  noOverlap: [{}, { with: ["A", "B"], same: ["YEAR"], tolerance: 0.5, level: "WARNING" }],
  inside: [{ table: "A", match: { field: "X", equals: "Y" }, code: "outside" }],
  partitionOf: [{ table: "B", tolerance: 1, overlapCode: "overlap" }],
};

test("rules between shapes become lines and are written back with the parts that the lines do not show", () => {
  const lines = relationsOf(rules);
  expect(lines.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["apart ", "apartFrom A", "inside A", "partitionOf B"]);
  expect(withRelations(rules, lines)).toEqual(rules);
});

test("without lines there are no rules between shapes", () => {
  expect(withRelations(rules, [])).toEqual({ type: "multipolygon", required: true });
});
