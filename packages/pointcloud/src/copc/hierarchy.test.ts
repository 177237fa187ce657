import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { type CopcNode, keyText, readHierarchyPage, writeHierarchy } from "./hierarchy.ts";
import { CopcReader } from "./open-copc.ts";
import { inThisThread } from "./write/executor.ts";
import { writeCopc } from "./write/write-copc.ts";

/** A tree of a surface: four children of each node, down to a level; `drop` leaves out subtrees. */
function tree(levels: number, drop: (key: string) => boolean): CopcNode[] {
  const nodes: CopcNode[] = [];
  const add = (level: number, x: number, y: number) => {
    const node = { level, x, y, z: 0, offset: 1000 + nodes.length * 10, length: 10, points: 1 + nodes.length };
    if (level > 0 && drop(keyText(node))) return;
    nodes.push(node);
    if (level + 1 < levels) for (let i = 0; i < 4; i++) add(level + 1, 2 * x + (i & 1), 2 * y + (i >> 1));
  };
  add(0, 0, 0);
  return nodes;
}

/** Reads pages as readers do: from the root page, and from each page that is named. */
function readBack(bytes: Uint8Array, offset: number, rootLength: number) {
  const found = new Map<string, CopcNode>();
  let pages = 0;
  const open = [{ offset, length: rootLength, root: "0-0-0-0" }];
  for (let place = open.pop(); place; place = open.pop()) {
    pages++;
    const page = readHierarchyPage(bytes.subarray(place.offset - offset, place.offset - offset + place.length), place.offset);
    expect(page.nodes.map(keyText)).toContain(place.root);
    for (const node of page.nodes) {
      expect(found.has(keyText(node))).toBe(false);
      found.set(keyText(node), node);
    }
    open.push(...page.pages.map((child) => ({ ...child, root: keyText(child) })));
  }
  return { found, pages };
}

const byOffset = (nodes: Iterable<CopcNode>) => [...nodes].sort((a, b) => a.offset - b.offset);

describe("the pages of a hierarchy", () => {
  it("hold each node once, in one page for a small tree and in several for a large one", () => {
    const small = tree(5, () => false);
    const one = writeHierarchy(small, 500);
    expect(readBack(one.bytes, 500, one.rootLength)).toMatchObject({ pages: 1, found: { size: 341 } });
    const large = tree(8, () => false);
    const many = writeHierarchy(large, 5_000_000_000);
    const { found, pages } = readBack(many.bytes, 5_000_000_000, many.rootLength);
    expect(pages).toBe(1 + 256);
    expect(byOffset(found.values())).toEqual(large);
  });

  it("hold each node of any tree", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const nodes = tree(7, (key) => Math.imul(seed ^ key.length, 31 * key.charCodeAt(2) + key.charCodeAt(key.length - 3)) % 5 === 0);
        const { bytes, rootLength } = writeHierarchy(nodes, 64);
        expect(byOffset(readBack(bytes, 64, rootLength).found.values())).toEqual(nodes);
      }),
      { numRuns: 20 },
    );
  });

  it("that are broken are an error that says where", () => {
    const { bytes } = writeHierarchy(
      tree(2, () => false),
      0,
    );
    expect(() => readHierarchyPage(bytes.subarray(1), 100)).toThrow("not a multiple of 32 (at byte 100)");
    const view = new DataView(bytes.slice().buffer);
    view.setInt32(36, 2, true);
    expect(() => readHierarchyPage(new Uint8Array(view.buffer), 100)).toThrow(/there is no node 1-2-.* \(at byte 132\)/);
    view.setInt32(36, 1, true);
    view.setInt32(60, -2, true);
    expect(() => readHierarchyPage(new Uint8Array(view.buffer), 100)).toThrow("no valid place");
  });
});

describe("a COPC reader", async () => {
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: 300, seed: 1 }, 0, 300);
  const source = await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]);
  const sink = new MemorySink();
  await writeCopc(await openCloud(readFrom(source)), sink, memoryStorage(), inThisThread());
  const file = sink.bytes();
  const changed = (change: (view: DataView) => void) => {
    const bytes = file.slice();
    change(new DataView(bytes.buffer));
    return readFrom(bytes);
  };
  const pageAt = new DataView(file.buffer).getUint32(429 + 40, true);

  it("refuses files that are not COPC, and cubes that are no cubes", async () => {
    await expect(CopcReader.open(readFrom(source))).rejects.toThrow("the file is not COPC");
    await expect(CopcReader.open(changed((view) => view.setFloat64(429 + 24, 0, true)))).rejects.toThrow("not a positive number");
    await expect(CopcReader.open(changed((view) => view.setFloat64(429, Number.NaN, true)))).rejects.toThrow("not a positive number");
  });

  it("refuses pages and nodes that lead nowhere, or back", async () => {
    const find = async (change: (view: DataView) => void) => (await CopcReader.open(changed(change))).findNodes();
    await expect(find((view) => view.setUint32(429 + 48, 2 ** 31, true))).rejects.toThrow("too large");
    await expect(find((view) => view.setUint32(429 + 40, file.length, true))).rejects.toThrow("the file ends inside the hierarchy");
    await expect(find((view) => view.setInt32(pageAt + 28, -1, true))).rejects.toThrow("a page of node 0-0-0-0 names node 0-0-0-0");
    const reader = await CopcReader.open(changed((view) => view.setInt32(pageAt + 28, 15_000_000, true)));
    const [node] = await reader.findNodes();
    await expect(reader.points(node as CopcNode)).rejects.toThrow(/cannot hold 15000000 points/);
  });

  it("reads each node with the fields that are asked for", async () => {
    const reader = await CopcReader.open(readFrom(file));
    const [node] = await reader.findNodes();
    const read = await reader.points(node as CopcNode, new Set(["classification"]));
    expect(read.intensity).toBeUndefined();
    expect([...(read.classification ?? [])].sort()).toEqual([...(points.classification ?? [])].sort());
  });

  it("has no file of a writer that was stopped", async () => {
    const stopped = new AbortController();
    const work = writeCopc(await openCloud(readFrom(source)), new MemorySink(), memoryStorage(), inThisThread(), {
      signal: stopped.signal,
      onProgress: () => stopped.abort(),
    });
    await expect(work).rejects.toThrow("abort");
  });
});
