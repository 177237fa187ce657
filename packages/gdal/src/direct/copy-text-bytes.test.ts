import { expect, test } from "vitest";
import { RowValues } from "../rows/row-writer.ts";
import { copyTextBytes } from "./copy-text-bytes.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

/** The bytes of a text after its column, its kind and its length; the text lies in the middle of others. */
function copied(bytes: Buffer): Buffer {
  const values = new RowValues();
  copyTextBytes(values, 2, Buffer.concat([Buffer.from("<\0"), bytes, Buffer.from("\0>")]), 2, 2 + bytes.length);
  expect(values.count).toBe(1);
  return values.bytes.used().subarray(7);
}

test.each(["", "a", "Forêt d’Ô", "{", "{a", "x".repeat(5_000), "𝄞".repeat(99)])("keeps the bytes of %j", (text) => {
  expect(copied(Buffer.from(text))).toEqual(Buffer.from(text));
});

test("writes a list as it is read", () => {
  expect(String(copied(Buffer.from('{"é","b"}')))).toBe("é, b");
});

test.each(["666f72ea74", "c3", "41eda080", "f8888080"])("makes UTF-8 of the bytes %s, which a database would refuse", (hex) => {
  const bytes = Buffer.from(hex, "hex");
  expect(copied(bytes)).toEqual(Buffer.from(bytes.toString("utf8")));
  expect(String(copied(bytes))).toContain("\uFFFD");
});

test("leaves a text with NUL to GDAL", () => {
  expect(() => copied(Buffer.from("a\0b"))).toThrow(LeftToGdal);
});
