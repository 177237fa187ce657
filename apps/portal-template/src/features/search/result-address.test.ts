import type { SearchResult } from "@archipel/contracts/search.ts";
import { expect, test } from "vitest";
import { resultAddress } from "./result-address.ts";

const street: SearchResult = {
  kind: "street",
  label: "Rue du Lin",
  detail: "35000 Rennes",
  commune: { name: "Rennes", code: "35238", postcode: "35000" },
  lon: -1.68,
  lat: 48.11,
  bbox: null,
  opens: { type: "place" },
};

test("a result of the home page opens the map with a text that names its commune, or its own page", () => {
  const of = (changes: Partial<SearchResult>) => decodeURIComponent(resultAddress("fr", { ...street, ...changes }).replaceAll("+", " "));
  expect(of({})).toBe("/fr/map?q=Rue du Lin, Rennes");
  expect(of({ kind: "commune", label: "Rennes" })).toBe("/fr/map?q=Rennes");
  expect(of({ kind: "coordinates", label: "48,11000 ; -1,68000", commune: null })).toBe("/fr/map?q=48,11000 ; -1,68000");
  expect(of({ opens: { type: "dataset", slug: "zonage" } })).toBe("/fr/catalogue/zonage");
  expect(of({ opens: { type: "help", topic: "find-a-place" } })).toBe("/fr/help/find-a-place");
  expect(of({ opens: { type: "map", slug: "inondations-k3f" } })).toBe("/fr/maps/inondations-k3f");
  expect(of({ opens: { type: "page", slug: "legal/notices" } })).toBe("/fr/legal/notices");
});
