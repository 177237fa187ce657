import { buffer } from "node:stream/consumers";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";

/** The nodes of a tile's octree: where they are, and how many points and bytes they hold. No point is read for it. */
export interface NodeCounts {
  /** West, south, east, north of each node. */
  boxes: Float64Array;
  points: Uint32Array;
  bytes: Uint32Array;
}

/** Bytes of nodes that are kept: those of some 1,500 tiles of LiDAR HD. */
const KEPT_BYTES = 64 * 2 ** 20;

class Kept {
  private readonly counts = new Map<string, NodeCounts>();
  private readonly reading = new Map<string, Promise<NodeCounts>>();
  private bytes = 0;

  /** The counts if they are in memory. */
  get(key: string): NodeCounts | undefined {
    const found = this.counts.get(key);
    if (found) {
      // The last to be forgotten.
      this.counts.delete(key);
      this.counts.set(key, found);
    }
    return found;
  }

  read(core: Core, key: string): Promise<NodeCounts> {
    const running =
      this.reading.get(key) ??
      readCounts(core, key)
        .then((counts) => {
          this.keep(key, counts);
          return counts;
        })
        .finally(() => this.reading.delete(key));
    this.reading.set(key, running);
    return running;
  }

  private keep(key: string, counts: NodeCounts): void {
    this.counts.set(key, counts);
    this.bytes += sizeOf(counts);
    for (const [oldest, { ...old }] of this.counts) {
      if (this.bytes <= KEPT_BYTES || oldest === key) break;
      this.counts.delete(oldest);
      this.bytes -= sizeOf(old);
    }
  }
}

const sizeOf = ({ boxes, points, bytes }: NodeCounts) => boxes.byteLength + points.byteLength + bytes.byteLength;
const keptOf = perCore(() => new Kept());

/** Objects that are read at the same time. */
const AT_ONCE = 8;

/**
 * The nodes of tiles. Those that are not read in time are missing, and are read on for the next question.
 *
 * @param keys object keys of COPC files; the content of a key never changes
 */
export async function nodeCounts(core: Core, keys: readonly string[], waitMs: number): Promise<Map<string, NodeCounts>> {
  const kept = keptOf(core);
  const found = new Map<string, NodeCounts>();
  const missing = keys.filter((key) => {
    const counts = kept.get(key);
    if (counts) found.set(key, counts);
    return counts === undefined;
  });
  if (missing.length === 0) return found;
  const queue = missing.values();
  const worker = async () => {
    for (const key of queue) {
      const counts = await kept.read(core, key).catch((error: unknown) => {
        core.log.warn({ err: error, key }, "the octree of a tile was not read");
        return null;
      });
      if (counts) found.set(key, counts);
    }
  };
  const reading = Promise.all(Array.from({ length: Math.min(AT_ONCE, missing.length) }, worker));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([reading, late]);
  clearTimeout(timer);
  return new Map(found);
}

async function readCounts(core: Core, key: string): Promise<NodeCounts> {
  const reader = await CopcReader.open(async (offset, length) =>
    length === 0
      ? new Uint8Array()
      : new Uint8Array(await buffer(await core.storage.get(key, { start: offset, end: offset + length - 1 }))),
  );
  const nodes = await reader.findNodes();
  const counts: NodeCounts = {
    boxes: new Float64Array(4 * nodes.length),
    points: Uint32Array.from(nodes, (node) => node.points),
    bytes: Uint32Array.from(nodes, (node) => node.length),
  };
  for (const [i, node] of nodes.entries()) {
    const { min, max } = reader.boundsOf(node);
    counts.boxes.set([min[0], min[1], max[0], max[1]], 4 * i);
  }
  return counts;
}
