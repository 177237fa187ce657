import { seededRandom } from "@archipel/geo/seeded-random.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { interpolateByDistance } from "./idw.ts";

it("is the mean of the eight nearest points, weighted by the inverse square of their distance", () => {
  const counts = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(fc.nat(100_000), counts, fc.constantFrom(2.5, 5, 30), (seed, count, reach) => {
      const random = seededRandom(seed);
      const points = Float64Array.from({ length: 3 * count }, (_, i) =>
        i % 3 === 2 ? random() * 100 : Math.round(random() * 200 - 40) / 10,
      );
      const heights = new Map<string, number>();
      interpolateByDistance(points, { left: 0, right: 11, top: 0, bottom: 11 }, reach, (column, row, height) =>
        heights.set(`${column} ${row}`, height),
      );
      for (let column = 0; column < 12; column++)
        for (let row = 0; row < 12; row++) {
          const near = Array.from({ length: count }, (_, i) => [...points.subarray(3 * i, 3 * i + 3)] as [number, number, number])
            .map(([x, y, height]) => ({ squared: (x - column) ** 2 + (y - row) ** 2, height }))
            .filter(({ squared }) => squared <= reach ** 2)
            .sort((a, b) => a.squared - b.squared)
            .slice(0, 8);
          const found = heights.get(`${column} ${row}`);
          const [first] = near;
          if (!first) expect(found).toBeUndefined();
          else if (first.squared === 0) expect(near.filter(({ squared }) => squared === 0).map(({ height }) => height)).toContain(found);
          else {
            const weights = near.reduce((sum, { squared }) => sum + 1 / squared, 0);
            // Of two points at the same distance either can be the eighth.
            const expected = near.reduce((sum, { squared, height }) => sum + height / squared, 0) / weights;
            const eighth = near[7] ? 100 / (near[7].squared * weights) : 0;
            expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(eighth + 1e-9);
          }
        }
    }),
    { numRuns: 60 },
  );
});
