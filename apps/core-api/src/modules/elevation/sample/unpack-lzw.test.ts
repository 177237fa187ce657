import { expect, test } from "vitest";
import { unpackLzw } from "./unpack-lzw.ts";

/** Packs without ever naming a longer code, and clears before codes get a tenth bit. */
function literals(bytes: readonly number[]): Uint8Array {
  const codes = bytes.flatMap((byte, index) => (index % 200 === 0 ? [256, byte] : [byte]));
  const bits = [...codes, 257].map((code) => code.toString(2).padStart(9, "0")).join("");
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (eight) => Number.parseInt(eight.padEnd(8, "0"), 2));
}

test("unpacks what was packed", () => {
  const bytes = Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);
  expect([...unpackLzw(literals(bytes), 1000)]).toEqual(bytes);
});

test("the example of TIFF 6.0: 7 7 7 8 8 7 7 6 6", () => {
  const codes = [256, 7, 258, 8, 8, 258, 6, 6, 257];
  const bits = codes.map((code) => code.toString(2).padStart(9, "0")).join("");
  const packed = Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (eight) => Number.parseInt(eight.padEnd(8, "0"), 2));
  expect([...unpackLzw(packed, 9)]).toEqual([7, 7, 7, 8, 8, 7, 7, 6, 6]);
});

test("refuses a longer result and codes that are not in the table", () => {
  expect(() => unpackLzw(literals([1, 2, 3, 4]), 3)).toThrow(RangeError);
  expect(() => unpackLzw(Uint8Array.from([0b10000000, 0b01111111, 0b11000000]), 10)).toThrow(RangeError);
  expect([...unpackLzw(new Uint8Array(), 2)]).toEqual([0, 0]);
});
