import { describe, expect, it } from "vitest";
import { readFrom } from "./byte-io.ts";
import type { PointColumns } from "./las/columns.ts";
import { pointFormat } from "./las/point-format.ts";
import { writeRecords } from "./las/records.ts";
import { openCloud } from "./open-cloud.ts";
import { pointBatches } from "./point-batches.ts";
import { cloudFile } from "./testing/cloud-file.ts";
import { decodeByLazPerf } from "./testing/laz-perf.ts";
import { oddPoints, syntheticPoints, type Wildness } from "./testing/synthetic-cloud.ts";

const rows = (batches: PointColumns[], format: number, extraBytes: number) =>
  Buffer.concat(batches.map((batch) => writeRecords(batch, pointFormat(format), extraBytes)));

async function readBack(file: Uint8Array): Promise<PointColumns[]> {
  const batches: PointColumns[] = [];
  for await (const batch of pointBatches(await openCloud(readFrom(file)))) batches.push(batch);
  return batches;
}

describe("a compressed file", () => {
  const cases = [6, 7, 8].flatMap((format) =>
    [0, 1, 27].flatMap((extraBytes) => (["calm", "wild", "constant"] as Wildness[]).map((wildness) => ({ format, extraBytes, wildness }))),
  );

  it.each(cases)("is read by laz-perf as it was written: %o", async ({ format, extraBytes, wildness }) => {
    for (const channels of [[0], [2], [0, 1], [3, 1, 0, 2]]) {
      const sizes = [700, 1, 3, 64, 2];
      const batches = sizes.map((size, i) => oddPoints(format, extraBytes, size, 31 * i + format, wildness, channels));
      const file = await cloudFile({ format, extraBytes, compression: "variable" }, batches);
      const expected = rows(batches, format, extraBytes);
      expect(Buffer.from(await decodeByLazPerf(file, pointFormat(format).size + extraBytes)).equals(expected)).toBe(true);
      expect(rows(await readBack(file), format, extraBytes).equals(expected)).toBe(true);
    }
  });

  it("with fixed chunks has a last one that is shorter", async () => {
    const batches = [0, 1, 2].map((i) => syntheticPoints({ format: 6, extraBytes: 0, total: 2500, seed: 1 }, i * 1000, i < 2 ? 1000 : 500));
    const file = await cloudFile({ format: 6, extraBytes: 0, compression: "fixed", chunkPoints: 1000 }, batches);
    const expected = rows(batches, 6, 0);
    expect(Buffer.from(await decodeByLazPerf(file, 30)).equals(expected)).toBe(true);
    const read = await readBack(file);
    expect(read.map((batch) => batch.count)).toEqual([1000, 1000, 500]);
    const short = syntheticPoints({ format: 6, extraBytes: 0, total: 10, seed: 1 }, 0, 10);
    await expect(cloudFile({ format: 6, extraBytes: 0, compression: "fixed", chunkPoints: 20 }, [short, short])).rejects.toThrow(
      "only the last chunk",
    );
  });

  it("without points opens, and has none", async () => {
    const file = await cloudFile({ format: 7, extraBytes: 1, compression: "fixed" }, []);
    expect((await openCloud(readFrom(file))).header.pointCount).toBe(0);
    expect(await readBack(file)).toEqual([]);
  });
});

describe("a file of any format", () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("%i returns its records, counts and bounds", async (format) => {
    const extraBytes = format % 3;
    const older = format < 6;
    const batches = [0, 1].map((i) => syntheticPoints({ format, extraBytes, total: 700, seed: 4 }, i * 350, 350));
    // Whole degrees: what older formats can hold.
    if (older) for (const batch of batches) batch.scanAngle?.fill(Math.round(7 / 0.006));
    const header = { versionMinor: older ? 3 : 4, systemId: "a scanner", creationYear: 2026, creationDay: 60 };
    const file = await cloudFile({ format, extraBytes, compression: "none", header }, batches);
    const cloud = await openCloud(readFrom(file));
    expect(cloud.header).toMatchObject({ ...header, pointFormat: format, pointCount: 700, isCompressed: false });
    expect(cloud.crs.horizontalEpsg).toBe(2154);
    expect(cloud.extraFields.map((field) => field.name)).toEqual(["byte 0", "byte 1"].slice(0, extraBytes));
    const [read] = await readBack(file);
    expect(read?.count).toBe(700);
    expect(rows([read as PointColumns], format, extraBytes).equals(rows(batches, format, extraBytes))).toBe(true);
    const west = Math.min(...(read?.x ?? [])) * 0.01 + 292_000;
    expect(cloud.header.min[0]).toBe(west);
    const first = batches.flatMap((batch) => [...(batch.returns ?? [])]).filter((value) => (value & 15) === 1).length;
    expect(cloud.header.pointsByReturn[0]).toBe(first);
  });
});
