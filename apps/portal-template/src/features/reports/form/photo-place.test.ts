import { expect, it } from "vitest";
import { placeOf, withoutPlace } from "./photo-place.ts";

/** Where the position ends in the test's photo. */
const LAST_BYTE = 166;

/** A JPEG header with EXIF: an orientation, and a position of 46° 31′ 19.92″ by 5° 20′ 23.784″. */
function photo(isLittle: boolean, [northSouth, eastWest]: readonly [string, string] = ["N", "W"], factor = 1): ArrayBuffer {
  const bytes = new ArrayBuffer(220);
  const view = new DataView(bytes);
  const start = 12;
  view.setUint32(0, 0xffd8ffe1);
  view.setUint16(4, 204);
  view.setUint32(6, 0x45786966);
  view.setUint16(start, isLittle ? 0x4949 : 0x4d4d);
  view.setUint16(start + 2, 42, isLittle);
  view.setUint32(start + 4, 8, isLittle);
  const entry = (at: number, tag: number, type: number, count: number) => {
    view.setUint16(start + at, tag, isLittle);
    view.setUint16(start + at + 2, type, isLittle);
    view.setUint32(start + at + 4, count, isLittle);
    return start + at + 8;
  };
  const rationals = (at: number, values: readonly number[]) => {
    for (const [index, value] of values.entries()) {
      view.setUint32(start + at + index * 8, Math.round(value * 1000 * factor), isLittle);
      view.setUint32(start + at + index * 8 + 4, 1000, isLittle);
    }
  };
  view.setUint16(start + 8, 2, isLittle);
  view.setUint16(entry(10, 0x0112, 3, 1), 6, isLittle);
  view.setUint32(entry(22, 0x8825, 4, 1), 40, isLittle);
  view.setUint16(start + 40, 4, isLittle);
  view.setUint8(entry(42, 1, 2, 2), northSouth.charCodeAt(0));
  view.setUint32(entry(54, 2, 5, 3), 100, isLittle);
  view.setUint8(entry(66, 3, 2, 2), eastWest.charCodeAt(0));
  view.setUint32(entry(78, 4, 5, 3), 130, isLittle);
  rationals(100, [46, 31, 19.92]);
  rationals(130, [5, 20, 23.784]);
  return bytes;
}

it("reads where a photo was taken, in either byte order and on each side of the equator", () => {
  for (const isLittle of [true, false]) {
    expect(placeOf(photo(isLittle))).toEqual({ lat: expect.closeTo(46.5222, 6), lon: expect.closeTo(-5.33994, 6) });
    expect(placeOf(photo(isLittle, ["S", "E"]))).toEqual({ lat: expect.closeTo(-46.5222, 6), lon: expect.closeTo(5.33994, 6) });
  }
});

it("erases the place, keeps which side is up, and changes nothing else", () => {
  const before = new Uint8Array(photo(true));
  const after = withoutPlace(before.buffer);
  expect(placeOf(after)).toBeNull();
  const kept = new Uint8Array(after);
  // Everything before the position's directory, the orientation among it, is as it was.
  expect([...kept.slice(0, 52)]).toEqual([...before.slice(0, 52)]);
  expect([...kept.slice(112, LAST_BYTE)].every((byte) => byte === 0)).toBe(true);
});

it("finds no place in a broken photo, another file, or the zeros of a camera without a fix", () => {
  const whole = photo(false);
  for (let length = 0; length < LAST_BYTE; length += 7) expect(placeOf(whole.slice(0, length))).toBeNull();
  expect(placeOf(new TextEncoder().encode("%PDF-1.7").buffer as ArrayBuffer)).toBeNull();
  expect(placeOf(photo(false, ["N", "W"], 0))).toBeNull();
  expect(placeOf(new ArrayBuffer(0))).toBeNull();
  expect(withoutPlace(whole.slice(0, 60)).byteLength).toBe(60);
});
