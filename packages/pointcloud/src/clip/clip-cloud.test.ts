import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReadRange, readFrom } from "../byte-io.ts";
import { inThisThread } from "../copc/write/executor.ts";
import { writeCopc } from "../copc/write/write-copc.ts";
import type { PointColumns } from "../las/columns.ts";
import type { NewExtraField } from "../las/extra-bytes.ts";
import { extraValues } from "../las/extra-bytes.ts";
import { writeRecords } from "../las/records.ts";
import { type Cloud, openCloud } from "../open-cloud.ts";
import { pointBatches } from "../point-batches.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { oddPoints, syntheticPoints } from "../testing/synthetic-cloud.ts";
import { Area } from "./area.ts";
import { type ClipOptions, clipClouds } from "./clip-cloud.ts";
import { estimateClip } from "./estimate.ts";
import { openSource } from "./source.ts";

async function clip(files: readonly Uint8Array[], options: Partial<ClipOptions> = {}) {
  const sink = new MemorySink();
  const sources = await Promise.all(files.map((file) => openSource(readFrom(file))));
  const result = await clipClouds(sources, sink, { isCompressed: true, ...options });
  return { ...result, file: sink.bytes() };
}

async function copcOf(file: Uint8Array): Promise<Uint8Array> {
  const sink = new MemorySink();
  await writeCopc(await openCloud(readFrom(file)), sink, memoryStorage(), inThisThread());
  return sink.bytes();
}

async function batchesOf(cloud: Cloud): Promise<PointColumns[]> {
  const batches: PointColumns[] = [];
  for await (const batch of pointBatches(cloud)) batches.push(batch);
  return batches;
}

/** Each point as text: its record. Sorted, since octrees have another order. */
async function pointTexts(file: Uint8Array): Promise<string[]> {
  const cloud = await openCloud(readFrom(file));
  const texts: string[] = [];
  for await (const batch of pointBatches(cloud)) {
    const records = Buffer.from(writeRecords(batch, cloud.format, cloud.extraBytes));
    const { recordLength } = cloud.header;
    for (let i = 0; i < batch.count; i++) texts.push(records.toString("latin1", i * recordLength, (i + 1) * recordLength));
  }
  return texts.sort();
}

const box = (west: number, south: number, east: number, north: number) =>
  new Area([
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ]);
const everywhere = box(290_000, 6_830_000, 295_000, 6_835_000);

