import { expect, test } from "vitest";
import { parseAngle, parseAnglePair } from "./angles.ts";

const PARIS = 48 + 51 / 60 + 24 / 3600;

test.each([
  [`48°51'24"N`, PARIS, "lat"],
  ["48° 51′ 24″ N", PARIS, "lat"],
  ["48º51’24”N", PARIS, "lat"],
  [`N 48°51'24"`, PARIS, "lat"],
  [`N48°51'24''`, PARIS, "lat"],
  ["48d51m24sN", PARIS, "lat"],
  ["48 deg 51 min 24 sec Nord", PARIS, "lat"],
  ["48:51:24", PARIS, null],
  ["48 51 24", PARIS, null],
  ["48 51 24.5 N", 48 + 51 / 60 + 24.5 / 3600, "lat"],
  [`48°51'24,5"`, 48 + 51 / 60 + 24.5 / 3600, null],
  ["48°51.4'", 48 + 51.4 / 60, null],
  ["48°51,4' N", 48 + 51.4 / 60, "lat"],
  [`2°20'14"O`, -(2 + 20 / 60 + 14 / 3600), "lon"],
  [`2°20'14" W`, -(2 + 20 / 60 + 14 / 3600), "lon"],
  [`-2°20'14"`, -(2 + 20 / 60 + 14 / 3600), null],
  [`−2°20'14"`, -(2 + 20 / 60 + 14 / 3600), null],
  [`-2°20'14" O`, -(2 + 20 / 60 + 14 / 3600), "lon"],
  [`2° 20' 14" Ouest`, -(2 + 20 / 60 + 14 / 3600), "lon"],
  [`21°07'S`, -(21 + 7 / 60), "lat"],
  [`0°0'30"E`, 30 / 3600, "lon"],
  ["48,85°", 48.85, null],
  ["48.85 N", 48.85, "lat"],
  [`179°59'59.9999"E`, 179 + 59 / 60 + 59.9999 / 3600, "lon"],
])("reads the angle %s", (text, degrees, axis) => {
  const angle = parseAngle(text);
  expect(angle?.axis).toBe(axis);
  expect(angle?.degrees).toBeCloseTo(degrees, 12);
});

test.each([
  "48.85",
  "48",
  "",
  "abc",
  "12 rue de la Paix",
  "48°60'00\"N",
  "48°51'60\"N",
  "91°00'00\"N",
  "181°E",
  "-2°20'E",
  "48.5°51'N",
  "48°51.5'24\"N",
  "N 48°51' S",
  "48°51'24\"X",
  "1 234 567",
  "2024-01-02",
  `${"9".repeat(40)}°`,
  " ".repeat(100_000),
])("reads no angle in %.30s", (text) => {
  expect(parseAngle(text)).toBeNull();
});

test.each([
  `48°51'24"N 2°21'07"E`,
  `48°51'24"N, 2°21'07"E`,
  `2°21'07"E / 48°51'24"N`,
  "N 48 51 24 E 2 21 7",
  "48 51 24 N 2 21 7 E",
  `48°51'24", 2°21'07"`,
  `48°51'24,0"N 2°21'7,0"E`,
])("reads the two angles of %s", (text) => {
  const pair = parseAnglePair(text);
  expect(pair?.lat).toBeCloseTo(PARIS, 12);
  expect(pair?.lon).toBeCloseTo(2 + 21 / 60 + 7 / 3600, 12);
});

test.each(["48 51 2 21", `48°51'24"N`, `48°51'24"N 49°51'24"N`, "48.85, 2.35", "x".repeat(200)])("reads no two angles in %.30s", (text) => {
  expect(parseAnglePair(text)).toBeNull();
});
