import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { cutGrid, patchGrid } from "@archipel/geo/heights/grid-parts.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { readWrittenGeoTiff } from "@archipel/geo/heights/read-geotiff.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { emptyColumns } from "@archipel/pointcloud/las/columns.ts";
import { pointFormat } from "@archipel/pointcloud/las/point-format.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withModel } from "./write-model.ts";

const [WEST, SOUTH, SIDE] = [292_000, 6_832_000, 400] as const;
const MIDDLE = WEST + SIDE / 2;
const RECIPE = { product: "dtm", method: "tin", resolution: 2, srid: 2154 } as const;
let directory: string;
let points: string;
let raised: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-shades-"));
  points = await hills("points.copc.laz", 0);
  raised = await hills("raised.copc.laz", 3);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A square of hills, with a mound in the west half. */
async function hills(name: string, mound: number): Promise<string> {
  const count = 40_000;
  const random = seededRandom(7);
  const columns = emptyColumns(count, pointFormat(6), 0);
  for (let i = 0; i < count; i++) {
    const [x, y] = [random() * SIDE, random() * SIDE];
    const bump = Math.hypot(x - 100, y - 200) < 20 ? mound : 0;
    columns.x[i] = Math.round(x * 100);
    columns.y[i] = Math.round(y * 100);
    columns.z[i] = Math.round((40 + 12 * Math.sin(x / 25) + 9 * Math.cos(y / 30) + bump) * 100);
    if (columns.classification) columns.classification[i] = 2;
    if (columns.returns) columns.returns[i] = 0x11;
  }
  const sink = new MemorySink();
  const file = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns])));
  await writeCopc(file, sink, memoryStorage(), inThisThread());
  const path = join(directory, name);
  await writeFile(path, sink.bytes());
  return path;
}

interface Block {
  model: Uint8Array<ArrayBuffer>;
  shade: Uint8Array<ArrayBuffer>;
  grid: HeightGrid;
}

async function blockOf(cloud: string, box: Bbox, earlier: { block: Block; window: Bbox } | null = null): Promise<Block> {
  let again: Parameters<typeof withModel>[1]["again"] = null;
  if (earlier) {
    again = { window: earlier.window, path: join(directory, "earlier.tif"), shade: join(directory, "earlier-shade.tif") };
    await writeFile(again.path, earlier.block.model);
    await writeFile(again.shade ?? "", earlier.block.shade);
  }
  const made = await withModel(
    [cloud],
    { recipe: RECIPE, box, again, withShade: true },
    async () => {},
    async (path, shadePath) => {
      const [model, shade] = [new Uint8Array(await readFile(path)), new Uint8Array(await readFile(shadePath ?? ""))];
      return { model, shade, grid: await readWrittenGeoTiff(shade, 8) };
    },
  );
  if (!made) throw new Error("no cell has a height");
  return made;
}

const whole: Bbox = [WEST, SOUTH, WEST + SIDE, SOUTH + SIDE];

test("hillshades of neighbouring blocks are those of a single one: no line shows between them", async () => {
  const all = await blockOf(points, whole);
  const left = await blockOf(points, [WEST, SOUTH, MIDDLE, SOUTH + SIDE]);
  const right = await blockOf(points, [MIDDLE, SOUTH, WEST + SIDE, SOUTH + SIDE]);
  const empty = { ...all.grid, values: new Float32Array(all.grid.values.length).fill(NODATA) };
  const joined = patchGrid(patchGrid(empty, left.grid), right.grid);
  const strip: Bbox = [MIDDLE - 20, SOUTH + 20, MIDDLE + 20, SOUTH + SIDE - 20];
  const [wanted, found] = [cutGrid(all.grid, strip), cutGrid(joined, strip)];
  const apart = wanted.values.map((value, i) => Math.abs(value - (found.values[i] as number)));
  // Four points on a circle have two triangulations: a few cells may differ by little.
  expect(apart.filter((value) => value > 2).length).toBeLessThan(apart.length / 200);
});

test("a part that is computed again keeps the shades of the rest, also at the border to the next block", async () => {
  const box: Bbox = [WEST, SOUTH, MIDDLE, SOUTH + SIDE];
  const before = await blockOf(points, box);
  const window: Bbox = [WEST + 60, SOUTH + 160, WEST + 140, SOUTH + 240];
  const again = await blockOf(raised, box, { block: before, window });
  const wanted = await blockOf(raised, box);
  const border: Bbox = [MIDDLE - 2, SOUTH, MIDDLE, SOUTH + SIDE];
  expect(cutGrid(again.grid, border).values).toEqual(cutGrid(before.grid, border).values);
  expect(cutGrid(again.grid, window).values).not.toEqual(cutGrid(before.grid, window).values);
  const apart = again.grid.values.map((value, i) => Math.abs(value - (wanted.grid.values[i] as number)));
  expect(apart.filter((value) => value > 2).length).toBeLessThan(apart.length / 200);
});
