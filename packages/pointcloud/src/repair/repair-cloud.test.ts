import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrom } from "../byte-io.ts";
import { checkCloud } from "../checks/check-cloud.ts";
import { LIDAR_HD_CLASSES } from "../checks/lidar-hd.ts";
import type { PointColumns } from "../las/columns.ts";
import { openCloud } from "../open-cloud.ts";
import { pointBatches } from "../point-batches.ts";
import { type CloudFile, cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { oddPoints, syntheticPoints } from "../testing/synthetic-cloud.ts";
import { type CloudRepair, type Drop, repairCloud } from "./repair-cloud.ts";

const points = (format = 6, extraBytes = 0, count = 3000) => syntheticPoints({ format, extraBytes, total: count, seed: 5 }, 0, count);

const repairOf = (drop: Drop[], classes: [number, number][] = [], tile: CloudRepair["tile"] = null): CloudRepair => ({
  drop: new Set(drop),
  classes: new Map(classes),
  tile,
});

async function repaired(file: Uint8Array, repair: CloudRepair) {
  const sink = new MemorySink();
  const done = await repairCloud(await openCloud(readFrom(file)), sink, repair);
  return { done, cloud: await openCloud(readFrom(sink.bytes())) };
}

const file = (batches: PointColumns[], facts: Partial<CloudFile> = {}) =>
  cloudFile({ format: 6, extraBytes: 0, compression: "variable", ...facts }, batches);

async function all(cloud: Awaited<ReturnType<typeof openCloud>>): Promise<PointColumns[]> {
  const found: PointColumns[] = [];
  for await (const columns of pointBatches(cloud)) found.push(columns);
  return found;
}

test("what a repair is asked for is gone at the next check, and the rest of each point stays", async () => {
  const faulty = points();
  faulty.gpsTime?.set([Number.NaN, Number.POSITIVE_INFINITY], 10);
  faulty.classification?.set([8, 8, 12], 20);
  faulty.x.set([faulty.x[0] as number], 50);
  faulty.y.set([faulty.y[0] as number], 50);
  faulty.z.set([faulty.z[0] as number], 50);
  const source = (await file([faulty])).slice();
  // The counts of returns are wrong.
  new DataView(source.buffer).setUint32(255, 1, true);
  const before = await checkCloud(await openCloud(readFrom(source)), { classes: LIDAR_HD_CLASSES });
  expect(before.findings.map(({ code }) => code).sort()).toEqual(["class-unknown", "duplicates", "gps-time-not-finite", "header-returns"]);
  const { done, cloud } = await repaired(
    source,
    repairOf(
      ["bad-times", "duplicates"],
      [
        [8, 1],
        [12, 2],
      ],
    ),
  );
  expect(done).toEqual({ dropped: { "bad-times": 2, duplicates: 1 }, reclassified: { 8: 2, 12: 1 } });
  const after = await checkCloud(cloud, { classes: LIDAR_HD_CLASSES });
  expect(after.findings).toEqual([]);
  expect(after.summary.statistics.count).toBe(3000 - 3);
  const [kept] = await all(cloud);
  expect(kept?.intensity?.[0]).toBe(faulty.intensity?.[0]);
  expect(kept?.intensity?.[10]).toBe(faulty.intensity?.[12]);
  expect(cloud.crs.horizontalEpsg).toBe(2154);
});

test("points outside the header's bounds, or outside the tile of the name, go", async () => {
  const source = (await file([points()])).slice();
  const cloud = await openCloud(readFrom(source));
  const middle = (cloud.header.min[0] + cloud.header.max[0]) / 2;
  new DataView(source.buffer).setFloat64(179, middle, true);
  const { done, cloud: inside } = await repaired(source, repairOf(["outside-header"]));
  expect(done.dropped["outside-header"]).toBeGreaterThan(500);
  expect(inside.header.max[0]).toBeLessThanOrEqual(middle + 0.01);
  expect(inside.header.pointCount).toBe(3000 - (done.dropped["outside-header"] ?? 0));
  const tile: CloudRepair["tile"] = [cloud.header.min[0], cloud.header.min[1], middle, cloud.header.max[1]];
  const again = await repaired(await file([points()]), repairOf(["outside-tile"], [], tile));
  expect(again.cloud.header.max[0]).toBeLessThanOrEqual(middle + 1);
  await expect(repaired(source, repairOf(["outside-tile"], [], [0, 0, 1, 1]))).rejects.toThrow("leave no point");
});

test("without anything to do, every field of every point of any format stays", async () => {
  for (const format of [0, 1, 3, 6, 7, 8]) {
    const extraBytes = format === 7 ? 2 : 0;
    const compression = format < 6 ? "none" : "variable";
    const bytes = await file([points(format, extraBytes, 500)], { format, extraBytes, compression });
    const [source] = await all(await openCloud(readFrom(bytes)));
    if (!source) throw new Error("no points");
    const { done, cloud } = await repaired(bytes, repairOf([]));
    expect(done).toEqual({ dropped: {}, reclassified: {} });
    const [kept] = await all(cloud);
    for (const [name, values] of Object.entries(source)) {
      if (name === "wavePackets" || values === undefined) continue;
      expect([name, kept?.[name as keyof PointColumns]]).toEqual([name, values]);
    }
  }
});

test("of any points, those that stay are the first of each position with a time that is one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(1000), async (count, seed) => {
      const wild = oddPoints(6, 0, count, seed, "wild");
      wild.x.set(wild.x.map((value) => value % 3));
      wild.y.set(wild.y.map((value) => value % 2));
      wild.z.set(wild.z.map((value) => value % 2));
      const seen = new Set<string>();
      let expected = 0;
      for (let i = 0; i < count; i++) {
        const position = `${wild.x[i]},${wild.y[i]},${wild.z[i]}`;
        if (!Number.isFinite(wild.gpsTime?.[i]) || seen.has(position)) continue;
        seen.add(position);
        expected++;
      }
      const run = repaired(await file([wild]), repairOf(["bad-times", "duplicates"]));
      if (expected === 0) await expect(run).rejects.toThrow("leave no point");
      else expect((await run).cloud.header.pointCount).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test("points of formats with few classes can get any class", async () => {
  const { cloud } = await repaired(await file([points(1)], { format: 1, compression: "none" }), repairOf([], [[2, 67]]));
  const [kept] = await all(cloud);
  expect(kept?.classification).toContain(67);
});
