import { hostileJpeg } from "./hostile-jpeg.ts";
import { blackPng, pngWithComment } from "./hostile-png.ts";
import { hostileSvgs } from "./hostile-svg.ts";

const uint24 = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];
const webp = (chunks: Buffer) => Buffer.concat([Buffer.from("RIFF"), uint32(chunks.length + 4), Buffer.from("WEBP"), chunks]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A WebP that announces an animation of this size. */
function animatedWebp(width: number, height: number): Buffer {
  const canvas = Buffer.from([0x02, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)]);
  const animation = Buffer.alloc(6);
  return webp(Buffer.concat([Buffer.from("VP8X"), uint32(10), canvas, Buffer.from("ANIM"), uint32(6), animation]));
}

/** A box of AVIF. */
function box(type: string, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat([
    Buffer.from(type),
    ...content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** Twenty-one generated images that each stop or fill a server that decodes them without limits. */
export const hostileImages: Readonly<Record<string, () => Buffer>> = {
  ...Object.fromEntries(Object.entries(hostileSvgs).map(([name, make]) => [`an SVG with ${name}`, make])),
  "a progressive JPEG of 80 megapixels": () => hostileJpeg({ width: 10_000, height: 8_000 }),
  "a JPEG of 25 megapixels with 4,000 scans": () => hostileJpeg({ width: 5_000, height: 5_000, scans: 4_000 }),
  "a JPEG of 4,000 megapixels": () => hostileJpeg({ width: 65_000, height: 65_000 }).subarray(0, 100_000),
  "a PNG of 900 megapixels": () => blackPng(30_000, 30_000, { rows: 100 }),
  "a PNG of 24 megapixels in 16 bits, interlaced": () => blackPng(6_000, 4_000, { bits: 16, isInterlaced: true }),
  "a PNG with a comment of 64 megabytes": () => pngWithComment(64),
  "a WebP animation of 268 megapixels": () => animatedWebp(16_384, 16_384),
  "an AVIF that breaks off": () => box("ftyp", "avif\0\0\0\0", "avifmif1"),
  "a GIF of 4,294 megapixels": () => Buffer.from("GIF89a\xff\xff\xff\xff\x00\x00\x00", "latin1"),
  "a JPEG that breaks off": () => hostileJpeg({ width: 2_000, height: 2_000 }).subarray(0, 4_000),
};
