import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import type { PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { writeRecords } from "../las/records.ts";
import { readExtendedRecord, writeEvlrs } from "../las/vlr.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { decodeByLazPerf } from "../testing/laz-perf.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { oddPoints, syntheticPoints } from "../testing/synthetic-cloud.ts";
import { keyText } from "./hierarchy.ts";
import { CopcReader } from "./open-copc.ts";
import { type ClassCorrection, reclassifyCopc } from "./reclassify-copc.ts";
import { inThisThread } from "./write/executor.ts";
import { writeCopc } from "./write/write-copc.ts";

async function copcOf(format: number, extraBytes: number, batches: PointColumns[]): Promise<Uint8Array> {
  const sink = new MemorySink();
  const cloud = await openCloud(readFrom(await cloudFile({ format, extraBytes, compression: "none" }, batches)));
  await writeCopc(cloud, sink, memoryStorage(), inThisThread());
  return sink.bytes();
}

async function corrected(bytes: Uint8Array, corrections: readonly ClassCorrection[]) {
  const sink = new MemorySink();
  const result = await reclassifyCopc(await CopcReader.open(readFrom(bytes)), sink, corrections);
  return { ...result, file: sink.bytes() };
}

/** Records of each node, as they are in the file. */
async function rowsOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const reader = await CopcReader.open(readFrom(bytes));
  const { format, extraBytes } = reader.cloud;
  const rows = new Map<string, Uint8Array>();
  for (const node of await reader.findNodes()) rows.set(keyText(node), writeRecords(await reader.points(node), format, extraBytes));
  return rows;
}

const every = (count: number, step: number) => Uint32Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
const total = 120_000;
const town = copcOf(7, 2, [syntheticPoints({ format: 7, extraBytes: 2, total, seed: 4 }, 0, total)]);

describe("points with new classes", () => {
  it("are the only bytes of records that differ, also for laz-perf", async () => {
    const bytes = await town;
    const reader = await CopcReader.open(readFrom(bytes));
    const [root, second] = await reader.findNodes();
    if (!root || !second) throw new Error("the octree has one node");
    const {
      file,
      moves,
      bytes: size,
    } = await corrected(bytes, [
      { node: root, points: every(root.points, 7), classification: 64 },
      { node: root, points: Uint32Array.of(7, root.points - 1), classification: 9 },
      { node: second, points: Uint32Array.of(0), classification: 200 },
    ]);
    expect(size).toBe(file.length);
    const expected = await rowsOf(bytes);
    const record = pointFormat(7).size + 2;
    const put = (key: string, point: number, value: number) => {
      (expected.get(key) as Uint8Array)[point * record + 16] = value;
    };
    for (const point of every(root.points, 7)) put(keyText(root), point, 64);
    for (const point of [7, root.points - 1]) put(keyText(root), point, 9);
    put(keyText(second), 0, 200);
    expect(await rowsOf(file)).toEqual(expected);
    expect(moves.reduce((sum, { points }) => sum + points, 0)).toBe(Math.ceil(root.points / 7) + 1 + 1);
    expect(moves.filter(({ to }) => to === 9).reduce((sum, { points }) => sum + points, 0)).toBe(2);
    const theirs = Buffer.from(await decodeByLazPerf(file, record));
    const ours = [...(await CopcReader.open(readFrom(file)).then((opened) => opened.findNodes()))].sort((a, b) => a.offset - b.offset);
    expect(Buffer.compare(theirs, Buffer.concat(ours.map((node) => expected.get(keyText(node)) as Uint8Array)))).toBe(0);
  });

  it("that they had already leave the file as it was, byte for byte", async () => {
    const bytes = await town;
    const reader = await CopcReader.open(readFrom(bytes));
    const [root] = await reader.findNodes();
    if (!root) throw new Error("no node");
    const { classification } = await reader.points(root);
    const corrections = Array.from(every(root.points, 100), (point) => ({
      node: root,
      points: Uint32Array.of(point),
      classification: classification?.[point] as number,
    }));
    const { file, moves } = await corrected(bytes, corrections);
    expect(moves).toEqual([]);
    expect(Buffer.compare(file, bytes)).toBe(0);
  });

  it("come and go: taken back, the file is as it was", async () => {
    const bytes = await town;
    const [root] = await CopcReader.open(readFrom(bytes)).then((reader) => reader.findNodes());
    if (!root) throw new Error("no node");
    const { classification } = await (await CopcReader.open(readFrom(bytes))).points(root);
    const all = every(root.points, 1);
    const uniform = await corrected(bytes, [{ node: root, points: all, classification: 1 }]);
    expect(uniform.file.length).toBeLessThan(bytes.length);
    const back = await corrected(
      uniform.file,
      [...new Set(classification)].map((value) => ({
        node: root,
        points: all.filter((point) => classification?.[point] === value),
        classification: value,
      })),
    );
    expect(Buffer.compare(back.file, bytes)).toBe(0);
  });

  it.each([6, 7, 8])("are right for any points of format %i", async (format) => {
    const run = async (seed: number, count: number, values: number[]) => {
      const bytes = await copcOf(format, 1, [oddPoints(format, 1, count, seed, seed % 2 ? "calm" : "wild")]);
      const expected = await rowsOf(bytes);
      const nodes = await CopcReader.open(readFrom(bytes)).then((reader) => reader.findNodes());
      const corrections = nodes.map((node, i) => ({
        node,
        points: every(node.points, 1 + (i % 5)),
        classification: values[i % values.length] as number,
      }));
      const record = pointFormat(format).size + 1;
      for (const { node, points, classification } of corrections)
        for (const point of points) (expected.get(keyText(node)) as Uint8Array)[point * record + 16] = classification;
      expect(await rowsOf((await corrected(bytes, corrections)).file)).toEqual(expected);
    };
    const classes = fc.array(fc.nat(255), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(fc.nat(9999), fc.integer({ min: 1, max: 900 }), classes, run), { numRuns: 25 });
  });

  it("leave the other records after the points", async () => {
    const bytes = await town;
    const note = { userId: "survey", recordId: 7, description: "a note", data: Buffer.from("kept") };
    const file = Buffer.concat([bytes, writeEvlrs([note])]);
    file.writeUInt32LE(2, 243);
    const [root] = await CopcReader.open(readFrom(file)).then((reader) => reader.findNodes());
    if (!root) throw new Error("no node");
    const { file: written } = await corrected(file, [{ node: root, points: every(root.points, 3), classification: 65 }]);
    const cloud = await openCloud(readFrom(written));
    const place = cloud.extendedRecords.find(({ userId }) => userId === "survey");
    if (!place) throw new Error("the note is gone");
    expect(await readExtendedRecord(cloud.read, place)).toMatchObject({ description: "a note", data: new Uint8Array(note.data) });
    expect((await rowsOf(written)).size).toBe((await rowsOf(file)).size);
  });

  it.each([
    { what: "a node", node: { level: 3, x: 7, y: 7, z: 7 }, point: 0, classification: 2, message: "no node 3-7-7-7" },
    { what: "a point", node: { level: 0, x: 0, y: 0, z: 0 }, point: 4_000_000, classification: 2, message: "none with number 4000000" },
    { what: "a class", node: { level: 0, x: 0, y: 0, z: 0 }, point: 0, classification: 256, message: "256 is not a class" },
  ])("are refused for $what that does not exist", async ({ node, point, classification, message }) => {
    await expect(corrected(await town, [{ node, points: Uint32Array.of(point), classification }])).rejects.toThrow(message);
  });
});
