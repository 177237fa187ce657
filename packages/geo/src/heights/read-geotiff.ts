import { type HeightGrid, NODATA } from "./height-grid.ts";

const [COLUMNS, ROWS, BITS, PACKING, TILE_SIDE, OFFSETS, LENGTHS] = [256, 257, 258, 259, 322, 324, 325] as const;
const [CELL, PLACE, KEYS] = [33550, 33922, 34735] as const;
const DEFLATE = 8;
/** GeoTIFF keys that hold an EPSG code. */
const CRS_KEYS: readonly number[] = [2048, 3072];
const MOST_CELLS = 100_000_000;

/**
 * The heights of a file that `writeGeoTiff` wrote, to change some of them. Files of others are read by `geotiff`.
 *
 * @param bits of a cell: 32 for heights, 8 for shades
 * @throws RangeError when the file is of another kind
 */
export async function readWrittenGeoTiff(bytes: Uint8Array<ArrayBuffer>, bits: 32 | 8 = 32): Promise<HeightGrid> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16 || view.getUint32(0, true) !== 0x002a4949) throw new RangeError("this is not a GeoTIFF of ours");
  const tags = directoryAt(view, view.getUint32(4, true));
  const one = (tag: number): number => {
    const [value] = tags.get(tag) ?? [];
    if (value === undefined) throw new RangeError(`the tag ${tag} is missing`);
    return value;
  };
  const [columns, rows, side] = [one(COLUMNS), one(ROWS), one(TILE_SIDE)];
  if (one(BITS) !== bits || one(PACKING) !== DEFLATE || columns * rows > MOST_CELLS)
    throw new RangeError("this is not a GeoTIFF of heights of ours");
  const values = new Float32Array(columns * rows).fill(NODATA);
  const across = Math.ceil(columns / side);
  const [offsets, lengths] = [tags.get(OFFSETS) ?? [], tags.get(LENGTHS) ?? []];
  for (const [i, offset] of offsets.entries()) {
    const packed = await inflated(bytes.subarray(offset, offset + (lengths[i] ?? 0)));
    const tile = bits === 32 ? new Float32Array(packed) : new Uint8Array(packed);
    if (tile.length !== side * side) throw new RangeError(`the tile ${i} has ${tile.length} cells`);
    const [left, top] = [(i % across) * side, Math.floor(i / across) * side];
    const width = Math.min(side, columns - left);
    for (let row = 0; row < Math.min(side, rows - top); row++)
      values.set(tile.subarray(row * side, row * side + width), (top + row) * columns + left);
  }
  const keys = tags.get(KEYS) ?? [];
  const [, , , west = 0, north = 0] = tags.get(PLACE) ?? [];
  const at = keys.findIndex((key, i) => i >= 4 && i % 4 === 0 && CRS_KEYS.includes(key));
  return { columns, rows, west, north, cell: one(CELL), values, srid: at < 0 ? null : (keys[at + 3] ?? null) };
}

/** Numbers of each tag of a directory. */
function directoryAt(view: DataView, start: number): Map<number, number[]> {
  const tags = new Map<number, number[]>();
  const count = view.getUint16(start, true);
  for (let i = 0; i < count; i++) {
    const entry = start + 2 + 12 * i;
    const [tag, type, length] = [view.getUint16(entry, true), view.getUint16(entry + 2, true), view.getUint32(entry + 4, true)];
    const size = { 2: 1, 3: 2, 4: 4, 12: 8 }[type] ?? 1;
    if (length > MOST_CELLS) throw new RangeError(`the tag ${tag} has ${length} values`);
    const at = length * size > 4 ? view.getUint32(entry + 8, true) : entry + 8;
    tags.set(
      tag,
      Array.from({ length }, (_, j) => numberAt(view, type, at + j * size)),
    );
  }
  return tags;
}

function numberAt(view: DataView, type: number, at: number): number {
  if (type === 12) return view.getFloat64(at, true);
  if (type === 4) return view.getUint32(at, true);
  return type === 3 ? view.getUint16(at, true) : view.getUint8(at);
}

async function inflated(packed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  // `deflated` of the writer may add a byte to reach an even length; a stream refuses what follows its end.
  const bytes = endsEven(packed) ? packed.subarray(0, -1) : packed;
  try {
    return await through(bytes);
  } catch (error) {
    if (bytes.length === packed.length) throw error;
    return through(packed);
  }
}

/** The added byte is 0. The last byte of a checksum may be 0 too: then the whole is tried next. */
const endsEven = (packed: Uint8Array): boolean => packed.at(-1) === 0;

const through = (bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
