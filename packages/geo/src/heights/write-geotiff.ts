import { crsOf } from "../crs.ts";
import type { HeightGrid } from "./height-grid.ts";

const TILE = 256;
/** The coarsest copy is not wider. */
const SMALLEST = 256;
const [SHORT, LONG, DOUBLE, ASCII] = [3, 4, 12, 2] as const;
const SIZES: Readonly<Record<number, number>> = { [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8, [ASCII]: 1 };
/** Offsets have 32 bits. */
const MOST_BYTES = 2 ** 32 - 1;

type Tag = readonly [tag: number, type: number, values: readonly number[]];
type Values = Float32Array | Uint8Array;

interface Image {
  readonly columns: number;
  readonly rows: number;
  readonly values: Values;
}

/** A picture of a grid: its heights, or one byte for each cell. */
export interface GridPicture extends Omit<HeightGrid, "values"> {
  readonly values: Values;
  readonly nodata: number;
  /** EPSG code of what heights refer to, if it is known. */
  readonly verticalSrid?: number | null;
}

/**
 * A cloud-optimised GeoTIFF of one band: directories first, tiles compressed without loss, coarser copies.
 *
 * @returns the file in pieces, in order
 * @throws RangeError when the file would have more than 4 GB
 */
export async function writeGeoTiff(picture: GridPicture): Promise<Uint8Array<ArrayBuffer>[]> {
  const images: Image[] = [picture];
  for (let last = picture as Image; Math.max(last.columns, last.rows) > SMALLEST; images.push(last)) last = halved(last, picture.nodata);
  const tiles: Uint8Array<ArrayBuffer>[][] = [];
  for (const image of images) tiles.push(await tilesOf(image, picture.nodata));
  const place = placeTags(picture);
  // Directories have the same size whatever the offsets are: the first pass measures, the second writes.
  const lengths = images.map((image, i) => directoryBytes(tagsOf(image, i, picture.nodata, place, tiles[i] ?? [], [])));
  let at = 8 + lengths.reduce((sum, length) => sum + length, 0);
  const offsets: number[][] = [];
  // The coarsest copy comes first: a map that shows everything reads the beginning of the file.
  for (let i = images.length - 1; i >= 0; i--) {
    offsets[i] = (tiles[i] ?? []).map(({ length }) => {
      at += length;
      return at - length;
    });
  }
  if (at > MOST_BYTES) throw new RangeError(`a GeoTIFF has at most 4 GB, this one would have ${at} bytes`);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 0x002a4949, true);
  new DataView(head.buffer).setUint32(4, 8, true);
  const pieces = [head];
  let start = 8;
  for (const [i, image] of images.entries()) {
    const isLast = i === images.length - 1;
    const length = lengths[i] as number;
    pieces.push(
      writeDirectory(tagsOf(image, i, picture.nodata, place, tiles[i] ?? [], offsets[i] ?? []), start, isLast ? 0 : start + length),
    );
    start += length;
  }
  for (let i = images.length - 1; i >= 0; i--) pieces.push(...(tiles[i] ?? []));
  return pieces;
}

/** The mean of each four cells, of those that have a value. */
function halved({ columns, rows, values }: Image, nodata: number): Image {
  const [width, height] = [(columns + 1) >> 1, (rows + 1) >> 1];
  const means = values instanceof Float32Array ? new Float32Array(width * height) : new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      let [sum, count] = [0, 0];
      for (const y of [2 * row, 2 * row + 1])
        for (const x of [2 * column, 2 * column + 1]) {
          const value = x < columns && y < rows ? (values[y * columns + x] as number) : nodata;
          if (value === nodata) continue;
          sum += value;
          count++;
        }
      means[row * width + column] = count === 0 ? nodata : sum / count;
    }
  return { columns: width, rows: height, values: means };
}

async function tilesOf({ columns, rows, values }: Image, nodata: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const tiles: Uint8Array<ArrayBuffer>[] = [];
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE) {
      const tile = values instanceof Float32Array ? new Float32Array(TILE * TILE) : new Uint8Array(TILE * TILE);
      tile.fill(nodata);
      const width = Math.min(TILE, columns - left);
      for (let row = 0; row < Math.min(TILE, rows - top); row++) {
        const from = (top + row) * columns + left;
        tile.set(values.subarray(from, from + width), row * TILE);
      }
      tiles.push(await deflated(new Uint8Array(tile.buffer)));
    }
  return tiles;
}

