import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { CopcReader } from "../copc/open-copc.ts";
import { inThisThread } from "../copc/write/executor.ts";
import { writeCopc } from "../copc/write/write-copc.ts";
import type { Triple } from "../las/header.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { countByClass, selectPoints } from "./select-points.ts";
import { type DrawnVolume, VolumeTest } from "./volume.ts";

const total = 150_000;
const town = (async () => {
  const points = syntheticPoints({ format: 6, extraBytes: 0, total, seed: 11 }, 0, total);
  const sink = new MemorySink();
  const source = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [points])));
  await writeCopc(source, sink, memoryStorage(), inThisThread());
  return { points, bytes: sink.bytes() };
})();

/** Looks straight down on a square of 200 m around the origin. */
const FROM_ABOVE = [1 / 100, 0, 0, 0, 0, 1 / 100, 0, 0, 0, 0, 0.001, 0, 0, 0, 0, 1];
const MIDDLE: Triple = [292_500, 6_832_500, 60];
const square = (half: number): DrawnVolume["ring"] => [
  [-half, -half],
  [half, -half],
  [half, half],
  [-half, half],
];
const volume = (part: Partial<DrawnVolume> = {}): DrawnVolume => ({
  origin: MIDDLE,
  matrix: FROM_ABOVE,
  ring: square(0.5),
  heights: [-1000, 1000],
  classes: null,
  ...part,
});

/** An eye at a place of the cloud, 60° wide, that looks to the north and down by an angle. */
function seenFrom(pitch: number): number[] {
  const [cos, sin] = [Math.cos(pitch), Math.sin(pitch)];
  const f = 1 / Math.tan(Math.PI / 6);
  // Right is east; forward is (0, cos, −sin); up is (0, sin, cos).
  const rows = [
    [f, 0, 0, 0],
    [0, f * sin, f * cos, 0],
    [0, cos, -sin, -1],
    [0, cos, -sin, 0],
  ];
  return Array.from({ length: 16 }, (_, i) => (rows[i % 4] as number[])[i >> 2] as number);
}

describe("points that a person drew around", () => {
  it("are all points inside, of every level", async () => {
    const { points, bytes } = await town;
    const chosen = await selectPoints(await CopcReader.open(readFrom(bytes)), volume({ ring: square(1), classes: [6, 9] }), {
      decoded: total,
    });
    const expected: Record<string, number> = {};
    for (let i = 0; i < points.count; i++) {
      const [x, y] = [(points.x[i] as number) / 100 + 292_000, (points.y[i] as number) / 100 + 6_832_000];
      const code = points.classification?.[i] as number;
      if (Math.abs(x - MIDDLE[0]) < 100 && Math.abs(y - MIDDLE[1]) < 100 && code === 6) expected[code] = (expected[code] ?? 0) + 1;
    }
    expect(expected[6]).toBeGreaterThan(50);
    expect(countByClass(chosen)).toEqual(expected);
    expect(new Set(chosen.map(({ node }) => node.level)).size).toBeGreaterThan(1);
  });

  it("do not depend on which nodes are visited, from any eye", async () => {
    const { bytes } = await town;
    const reader = await CopcReader.open(readFrom(bytes));
    const nodes = await reader.findNodes();
    const everything = await Promise.all(nodes.map((node) => reader.points(node, new Set())));
    const { scale, offset } = reader.cloud.header;
    const coordinate = fc.double({ min: -400, max: 400, noNaN: true });
    const eye = fc.tuple(coordinate, coordinate, fc.double({ min: -30, max: 200, noNaN: true }));
    const pitch = fc.double({ min: 0, max: Math.PI / 2, noNaN: true });
    const half = fc.double({ min: 0.05, max: 1, noNaN: true });
    const run = async ([dx, dy, dz]: readonly number[], angle: number, size: number) => {
      const origin: Triple = [MIDDLE[0] + (dx ?? 0), MIDDLE[1] + (dy ?? 0), MIDDLE[2] + (dz ?? 0)];
      const drawn = volume({ origin, matrix: seenFrom(angle), ring: square(size), heights: [50, 90] });
      const test = new VolumeTest(drawn);
      let expected = 0;
      for (const { count, x, y, z } of everything)
        for (let i = 0; i < count; i += 1) {
          const at = (value: number | undefined, axis: 0 | 1 | 2) => (value as number) * scale[axis] + offset[axis];
          if (test.contains(at(x[i], 0), at(y[i], 1), at(z[i], 2))) expected++;
        }
      const chosen = await selectPoints(reader, drawn, { decoded: total });
      expect(chosen.reduce((sum, { points }) => sum + points.length, 0)).toBe(expected);
    };
    await fc.assert(fc.asyncProperty(eye, pitch, half, run), { numRuns: 12 });
  });

  it("are never behind the eye", () => {
    const test = new VolumeTest(volume({ matrix: seenFrom(0), ring: square(1) }));
    expect(test.contains(MIDDLE[0], MIDDLE[1] + 20, MIDDLE[2])).toBe(true);
    expect(test.contains(MIDDLE[0], MIDDLE[1] - 20, MIDDLE[2])).toBe(false);
  });

  it("are refused when too many must be read, or when nothing was drawn", async () => {
    const reader = await CopcReader.open(readFrom((await town).bytes));
    await expect(selectPoints(reader, volume(), { decoded: 100 })).rejects.toThrow("100 are possible");
    const line = volume({
      ring: [
        [0, 0],
        [1, 0],
        [0, 0],
      ],
    });
    await expect(selectPoints(reader, line, { decoded: total })).rejects.toThrow("lines or points");
  });
});
