// @own-children
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { Area, type Rings } from "@archipel/pointcloud/clip/area.ts";
import { openSource, partsOf, readParts } from "@archipel/pointcloud/clip/source.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClippedClouds, withCloudTerrain } from "./clip-clouds.ts";
import { inspectFile } from "./inspect.ts";
import { type SandboxLimits, UnreadableError } from "./model.ts";
import { answerBy } from "./sandbox/process.ts";
import { withModel } from "./write-model.ts";

let folder: string;
let paths: string[];
const TOTAL = 60_000;
const square: Rings = [
  [
    [292_100, 6_832_100],
    [292_300, 6_832_100],
    [292_300, 6_832_300],
    [292_100, 6_832_300],
    [292_100, 6_832_100],
  ],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-clips-"));
  // Two files that are halves of one cloud.
  paths = await Promise.all(
    [0, 1].map(async (half) => {
      const path = join(folder, `half-${half}.laz`);
      const points = syntheticPoints({ format: 6, extraBytes: 0, total: TOTAL, seed: 1 }, (half * TOTAL) / 2, TOTAL / 2);
      await writeFile(path, await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
      return path;
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const noProgress = async () => {};

/** Points of the halves inside the square, counted one by one. */
function expectedInside(classes?: number[]): number {
  const area = new Area([square]);
  const { count, x, y, classification } = syntheticPoints({ format: 6, extraBytes: 0, total: TOTAL, seed: 1 }, 0, TOTAL);
  let inside = 0;
  for (let i = 0; i < count; i++)
    if (
      area.contains(292_000 + (x[i] as number) / 100, 6_832_000 + (y[i] as number) / 100) &&
      (!classes || classes.includes(classification?.[i] as number))
    )
      inside++;
  return inside;
}

describe("points of an area", () => {
  test.each(["las", "laz", "copc"] as const)("as %s have those of all files, and only those inside", async (format) => {
    const seen: number[] = [];
    const clip = { paths, polygons: [square], format, classes: [2, 6], spacing: null, wkt: null };
    const made = await withClippedClouds(
      clip,
      async (fraction) => void seen.push(fraction),
      async ([file], facts) => ({ bytes: await readFile(file?.path ?? ""), file, facts }),
    );
    const expected = expectedInside([2, 6]);
    expect(expected).toBeGreaterThan(500);
    expect(made.facts.points).toBe(expected);
    expect(Object.keys(made.facts.byClass)).toEqual(["2", "6"]);
    expect(made.file?.bytes).toBe(made.bytes.length);
    expect(seen.at(-1)).toBeGreaterThan(0.9);
    const source = await openSource(readFrom(made.bytes));
    expect(source.octree !== undefined).toBe(format === "copc");
    let count = 0;
    for await (const points of readParts(source, await partsOf(source, { area: undefined, spacing: undefined }), new Set()))
      count += points.count;
    expect(count).toBe(expected);
    const { min, max } = source.cloud.header;
    expect([min[0] >= 292_100, max[0] <= 292_300, min[1] >= 6_832_100, max[1] <= 6_832_300]).toEqual([true, true, true, true]);
  });

  test("without a point inside there is no file", async () => {
    const clip = { paths, polygons: [square], format: "laz" as const, classes: [17], spacing: null, wkt: null };
    expect(await withClippedClouds(clip, noProgress, async (files, { points }) => [files, points])).toEqual([[], 0]);
  });

  test("a file that is no cloud is an ordinary failure", async () => {
    const path = join(folder, "text.laz");
    await writeFile(path, "no cloud");
    const clip = { paths: [path], polygons: null, format: "laz" as const, classes: null, spacing: null, wkt: null };
    await expect(withClippedClouds(clip, noProgress, async () => {})).rejects.toThrow(UnreadableError);
  });

  test("when the caller stops at a step, the child ends", async () => {
    const clip = { paths, polygons: null, format: "copc" as const, classes: null, spacing: null, wkt: null };
    await expect(
      withClippedClouds(
        clip,
        () => Promise.reject(new Error("cancelled")),
        async () => {},
      ),
    ).rejects.toThrow("cancelled");
  });
});

test("terrain of an area: grids, hillshade, contour lines and mesh that others can read", async () => {
  const terrain = {
    paths,
    polygons: [square],
    products: ["dtm", "dsm", "chm", "hillshade", "contours", "mesh"] as const,
    grids: ["tif", "asc"] as const,
    resolution: 2,
    interval: 1,
    srid: 2154,
  };
  await withCloudTerrain(terrain, noProgress, async (files) => {
    expect(files.map(({ name }) => name)).toEqual([
      "dtm.tif",
      "dtm.asc",
      "dsm.tif",
      "dsm.asc",
      "chm.tif",
      "chm.asc",
      "hillshade.tif",
      "contours.gpkg",
      "mesh.glb",
      "mesh.obj",
    ]);
    const bytesOf = async (name: string) => readFile(files.find((file) => file.name === name)?.path ?? "");
    const inspected = (name: string) => inspectFile(files.find((file) => file.name === name)?.path ?? "", { fileName: name });
    const [raster] = (await inspected("dtm.tif")).rasters;
    expect({ size: raster?.size, isCloudOptimised: raster?.isCloudOptimised }).toEqual({ size: [100, 100], isCloudOptimised: true });
    const [lines] = (await inspected("contours.gpkg")).layers;
    expect(lines).toMatchObject({ name: "contours", geometryType: "LineString" });
    expect(lines?.featureCount).toBeGreaterThan(3);
    const ascii = (await bytesOf("dtm.asc")).toString("latin1").split("\n");
    expect(ascii[0]).toBe("ncols 100");
    const heights = ascii[10]?.split(" ").map(Number) ?? [];
    // The hills of the synthetic cloud are between 40 and 80 m.
    expect([Math.min(...heights) > 39, Math.max(...heights) < 81, heights.length]).toEqual([true, true, 100]);
    const glb = await bytesOf("mesh.glb");
    expect([glb.toString("latin1", 0, 4), glb.readUInt32LE(8)]).toEqual(["glTF", glb.length]);
  });
});

test("models of few points and many cells have the time of the clock: their bytes say nothing of their cost", async () => {
  const limits: SandboxLimits[] = [];
  answerBy(async (request) => {
    limits.push(request.limits);
    throw new Error("not started");
  });
  const area = { paths, polygons: [square], resolution: 0.05, srid: 2154 };
  const terrain = { ...area, products: ["dtm"] as const, grids: ["tif"] as const, interval: 1 };
  const recipe = { product: "dtm", method: "tin", resolution: 0.05, srid: 2154 } as const;
  const block = { recipe, box: [292_100, 6_832_100, 292_200, 6_832_200] as const, again: null, withShade: true };
  try {
    await expect(withCloudTerrain(terrain, noProgress, async () => {})).rejects.toThrow("not started");
    await expect(withModel(paths, { ...block, box: [...block.box] }, noProgress, async () => {})).rejects.toThrow("not started");
  } finally {
    answerBy(null);
  }
  for (const { cpuSeconds, seconds } of limits) expect(cpuSeconds).toBeGreaterThanOrEqual(seconds);
  expect(limits).toHaveLength(2);
});
