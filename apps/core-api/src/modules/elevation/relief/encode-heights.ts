import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";

const deflated = promisify(deflate);
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits of red, green and blue. */
const RGB = [8, 2, 0, 0, 0];
const SHIFT = 32_768;

/**
 * Heights as a PNG whose colours are numbers, in the encoding "terrarium": red × 256 + green + blue / 256 − 32768 is the height in metres, to
 * 4 mm.
 *
 * @param heights row by row from the north, all known
 */
export async function encodeHeights(heights: Float32Array, side: number): Promise<Buffer> {
  const rows = Buffer.alloc(side * (1 + 3 * side));
  for (let row = 0; row < side; row++) {
    const start = row * (1 + 3 * side);
    // Filter 1: each byte as the difference from the pixel before it, because neighbours are alike.
    rows[start] = 1;
    let [red, green, blue] = [0, 0, 0];
    for (let column = 0; column < side; column++) {
      const value = Math.round(((heights[row * side + column] as number) + SHIFT) * 256);
      const [r, g, b] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
      const at = start + 1 + 3 * column;
      rows[at] = (r - red) & 255;
      rows[at + 1] = (g - green) & 255;
      rows[at + 2] = (b - blue) & 255;
      [red, green, blue] = [r, g, b];
    }
  }
  const header = Buffer.alloc(8 + RGB.length);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set(RGB, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", await deflated(rows, { level: 6 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const whole = Buffer.alloc(8 + body.length);
  whole.writeUInt32BE(content.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), 4 + body.length);
  return whole;
}
