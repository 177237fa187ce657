import { crc32, deflateSync } from "node:zlib";

/** A PNG of black pixels, 8 or 16 bits of red, green, blue and alpha. Without rows it only has a header, and breaks off. */
export function blackPng(width: number, height: number, options: { bits?: 8 | 16; rows?: number; isInterlaced?: boolean } = {}): Buffer {
  const { bits = 8, rows = height, isInterlaced = false } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, 6, 0, 0, isInterlaced ? 1 : 0], 8);
  // An interlaced file has a byte more for each row of its seven passes: more zeros than needed do no harm.
  const bytes = (1 + width * (bits / 2)) * rows + (isInterlaced ? 8 * rows : 0);
  return png([chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.alloc(bytes), { level: 1 }))]);
}

/** A small PNG whose comment unpacks to many megabytes. */
export function pngWithComment(megabytes: number): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const comment = Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(Buffer.alloc(megabytes * 2 ** 20, 0x20), { level: 1 })]);
  return png([chunk("IHDR", header), chunk("zTXt", comment), chunk("IDAT", deflateSync(Buffer.alloc(2)))]);
}

function png(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
