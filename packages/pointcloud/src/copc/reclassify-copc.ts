import { type ByteSink, type ReadRange, readExactly, viewOf, writeUint64 } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { EVLR_HEADER, readExtendedRecord, writeEvlrs } from "../las/vlr.ts";
import { writeChunkTable } from "../laz/chunk-table.ts";
import { ChunkReclassifier } from "../laz/reclassify-chunk.ts";
import type { Cloud } from "../open-cloud.ts";
import { type BatchPlace, batchPlaces, readBatch } from "../point-batches.ts";
import { type CopcNode, keyText, type NodeKey, writeHierarchy } from "./hierarchy.ts";
import { HIERARCHY_RECORD, ROOT_PAGE_AT } from "./info.ts";
import type { CopcReader } from "./open-copc.ts";

/** A new class for some points of a node. */
export interface ClassCorrection {
  node: NodeKey;
  /** Places of the points in their node, from 0. They stay the same, whatever is corrected. */
  points: Uint32Array;
  classification: number;
}

/** How many points went from one class to another. */
export interface ClassMove {
  from: number;
  to: number;
  points: number;
}

const PIECE = 4 * 2 ** 20;
const EVLR_OFFSET_AT = 235;

/**
 * Writes a COPC file again with some points in other classes. Only the layer of classes of the chunks that hold them is coded again; all else is
 * copied, and points keep their places.
 *
 * @param sink gets the file; the header comes last
 * @param corrections in order: of two for one point the later one counts
 * @returns what changed: nothing when all points had these classes
 * @throws CloudError `not-writable` when a correction names points or a class that do not exist, else when the file is broken
 */
export async function reclassifyCopc(
  reader: CopcReader,
  sink: ByteSink,
  corrections: readonly ClassCorrection[],
  signal?: AbortSignal,
): Promise<{ bytes: number; moves: ClassMove[] }> {
  const { cloud } = reader;
  const { header } = cloud;
  const nodes = await reader.allNodes();
  const wanted = correctionsByNode(nodes, corrections);
  const nodeAt = new Map(nodes.filter(({ points }) => points > 0).map((node) => [node.offset, node]));
  const reclassifier = new ChunkReclassifier(cloud.format, cloud.extraBytes);
  const moves = new Moves();
  const moved = new Map<CopcNode, CopcNode>();
  const chunks = await batchPlaces(cloud);
  let at = header.pointOffset + 8;
  for (const chunk of chunks) {
    signal?.throwIfAborted();
    const node = nodeOf(chunk, nodeAt);
    const own = wanted.get(keyText(node));
    let length = chunk.length;
    if (own) {
      const written = reclassifier.reclassify(await readBatch(cloud, chunk), chunk.points, (classes) => moves.apply(classes, own));
      length = written.length;
      await sink.write(at, written);
    } else await copy(cloud.read, sink, chunk, at);
    moved.set(node, { ...node, offset: at, length });
    at += length;
  }
  if (moved.size !== nodeAt.size) throw new CloudError("copc-broken", "some nodes are not in the table of chunks");
  const bytes = await finish(cloud, sink, at, {
    chunks: [...moved.values()],
    nodes: nodes.map((node) => moved.get(node) ?? node),
  });
  return { bytes, moves: moves.list() };
}

function correctionsByNode(nodes: readonly CopcNode[], corrections: readonly ClassCorrection[]): Map<string, ClassCorrection[]> {
  const sizes = new Map(nodes.map((node) => [keyText(node), node.points]));
  for (const { node, points, classification } of corrections) {
    const size = sizes.get(keyText(node));
    if (size === undefined) throw new CloudError("not-writable", `the cloud has no node ${keyText(node)}`);
    const outside = points.find((point) => point >= size);
    if (outside !== undefined)
      throw new CloudError("not-writable", `the node ${keyText(node)} has ${size} points, so none with number ${outside}`);
    if (!Number.isInteger(classification) || classification < 0 || classification > 255)
      throw new CloudError("not-writable", `${classification} is not a class: classes are whole numbers from 0 to 255`);
  }
  return Map.groupBy(corrections, ({ node }) => keyText(node));
}

function nodeOf(chunk: BatchPlace, nodeAt: ReadonlyMap<number, CopcNode>): CopcNode {
  const node = nodeAt.get(chunk.offset);
  if (node && node.length === chunk.length && node.points === chunk.points) return node;
  throw new CloudError("copc-broken", "a chunk is not a node of the octree", chunk.offset);
}

async function copy(read: ReadRange, sink: ByteSink, { offset, length }: { offset: number; length: number }, to: number): Promise<void> {
  for (let done = 0; done < length; done += PIECE) {
    const piece = Math.min(PIECE, length - done);
    await sink.write(to + done, await readExactly(read, offset + done, piece, "a node"));
  }
}

/** The table of chunks, the records after the points with a new hierarchy, and the header with new offsets. @returns bytes of the file */
async function finish(
  cloud: Cloud,
  sink: ByteSink,
  tableAt: number,
  { chunks, nodes }: { chunks: readonly CopcNode[]; nodes: readonly CopcNode[] },
): Promise<number> {
  const { read, header, extendedRecords } = cloud;
  const head = new Uint8Array(await readExactly(read, 0, header.pointOffset, "the header"));
  const tablePlace = new Uint8Array(8);
  writeUint64(viewOf(tablePlace), 0, tableAt);
  await sink.write(header.pointOffset, tablePlace);
  const table = writeChunkTable(chunks, true);
  await sink.write(tableAt, table);
  let at = tableAt + table.length;
  writeUint64(viewOf(head), EVLR_OFFSET_AT, at);
  let hasHierarchy = false;
  for (const place of extendedRecords) {
    const isHierarchy = place.userId === HIERARCHY_RECORD.userId && place.recordId === HIERARCHY_RECORD.recordId;
    let data: Uint8Array;
    if (isHierarchy) {
      const pages = writeHierarchy(nodes, at + EVLR_HEADER);
      writeUint64(viewOf(head), header.headerSize + ROOT_PAGE_AT, at + EVLR_HEADER);
      writeUint64(viewOf(head), header.headerSize + ROOT_PAGE_AT + 8, pages.rootLength);
      data = pages.bytes;
      hasHierarchy = true;
    } else ({ data } = await readExtendedRecord(read, place));
    const record = writeEvlrs([{ ...place, data }]);
    await sink.write(at, record);
    at += record.length;
  }
  if (!hasHierarchy) throw new CloudError("copc-broken", "the hierarchy is not a record after the points");
  await sink.write(0, head);
  return at;
}

/** Counts what changes. */
class Moves {
  private readonly counts = new Map<number, number>();

  apply(classes: Uint8Array, corrections: readonly ClassCorrection[]): void {
    const before = classes.slice();
    for (const { points, classification } of corrections) for (const point of points) classes[point] = classification;
    for (const [point, from] of before.entries()) {
      const to = classes[point] as number;
      if (from !== to) this.counts.set(from * 256 + to, (this.counts.get(from * 256 + to) ?? 0) + 1);
    }
  }

  list(): ClassMove[] {
    return [...this.counts]
      .map(([key, points]) => ({ from: key >> 8, to: key & 255, points }))
      .sort((a, b) => a.from - b.from || a.to - b.to);
  }
}
