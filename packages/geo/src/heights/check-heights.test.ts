import { expect, test } from "vitest";
import { HeightCheck } from "./check-heights.ts";

const plane = (columns: number, rows: number) => Float32Array.from({ length: columns * rows }, (_, i) => 100 + (i % columns));

function check(values: Float32Array, columns: number, nodata: number | null, product: "dtm" | "chm" = "dtm") {
  const looked = new HeightCheck([columns, values.length / columns], nodata, product);
  // In two parts: what is found does not depend on them.
  const half = Math.floor(values.length / columns / 2);
  looked.add(values.subarray(0, half * columns), 0, 0, columns);
  looked.add(values.subarray(half * columns), 0, half, columns);
  return looked.facts();
}

test("a plain model has a range, and nothing else", () => {
  expect(check(plane(30, 20), 30, -9999)).toEqual({ range: [100, 129], emptyShare: 0, implausible: null, undeclared: null, gaps: [] });
});

test("cells without height are counted, and their largest rectangle is found", () => {
  const values = plane(30, 20);
  for (let row = 4; row < 14; row++) values.fill(-9999, row * 30 + 10, row * 30 + 25);
  expect(check(values, 30, -9999)).toMatchObject({ emptyShare: 0.25, gaps: [[10, 4, 25, 14]], undeclared: null });
  expect(
    check(
      values.map((value) => (value === -9999 ? Number.NaN : value)),
      30,
      null,
    ),
  ).toMatchObject({ emptyShare: 0.25, undeclared: null });
});

test("a usual value of “no height” that is not declared is named, with its first cell", () => {
  const values = plane(30, 20);
  values.fill(-9999, 63, 70);
  expect(check(values, 30, null)).toMatchObject({
    undeclared: { value: -9999, cells: 7, column: 3, row: 2 },
    range: [100, 129],
    implausible: null,
  });
  values.fill(0, 63, 70);
  expect(check(values, 30, null)).toMatchObject({ undeclared: { value: 0, cells: 7 }, range: [100, 129] });
  // A beach: zeros among heights that are as low.
  expect(
    check(
      values.map((value) => (value === 100 ? 0.2 : value)),
      30,
      null,
    ),
  ).toMatchObject({ undeclared: null, range: [0, 129] });
});

test("heights that the Earth does not have are counted with their place; a canopy has other limits", () => {
  const values = plane(30, 20);
  values[95] = 12_345;
  values[96] = -700;
  expect(check(values, 30, null)).toMatchObject({ implausible: { cells: 2, column: 5, row: 3, value: 12_345 }, range: [100, 129] });
  const canopy = plane(30, 20).map((value) => value - 100);
  canopy[7] = 500;
  expect(check(canopy, 30, null, "chm").implausible).toMatchObject({ cells: 1, value: 500 });
});
