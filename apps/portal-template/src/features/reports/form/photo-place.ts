import type { Place } from "../drafts/draft.ts";

/** Tags of EXIF (CIPA DC-008): the directory of the position, and what it holds. */
const GPS_DIRECTORY = 0x8825;
const [LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE] = [1, 2, 3, 4];
const ENTRY_BYTES = 12;
/** Bytes of a value by its type: byte, text, short, long, rational. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };

interface Entry {
  readonly tag: number;
  /** Where the value begins, and its bytes. */
  readonly at: number;
  readonly length: number;
}

/** The directory of the position in a JPEG photo: its entries, and what reads numbers in the photo's byte order. */
interface Directory {
  readonly at: number;
  readonly entries: readonly Entry[];
  readonly isLittle: boolean;
}

/** The place that a JPEG photo notes; null without one. Read in the browser: nothing is sent. */
export function placeOf(bytes: ArrayBuffer): Place | null {
  const found = directoryOf(bytes);
  if (!found) return null;
  const view = new DataView(bytes);
  const entry = (tag: number) => found.entries.find((one) => one.tag === tag);
  const side = (tag: number) => String.fromCharCode(view.getUint8(entry(tag)?.at ?? 0));
  const degrees = (tag: number): number => {
    const one = entry(tag);
    if (!one || one.length < 24) return Number.NaN;
    const part = (index: number) =>
      view.getUint32(one.at + index * 8, found.isLittle) / view.getUint32(one.at + index * 8 + 4, found.isLittle);
    return part(0) + part(1) / 60 + part(2) / 3600;
  };
  const lat = degrees(LATITUDE) * (side(LATITUDE_SIDE) === "S" ? -1 : 1);
  const lon = degrees(LONGITUDE) * (side(LONGITUDE_SIDE) === "W" ? -1 : 1);
  // Cameras without a fix write zeros.
  const isPlace = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return isPlace ? { lon, lat } : null;
}

/** The photo without the place that it notes; everything else, such as which side is up, stays. */
export function withoutPlace(bytes: ArrayBuffer): ArrayBuffer {
  const found = directoryOf(bytes);
  if (!found) return bytes;
  const copy = bytes.slice(0);
  const all = new Uint8Array(copy);
  for (const { at, length } of found.entries) all.fill(0, at, at + length);
  all.fill(0, found.at, found.at + 2 + found.entries.length * ENTRY_BYTES);
  return copy;
}

/** A photo that ends too early, or points outside itself, has no place. */
function directoryOf(bytes: ArrayBuffer): Directory | null {
  try {
    return readDirectory(new DataView(bytes));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readDirectory(view: DataView): Directory | null {
  const start = exifStart(view);
  if (start === null) return null;
  const isLittle = view.getUint16(start) === 0x4949;
  const main = entriesAt(view, start, start + view.getUint32(start + 4, isLittle), isLittle);
  const pointer = main.find(({ tag }) => tag === GPS_DIRECTORY);
  if (!pointer) return null;
  const at = start + view.getUint32(pointer.at, isLittle);
  return { at, entries: entriesAt(view, start, at, isLittle), isLittle };
}

/** Where the EXIF part of a JPEG begins; null without one. */
function exifStart(view: DataView): number | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda) {
    const isExif = view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966;
    if (isExif) return at + 10;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function entriesAt(view: DataView, start: number, at: number, isLittle: boolean): Entry[] {
  return Array.from({ length: view.getUint16(at, isLittle) }, (_, index): Entry => {
    const entry = at + 2 + index * ENTRY_BYTES;
    const length = (SIZES[view.getUint16(entry + 2, isLittle)] ?? 1) * view.getUint32(entry + 4, isLittle);
    const value = length <= 4 ? entry + 8 : start + view.getUint32(entry + 8, isLittle);
    if (value + length > view.byteLength) throw new RangeError("a value lies outside the photo");
    return { tag: view.getUint16(entry, isLittle), at: value, length };
  });
}
