import { projections } from "@archipel/geo/projections.ts";
import fc from "fast-check";
import proj4 from "proj4";
import { describe, expect, test } from "vitest";
import { readCoordinates } from "./read.ts";

/** A place of Rennes in every writing that people use. */
const LON = -1.6778;
const LAT = 48.1173;
const METRE = 2e-5;

const first = (text: string) => readCoordinates(text)[0];
const near = (text: string, lon: number, lat: number, tolerance = METRE) => {
  const read = first(text);
  expect(read, text).toBeDefined();
  expect(Math.abs((read?.lon ?? 0) - lon), text).toBeLessThan(tolerance);
  expect(Math.abs((read?.lat ?? 0) - lat), text).toBeLessThan(tolerance);
};

describe("decimal degrees", () => {
  test.each([
    "48.1173 -1.6778",
    "48.1173, -1.6778",
    "48.1173,-1.6778",
    "48,1173 -1,6778",
    "48,1173 ; -1,6778",
    "48,1173, -1,6778",
    "48,1173,-1,6778",
    "48.1173/-1.6778",
    "48,1173\u00a0−1,6778",
    "-1.6778, 48.1173",
    "48.1173N 1.6778W",
    "48.1173° N, 1.6778° O",
    "N48.1173 W1.6778",
    "1.6778 O, 48.1173 N",
    "lat: 48.1173, lon: -1.6778",
    "longitude -1,6778 latitude 48,1173",
    "lat=48.1173 lng=-1.6778",
    "WGS84 48.1173 -1.6778",
    "48.1173 -1.6778 (EPSG:4326)",
    "(48.11730000000000001, -1.67779999999999996)",
    "[-1.6778, 48.1173]",
    "GPS : 48.1173, -1.6778",
  ])("%s", (text) => near(text, LON, LAT));

  test("in both orders where neither or both lie in France, latitude first", () => {
    expect(readCoordinates("12.5 45.1").map(({ lon, lat, order }) => [lon, lat, order])).toEqual([
      [45.1, 12.5, "lat-lon"],
      [12.5, 45.1, "lon-lat"],
    ]);
    expect(readCoordinates("48.1 -1.6")).toHaveLength(1);
    expect(readCoordinates("55.5 -21.1")).toMatchObject([{ lon: 55.5, lat: -21.1, order: "lon-lat" }]);
  });
});

describe("degrees, minutes and seconds", () => {
  // 48°07′02.28″ N, 1°40′40.08″ W
  test.each([
    `48°07'02.28" N 1°40'40.08" W`,
    `48°07′02,28″N, 1°40′40,08″O`,
    `48° 07’ 02.28’’ N ; 1° 40’ 40.08’’ O`,
    `N 48°07'02.28" W 1°40'40.08"`,
    `N48°07'02.28", O1°40'40.08"`,
    "48 07 02.28 N 1 40 40.08 W",
    "48 07.038 N, 1 40.668 W",
    "48°07.038' -1°40.668'",
    `48°07'02.28" -1°40'40.08"`,
    "48d07m02.28s N 1d40m40.08s W",
    `1°40'40.08"W 48°07'02.28"N`,
    "48º07'02.28\"N 1º40'40.08\"W",
  ])("%s", (text) => near(text, LON, LAT));

  test.each(["48°60'00\" N 1°40'00\" W", "48°07' N 1°40' N", "48°07'02\"", "91°00' N 1°00' E", "48.5°07' N 1°40' W"])("not %s", (text) =>
    expect(readCoordinates(text)).toEqual([]),
  );
});

