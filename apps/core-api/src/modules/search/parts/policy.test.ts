import { expect, it } from "vitest";
import type { EntryRow } from "../queries/find.ts";
import { partNames, searchPart } from "./policy.ts";

const entry = (label: string, more: Partial<EntryRow> = {}): EntryRow => ({
  ...{ layerId: "l", key: label, fid: 1, kind: "place", label, detail: "", commune: "", communeCode: "", postcode: "", weight: 0 },
  ...{ lon: 2, lat: 48, bbox: [], sortKey: label.toLowerCase() },
  ...more,
});
const found = (rows: EntryRow[], q: string, houses: Parameters<typeof partNames>[1] = []) =>
  searchPart(partNames(rows, houses), { q, locale: "fr" }).ranked.map(({ result }) => result.label);

it("finds names by words, beginnings and with a typing error", () => {
  const rows = [entry("Moulin Neuf"), entry("Moulin du Pont", { weight: 100 }), entry("Les Forges")];
  expect(found(rows, "moulin")).toEqual(["Moulin du Pont", "Moulin Neuf"]);
  expect(found(rows, "moul")).toHaveLength(2);
  expect(found(rows, "neuf moulin")[0]).toBe("Moulin Neuf");
  expect(found(rows, "forgse")).toEqual(["Les Forges"]);
  expect(found(rows, "château")).toEqual([]);
  expect(found(rows, "  ")).toEqual([]);
});

it("finds the houses of streets and parcels by their numbers", () => {
  const street = entry("rue des Lilas", { kind: "street", key: "~1", fid: null });
  const house = (fid: number, number: number, suffix = "") => ({ layerId: "l", key: "~1", fid, number, suffix, lon: 2, lat: 48 });
  expect(found([street], "12 bis rue des lilas", [house(1, 12), house(2, 12, "bis"), house(3, 13)])[0]).toBe("12 bis rue des Lilas");
  const parcel = (key: string, sortKey: string, commune = "") => entry(key, { kind: "parcel", sortKey, commune });
  const parcels = [parcel("A", "ab 0012 000 35238", "Rennes"), parcel("B", "ab 0120 000 35238", "Rennes")];
  expect(found(parcels, "AB 12")).toEqual(["A"]);
});
