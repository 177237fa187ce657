import { expect, it } from "vitest";
import { sheetLine, sidesOf } from "./drawn-line-sides.ts";

it("joins the last point to the first one of an area, and draws long sides as curves", () => {
  const corners = [
    [-5, 46],
    [-5, 46.01],
    [-4.99, 46.01],
  ] as const;
  expect(sidesOf(corners, false)).toHaveLength(2);
  expect(sidesOf(corners, true)).toHaveLength(3);
  expect(sidesOf(corners.slice(0, 2), true)).toHaveLength(1);
  expect(sidesOf(corners, false)[0]).toHaveLength(3);
  expect(
    sidesOf(
      [
        [-5, 46],
        [5, 46],
      ],
      false,
    )[0]?.length,
  ).toBeGreaterThan(20);
  expect(sheetLine(corners, true)).toMatchObject({ corners, isClosed: true });
});
