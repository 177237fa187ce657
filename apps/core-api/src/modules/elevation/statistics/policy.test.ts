import fc from "fast-check";
import { expect, test } from "vitest";
import { gridWithin, type Polygons, spreadOf } from "./policy.ts";

/** The same question for one place, side by side. */
function isInside(polygons: Polygons, [lon, lat]: readonly [number, number]): boolean {
  return polygons.some((rings) => {
    let isOdd = false;
    for (const ring of rings) {
      for (const [index, [x1, y1]] of ring.entries()) {
        const [x2, y2] = ring.at(index - 1) ?? [x1, y1];
        if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) isOdd = !isOdd;
      }
    }
    return isOdd;
  });
}

const place = fc.tuple(fc.double({ min: 2, max: 2.01, noNaN: true }), fc.double({ min: 46, max: 46.01, noNaN: true }));
const ring = fc
  .array(place, { minLength: 3, maxLength: 12 })
  .map(([first = [2, 46], ...rest]): [number, number][] => [first, ...rest, first]);
const polygons = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });

test("the places of a grid are inside, however the polygons cross", () => {
  fc.assert(
    fc.property(polygons, (area) => {
      const { places } = gridWithin(area, 20);
      if (places.length === 1) return;
      expect(places.filter((one) => !isInside(area, one))).toEqual([]);
    }),
  );
});

test("a square is filled, without its hole; a long strip and ten thousand corners stay within bounds", () => {
  const square = (west: number, size: number): [number, number][] => [
    [west, west],
    [west + size, west],
    [west + size, west + size],
    [west, west + size],
    [west, west],
  ];
  const whole = gridWithin([[square(2, 0.01)]], 11.132).places.length;
  const hollow = gridWithin([[square(2, 0.01), square(2.0025, 0.005)]], 11.132).places.length;
  expect(whole).toBeGreaterThan(9_800);
  expect(hollow / whole).toBeCloseTo(0.75, 1);
  expect(gridWithin([[[[2, 46], [2.00001, 46], [2.00001, 47], [2, 47], [2, 46]]]], 0.5).places.length).toBeLessThanOrEqual(1_000); // biome-ignore format: a ring on one line
  const teeth = Array.from({ length: 9_999 }, (_, index): [number, number] => [2 + index / 1e5, index % 2 === 0 ? 46 : 46.1]);
  expect(gridWithin([[[...teeth, [2, 46]]]], 1).places.length).toBeLessThanOrEqual(40_000);
});

test("the figures of heights", () => {
  expect(spreadOf([])).toBeNull();
  expect(spreadOf([4, 1, 3, 2])).toEqual({ count: 4, min: 1, max: 4, mean: 2.5, median: 2.5, deviation: Math.sqrt(1.25) });
});