describe("a clip", () => {
  const formats = [
    { format: 6, extraBytes: 0 },
    { format: 7, extraBytes: 1 },
    { format: 8, extraBytes: 0 },
    { format: 8, extraBytes: 19 },
  ];

  it("loses no point and no field from LAZ to COPC and back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formats), fc.integer({ min: 1, max: 3000 }), fc.nat(1000), async (layout, total, seed) => {
        const batches = [0, 1].map((i) => syntheticPoints({ ...layout, total: 2 * total, seed }, i * total, total));
        const source = await cloudFile({ ...layout, compression: "variable" }, batches);
        const clipped = await clip([await copcOf(source)], { area: everywhere });
        expect(clipped).toMatchObject({ points: 2 * total, pointFormat: layout.format, hasWkt: true, lacksWaves: false });
        expect(await pointTexts(clipped.file)).toEqual(await pointTexts(source));
        const { cloud } = await openSource(readFrom(clipped.file));
        const original = await openCloud(readFrom(source));
        expect(cloud.extraFields).toEqual(original.extraFields);
        expect(cloud.crs).toEqual(original.crs);
        for (const name of ["min", "max", "pointsByReturn", "scale", "offset"] as const)
          expect(cloud.header[name]).toEqual(original.header[name]);
      }),
      { numRuns: 12 },
    );
  });

  it("keeps values that no scanner gives", async () => {
    for (const format of [6, 7, 8]) {
      const source = await cloudFile({ format, extraBytes: 3, compression: "variable" }, [oddPoints(format, 3, 500, format, "wild")]);
      expect(await pointTexts((await clip([source])).file)).toEqual(await pointTexts(source));
    }
  });

  it.each([0, 1, 2, 3, 4, 5, 9, 10])("of format %i has a format with all its fields", async (format) => {
    const points = syntheticPoints({ format, extraBytes: 2, total: 300, seed: 1 }, 0, 300);
    // Whole degrees: what older formats can hold.
    if (format < 6) points.scanAngle?.fill(Math.round(7 / 0.006));
    const header = { versionMinor: format < 6 ? 3 : 4 };
    const source = await cloudFile({ format, extraBytes: 2, compression: "none", header }, [points]);
    const clipped = await clip([source]);
    expect(clipped.lacksWaves).toBe([4, 5, 9, 10].includes(format));
    const cloud = await openCloud(readFrom(clipped.file));
    const [read] = await batchesOf(cloud);
    const [original] = await batchesOf(await openCloud(readFrom(source)));
    for (const [name, values] of Object.entries(original as PointColumns))
      if (values !== undefined && name !== "wavePackets") expect(read?.[name as keyof PointColumns]).toEqual(values);
  });

  it("takes each point once from neighbouring areas", async () => {
    const total = 6000;
    const source = await copcOf(
      await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [
        syntheticPoints({ format: 6, extraBytes: 0, total, seed: 5 }, 0, total),
      ]),
    );
    const middle: [number, number] = [292_431, 6_832_577];
    const corners: [number, number][] = [
      [291_999, 6_831_999],
      [293_001, 6_831_999],
      [293_001, 6_833_001],
      [291_999, 6_833_001],
    ];
    const parts = corners.map((corner, i) => new Area([[[corner, corners[(i + 1) % 4] as [number, number], middle]]]));
    const clips = await Promise.all(parts.map((area) => clip([source], { area })));
    expect(clips.reduce((sum, { points }) => sum + points, 0)).toBe(total);
    const texts = await Promise.all(clips.map(({ file }) => pointTexts(file)));
    expect(texts.flat().sort()).toEqual(await pointTexts(source));
    for (const [i, { file }] of clips.entries())
      for await (const batch of pointBatches(await openCloud(readFrom(file))))
        for (let k = 0; k < batch.count; k++)
          expect((parts[i] as Area).contains((batch.x[k] as number) * 0.01 + 292_000, (batch.y[k] as number) * 0.01 + 6_832_000)).toBe(
            true,
          );
  });

  it("keeps classes, and one point of each cell", async () => {
    const total = 40_000;
    const points = syntheticPoints({ format: 6, extraBytes: 0, total, seed: 5 }, 0, total);
    const source = await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]);
    const ground = await clip([source], { classes: new Set([2]) });
    const expected = (points.classification ?? []).filter((code) => code === 2).length;
    expect([ground.points, ground.byClass[2], ground.byClass[5]]).toEqual([expected, expected, 0]);
    for (const [options, side, isCube] of [
      [{ spacing: 20 }, 20, true],
      [{ density: 1 / 900 }, 30, false],
    ] as const) {
      const thin = await clip([source], options);
      const cells = new Set(
        [...points.x].map((x, i) => {
          const place = [x * 0.01 + 292_000, (points.y[i] as number) * 0.01 + 6_832_000, (points.z[i] as number) * 0.01];
          return place
            .slice(0, isCube ? 3 : 2)
            .map((value) => Math.floor(value / side))
            .join();
        }),
      );
      expect(thin.points).toBe(cells.size);
    }
    await expect(clip([source], { spacing: 0 })).rejects.toThrow(RangeError);
  });

  it("reads of an octree what the area touches", async () => {
    const total = 200_000;
    const points = syntheticPoints({ format: 6, extraBytes: 0, total, seed: 5 }, 0, total);
    const file = await copcOf(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
    let bytes = 0;
    const counted: ReadRange = (offset, length) => {
      bytes += length;
      return readFrom(file)(offset, length);
    };
    const area = box(292_100, 6_832_100, 292_130, 6_832_130);
    const sink = new MemorySink();
    const { points: count } = await clipClouds([await openSource(counted)], sink, { isCompressed: false, area });
    const isInside = (i: number) => area.contains((points.x[i] as number) * 0.01 + 292_000, (points.y[i] as number) * 0.01 + 6_832_000);
    expect(count).toBe([...points.x.keys()].filter(isInside).length);
    expect(bytes).toBeLessThan(file.length / 2);
    const estimate = await estimateClip([await openSource(readFrom(file))], { area });
    expect(estimate.points).toBeGreaterThan(count / 2);
    expect(estimate.points).toBeLessThan(count * 2);
    expect(estimate.lasBytes).toBeGreaterThan(estimate.lazBytes);
  });

  it("has a header and no point where no cloud is", async () => {
    const source = await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [
      syntheticPoints({ format: 6, extraBytes: 0, total: 9, seed: 1 }, 0, 9),
    ]);
    const clipped = await clip([source], { area: box(0, 0, 10, 10) });
    expect(clipped.points).toBe(0);
    expect((await openCloud(readFrom(clipped.file))).header.pointCount).toBe(0);
    expect((await estimateClip([await openSource(readFrom(source))], { area: box(0, 0, 10, 10) })).points).toBe(0);
  });
});

