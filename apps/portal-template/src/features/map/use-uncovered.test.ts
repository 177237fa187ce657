import { expect, it } from "vitest";
import { isUnder } from "./use-uncovered.ts";

const phone = { clientWidth: 360, clientHeight: 716 };
const sheet = { top: 72, right: 0, bottom: 320, left: 0 };

it("knows which clicked places the sheet of a phone hides", () => {
  expect(isUnder({ x: 180, y: 300 }, phone, sheet)).toBe(false);
  expect(isUnder({ x: 180, y: 500 }, phone, sheet)).toBe(true);
  // Places that are not drawn are not moved: the map is on its way to them.
  expect(isUnder({ x: 180, y: 900 }, phone, sheet)).toBe(false);
});
