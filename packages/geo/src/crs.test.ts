import { expect, test } from "vitest";
import type { Bbox } from "./bbox.ts";
import { canonicalSrid, crsCatalogue, crsOf, fitsCrs, guessCrs, touchesCrs } from "./crs.ts";

const first = (extent: Bbox) => guessCrs(extent)[0]?.crs.srid;

test.each<[string, Bbox, number]>([
  ["metropolitan France in degrees", [-4.8, 41.3, 9.6, 51.1], 4326],
  ["Lambert-93", [99_000, 6_046_000, 1_242_000, 7_110_000], 2154],
  ["a commune of the Gard, CC44", [1_810_000, 3_160_000, 1_815_000, 3_166_000], 3944],
  ["Lyon, CC46", [1_840_000, 5_170_000, 1_845_000, 5_176_000], 3946],
  ["Martinique, UTM 20N", [690_000, 1_590_000, 736_000, 1_646_000], 5490],
  ["Réunion, UTM 40S", [314_000, 7_630_000, 380_000, 7_692_000], 2975],
  ["extended Lambert II", [600_000, 2_400_000, 700_000, 2_480_000], 27572],
  ["Guyane, UTM 22N", [300_000, 480_000, 380_000, 560_000], 2972],
])("guess: %s", (_, extent, srid) => {
  expect(first(extent)).toBe(srid);
});

test("returns no candidate when nothing fits", () => {
  expect(guessCrs([1e9, 1e9, 2e9, 2e9])).toEqual([]);
  expect(guessCrs([Number.NaN, 0, 1, 1])).toEqual([]);
});

test("detects coordinates that do not fit a declared CRS", () => {
  const lambert = crsOf(2154);
  expect(lambert && fitsCrs([2.2, 48.7, 2.5, 48.9], lambert)).toBe(false);
  expect(lambert && fitsCrs([648_000, 6_858_000, 656_000, 6_866_000], lambert)).toBe(true);
  expect(lambert && touchesCrs([648_000, 6_858_000, 9_656_000, 6_866_000], lambert)).toBe(true);
});

test("stores later realisations and deprecated codes under the common code", () => {
  expect([9793, 9794, 9824, 9844, 27582, 2154].map(canonicalSrid)).toEqual([2154, 2154, 3944, 3944, 27572, 2154]);
  expect(crsOf(9842)?.title).toContain("CC42");
});

test("has no code twice and no empty box in the catalogue", () => {
  expect(new Set(crsCatalogue.map((crs) => crs.srid)).size).toBe(crsCatalogue.length);
  for (const { domain, bounds } of crsCatalogue) for (const box of [domain, bounds]) expect(box[0] < box[2] && box[1] < box[3]).toBe(true);
});
