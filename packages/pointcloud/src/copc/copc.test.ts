import { Copc, type Hierarchy } from "copc";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import type { PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { writeRecords } from "../las/records.ts";
import { ThreadPool } from "../node/thread-pool.ts";
import { openCloud } from "../open-cloud.ts";
import { type CloudFile, cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { oddPoints, SYNTHETIC, syntheticPoints } from "../testing/synthetic-cloud.ts";
import { keyText, type NodeKey, parentOf } from "./hierarchy.ts";
import { CopcReader } from "./open-copc.ts";
import { type Executor, inThisThread } from "./write/executor.ts";
import { writeCopc } from "./write/write-copc.ts";

/** Records of all batches, sorted: an octree keeps each, in another order. */
function sortedRows(batches: PointColumns[], format: number, extraBytes: number): string[] {
  const size = pointFormat(format).size + extraBytes;
  const bytes = Buffer.concat(batches.map((batch) => writeRecords(batch, pointFormat(format), extraBytes)));
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size).toString("latin1")).sort();
}

async function copcOf(file: CloudFile, batches: PointColumns[], executor: Executor = inThisThread()) {
  const sink = new MemorySink();
  const cloud = await openCloud(readFrom(await cloudFile(file, batches)));
  const result = await writeCopc(cloud, sink, memoryStorage(), executor);
  return { bytes: sink.bytes(), result };
}

/** All nodes; each must hold its points inside its cube, and have a parent with points. */
async function readAll(bytes: Uint8Array) {
  const reader = await CopcReader.open(readFrom(bytes));
  const nodes = await reader.findNodes();
  const keys = new Set(nodes.map(keyText));
  const batches: PointColumns[] = [];
  const { scale, offset } = reader.cloud.header;
  for (const node of nodes) {
    const points = await reader.points(node);
    expect(points.count).toBe(node.points);
    const { min, max } = reader.boundsOf(node);
    for (const [axis, values] of [points.x, points.y, points.z].entries()) {
      const at = (value: number) => value * (scale[axis] as number) + (offset[axis] as number);
      const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
      expect(at(least)).toBeGreaterThanOrEqual(min[axis] as number);
      expect(at(most)).toBeLessThan(max[axis] as number);
    }
    if (node.level > 0) expect(keys).toContain(keyText(parentOf(node)));
    batches.push(points);
  }
  return { reader, nodes, batches };
}

/** The same by copc.js, which is not ours: nodes and coordinates. */
async function readByCopcJs(bytes: Uint8Array) {
  const getter = async (begin: number, end: number) => Buffer.from(bytes.subarray(begin, end));
  const copc = await Copc.create(getter);
  const found: { key: string; points: number }[] = [];
  let sum = 0;
  const pages: Hierarchy.Page[] = [copc.info.rootHierarchyPage];
  for (let page = pages.pop(); page; page = pages.pop()) {
    const { nodes, pages: more } = await Copc.loadHierarchyPage(getter, page);
    pages.push(...Object.values(more).filter((entry) => entry !== undefined));
    for (const [key, node] of Object.entries(nodes)) {
      if (!node || node.pointCount === 0) continue;
      const view = await Copc.loadPointDataView(getter, copc, node);
      const [x, y, z] = (["X", "Y", "Z"] as const).map((name) => view.getter(name)) as [typeof Number, typeof Number, typeof Number];
      for (let i = 0; i < view.pointCount; i++) sum += x(i) + y(i) + z(i);
      found.push({ key, points: view.pointCount });
    }
  }
  return { copc, found, sum };
}

function coordinateSum(batches: PointColumns[]): number {
  const { scale, offset } = SYNTHETIC;
  let sum = 0;
  for (const { count, x, y, z } of batches) {
    for (let i = 0; i < count; i++) {
      for (const [axis, values] of [x, y, z].entries()) sum += (values[i] as number) * (scale[axis] as number) + (offset[axis] as number);
    }
  }
  return sum;
}

