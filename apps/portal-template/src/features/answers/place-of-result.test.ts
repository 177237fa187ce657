import { expect, it } from "vitest";
import { isNameOf } from "./place-of-result.ts";

it("takes the name of a link only from a result of that name at that position", () => {
  const result = { label: "12 rue du Lin", lon: -5.25, lat: 46.5 };
  const named = (label: string, lon = -5.2500004, lat = 46.5) => isNameOf(result, { label, lon, lat });
  expect(named("12 rue du Lin")).toBe(true);
  expect(named("Terrain déclaré constructible par la mairie")).toBe(false);
  expect(named("12 rue du Lin", -5.24)).toBe(false);
  expect(isNameOf({ ...result, lon: null }, { label: "12 rue du Lin", lon: -5.25, lat: 46.5 })).toBe(false);
});
