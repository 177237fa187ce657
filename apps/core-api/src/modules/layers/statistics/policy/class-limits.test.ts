import { describe, expect, it } from "vitest";
import { type Bin, classStarts } from "./class-limits.ts";
import { roundStarts } from "./round-limits.ts";

function binsOf(values: readonly number[]): Bin[] {
  const counts = new Map<number, number>();
  for (const value of values.toSorted((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ min: value, max: value, mean: value, count }));
}

/** The sum of squared differences from the means of the classes. */
function spread(values: readonly number[], starts: readonly number[]): number {
  return starts.reduce((sum, start, index) => {
    const members = values.filter((value) => value >= start && value < (starts[index + 1] ?? Number.POSITIVE_INFINITY));
    const mean = members.reduce((all, value) => all + value, 0) / members.length;
    return sum + members.reduce((all, value) => all + (value - mean) ** 2, 0);
  }, 0);
}

/** All ways to choose `count` starts that begin with the lowest value. */
function choices(values: readonly number[], count: number): number[][] {
  const [first = 0, ...others] = [...new Set(values)].toSorted((a, b) => a - b);
  const pick = (from: readonly number[], left: number): number[][] =>
    left === 0 ? [[]] : from.flatMap((value, index) => pick(from.slice(index + 1), left - 1).map((rest) => [value, ...rest]));
  return pick(others, count - 1).map((rest) => [first, ...rest]);
}

describe("natural breaks", () => {
  it("gives the published results of simple-statistics and Ckmeans.1d.dp", () => {
    expect(classStarts("jenks", binsOf([1, 2, 4, 5, 7, 9, 10, 20]), 3)).toEqual([1, 7, 20]);
    expect(classStarts("jenks", binsOf([-1, 2, -1, 2, 4, 5, 6, -1, 2, -1]), 3)).toEqual([-1, 2, 4]);
  });

  it("has the least spread of all possible classes", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 25; round++) {
      const values = Array.from({ length: 12 }, () => Math.round(random() ** 2 * 60));
      const wanted = 2 + (round % 4);
      const starts = classStarts("jenks", binsOf(values), wanted);
      const least = Math.min(...choices(values, starts.length).map((one) => spread(values, one)));
      expect(spread(values, starts)).toBeCloseTo(least, 6);
    }
  });

  it("is not disturbed by large numbers near to each other", () => {
    const base = 1e12;
    expect(classStarts("jenks", binsOf([base + 1, base + 2, base + 50, base + 51, base + 99]), 3)).toEqual([
      base + 1,
      base + 50,
      base + 99,
    ]);
  });
});

describe("quantiles and equal intervals", () => {
  it("puts as many features into each class", () => {
    expect(classStarts("quantile", binsOf(Array.from({ length: 100 }, (_, index) => index)), 4)).toEqual([0, 25, 50, 75]);
    expect(classStarts("quantile", binsOf([...Array(50).fill(0), 1, 2, 3, 4]), 4)).toEqual([0, 1, 2, 3]);
  });

  it("cuts the range into equal parts", () => {
    expect(classStarts("equal", binsOf([0, 3, 100]), 4)).toEqual([0, 25, 50, 75]);
  });

  it("never gives two classes with the same start, and as many as there are values", () => {
    for (const method of ["quantile", "equal", "jenks"] as const) {
      expect(classStarts(method, binsOf([5, 5, 5]), 4)).toEqual([5]);
      expect(classStarts(method, [], 4)).toEqual([]);
      const starts = classStarts(method, binsOf([1, 1, 1, 1, 2, 9]), 5);
      expect(new Set(starts).size).toBe(starts.length);
    }
  });
});

describe("roundStarts", () => {
  it("takes the roundest limit between two classes, and keeps the lowest value", () => {
    const bins = binsOf([12.34, 13.1, 58.77, 61.2, 990.5, 1203.4]);
    expect(roundStarts([12.34, 58.77, 990.5], bins)).toEqual([10, 50, 500]);
  });

  it("does not change which class a feature is in, where values are far from each other", () => {
    const values = [0.21, 0.22, 0.4, 0.43, 0.9];
    const starts = roundStarts([0.21, 0.4, 0.9], binsOf(values));
    const classOf = (limits: number[], value: number) => limits.findLastIndex((limit) => limit <= value);
    expect(values.map((value) => classOf(starts, value))).toEqual([0, 0, 1, 1, 2]);
  });

  it("ascends for negative and for equal numbers", () => {
    const starts = roundStarts([-50.3, -12.2, 3.3], binsOf([-50.3, -20, -12.2, 0, 3.3, 8]));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts[0]).toBeLessThanOrEqual(-50.3);
    expect(roundStarts([7], binsOf([7]))).toEqual([7]);
  });
});
