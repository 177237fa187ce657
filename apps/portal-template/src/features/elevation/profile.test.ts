import { expect, it } from "vitest";
import { csvOf, figuresOf, pathsOf, runsOf, slopeAt, ticksOf } from "./profile-figures.ts";

const profile = { heights: [10, 12, 11, null, 20, 26], metres: [0, 10, 20, 30, 40, 50] };

it("adds climbs and descents, without the steps to places that have no height", () => {
  expect(figuresOf(profile)).toEqual({ min: 10, max: 26, climb: 8, descent: 1, steepest: 0.6, missing: expect.closeTo(1 / 6, 9) });
  expect(figuresOf({ heights: [null, null], metres: [0, 10] })).toBeNull();
  expect(figuresOf({ heights: [5], metres: [0] })).toMatchObject({ climb: 0, descent: 0, steepest: 0, missing: 0 });
});

it("has the slope between the neighbours of a place", () => {
  expect([0, 1, 2, 5].map((index) => slopeAt(profile, index))).toEqual([0.2, 0.05, null, 0.6]);
});

it("labels an axis with round heights around the profile", () => {
  expect(ticksOf(3, 47, 5)).toEqual([0, 20, 40, 60]);
  expect(ticksOf(12.2, 12.4, 4)).toEqual([12, 12.5, 13, 13.5]);
  expect(ticksOf(-8, 140, 4)).toEqual([-50, 0, 50, 100, 150]);
});

it("draws one line for each run of heights", () => {
  expect(pathsOf(profile, { width: 100, height: 50, low: 0, high: 50 })).toEqual([
    "M0.0 40.0L20.0 38.0L40.0 39.0",
    "M80.0 30.0L100.0 24.0",
  ]);
});

it("writes every value as CSV, and nothing where there is no height", () => {
  const whole = {
    ...profile,
    places: profile.metres.map((metres): [number, number] => [metres / 1000, 46]),
    sources: [],
    layers: [],
    unreadable: 0,
    outside: [],
    lengthMetres: 50,
    cellMetres: 30,
  };
  const lines = csvOf(whole, ["d", "h", "lon", "lat"]).split("\r\n");
  expect([lines[0], lines[2], lines[4]]).toEqual(["d,h,lon,lat", "10,12,0.01,46", "30,,0.03,46"]);
});

it("indexes that follow one another are one run", () => {
  expect(runsOf([])).toEqual([]);
  expect(runsOf([0, 1, 2, 5, 9, 10])).toEqual([
    [0, 2],
    [5, 5],
    [9, 10],
  ]);
});
