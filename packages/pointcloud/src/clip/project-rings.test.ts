import { LAMBERT_93, project } from "@archipel/geo/lambert-cone.ts";
import { expect, it } from "vitest";
import { AreaError } from "./area.ts";
import { projectRings } from "./project-rings.ts";

const toLambert = (lon: number, lat: number) => project(LAMBERT_93, lon, lat);

it("keeps long edges where they are in degrees", () => {
  const ring = [
    [-1, 47],
    [0, 47],
    [0, 47.5],
    [-1, 47.5],
    [-1, 47],
  ];
  const [[moved = []] = []] = projectRings([[ring]], toLambert);
  expect(moved.length).toBeGreaterThan(50);
  for (const lon of [-0.9, -0.37, -0.001]) {
    const [x, y] = toLambert(lon, 47);
    const distances = moved.map(([bx = 0, by = 0], i) => {
      const [ax = 0, ay = 0] = moved.at(i - 1) ?? [];
      const share = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1)));
      return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y);
    });
    expect(Math.min(...distances)).toBeLessThan(0.01);
  }
});

it("gives an edge the same vertices in both directions", () => {
  const [a, b, c, d] = [
    [2, 48],
    [2.7, 48.3],
    [2.5, 47],
    [2.1, 48.9],
  ] as const;
  const [[one = []] = [], [other = []] = []] = projectRings([[[a, b, c]], [[b, a, d]]], toLambert);
  const shared = one.filter((place) => other.some(([x, y]) => x === place[0] && y === place[1]));
  expect(shared.length).toBeGreaterThan(10);
  const between = one.findIndex(([x, y]) => x === toLambert(...b)[0] && y === toLambert(...b)[1]);
  expect(shared.length).toBe(between + 1 - one.findIndex(([x, y]) => x === toLambert(...a)[0] && y === toLambert(...a)[1]));
});

it("refuses places that the system does not have", () => {
  expect(() =>
    projectRings(
      [
        [
          [
            [0, 0],
            [1, 1],
            [2, 0],
          ],
        ],
      ],
      () => [Number.POSITIVE_INFINITY, 0],
    ),
  ).toThrow(AreaError);
});
