import { expect, test } from "vitest";
import { visitorAddress } from "./visitor-address.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, 203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, ", null],
  [undefined, null],
])("of %s counts %s", (forwarded, address) => {
  expect(visitorAddress(new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }))).toBe(address);
});
