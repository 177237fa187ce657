import { expect, it } from "vitest";
import { percentOf } from "./percent.ts";

it("says all only of all, and nothing only of nothing", () => {
  expect(percentOf("en", 1)).toBe("100%");
  expect(percentOf("en", 0.9999)).toBe("99%");
  expect(percentOf("en", 0.0001)).toBe("<\u00a01%");
  expect(percentOf("en", 0.01)).toBe("1%");
  expect(percentOf("en", 0)).toBe("0%");
  expect(percentOf("en", 0.456)).toBe("46%");
});
