import { lonLatToMercator } from "@archipel/geo/mercator.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridOf, type LayerPlane, mapSquare, planeOf, zoomOf } from "./ground-grid.ts";

/** Lambert 93, the zone of Rennes, La Réunion, Guadeloupe, with a place in each. */
const PLACES = [
  [2154, 352_000, 6_789_000],
  [3948, 1_352_000, 7_223_000],
  [2975, 340_000, 7_680_000],
  [5490, 640_000, 1_790_000],
] as const;
const SIDE = 17;

const planeFor = (srid: number): LayerPlane => {
  const plane = planeOf(srid);
  if (!plane) throw new Error(`no plane for ${srid}`);
  return plane;
};

describe("a picture of the map in the plane of a layer", () => {
  it("covers the square that was asked for, and little more", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.integer({ min: 40, max: 8000 }), ([srid, x, y], half) => {
        const plane = planeFor(srid);
        const map = mapSquare({ centre: [x, y], half }, plane);
        for (const [dx, dy] of [
          [-1, -1],
          [-1, 1],
          [1, -1],
          [1, 1],
        ] as const) {
          const [lon, lat] = plane.inverse([x + dx * half, y + dy * half]) as [number, number];
          const [mx, my] = lonLatToMercator(lon, lat);
          expect(Math.abs(mx - map.centre[0])).toBeLessThanOrEqual(map.half * 1.000001);
          expect(Math.abs(my - map.centre[1])).toBeLessThanOrEqual(map.half * 1.000001);
        }
        // A metre of the ground is 1 / cos(latitude) metres of the map; the axes differ by a few degrees.
        const [, lat] = plane.inverse([x, y]) as [number, number];
        expect(map.half * Math.cos((lat * Math.PI) / 180)).toBeLessThan(half * 1.15);
      }),
    );
  });

  it("has its first place in the north-west, and each place where the transform has it", () => {
    for (const [srid, x, y] of PLACES) {
      const plane = planeFor(srid);
      const map = mapSquare({ centre: [x, y], half: 1000 }, plane);
      const grid = gridOf(map, plane);
      expect(grid).toHaveLength(SIDE ** 2);
      const [first, last, middle] = [grid[0], grid.at(-1), grid[(SIDE ** 2 - 1) / 2]] as [number, number][] as [
        [number, number],
        [number, number],
        [number, number],
      ];
      expect(first[0]).toBeLessThan(x);
      expect(first[1]).toBeGreaterThan(y);
      expect(last[0]).toBeGreaterThan(x);
      expect(last[1]).toBeLessThan(y);
      expect(Math.hypot(middle[0] - x, middle[1] - y)).toBeLessThan(2);
      const [lon, lat] = plane.inverse(first) as [number, number];
      const [mx, my] = lonLatToMercator(lon, lat);
      expect(mx).toBeCloseTo(map.centre[0] - map.half, 2);
      expect(my).toBeCloseTo(map.centre[1] + map.half, 2);
    }
  });

  it("is straight within a cell to a tenth of a pixel of 2,048", () => {
    const [srid, x, y] = PLACES[0];
    const plane = planeFor(srid);
    const map = mapSquare({ centre: [x, y], half: 8000 }, plane);
    const grid = gridOf(map, plane);
    const [a, b] = [grid[0], grid[1]] as [[number, number], [number, number]];
    const [lonA, latA] = plane.inverse(a) as [number, number];
    const [lonB, latB] = plane.inverse(b) as [number, number];
    const between = plane.forward([(lonA + lonB) / 2, (latA + latB) / 2]) as [number, number];
    const pixel = 16_000 / 2048;
    expect(Math.hypot(between[0] - (a[0] + b[0]) / 2, between[1] - (a[1] + b[1]) / 2)).toBeLessThan(pixel / 10);
  });

  it("has a zoom at which its pixels are as wide as it is", () => {
    const { half } = mapSquare({ centre: [352_000, 6_789_000], half: 500 }, planeFor(2154));
    const world = 512 * 2 ** zoomOf({ centre: [0, 0], half }, 1024);
    expect((world * 2 * half) / (2 * Math.PI * 6_378_137)).toBeCloseTo(1024, 6);
  });

  it("is there for systems in metres alone", () => {
    expect(planeOf(4326)).toBeNull();
    expect(planeOf(4171)).toBeNull();
    expect(planeOf(999_999)).toBeNull();
  });
});
