import { expect, it } from "vitest";
import { type LonLat, legBetween, legsOf, lengthOf, stationsAlong, surfaceOf } from "./geodesic.ts";

// Published: the test set of Karney 2013 (doi:10.5281/zenodo.32156), and GeographicLib's documentation and tests.
it.each<[string, LonLat, LonLat, metres: number, azimuth: number]>([
  ["far, over the equator", [-139.44815, 35.60777], [-69.95921, -11.17491], 8_935_244.56048, 111.0987484296],
  ["north, over 180°", [106.05087, 55.52454], [197.18234 - 360, 77.03196], 4_105_086.17139, 22.020059881],
  ["west of north", [142.59065, -21.97856], [98.56635, 41.84138], 8_394_328.89466, 360 - 32.4445687643],
  ["Wellington to Salamanca", [174.81, -41.32], [-5.5, 40.96], 19_959_679.26735, 161.0676699862],
])("length and azimuth agree with published ones: %s", (_name, from, to, metres, azimuth) => {
  const leg = legBetween(from, to);
  expect(Math.abs(leg.metres - metres)).toBeLessThan(0.0005);
  expect(Math.abs(leg.azimuth - azimuth)).toBeLessThan(1e-9);
});

it("a degree of latitude and of the equator have their published lengths", () => {
  expect(legBetween([0, 0], [0, 1]).metres).toBeCloseTo(110574.3886, 3);
  expect(legBetween([0, 0], [1, 0]).metres).toBeCloseTo(111319.4908, 3);
  expect(legBetween([0, 0], [1, 0]).azimuth).toBe(90);
  expect(legBetween([2, 48], [2, 48])).toEqual({ metres: 0, azimuth: 0 });
});

it.each<[LonLat[], perimeter: number, area: number]>([
  [
    [
      [-1, 0],
      [0, -1],
      [1, 0],
      [0, 1],
    ],
    627598.2731,
    24619419146,
  ],
  [
    [
      [0, 89],
      [90, 89],
      [180, 89],
      [270, 89],
    ],
    631819.8745,
    24952305678,
  ],
])("area and perimeter agree with published ones, in either direction", (ring, perimeter, area) => {
  for (const one of [ring, ring.toReversed()]) {
    const found = surfaceOf(one);
    expect(Math.abs(found.perimeter - perimeter)).toBeLessThan(0.0001);
    expect(Math.abs(found.area - area)).toBeLessThan(1);
  }
});

it("the length of a line is the sum of its legs", () => {
  const line: LonLat[] = [
    [2, 48],
    [2.1, 48.05],
    [2.05, 48.2],
  ];
  expect(legsOf(line)).toHaveLength(2);
  expect(lengthOf(line)).toBeCloseTo(
    legsOf(line).reduce((sum, leg) => sum + leg.metres, 0),
    9,
  );
});

it("stations are at equal distances, from the first place to the last, around corners", () => {
  const line: LonLat[] = [
    [2, 48],
    [2.01, 48],
    [2.01, 48.02],
  ];
  const stations = stationsAlong(line, 101);
  const total = lengthOf(line);
  expect(stations).toHaveLength(101);
  for (const [index, { metres }] of stations.entries()) expect(metres).toBeCloseTo((total * index) / 100, 6);
  for (const [end, station] of [
    [line[0], stations[0]],
    [line[2], stations[100]],
  ] as const) {
    expect(station?.place[0]).toBeCloseTo(end?.[0] ?? Number.NaN, 9);
    expect(station?.place[1]).toBeCloseTo(end?.[1] ?? Number.NaN, 9);
  }
  // Neighbours on the same leg are one step apart on the ellipsoid.
  const [one, other] = [stations[3], stations[4]];
  if (one && other) expect(legBetween(one.place, other.place).metres).toBeCloseTo(total / 100, 6);
});
