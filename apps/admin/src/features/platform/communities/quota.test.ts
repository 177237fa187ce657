import { expect, test } from "vitest";
import { bytesTyped } from "./quota-dialog.tsx";

test("a number of gigabytes is read as people write it; nothing means no limit", () => {
  expect([bytesTyped("50"), bytesTyped("1,5"), bytesTyped(" 1 000 "), bytesTyped("0")]).toEqual([50e9, 1.5e9, 1e12, 0]);
  expect(bytesTyped("  ")).toBeNull();
  expect([bytesTyped("beaucoup"), bytesTyped("-1"), bytesTyped("1e99")]).toEqual([undefined, undefined, undefined]);
});
