import { expect, it } from "vitest";
import { percentOf } from "./percent.ts";

it("shows 100 % only for all, and 0 % only for zero", () => {
  expect(percentOf("en", 1)).toBe("100%");
  expect(percentOf("en", 0.9999)).toBe("99%");
  expect(percentOf("en", 0.0001)).toBe("<\u00a01%");
  expect(percentOf("en", 0.01)).toBe("1%");
  expect(percentOf("en", 0)).toBe("0%");
  expect(percentOf("en", 0.456)).toBe("46%");
});
