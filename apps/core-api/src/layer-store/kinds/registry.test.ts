import { layerAbility, layerKind } from "@archipel/contracts/layers.ts";
import { expect, test } from "vitest";
import { hasAbilitySql, kindsWith, layerKinds } from "./registry.ts";

test("every kind of the contract has one entry, under its own name", () => {
  expect(Object.entries(layerKinds).map(([key, { name }]) => [key, name])).toEqual(layerKind.options.map((name) => [name, name]));
});

test("a kind that the platform cannot store has no ability", () => {
  for (const { stored, abilities } of Object.values(layerKinds)) if (stored === null) expect(abilities).toEqual([]);
});

test("every ability has its kinds, and its SQL names exactly these", () => {
  for (const ability of ["tiles", "features", "downloads"] as const) {
    expect(kindsWith(ability)).toEqual(["vector", "pointcloud"]);
    expect(hasAbilitySql("l.kind", ability)).toBe("l.kind IN ('vector', 'pointcloud')");
  }
  for (const ability of ["edits", "revisions", "processing"] as const) {
    expect(kindsWith(ability)).toEqual(["vector"]);
    expect(hasAbilitySql("l.kind", ability)).toBe("l.kind IN ('vector')");
  }
  expect(layerAbility.options).toHaveLength(6);
});
