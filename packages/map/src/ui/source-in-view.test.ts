import { expect, test } from "vitest";
import { isInView } from "./source-in-view.ts";

const detail = { bounds: [-6, 46, -5, 47], minzoom: 7 };

test("a source is in view where its bounds meet the map, from the zoom at which it has tiles", () => {
  expect(isInView(detail, [-5.5, 46.5, -5.4, 46.6], 12)).toBe(true);
  expect(isInView(detail, [2, 48, 3, 49], 12)).toBe(false);
  expect(isInView(detail, [-10, 40, 10, 52], 5)).toBe(false);
});

test("a source without bounds is always in view, and one beyond the date line where its copy is", () => {
  expect(isInView({}, [2, 48, 3, 49], 12)).toBe(true);
  expect(isInView(detail, [354, 46, 355, 47], 9)).toBe(true);
  expect(isInView(detail, [-300, -80, 300, 80], 7)).toBe(true);
});
