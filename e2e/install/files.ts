import { randomFillSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import sharp from "sharp";

export const PHOTO = { width: 2560, height: 1920 };
const ROWS = 12_000;

/** A JPEG of about 6 MB, as phones make them: nothing but noise, so that no part of it is small. */
export async function largePhoto(): Promise<Buffer> {
  const pixels = randomFillSync(Buffer.alloc(PHOTO.width * PHOTO.height * 3));
  return sharp(pixels, { raw: { ...PHOTO, channels: 3 } })
    .jpeg({ quality: 99 })
    .toBuffer();
}

/** GeoJSON of about 12 MB: points with a code that begins with `prefix` and a long text. @returns its size in bytes and its number of rows */
export function writeLargeGeoJson(file: string, prefix: string): { size: number; rows: number } {
  const text = "Un relevé de terrain, avec une description assez longue. ".repeat(16);
  const features = Array.from({ length: ROWS }, (_, index) => ({
    type: "Feature",
    properties: { code: `${prefix}${index}`, texte: `${index} ${text}` },
    geometry: { type: "Point", coordinates: [2 + (index % 100) / 1000, 46 + Math.floor(index / 100) / 1000] },
  }));
  const content = Buffer.from(JSON.stringify({ type: "FeatureCollection", features }));
  writeFileSync(file, content);
  return { size: content.length, rows: ROWS };
}
