import fc from "fast-check";
import { expect, it } from "vitest";
import { climbOf } from "./climb.ts";

it("counts no step across places without a height", () => {
  expect(climbOf([1, 3, 2, 7])).toEqual({ climb: 7, descent: 1 });
  expect(climbOf([1, null, 9, 8])).toEqual({ climb: 0, descent: 1 });
  expect(climbOf([null, null, 4])).toEqual({ climb: 0, descent: 0 });
  expect(climbOf([])).toEqual({ climb: 0, descent: 0 });
});

it("climbs less descents is the difference of the ends, and the way back swaps them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -500, max: 5_000 }), { minLength: 1, maxLength: 50 }), (heights) => {
      const { climb, descent } = climbOf(heights);
      expect(climb - descent).toBe((heights.at(-1) ?? 0) - (heights[0] ?? 0));
      expect(climbOf(heights.toReversed())).toEqual({ climb: descent, descent: climb });
    }),
  );
});
