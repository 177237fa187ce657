import { type FileHandle, open } from "node:fs/promises";
import { IncompleteError } from "../model.ts";

const MAGIC_BYTES = 8;
const MAX_HEADER = 8 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const SIZE_BYTES = 4;
/** A node of the spatial index: four ordinates and an offset, 8 bytes each. */
const NODE_BYTES = 40;
/** Fields of the header's table (flatgeobuf.org, header.fbs). */
const FEATURES_COUNT = 8;
const INDEX_NODE_SIZE = 9;

/**
 * Walks over the sizes of the features. A FlatGeobuf is a mark of 8 bytes, a header with its size, an index, and features with their sizes.
 *
 * @throws IncompleteError when there are fewer features than the header says, or the last one is cut
 */
export async function assertWholeFlatGeobuf(path: string, name: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, MAX_HEADER));
    await file.read(head, 0, head.length, 0);
    const start = MAGIC_BYTES + SIZE_BYTES;
    if (head.length < start) throw cut(name, size);
    const length = head.readUInt32LE(MAGIC_BYTES);
    if (start + length > size) throw cut(name, size);
    const facts = headerFacts(head.subarray(start, start + length));
    // A header that we cannot interpret is left to GDAL.
    if (!facts) return;
    const walked = await walk(file, start + length + indexBytes(facts), size);
    if (facts.features > 0 && walked.features < facts.features)
      throw new IncompleteError({ file: name, expected: facts.features, found: walked.features, unit: "records" });
    if (facts.features === 0 && walked.isCut) throw cut(name, size);
  } finally {
    await file.close();
  }
}

function cut(file: string, found: number): IncompleteError {
  return new IncompleteError({ file, expected: 0, found, unit: "end" });
}

interface HeaderFacts {
  /** 0 when it is not known. */
  features: number;
  /** 0 without an index. */
  nodeSize: number;
}

/** Reads two fields of a FlatBuffers table; null when its offsets lead out of it. */
function headerFacts(bytes: Buffer): HeaderFacts | null {
  try {
    const table = bytes.readUInt32LE(0);
    const fields = table - bytes.readInt32LE(table);
    const fieldsBytes = bytes.readUInt16LE(fields);
    const place = (field: number) => {
      const at = 4 + 2 * field;
      const offset = at + 2 <= fieldsBytes ? bytes.readUInt16LE(fields + at) : 0;
      return offset === 0 ? null : table + offset;
    };
    const [count, node] = [place(FEATURES_COUNT), place(INDEX_NODE_SIZE)];
    return {
      features: count === null ? 0 : Number(bytes.readBigUInt64LE(count)),
      nodeSize: node === null ? 16 : bytes.readUInt16LE(node),
    };
  } catch {
    return null;
  }
}

/** The length of the spatial index. */
export function indexBytes({ features, nodeSize }: HeaderFacts): number {
  if (nodeSize < 2 || features === 0) return 0;
  let nodes = features;
  let level = features;
  // A single feature has a node of its own, and a root above it.
  do {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  } while (level > 1);
  return nodes * NODE_BYTES;
}

/** Counts the features that are whole between a position and the end of the file. */
async function walk(file: FileHandle, start: number, size: number): Promise<{ features: number; isCut: boolean }> {
  const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size));
  let [chunkStart, chunkEnd] = [0, 0];
  let features = 0;
  let position = start;
  while (position + SIZE_BYTES <= size) {
    if (position < chunkStart || position + SIZE_BYTES > chunkEnd) {
      chunkStart = position;
      chunkEnd = position + (await file.read(chunk, 0, chunk.length, position)).bytesRead;
    }
    const next = position + SIZE_BYTES + chunk.readUInt32LE(position - chunkStart);
    if (next > size) break;
    features++;
    position = next;
  }
  return { features, isCut: position !== size };
}
