/** A small GeoTIFF for tests: one strip, no compression, little endian. */
export interface GeoTiffParts {
  /** Columns, rows. */
  size: readonly [number, number];
  /** Pixel by pixel, row by row, with the bands of a pixel together. */
  values: Float32Array | Uint8Array;
  bands?: number;
  nodata?: number;
  /** EPSG code of a projected CRS; without it the file declares no CRS. */
  srid?: number;
  /** West, north, side of a pixel; without it the picture has no place. */
  place?: readonly [number, number, number];
  /** Columns and rows that the header falsely declares. */
  pretended?: readonly [number, number];
}

const SHORT = 3;
const LONG = 4;
const DOUBLE = 12;
const ASCII = 2;
const SIZES: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 };

/** Bytes of a GeoTIFF. */
export function makeGeoTiff({ size, values, bands = 1, nodata, srid, place, pretended = size }: GeoTiffParts): Buffer {
  const isFloat = values instanceof Float32Array;
  const pixels = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const tags: [tag: number, type: number, values: number[]][] = [
    [256, LONG, [pretended[0]]],
    [257, LONG, [pretended[1]]],
    [258, SHORT, Array.from({ length: bands }, () => (isFloat ? 32 : 8))],
    [259, SHORT, [1]],
    [262, SHORT, [bands >= 3 ? 2 : 1]],
    [273, LONG, [8]],
    [277, SHORT, [bands]],
    [278, LONG, [pretended[1]]],
    [279, LONG, [pixels.length]],
    [284, SHORT, [1]],
    ...(bands === 4 ? ([[338, SHORT, [2]]] satisfies [number, number, number[]][]) : []),
    [339, SHORT, Array.from({ length: bands }, () => (isFloat ? 3 : 1))],
  ];
  if (place) {
    const [west, north, side] = place;
    tags.push([33550, DOUBLE, [side, side, 0]], [33922, DOUBLE, [0, 0, 0, west, north, 0]]);
  }
  if (srid !== undefined) tags.push([34735, SHORT, [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, srid]]);
  if (nodata !== undefined) tags.push([42113, ASCII, [...Buffer.from(`${nodata}\0`)]]);
  return assemble(tags, pixels);
}

function assemble(tags: readonly [number, number, number[]][], pixels: Buffer): Buffer {
  const directoryAt = 8 + pixels.length + (pixels.length % 2);
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  const extra: Buffer[] = [];
  let extraAt = directoryAt + directory.length;
  for (const [index, [tag, type, values]] of tags.entries()) {
    const at = 2 + index * 12;
    const bytes = bytesOf(type, values);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (bytes.length <= 4) bytes.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(extraAt, at + 8);
      extra.push(bytes);
      extraAt += bytes.length;
    }
  }
  const head = Buffer.alloc(8);
  head.write("II", "latin1");
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(directoryAt, 4);
  return Buffer.concat([head, pixels, Buffer.alloc(pixels.length % 2), directory, ...extra]);
}

function bytesOf(type: number, values: readonly number[]): Buffer {
  const size = SIZES[type] ?? 1;
  const bytes = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) {
    if (type === DOUBLE) bytes.writeDoubleLE(value, index * size);
    else bytes.writeUIntLE(value, index * size, size);
  }
  return bytes;
}