describe("a clip of several clouds", () => {
  const height: NewExtraField = { name: "height", type: "u16", size: 2, scale: 0.01, noData: 65535 };
  const origin: NewExtraField = { name: "origin", type: "u8", size: 1 };

  it("has the fields of all, by their names", async () => {
    const [a, b] = [
      { format: 7, extraBytes: 3, fields: [height, origin] },
      { format: 6, extraBytes: 5, fields: [origin, { name: "height", type: "f32" as const, size: 4 }] },
    ];
    const first = syntheticPoints({ ...a, total: 50, seed: 1 }, 0, 50);
    const second = syntheticPoints({ ...b, total: 60, seed: 2 }, 0, 60);
    const files = [await cloudFile({ ...a, compression: "variable" }, [first]), await cloudFile({ ...b, compression: "none" }, [second])];
    const merged = await clip(files);
    expect(merged).toMatchObject({ points: 110, pointFormat: 7 });
    const cloud = await openCloud(readFrom(merged.file));
    expect(cloud.extraFields.map(({ name, type }) => `${name} ${type}`)).toEqual(["height u16", "origin u8", "height_2 f32"]);
    const [points] = await batchesOf(cloud);
    const [heights, origins] = cloud.extraFields.map((field) => extraValues(points as PointColumns, field));
    expect([...(origins ?? [])].slice(0, 50)).toEqual([...(first.extra ?? [])].slice(100));
    expect([...(origins ?? [])].slice(50)).toEqual([...(second.extra ?? [])].slice(0, 60));
    expect(new Set([...(heights ?? [])].slice(50))).toEqual(new Set([655.35]));
    expect(points?.red?.slice(50)).toEqual(new Uint16Array(60));
    expect(points?.red?.slice(0, 50)).toEqual(first.red);
  });

  it("has the finest scale", async () => {
    const points = syntheticPoints({ format: 6, extraBytes: 0, total: 200, seed: 1 }, 0, 200);
    const files = [
      await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [points]),
      await cloudFile(
        { format: 6, extraBytes: 0, compression: "none", header: { scale: [0.001, 0.001, 0.001], offset: [292_500, 6_832_000, 10] } },
        [points],
      ),
    ];
    const cloud = await openCloud(readFrom((await clip(files)).file));
    expect(cloud.header.scale).toEqual([0.001, 0.001, 0.001]);
    const [read] = await batchesOf(cloud);
    const at = (i: number, axis: 0 | 1 | 2) => (read?.[("xyz"[axis] ?? "x") as "x"][i] as number) * 0.001 + cloud.header.offset[axis];
    for (let i = 0; i < 200; i++) {
      expect(at(i, 0)).toBeCloseTo((points.x[i] as number) * 0.01 + 292_000, 6);
      expect(at(200 + i, 0)).toBeCloseTo((points.x[i] as number) * 0.001 + 292_500, 6);
      expect(at(200 + i, 2)).toBeCloseTo((points.z[i] as number) * 0.001 + 10, 6);
    }
  });

  it("refuses clouds that do not fit together", async () => {
    const points = syntheticPoints({ format: 6, extraBytes: 0, total: 9, seed: 1 }, 0, 9);
    const file = await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [points]);
    const week = await cloudFile({ format: 6, extraBytes: 0, compression: "none", header: { globalEncoding: 16 } }, [points]);
    await expect(clip([file, week])).rejects.toMatchObject({ code: "times-differ", source: 1 });
    const elsewhere = Uint8Array.from(file);
    const code = Buffer.from(elsewhere.buffer).lastIndexOf('"2154"');
    elsewhere.set(Buffer.from('"2972"'), code);
    await expect(clip([file, elsewhere])).rejects.toMatchObject({ code: "crs-differs", source: 1 });
    await expect(clip([])).rejects.toMatchObject({ code: "no-cloud" });
  });
});
