// @on-demand laszip
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { inThisThread } from "../copc/write/executor.ts";
import { writeCopc } from "../copc/write/write-copc.ts";
import type { PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { writeRecords } from "../las/records.ts";
import { openCloud } from "../open-cloud.ts";
import { batchPlaces, pointBatches } from "../point-batches.ts";
import { repairCloud } from "../repair/repair-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { oddPoints, syntheticPoints, type Wildness } from "../testing/synthetic-cloud.ts";
import { ChunkEncoder } from "./encode-chunk.ts";

// LASzip itself reads what we write, and writes what we read (Debian: apt-get install python3-laspy python3-laszip).

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "laszip-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function laszip(...names: string[]): Record<string, string> {
  const script = path.join(import.meta.dirname, "../../scripts/laszip-reads.py");
  return JSON.parse(execFileSync("/usr/bin/python3", [script, ...names.map((name) => path.join(folder, name))], { encoding: "utf8" }));
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** LASzip compares times as numbers, so it changes −0 and repeats NaN: neither is in these points. */
function withoutOddTimes(points: PointColumns): PointColumns {
  points.gpsTime?.forEach((time, i) => {
    if (Number.isNaN(time) || time === 0) points.gpsTime?.set([3], i);
  });
  return points;
}

describe("LASzip", () => {
  const cases = [6, 7, 8].flatMap((format) =>
    [0, 1, 5].flatMap((extraBytes) => (["calm", "wild"] as Wildness[]).map((wildness) => ({ format, extraBytes, wildness }))),
  );

  it.each(cases)("reads our chunks, and writes the same bytes: %o", async ({ format, extraBytes, wildness }) => {
    for (const channels of [[0], [2], [0, 1], [3, 1, 0, 2]]) {
      const points = withoutOddTimes(oddPoints(format, extraBytes, 5000, 60 + format, wildness, channels));
      writeFileSync(path.join(folder, "a.las"), await cloudFile({ format, extraBytes, compression: "none" }, [points]));
      writeFileSync(path.join(folder, "a.laz"), await cloudFile({ format, extraBytes, compression: "variable" }, [points]));
      const [read] = Object.values(laszip("a.laz"));
      expect(read).toBe(hash(writeRecords(points, pointFormat(format), extraBytes)));
      const theirs = readFileSync(path.join(folder, "a.by-laszip.laz"));
      const [chunk] = await batchPlaces(await openCloud(readFrom(theirs)));
      const bytes = theirs.subarray(chunk?.offset, (chunk?.offset ?? 0) + (chunk?.length ?? 0));
      expect(Buffer.compare(bytes, new ChunkEncoder(pointFormat(format), extraBytes).encode(points))).toBe(0);
    }
  });

  it.each([0, 1, 2, 3, 4, 5])("writes format %i as we read it", async (format) => {
    const points = syntheticPoints({ format, extraBytes: 2, total: 120_000, seed: 5 }, 0, 120_000);
    points.scanAngle?.fill(Math.round(12 / 0.006));
    for (let i = 0; i < (points.wavePackets?.length ?? 0); i++) points.wavePackets?.set([(i * i) >> 3], i);
    writeFileSync(
      path.join(folder, "b.las"),
      await cloudFile({ format, extraBytes: 2, compression: "none", header: { versionMinor: 3 } }, [points]),
    );
    rmSync(path.join(folder, "b.laz"), { force: true });
    laszip("b.laz");
    const cloud = await openCloud(readFrom(readFileSync(path.join(folder, "b.by-laszip.laz"))));
    const rows: Uint8Array[] = [];
    for await (const batch of pointBatches(cloud)) rows.push(writeRecords(batch, cloud.format, 2));
    expect(rows.length).toBeGreaterThan(2);
    expect(hash(Buffer.concat(rows))).toBe(hash(writeRecords(points, pointFormat(format), 2)));
  });

  it.each([6, 7, 8])("reads each point of a COPC of format %i as we do, in the same order", async (format) => {
    const points = syntheticPoints({ format, extraBytes: 1, total: 120_000, seed: 6 }, 0, 120_000);
    const source = await openCloud(readFrom(await cloudFile({ format, extraBytes: 1, compression: "variable" }, [points])));
    const sink = new MemorySink();
    await writeCopc(source, sink, memoryStorage(), inThisThread());
    writeFileSync(path.join(folder, "c.laz"), sink.bytes());
    rmSync(path.join(folder, "c.las"), { force: true });
    const copc = await openCloud(readFrom(sink.bytes()));
    const rows: Uint8Array[] = [];
    for await (const batch of pointBatches(copc)) rows.push(writeRecords(batch, copc.format, 1));
    expect(rows.length).toBeGreaterThan(2);
    const [read] = Object.values(laszip("c.laz"));
    expect(read).toBe(hash(Buffer.concat(rows)));
  });

  it("reads each point of a repaired cloud as we do", async () => {
    const points = syntheticPoints({ format: 1, extraBytes: 0, total: 60_000, seed: 7 }, 0, 60_000);
    points.scanAngle?.fill(0);
    const source = await openCloud(readFrom(await cloudFile({ format: 1, extraBytes: 0, compression: "none" }, [points])));
    const sink = new MemorySink();
    await repairCloud(source, sink, { drop: new Set(["duplicates"]), tile: null, classes: new Map([[2, 66]]) });
    writeFileSync(path.join(folder, "d.laz"), sink.bytes());
    rmSync(path.join(folder, "d.las"), { force: true });
    const repaired = await openCloud(readFrom(sink.bytes()));
    const rows: Uint8Array[] = [];
    for await (const batch of pointBatches(repaired)) rows.push(writeRecords(batch, repaired.format, 0));
    const [read] = Object.values(laszip("d.laz"));
    expect(read).toBe(hash(Buffer.concat(rows)));
  });
});