/** Compressed as zlib does, with an even length. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer());
  if (packed.length % 2 === 0) return packed;
  const even = new Uint8Array(packed.length + 1);
  even.set(packed);
  return even;
}

/** EPSG code of the unit. */
const METRE = 9001;

/** GeoTIFF keys: the model, cells as areas, the CRS and the reference of heights if they are known. */
function placeTags({ west, north, cell, srid, verticalSrid = null }: GridPicture): Tag[] {
  const isGeographic = srid !== null && crsOf(srid)?.unit === "degree";
  const crs = srid === null ? [] : [isGeographic ? [2048, 0, 1, srid] : [3072, 0, 1, srid]];
  const heights =
    srid === null || verticalSrid === null
      ? []
      : [
          [4096, 0, 1, verticalSrid],
          [4099, 0, 1, METRE],
        ];
  const keys = [[1024, 0, 1, srid === null ? 0 : isGeographic ? 2 : 1], [1025, 0, 1, 1], ...crs, ...heights];
  return [
    [33550, DOUBLE, [cell, cell, 0]],
    [33922, DOUBLE, [0, 0, 0, west, north, 0]],
    // Programs believe the vertical key from GeoTIFF 1.1 on.
    [34735, SHORT, [1, 1, heights.length > 0 ? 1 : 0, keys.length, ...keys.flat()]],
  ];
}

function tagsOf(
  { columns, rows, values }: Image,
  index: number,
  nodata: number,
  place: readonly Tag[],
  tiles: readonly Uint8Array[],
  offsets: readonly number[],
): Tag[] {
  const isFloat = values instanceof Float32Array;
  const tags: Tag[] = [
    ...(index === 0 ? place : [[254, LONG, [1]] as const]),
    [256, LONG, [columns]],
    [257, LONG, [rows]],
    [258, SHORT, [isFloat ? 32 : 8]],
    [259, SHORT, [8]],
    [262, SHORT, [1]],
    [277, SHORT, [1]],
    [284, SHORT, [1]],
    [322, SHORT, [TILE]],
    [323, SHORT, [TILE]],
    [324, LONG, tiles.map((_, i) => offsets[i] ?? 0)],
    [325, LONG, tiles.map(({ length }) => length)],
    [339, SHORT, [isFloat ? 3 : 1]],
    [42113, ASCII, [...new TextEncoder().encode(`${nodata}\0`)]],
  ];
  return tags.sort(([a], [b]) => a - b);
}

const valueBytes = ([, type, values]: Tag) => values.length * (SIZES[type] ?? 1);
const even = (length: number) => length + (length % 2);

function directoryBytes(tags: readonly Tag[]): number {
  const values = tags.map(valueBytes).filter((length) => length > 4);
  return 2 + tags.length * 12 + 4 + values.reduce((sum, length) => sum + even(length), 0);
}

/** A directory, then the values that do not fit it. @param at where it is @param next where the next one is; 0 for the last */
function writeDirectory(tags: readonly Tag[], at: number, next: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(directoryBytes(tags));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tags.length, true);
  let values = 2 + tags.length * 12 + 4;
  for (const [i, tag] of tags.entries()) {
    const entry = 2 + i * 12;
    view.setUint16(entry, tag[0], true);
    view.setUint16(entry + 2, tag[1], true);
    view.setUint32(entry + 4, tag[2].length, true);
    const length = valueBytes(tag);
    if (length > 4) view.setUint32(entry + 8, at + values, true);
    writeValues(view, length > 4 ? values : entry + 8, tag);
    if (length > 4) values += even(length);
  }
  view.setUint32(2 + tags.length * 12, next, true);
  return bytes;
}

function writeValues(view: DataView, at: number, [, type, values]: Tag): void {
  for (const [i, value] of values.entries()) {
    if (type === DOUBLE) view.setFloat64(at + 8 * i, value, true);
    else if (type === LONG) view.setUint32(at + 4 * i, value, true);
    else if (type === SHORT) view.setUint16(at + 2 * i, value, true);
    else view.setUint8(at + i, value);
  }
}