describe("metres", () => {
  const in2154 = proj4(projections.get(2154) ?? "")
    .forward([LON, LAT])
    .map((metres) => metres.toFixed(1));
  const [x = "", y = ""] = in2154;
  const grouped = (value: string) => value.replace(/\B(?=(\d{3})+\.)/g, " ").replace(".", ",");
  test.each([
    `${x} ${y}`,
    `${x}, ${y}`,
    `${x};${y}`,
    `${y} ${x}`,
    `${grouped(x)} ${grouped(y)}`,
    `${grouped(x)} / ${grouped(y)}`,
    `X = ${x} Y = ${y}`,
    `x: ${x}, y: ${y}`,
    `E ${x} N ${y}`,
    `${x} m, ${y} m`,
    `L93 ${x} ${y}`,
    `Lambert 93 : ${x} ${y}`,
    `${x} ${y} (EPSG:2154)`,
    `RGF93 / Lambert-93 ${x} ${y}`,
    `${x.split(".")[0]},${y.split(".")[0]}`,
  ])("Lambert-93: %s", (text) => {
    near(text, LON, LAT);
    expect(first(text)).toMatchObject({ form: "metres", system: "RGF93 v1 / Lambert-93", srid: 2154 });
  });

  test("of a UTM zone by its number and its letter", () => {
    const [east = 0, north = 0] = proj4("+proj=utm +zone=30 +datum=WGS84").forward([LON, LAT]);
    for (const text of [
      `30N ${east} ${north}`,
      `UTM 30N ${east} ${north}`,
      `30U ${east} ${north}`,
      `WGS84 / UTM zone 30N ${east} ${north}`,
    ]) {
      near(text, LON, LAT);
      expect(first(text)?.system).toBe("WGS 84 / UTM zone 30N");
    }
    const [e = 0, n = 0] = proj4("+proj=utm +zone=23 +south +datum=WGS84").forward([-43.2, -22.9]);
    near(`UTM 23S ${e} ${n}`, -43.2, -22.9);
    near(`23K ${e} ${n}`, -43.2, -22.9);
  });

  test("in two systems of France that share numbers are two readings", () => {
    const [east = 0, north = 0] = proj4(projections.get(25831) ?? "").forward([2.35, 48.85]);
    const systems = readCoordinates(`${Math.round(east)} ${Math.round(north)}`).map(({ system }) => system);
    expect(systems).toContain("ETRS89 / UTM zone 31N");
    expect(systems).toContain("ETRS89 / UTM zone 30N");
  });

  test("return to the position that proj4 projected, in each system of France, in any order and writing", () => {
    const homes: readonly [srid: number, west: number, south: number, east: number, north: number][] = [
      [2154, -4.5, 42.5, 7.5, 50.9],
      ...Array.from({ length: 9 }, (_, zone): [number, number, number, number, number] => [3942 + zone, 0, 41.8 + zone, 6, 42.2 + zone]),
      [2975, 55.2, -21.4, 55.8, -20.9],
      [5490, -61.8, 14.4, -60.9, 16.5],
      [2972, -54, 2.5, -51.7, 5.5],
      [4471, 45.05, -13, 45.3, -12.65],
      [4467, -56.4, 46.75, -56.15, 47.1],
      [3163, 164, -22.3, 167, -20],
    ];
    const position = fc.constantFrom(...homes).chain(([srid, west, south, east, north]) =>
      fc.record({
        srid: fc.constant(srid),
        lon: fc.double({ min: west, max: east, noNaN: true }),
        lat: fc.double({ min: south, max: north, noNaN: true }),
        isNamed: fc.boolean(),
        isSwapped: fc.boolean(),
        separator: fc.constantFrom(" ", ", ", " ; ", "/"),
        decimal: fc.constantFrom(".", ","),
      }),
    );
    fc.assert(
      fc.property(position, ({ srid, lon, lat, isNamed, isSwapped, separator, decimal }) => {
        const pair = proj4(projections.get(srid) ?? "")
          .forward([lon, lat])
          .map((metres) => metres.toFixed(2).replace(".", decimal));
        const text = `${isNamed ? `EPSG:${srid} ` : ""}${(isSwapped ? pair.reverse() : pair).join(separator)}`;
        const found = readCoordinates(text);
        expect(
          found.some((one) => Math.abs(one.lon - lon) < METRE && Math.abs(one.lat - lat) < METRE && one.srid === srid),
          text,
        ).toBe(true);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

test("degrees in any writing are the same position", () => {
  const sexagesimal = (value: number) => {
    const whole = Math.floor(value);
    const minutes = Math.floor((value - whole) * 60);
    return `${whole}°${minutes}'${Math.min(59.999, ((value - whole) * 60 - minutes) * 60).toFixed(3)}"`;
  };
  fc.assert(
    fc.property(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), (lat, lon) => {
      const [ns, ew] = [lat < 0 ? "S" : "N", lon < 0 ? "O" : "E"];
      const texts = [
        `${sexagesimal(Math.abs(lat))}${ns} ${sexagesimal(Math.abs(lon))}${ew}`,
        `${Math.abs(lon).toFixed(6)}${ew}, ${Math.abs(lat).toFixed(6)}${ns}`,
      ];
      for (const text of texts) near(text, lon, lat);
    }),
    { numRuns: 200, seed: 5 },
  );
});

test.each([
  "",
  "12 rue de l'Église",
  "35000",
  "48,117",
  "8 14",
  "1 000 000",
  "000 AB 0012",
  "LHD_FXX_0825_6285",
  "2 rue du 8 mai 1945",
  "9".repeat(79),
  "1 2 3 4 5 6 7 8 9 10",
  "-".repeat(80),
  "48.1 91.5.2",
  "UTM 61N 500000 5000000",
  "EPSG:99999 1 2",
  "1e5 2e5",
])("no coordinates: %s", (text) => expect(readCoordinates(text)).toEqual([]));

test("positions near zero are read as programs print them", () => {
  near("5e-7, 0.12345678901234567", 0.123_456_789, 5e-7);
  near("lat: 51.4778, lon: -1.2E-05", -1.2e-5, 51.4778);
  near("(44.5 5.551115123125783e-17)", 0, 44.5);
  // A hemisphere is no exponent.
  near("48.85N 2.35E", 2.35, 48.85);
});
