import { expect, test } from "vitest";
import { Sampler } from "./sample.ts";

/** The indexes that are kept of `count` features of some bytes. */
function kept(expected: number | null, count: number, bytes = 40): number[] {
  const sampler = new Sampler(expected);
  const ewkb = new Uint8Array(bytes);
  for (let index = 1; index <= count; index++) sampler.offer({ index, values: [], ewkb });
  return sampler.sample.features.map((feature) => feature.index);
}

/** The distances between neighbours, and from the last one to the end. */
const gaps = (indexes: number[], count: number) => new Set([...indexes, count + 1].map((index, at, all) => index - (all[at - 1] ?? 0)));

test("features are spread over a layer whose size is known", () => {
  const indexes = kept(100_000, 100_000);
  expect(indexes).toHaveLength(2_000);
  expect([...gaps(indexes, 100_000)]).toEqual([1, 50]);
});

test.each([1, 1_999, 2_000, 2_001, 4_000, 100_000, 1_000_003])(
  "features are spread over a layer of %i whose size is not known",
  (count) => {
    const indexes = kept(null, count);
    expect(indexes.length).toBeGreaterThanOrEqual(Math.min(count, 1_000));
    expect(indexes.length).toBeLessThanOrEqual(2_000);
    const step = (indexes[1] ?? 2) - 1;
    expect(indexes).toEqual(indexes.map((_, at) => 1 + at * step));
    expect(count - (indexes.at(-1) ?? 0)).toBeLessThan(step);
  },
);

test("large geometries are thinned out too, not only those at the end left out", () => {
  const indexes = kept(null, 1_000, 100_000);
  expect(indexes.length).toBeGreaterThan(50);
  expect(indexes.length * 100_000).toBeLessThanOrEqual(12 * 1024 * 1024);
  expect(indexes.at(-1)).toBeGreaterThan(900);
});
