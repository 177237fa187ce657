import { expect, test } from "vitest";
import { hasLongDigits, parseKeepingDigits } from "./properties-text.ts";

test.each([
  ['{"n":9007199254740993}', true],
  ['{"n":-9007199254740993,"x":0.5}', true],
  ["[1234567890123456]", true],
  ["[12345678901234567.5]", true],
  ['{"coordinates":[2.3522219000000177,-48.85661400000001234567]}', false],
  ["[123456789012345,1e300]", false],
])("%s is searched for integers beyond 2^53: %s", (text, expected) => {
  expect(hasLongDigits(text)).toBe(expected);
});

test("integers beyond 2^53 are read as digits, and all other numbers as numbers", () => {
  expect(parseKeepingDigits('[9007199254740993,-9007199254740993,9007199254740991,0.30000000000000004,1e300,"9007199254740993"]')).toEqual([
    ...["9007199254740993", "-9007199254740993"],
    ...[9007199254740991, 0.30000000000000004, 1e300, "9007199254740993"],
  ]);
});
