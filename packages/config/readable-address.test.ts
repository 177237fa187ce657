import { expect, test } from "vitest";
import { isReadableAddress } from "./readable-address.ts";

test.each([
  ["/fr/catalogue/zones", "?q=%C3%A9&page=2", true],
  ["/fr/catalogue/%2500", "?q=%2500", true],
  ["/fr/catalogue/a%00b", "", false],
  ["/fr/catalogue", "?q=a%00b", false],
  ["/fr/catalogue", "?a%00=b", false],
  ["/fr/catalogue/%E0%A4%A", "", false],
  ["/fr/%FF", "", false],
])("%s%s: %s", (pathname, search, expected) => {
  expect(isReadableAddress({ pathname, search })).toBe(expected);
});
