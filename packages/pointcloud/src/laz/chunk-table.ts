import { type ReadRange, readExactly, readUint64, viewOf } from "../byte-io.ts";
import { CloudError, LIMITS } from "../cloud-error.ts";
import { ArithmeticDecoder } from "./coder/decoder.ts";
import { ArithmeticEncoder } from "./coder/encoder.ts";
import { IntegerDecoder, IntegerEncoder } from "./coder/integer-coder.ts";

/** Where a chunk is and how many points it has. */
export interface ChunkPlace {
  offset: number;
  length: number;
  points: number;
}

/**
 * The table of chunks: version, number of chunks, then sizes (and counts, if chunks have counts of their own), each predicted from the one
 * before.
 */
export function writeChunkTable(chunks: readonly { length: number; points: number }[], hasCounts: boolean): Uint8Array {
  const coded = chunks.length === 0 ? new Uint8Array(0) : encodeSizes(chunks, hasCounts);
  const bytes = new Uint8Array(8 + coded.length);
  viewOf(bytes).setUint32(4, chunks.length, true);
  bytes.set(coded, 8);
  return bytes;
}

function encodeSizes(chunks: readonly { length: number; points: number }[], hasCounts: boolean): Uint8Array {
  const encoder = new ArithmeticEncoder();
  const integers = new IntegerEncoder(32, 2);
  let [points, length] = [0, 0];
  for (const chunk of chunks) {
    if (hasCounts) integers.put(encoder, points, chunk.points, 0);
    integers.put(encoder, length, chunk.length, 1);
    ({ points, length } = chunk);
  }
  return encoder.done();
}

/** What the rest of the file says about its chunks. */
export interface ChunkFacts {
  /** Byte of the table's offset, where the points begin. */
  pointOffset: number;
  pointCount: number;
  /** Undefined when each chunk has its own count. */
  chunkPoints: number | undefined;
}

/** The table is read in pieces of this size, so that a wrong number of chunks allocates nothing. */
const PIECE = 1 << 20;

/**
 * Reads the table of chunks.
 *
 * @throws CloudError `chunk-broken`, `too-large` or `truncated`, also when the counts do not add up to the points of the header
 */
export async function readChunkTable(read: ReadRange, facts: ChunkFacts): Promise<ChunkPlace[]> {
  const head = await readExactly(read, facts.pointOffset, 8, "the offset of the chunk table");
  const tableOffset = readUint64(viewOf(head), 0);
  if (!Number.isFinite(tableOffset) || tableOffset < facts.pointOffset + 8) {
    throw new CloudError("chunk-broken", "the file was not finished: the offset of its chunk table is missing", facts.pointOffset);
  }
  const table = viewOf(await readExactly(read, tableOffset, 8, "the chunk table"));
  const [version, count] = [table.getUint32(0, true), table.getUint32(4, true)];
  if (version !== 0) throw new CloudError("chunk-broken", `version ${version} of the chunk table is not known`, tableOffset);
  if (count > LIMITS.chunks) throw new CloudError("too-large", `the chunk table announces ${count} chunks`, tableOffset + 4);
  if (count === 0) return [];
  const coded = await read(tableOffset + 8, Math.min(PIECE + 16 * count, 512 * PIECE));
  const chunks = decodeSizes(coded, count, facts);
  const end = chunks.at(-1);
  if (end && end.offset + end.length > tableOffset) throw new CloudError("chunk-broken", "the chunks reach into their table", tableOffset);
  const points = chunks.reduce((sum, chunk) => sum + chunk.points, 0);
  if (points !== facts.pointCount) {
    throw new CloudError("chunk-broken", `the chunks have ${points} points, the header says ${facts.pointCount}`, tableOffset);
  }
  return chunks;
}

function decodeSizes(coded: Uint8Array, count: number, facts: ChunkFacts): ChunkPlace[] {
  const decoder = new ArithmeticDecoder();
  decoder.reset(coded);
  const integers = new IntegerDecoder(32, 2);
  const chunks: ChunkPlace[] = [];
  let offset = facts.pointOffset + 8;
  let [points, length] = [0, 0];
  let rest = facts.pointCount;
  for (let i = 0; i < count; i++) {
    if (facts.chunkPoints === undefined) points = integers.get(decoder, points, 0) >>> 0;
    else points = Math.min(facts.chunkPoints, rest);
    length = integers.get(decoder, length, 1) >>> 0;
    rest -= points;
    if (rest < 0 || (points === 0 && facts.chunkPoints !== undefined)) {
      throw new CloudError("chunk-broken", `chunk ${i + 1} of ${count} has more points than the header says`);
    }
    if (points > 0) chunks.push({ offset, length, points });
    offset += length;
    if (decoder.position > coded.length + 8) throw new CloudError("chunk-broken", `the chunk table ends before chunk ${i + 1} of ${count}`);
  }
  return chunks;
}
