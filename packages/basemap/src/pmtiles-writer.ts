import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { TileType, zxyToTileId } from "pmtiles";

export interface ArchiveTile {
  z: number;
  x: number;
  y: number;
  /** An uncompressed vector tile. */
  data: Uint8Array;
}

export interface ArchiveOptions {
  minZoom: number;
  maxZoom: number;
  /** west, south, east, north; degrees. */
  bounds: readonly [number, number, number, number];
  /** Written as JSON; must hold `vector_layers` for vector tiles. */
  metadata: Readonly<Record<string, unknown>>;
}

interface Entry {
  id: number;
  offset: number;
  length: number;
  runLength: number;
}

const HEADER_BYTES = 127;
const GZIP = 2;
/** Header and root directory must fit in the first 16 KiB, so that a reader needs only one request. */
const ROOT_LIMIT_BYTES = 16_384 - HEADER_BYTES;

/**
 * Writes one PMTiles v3 archive of gzipped vector tiles: tiles in Hilbert order, equal tiles stored once, runs of equal
 * neighbours as one entry. Source: the PMTiles version 3 specification (protomaps/PMTiles, spec/v3).
 */
export function writePmtiles(tiles: Iterable<ArchiveTile>, options: ArchiveOptions): Uint8Array {
  const ordered = [...tiles].map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), data: tile.data })).sort((a, b) => a.id - b.id);
  const entries: Entry[] = [];
  const bodies: Uint8Array[] = [];
  const known = new Map<string, { offset: number; length: number }>();
  let dataBytes = 0;
  for (const { id, data } of ordered) {
    const digest = createHash("sha256").update(data).digest("base64");
    let place = known.get(digest);
    if (!place) {
      const body = gzipSync(data, { level: 9 });
      place = { offset: dataBytes, length: body.length };
      known.set(digest, place);
      bodies.push(body);
      dataBytes += body.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.id + last.runLength === id) last.runLength++;
    else entries.push({ id, ...place, runLength: 1 });
  }
  const { root, leaves } = directories(entries);
  const metadata = gzipSync(JSON.stringify(options.metadata));
  const rootOffset = HEADER_BYTES;
  const metadataOffset = rootOffset + root.length;
  const leavesOffset = metadataOffset + metadata.length;
  const dataOffset = leavesOffset + leaves.length;
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  new Uint8Array(header.buffer).set(new TextEncoder().encode("PMTiles"));
  header.setUint8(7, 3);
  const longs = [rootOffset, root.length, metadataOffset, metadata.length, leavesOffset, leaves.length, dataOffset, dataBytes];
  for (const [index, value] of [...longs, ordered.length, entries.length, bodies.length].entries()) {
    header.setBigUint64(8 + index * 8, BigInt(value), true);
  }
  header.setUint8(96, 1); // clustered: tile bodies are in the order of their ids
  header.setUint8(97, GZIP);
  header.setUint8(98, GZIP);
  header.setUint8(99, TileType.Mvt);
  header.setUint8(100, options.minZoom);
  header.setUint8(101, options.maxZoom);
  const [west, south, east, north] = options.bounds;
  for (const [index, degrees] of [west, south, east, north].entries()) header.setInt32(102 + index * 4, Math.round(degrees * 1e7), true);
  header.setUint8(118, options.minZoom);
  header.setInt32(119, Math.round(((west + east) / 2) * 1e7), true);
  header.setInt32(123, Math.round(((south + north) / 2) * 1e7), true);
  return concatenate([new Uint8Array(header.buffer), root, metadata, leaves, ...bodies]);
}

/** The root directory, with leaf directories when it would not fit. */
function directories(entries: Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const alone = encodeDirectory(entries);
  if (alone.length <= ROOT_LIMIT_BYTES) return { root: alone, leaves: new Uint8Array() };
  for (let size = 4096; ; size *= 2) {
    const leaves: Uint8Array[] = [];
    const pointers: Entry[] = [];
    let offset = 0;
    for (let start = 0; start < entries.length; start += size) {
      const leaf = encodeDirectory(entries.slice(start, start + size));
      pointers.push({ id: (entries[start] as Entry).id, offset, length: leaf.length, runLength: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = encodeDirectory(pointers);
    if (root.length <= ROOT_LIMIT_BYTES) return { root, leaves: concatenate(leaves) };
  }
}

function encodeDirectory(entries: readonly Entry[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number) => {
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  };
  varint(entries.length);
  let lastId = 0;
  for (const entry of entries) {
    varint(entry.id - lastId);
    lastId = entry.id;
  }
  for (const entry of entries) varint(entry.runLength);
  for (const entry of entries) varint(entry.length);
  // 0 means "right after the previous one"; any other value is the offset plus one.
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    varint(before && entry.offset === before.offset + before.length ? 0 : entry.offset + 1);
  }
  return gzipSync(Uint8Array.from(bytes));
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
