import { blockSchema } from "@archipel/blocks/blocks.ts";
import { expect, test } from "vitest";
import { addressOf, readableAddress } from "./address.ts";

test.each([
  ["mairie@ville.fr", "mailto:mairie@ville.fr"],
  ["04 78 00 00 00", "tel:04 78 00 00 00"],
  ["+33 4 78 00 00 00", "tel:+33 4 78 00 00 00"],
  ["www.ville.fr", "https://www.ville.fr"],
  ["ville.fr/plu?x=1", "https://ville.fr/plu?x=1"],
  ["https://ville.fr", "https://ville.fr"],
  ["mailto:a@b.fr", "mailto:a@b.fr"],
])("%s becomes %s, which a block accepts", (typed, address) => {
  expect(addressOf(typed)).toBe(address);
  expect(blockSchema.safeParse({ id: "abc123", type: "video", v: 1, props: { address } }).success).toBe(true);
});

test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "hello world", "", "a"])("%s stays as it was typed", (typed) => {
  expect(addressOf(typed)).toBe(typed);
});

test("people read a mail and a telephone without their scheme", () => {
  expect(readableAddress("mailto:a@b.fr")).toBe("a@b.fr");
  expect(readableAddress("https://b.fr")).toBe("https://b.fr");
});
