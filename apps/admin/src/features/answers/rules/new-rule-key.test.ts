import { expect, it } from "vitest";
import { newRule } from "./new-rule-key.ts";

const when = (value: string) => JSON.stringify([{ field: "TYPEZONE", is: "eq", value }]);

it("a new rule tests the value, under a key that the format accepts and that is free", () => {
  const rule = newRule(["own-plu.zone-QQ"], "plu.zone", "zones", when("QQ"));
  expect(rule).toMatchObject({ key: "own-plu.zone-QQ-2", sources: ["zones"], when: JSON.parse(when("QQ")), level: null });
  for (const value of ["é à/..--", "", "x".repeat(254), "-."]) {
    expect(newRule([], "plu.zone", null, when(value))?.key).toMatch(/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/);
  }
});

it("refuses tests of an address that are not those of a value", () => {
  expect(newRule([], "plu.zone", null, null)).toBeNull();
  expect(newRule([], "plu.zone", null, '[{"field":"A","is":"matches","pattern":".*"}]')).toBeNull();
  expect(newRule([], "plu.zone", null, "[1]")).toBeNull();
});
