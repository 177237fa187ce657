import { deflateSync } from "node:zlib";
import type { Grid } from "./grid.ts";

const TILE = 256;
const NODATA = -9999;
const [SHORT, LONG, DOUBLE, ASCII] = [3, 4, 12, 2] as const;
const SIZES: Readonly<Record<number, number>> = { [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8, [ASCII]: 1 };

type Tag = readonly [tag: number, type: number, values: readonly number[]];

interface Image {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the north. */
  readonly values: Float32Array;
}

/**
 * Heights above the sea as a GeoTIFF in Lambert-93: packed tiles and two coarser copies, as GDAL's cloud-optimised files have. The sea has no
 * value.
 */
export function geoTiffOf(grid: Grid, heights: Float32Array): Buffer {
  const { columns, rows, west, south, cellMetres } = grid;
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const height = heights[(rows - 1 - row) * columns + column] ?? 0;
      values[row * columns + column] = height > 0 ? Math.round(height * 10) / 10 : NODATA;
    }
  const place: Tag[] = [
    [33550, DOUBLE, [cellMetres, cellMetres, 0]],
    [33922, DOUBLE, [0, 0, 0, west, south + rows * cellMetres, 0]],
    [34735, SHORT, [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 2154]],
  ];
  const full: Image = { columns, rows, values };
  const half = halved(full);
  return assemble([
    { image: full, tags: place },
    { image: half, tags: [[254, LONG, [1]]] },
    { image: halved(half), tags: [[254, LONG, [1]]] },
  ]);
}

/** The mean of each four cells; without a value where one of them has none. */
function halved({ columns, rows, values }: Image): Image {
  const [width, height] = [columns >> 1, rows >> 1];
  const mean = new Float32Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = 2 * row * columns + 2 * column;
      const four = [at, at + 1, at + columns, at + columns + 1].map((index) => values[index] ?? NODATA);
      mean[row * width + column] = four.includes(NODATA) ? NODATA : four.reduce((sum, value) => sum + value, 0) / 4;
    }
  return { columns: width, rows: height, values: mean };
}

function assemble(parts: readonly { image: Image; tags: readonly Tag[] }[]): Buffer {
  const head = Buffer.alloc(8);
  head.write("II", "latin1");
  head.writeUInt16LE(42, 2);
  const chunks = [head];
  let at = 8;
  const push = (bytes: Buffer<ArrayBuffer>): number => {
    const start = at;
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
    chunks.push(padded);
    at += padded.length;
    return start;
  };
  let link = { in: head, at: 4 };
  for (const { image, tags } of parts) {
    const tiles = tilesOf(image);
    const offsets = tiles.map(push);
    const all: Tag[] = [
      ...tags,
      [256, LONG, [image.columns]],
      [257, LONG, [image.rows]],
      [258, SHORT, [32]],
      [259, SHORT, [8]],
      [262, SHORT, [1]],
      [277, SHORT, [1]],
      [284, SHORT, [1]],
      [322, SHORT, [TILE]],
      [323, SHORT, [TILE]],
      [324, LONG, offsets],
      [325, LONG, tiles.map(({ length }) => length)],
      [339, SHORT, [3]],
      [42113, ASCII, [...Buffer.from(`${NODATA}\0`)]],
    ];
    const directory = directoryOf(all, push);
    link.in.writeUInt32LE(push(directory), link.at);
    link = { in: directory, at: directory.length - 4 };
  }
  return Buffer.concat(chunks);
}

function tilesOf({ columns, rows, values }: Image): Buffer<ArrayBuffer>[] {
  const tiles: Buffer<ArrayBuffer>[] = [];
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE) {
      const tile = new Float32Array(TILE * TILE).fill(NODATA);
      const width = Math.min(TILE, columns - left);
      for (let row = 0; row < Math.min(TILE, rows - top); row++) {
        const from = (top + row) * columns + left;
        tile.set(values.subarray(from, from + width), row * TILE);
      }
      tiles.push(Buffer.from(deflateSync(tile)));
    }
  return tiles;
}

function directoryOf(tags: readonly Tag[], push: (bytes: Buffer<ArrayBuffer>) => number): Buffer<ArrayBuffer> {
  const sorted = tags.toSorted(([a], [b]) => a - b);
  // The padded length of the directory is even: its last four bytes are the link to the next one.
  const directory = Buffer.alloc(2 + sorted.length * 12 + 4);
  directory.writeUInt16LE(sorted.length, 0);
  for (const [index, [tag, type, values]] of sorted.entries()) {
    const at = 2 + index * 12;
    const bytes = Buffer.alloc(values.length * (SIZES[type] ?? 1));
    for (const [place, value] of values.entries()) {
      if (type === DOUBLE) bytes.writeDoubleLE(value, place * 8);
      else bytes.writeUIntLE(value, place * (SIZES[type] ?? 1), SIZES[type] ?? 1);
    }
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (bytes.length <= 4) bytes.copy(directory, at + 8);
    else directory.writeUInt32LE(push(bytes), at + 8);
  }
  return directory;
}