describe("a COPC file", () => {
  it.each([
    { format: 6, extraBytes: 0, total: 90_000 },
    { format: 7, extraBytes: 1, total: 30_000 },
    { format: 8, extraBytes: 9, total: 70_000 },
  ])("keeps every point of format $format with $extraBytes extra bytes, and is read by copc.js", async ({ format, extraBytes, total }) => {
    const batches = [0, 1].map((i) => syntheticPoints({ format, extraBytes, total, seed: 8 }, (i * total) / 2, total / 2));
    const { bytes, result } = await copcOf({ format, extraBytes, compression: "variable" }, batches);
    const { nodes, batches: read, reader } = await readAll(bytes);
    expect(result).toMatchObject({ points: total, nodes: nodes.length, bytes: bytes.length, hasCrs: true });
    expect(sortedRows(read, format, extraBytes)).toEqual(sortedRows(batches, format, extraBytes));
    const { found, sum, copc } = await readByCopcJs(bytes);
    const byKey = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key);
    expect(found.sort(byKey)).toEqual(nodes.map((node) => ({ key: keyText(node), points: node.points })).sort(byKey));
    expect(sum).toBeCloseTo(coordinateSum(batches), 0);
    expect(copc.wkt).toContain("Lambert-93");
    expect(copc.info.gpsTimeRange).toEqual([reader.info.gpsMin, reader.info.gpsMax]);
    expect(copc.header.pointCount).toBe(total);
  });

  it("has samples that become finer by level", async () => {
    const total = 300_000;
    const batches = Array.from({ length: 6 }, (_, i) => syntheticPoints({ format: 6, extraBytes: 0, total, seed: 2 }, i * 50_000, 50_000));
    const { bytes } = await copcOf({ format: 6, extraBytes: 0, compression: "none" }, batches);
    const { nodes, reader } = await readAll(bytes);
    const levels = Map.groupBy(nodes, (node) => node.level);
    const root = levels.get(0)?.[0];
    // A surface of a square kilometre: about one point in each of 128 × 128 columns.
    expect(root?.points).toBeGreaterThan(10_000);
    expect(root?.points).toBeLessThan(50_000);
    expect(levels.get(1)).toHaveLength(4);
    const coarse = await reader.findNodes({ spacing: reader.info.spacing });
    expect(coarse.map(keyText)).toEqual(["0-0-0-0"]);
    const { min } = reader.boundsOf(nodes[0] as NodeKey);
    const corner = { min, max: min.map((value) => value + 100) as typeof min };
    const near = await reader.findNodes({ bounds: corner });
    expect(near.length).toBeLessThan(nodes.length / 2);
    expect(near.length).toBeGreaterThan(1);
  });

  it("does not depend on the number of threads, nor on a header with wrong bounds", async () => {
    const total = 150_000;
    const make = () =>
      Array.from({ length: 5 }, (_, i) => syntheticPoints({ format: 7, extraBytes: 1, total, seed: 5 }, i * 30_000, 30_000));
    const file = { format: 7, extraBytes: 1, compression: "variable" } as const;
    const pool = new ThreadPool(2);
    try {
      const alone = await copcOf(file, make());
      const together = await copcOf(file, make(), pool);
      expect(Buffer.compare(alone.bytes, together.bytes)).toBe(0);
      const source = (await cloudFile(file, make())).slice();
      // The highest x of the header, half of what it is.
      new DataView(source.buffer).setFloat64(179, 292_500, true);
      const sink = new MemorySink();
      await writeCopc(await openCloud(readFrom(source)), sink, memoryStorage(), pool);
      expect(Buffer.compare(sink.bytes(), alone.bytes)).toBe(0);
    } finally {
      await pool.close();
    }
  });

  it("of points that no scanner gives keeps each bit", async () => {
    const batches = [oddPoints(8, 2, 900, 1, "wild"), oddPoints(8, 2, 1, 2, "wild"), oddPoints(8, 2, 700, 3, "calm")];
    const { bytes } = await copcOf({ format: 8, extraBytes: 2, compression: "variable" }, batches);
    const { batches: read } = await readAll(bytes);
    expect(sortedRows(read, 8, 2)).toEqual(sortedRows(batches, 8, 2));
  });

  it("of one point has one node", async () => {
    const { bytes, result } = await copcOf({ format: 6, extraBytes: 0, compression: "none" }, [oddPoints(6, 0, 1, 1, "calm")]);
    expect(result).toMatchObject({ points: 1, nodes: 1, levels: 1 });
    expect((await readByCopcJs(bytes)).found).toEqual([{ key: "0-0-0-0", points: 1 }]);
  });

  it.each([
    { where: "in two places", spread: 1 },
    { where: "on a table in a large hall", spread: 300 },
  ])("of points that are nearly all $where has deep nodes, and an end", async ({ spread }) => {
    const batches = Array.from({ length: 10 }, (_, part) => {
      const points = syntheticPoints({ format: 6, extraBytes: 0, total: 1_000_000, seed: 1 }, part * 60_000, 60_000);
      for (let i = 0; i < points.count; i++) {
        points.x[i] = 5 + ((part * 17 + i) % spread);
        points.y[i] = 7 + ((part * 31 + (i >> 4)) % spread);
        points.z[i] = i % 10 === 0 ? 100_000 : 100 + ((i >> 7) % spread);
      }
      return points;
    });
    const { bytes, result } = await copcOf({ format: 6, extraBytes: 0, compression: "none" }, batches);
    expect(result.points).toBe(600_000);
    expect(result.levels).toBeGreaterThan(spread === 1 ? 14 : 8);
    const { batches: read } = await readAll(bytes);
    expect(sortedRows(read, 6, 0)).toEqual(sortedRows(batches, 6, 0));
  });

  it("is made from older formats with the fields that they have", async () => {
    const batches = [syntheticPoints({ format: 3, extraBytes: 1, total: 5000, seed: 4 }, 0, 5000)];
    for (const batch of batches) batch.scanAngle?.fill(Math.round(-9 / 0.006));
    const { bytes } = await copcOf({ format: 3, extraBytes: 1, compression: "none", header: { versionMinor: 2 } }, batches);
    const { batches: read, reader } = await readAll(bytes);
    expect(reader.cloud.header.pointFormat).toBe(7);
    expect(sortedRows(read, 7, 1)).toEqual(sortedRows(batches, 7, 1));
  });

  it("is not made from nothing", async () => {
    await expect(copcOf({ format: 6, extraBytes: 0, compression: "none" }, [])).rejects.toThrow("without points");
  });
});
