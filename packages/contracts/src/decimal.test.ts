import { expect, test } from "vitest";
import { decimalOf } from "./decimal.ts";

test.each(["0b1", "0o7", "0x10", "1e-999", "1e999", "", " ", "1,5", "1 000", "Infinity", "NaN", "1_000", "--1"])(
  "%s is no number",
  (text) => {
    expect(decimalOf(text)).toBeUndefined();
  },
);

test.each([
  [" 1.5 ", 1.5],
  ["-.5", -0.5],
  ["+3.", 3],
  ["007", 7],
  ["1E3", 1000],
  ["0e5", 0],
  ["0.000", 0],
])("%s is %d", (text, number) => {
  expect(decimalOf(text)).toBe(number);
});
