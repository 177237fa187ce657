import { expect, test } from "vitest";
import { parseLsn, replayedBefore } from "./lsn.ts";

test("positions are compared as numbers, not as texts", () => {
  expect(parseLsn("16/B374D848")).toBe(0x16b374d848n);
  expect(parseLsn("A/0") > parseLsn("9/FFFFFFFF")).toBe(true);
  for (const wrong of ["", "16", "16/", "/0", "g/0", "16/B374D848 ", "123456789/0"])
    expect(() => parseLsn(wrong), wrong).toThrow(RangeError);
});

test("the header of an empty page is nothing to wait for, and everything else is", () => {
  const at = (text: string) => replayedBefore(parseLsn(text), 8192n);
  expect(at("0/3000028"), "the first page of a file").toBe(parseLsn("0/3000000"));
  expect(at("0/3002018"), "another page").toBe(parseLsn("0/3002000"));
  expect(at("0/3002030"), "the shortest record that began on the page").toBe(parseLsn("0/3002030"));
  expect(at("0/3001FF8"), "the end of a page").toBe(parseLsn("0/3001FF8"));
});
