import { expect, it } from "vitest";
import { isHeic } from "./heic.ts";

/** The start of an ISO base media file: its size, brand, version, and compatible brands. */
function file(brand: string, ...compatible: string[]): ArrayBuffer {
  const head = [`ftyp${brand}`, "\0\0\0\0", ...compatible].join("");
  const bytes = new Uint8Array(4 + head.length + 40);
  new DataView(bytes.buffer).setUint32(0, 4 + head.length);
  bytes.set(new TextEncoder().encode(head), 4);
  bytes.set(new TextEncoder().encode("heic"), 4 + head.length);
  return bytes.buffer;
}

it("recognises a HEIC photo by its first bytes alone", () => {
  expect([file("heic", "mif1", "heic"), file("mif1", "mif1", "heic"), file("heix"), file("msf1", "hevc")].map(isHeic)).toEqual(
    Array.from({ length: 4 }, () => true),
  );
  expect([file("avif", "mif1", "avif"), file("mif1", "avif"), file("isom", "mp42"), file("qt  ")].map(isHeic)).toEqual(
    Array.from({ length: 4 }, () => false),
  );
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]).buffer;
  expect([jpeg, new ArrayBuffer(0), new TextEncoder().encode("ftypheic").buffer].map(isHeic)).toEqual([false, false, false]);
});
