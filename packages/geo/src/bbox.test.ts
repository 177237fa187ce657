import { expect, it } from "vitest";
import { bboxAround } from "./bbox.ts";

it("is the smallest box around positions, whatever their order and heights", () => {
  expect(
    bboxAround([
      [3, 8],
      [1, 9, 400],
      [2, 7],
    ]),
  ).toEqual([1, 7, 3, 9]);
  expect(bboxAround([[5, -5]])).toEqual([5, -5, 5, -5]);
});
