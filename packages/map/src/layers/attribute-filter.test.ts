import type { AttributeCondition } from "@archipel/contracts/features.ts";
import { featureFilter } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";
import { withConditions } from "./attribute-filter.ts";

const fields = [
  { name: "nom", column: "nom", type: "text" },
  { name: "pop", column: "pop", type: "integer" },
  { name: "vu", column: "vu", type: "datetime" },
  { name: "secret", column: "secret", type: "text", isHidden: true },
];
const drawn = { id: "data/a/fill", type: "fill" as const, source: "a", "source-layer": "a" };

function made(...conditions: AttributeCondition[]) {
  const [layer] = withConditions([drawn], { fields }, conditions, ["nom"]);
  if (layer?.type !== "fill") throw new Error("no areas");
  return layer;
}
const meets = (properties: Record<string, string | number>, ...conditions: AttributeCondition[]) =>
  featureFilter(made(...conditions).filter, "layers[0].filter").filter({ zoom: 14 }, { type: 3, properties });
const condition = (column: string, operator: AttributeCondition["operator"], ...values: string[]) => ({ column, operator, values });

it("compares texts, numbers, days and missing values", () => {
  const paris = { nom: "Paris", pop: 2100, vu: "2024-05-06T23:59:59Z" };
  expect(meets(paris, condition("nom", "is", "Lyon", "Paris"), condition("pop", "at-most", "2100"))).toBe(true);
  expect(meets(paris, condition("nom", "is-not", "Paris"))).toBe(false);
  expect(meets({}, condition("nom", "is-not", "Paris"))).toBe(true);
  expect(meets(paris, condition("nom", "contains", "ARI"))).toBe(true);
  expect(meets(paris, condition("vu", "at-most", "2024-05-06"), condition("vu", "at-least", "2024-05-06"))).toBe(true);
  expect(meets(paris, condition("vu", "at-least", "2024-05-07"))).toBe(false);
  expect(meets({}, condition("pop", "at-most", "5"))).toBe(false);
  expect([meets({}, condition("nom", "empty")), meets({ nom: "" }, condition("nom", "filled"))]).toEqual([true, false]);
});

it("ignores hidden and unknown fields, and draws nothing where tiles lack the attribute", () => {
  expect(made(condition("secret", "is", "x"), condition("gone", "is", "x"))).toEqual(drawn);
  expect(made(condition("nom", "is", "x")).minzoom).toBe(0);
  expect(made(condition("pop", "at-least", "1")).minzoom).toBe(13);
});
