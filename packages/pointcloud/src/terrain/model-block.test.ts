import { patchGrid } from "@archipel/geo/heights/grid-parts.ts";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { openSource } from "../clip/source.ts";
import { changedBox } from "../copc/changed-box.ts";
import { CopcReader } from "../copc/open-copc.ts";
import { reclassifyCopc } from "../copc/reclassify-copc.ts";
import { inThisThread } from "../copc/write/executor.ts";
import { writeCopc } from "../copc/write/write-copc.ts";
import { emptyColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { MemorySink } from "../testing/memory-sink.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { grownBox, type ModelRecipe, modelBlock, REACH } from "./model-block.ts";

const [WEST, SOUTH, SIDE] = [292_000, 6_832_000, 800] as const;
const ground = (x: number, y: number) => 40 + 6 * Math.sin(x / 60) + 4 * Math.cos(y / 45);

/** A square of ground with houses of 8 m, as COPC. */
async function town(): Promise<Uint8Array> {
  const count = 60_000;
  const random = seededRandom(11);
  const columns = emptyColumns(count, pointFormat(6), 0);
  for (let i = 0; i < count; i++) {
    const [x, y] = [random() * SIDE, random() * SIDE];
    const isHouse = x % 100 > 60 && y % 100 > 60;
    columns.x[i] = Math.round(x * 100);
    columns.y[i] = Math.round(y * 100);
    columns.z[i] = Math.round((ground(x, y) + (isHouse ? 8 : 0)) * 100);
    if (columns.classification) columns.classification[i] = isHouse ? 6 : 2;
    if (columns.returns) columns.returns[i] = 0x11;
  }
  const sink = new MemorySink();
  await writeCopc(
    await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns]))),
    sink,
    memoryStorage(),
    inThisThread(),
  );
  return sink.bytes();
}

const bytes = town();
const recipe = (changes: Partial<ModelRecipe> = {}): ModelRecipe => ({
  product: "dtm",
  method: "tin",
  resolution: 2,
  srid: 2154,
  ...changes,
});
const block = async (file: Uint8Array, box: readonly [number, number, number, number], changes: Partial<ModelRecipe> = {}) =>
  modelBlock([await openSource(readFrom(file))], [...box], { ...recipe(changes), storage: memoryStorage() });
const whole = [WEST, SOUTH, WEST + SIDE, SOUTH + SIDE] as const;

/** The largest difference of two grids of the same cells, and how many are above 0.4 m; cells that only one of them has count as infinite. */
function differences(a: HeightGrid, b: HeightGrid): { most: number; large: number } {
  let [most, large] = [0, 0];
  for (const [i, value] of a.values.entries()) {
    const other = b.values[i] as number;
    if (value === NODATA && other === NODATA) continue;
    const difference = value === NODATA || other === NODATA ? Number.POSITIVE_INFINITY : Math.abs(value - other);
    most = Math.max(most, difference);
    if (difference > 0.4) large++;
  }
  return { most, large };
}
const worst = (a: HeightGrid, b: HeightGrid) => differences(a, b).most;

describe("blocks of a model", () => {
  it.each(["dtm", "dsm", "chm"] as const)("of the %s fit together as if they were made at once", async (product) => {
    const file = await bytes;
    const all = await block(file, whole, { product });
    const middle = WEST + SIDE / 2;
    const left = await block(file, [WEST, SOUTH, middle, SOUTH + SIDE], { product });
    const right = await block(file, [middle, SOUTH, WEST + SIDE, SOUTH + SIDE], { product });
    const empty = { ...all, values: new Float32Array(all.values.length).fill(NODATA) };
    const { most, large } = differences(patchGrid(patchGrid(empty, left), right), all);
    // Four points on a circle have two triangulations; a model may take either. Cells of a surface are on circles, at the walls of houses too.
    expect(most).toBeLessThan(product === "dtm" ? 0.4 : 9);
    expect(large).toBeLessThan(all.values.length / 100);
  });

  it("follow the ground, and its inverse distances do too", async () => {
    for (const method of ["tin", "idw"] as const) {
      const grid = await block(await bytes, whole, { method });
      let [sum, cells] = [0, 0];
      for (const [i, value] of grid.values.entries()) {
        const [x, y] = [((i % grid.columns) + 0.5) * grid.cell, SIDE - (Math.floor(i / grid.columns) + 0.5) * grid.cell];
        if (value === NODATA || (x % 100 > 55 && y % 100 > 55)) continue;
        sum += (value - ground(x, y)) ** 2;
        cells++;
      }
      expect(cells).toBeGreaterThan(100_000);
      expect(Math.sqrt(sum / cells)).toBeLessThan(0.15);
    }
  });

  it("computed again around corrected points are as if all were computed again", async () => {
    const file = await bytes;
    const reader = await CopcReader.open(readFrom(file));
    const [node] = await reader.findNodes();
    if (!node) throw new Error("no node");
    const points = await reader.points(node);
    // Houses of one corner become ground, as if somebody had classified them wrongly.
    const wrong = Uint32Array.from(
      [...(points.classification ?? [])].flatMap((code, i) =>
        code === 6 && (points.x[i] ?? 0) < 20_000 && (points.y[i] ?? 0) < 20_000 ? [i] : [],
      ),
    );
    expect(wrong.length).toBeGreaterThan(10);
    const sink = new MemorySink();
    await reclassifyCopc(reader, sink, [{ node, points: wrong, classification: 2 }]);
    const after = sink.bytes();
    const changed = await changedBox(reader, await CopcReader.open(readFrom(after)));
    if (!changed) throw new Error("nothing changed");
    expect(changed[0]).toBeGreaterThanOrEqual(WEST);
    expect(changed[2]).toBeLessThanOrEqual(WEST + 200);
    expect(changed[3]).toBeLessThanOrEqual(SOUTH + 200);
    const [west, south, east, north] = grownBox(changed, REACH);
    const outward = (value: number, round: (value: number) => number) => round(value / 2) * 2;
    const window = [
      Math.max(WEST, outward(west, Math.floor)),
      Math.max(SOUTH, outward(south, Math.floor)),
      outward(east, Math.ceil),
      outward(north, Math.ceil),
    ] as const;
    const before = await block(file, whole);
    const again = patchGrid(before, await block(after, window));
    const fresh = await block(after, whole);
    expect(worst(again, fresh)).toBeLessThan(0.2);
    expect(worst(before, fresh)).toBeGreaterThan(3);
  });
});

describe("the ground that a revision changes", () => {
  it("is nothing for the same points, and all for other ones", async () => {
    const file = await bytes;
    const open = (content: Uint8Array) => CopcReader.open(readFrom(content));
    expect(await changedBox(await open(file), await open(file.slice()))).toBeNull();
    const columns = emptyColumns(500, pointFormat(6), 0);
    for (let i = 0; i < 500; i++) columns.x[i] = i * 10;
    const sink = new MemorySink();
    await writeCopc(
      await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns]))),
      sink,
      memoryStorage(),
      inThisThread(),
    );
    const box = await changedBox(await open(file), await open(sink.bytes()));
    expect(box?.[0]).toBe(WEST);
    expect(box?.[2]).toBeGreaterThan(WEST + SIDE - 1);
  });
});
