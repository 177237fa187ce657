import { type HeightGrid, heightAt, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../byte-io.ts";
import { Area } from "../clip/area.ts";
import { openSource, type PointSource } from "../clip/source.ts";
import { emptyColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { memoryStorage } from "../testing/memory-storage.ts";
import { canopyModel, surfaceModel } from "./surface-model.ts";
import { GROUND_AND_WATER, type TerrainOptions, terrainModel } from "./terrain-model.ts";

interface Point {
  x: number;
  y: number;
  z: number;
  code?: number;
  flags?: number;
}

/** Points in a square from 292,000 and 6,832,000 on; coordinates in metres from there. */
async function cloudOf(points: readonly Point[]): Promise<PointSource> {
  const columns = emptyColumns(points.length, pointFormat(6), 0);
  for (const [i, { x, y, z, code = 2, flags = 0 }] of points.entries()) {
    columns.x[i] = Math.round(x * 100);
    columns.y[i] = Math.round(y * 100);
    columns.z[i] = Math.round(z * 100);
    if (columns.classification) columns.classification[i] = code;
    if (columns.flags) columns.flags[i] = flags;
    if (columns.returns) columns.returns[i] = 0x11;
  }
  return openSource(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns])));
}

const model = (sources: PointSource[], options: Partial<TerrainOptions> = {}) =>
  terrainModel(sources, { resolution: 1, srid: 2154, storage: memoryStorage(), ...options });

function scattered(seed: number, count: number, side: number, height: (x: number, y: number) => number): Point[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const [x, y] = [Math.round(random() * side * 100) / 100, Math.round(random() * side * 100) / 100];
    return { x, y, z: height(x, y) };
  });
}

/** The largest difference from a height that is known, and the number of cells without height. */
function compare(grid: HeightGrid, truth: (x: number, y: number) => number) {
  let [worst, empty, sum] = [0, 0, 0];
  for (const [i, value] of grid.values.entries()) {
    const x = grid.west - 292_000 + ((i % grid.columns) + 0.5) * grid.cell;
    const y = grid.north - 6_832_000 - (Math.floor(i / grid.columns) + 0.5) * grid.cell;
    if (value === NODATA) empty++;
    else {
      const difference = value - truth(x, y);
      worst = Math.max(worst, Math.abs(difference));
      sum += difference ** 2;
    }
  }
  return { worst, empty, rms: Math.sqrt(sum / (grid.values.length - empty)) };
}

/** Not one of the four outer cells on each side of a square grid: there the hull of the points ends. */
const isInner = (i: number, side: number) => [i % side, Math.floor(i / side)].every((at) => at >= 4 && at < side - 4);

const inner = (grid: HeightGrid): HeightGrid => ({
  ...grid,
  values: grid.values.map((value, i) => (isInner(i, grid.columns) ? value : NODATA)),
});

describe("a terrain model", () => {
  it("of a plane is the plane, whatever the tiles", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -10, max: 10 }), fc.integer({ min: -10, max: 10 }), fc.nat(1000), async (a, b, seed) => {
        const plane = (x: number, y: number) => 50 + (a * x) / 10 + (b * y) / 10;
        const cloud = await cloudOf(scattered(seed, 8000, 200, plane));
        const grid = await model([cloud], { tilePoints: 500 });
        expect(grid).toMatchObject({ columns: 200, rows: 200, west: 292_000, north: 6_832_200, cell: 1, srid: 2154 });
        // Stored heights are centimetres. At the border, cells are filled from those beside them.
        expect(compare(inner(grid), plane).worst).toBeLessThan(0.0051);
        expect(compare(grid, plane).empty).toBeLessThan(10);
        expect(compare(grid, plane).worst).toBeLessThan(3);
      }),
      { numRuns: 5 },
    );
  });

  it("has no seams: tiles give the heights of one triangulation", async () => {
    const hills = (x: number, y: number) => 60 + 12 * Math.sin(x / 30) * Math.cos(y / 23);
    const points = scattered(3, 30_000, 300, hills);
    // A lake without points, wider than the surroundings of a tile, across the borders of tiles.
    const cloud = await cloudOf(points.filter(({ x, y }) => Math.hypot(x - 130, y - 130) > 25));
    const [whole, tiled] = [await model([cloud]), await model([cloud], { tilePoints: 1000 })];
    let [seams, gap] = [0, 0];
    for (const [i, value] of whole.values.entries()) {
      if (!isInner(i, 300)) continue;
      const [x, y] = [(i % 300) + 0.5, 299.5 - Math.floor(i / 300)];
      expect((tiled.values[i] as number) === NODATA).toBe(value === NODATA);
      const difference = Math.abs(value - (tiled.values[i] as number));
      if (Math.hypot(x - 130, y - 130) > 26) seams = Math.max(seams, difference);
      else gap = Math.max(gap, difference);
    }
    expect(seams).toBeLessThan(1e-4);
    // Across the lake the far side is a coarse net.
    expect(gap).toBeLessThan(3);
    expect(compare(whole, hills).worst).toBeLessThan(8);
  });

  it("follows a surface as closely as its points allow", async () => {
    const hills = (x: number, y: number) => 60 + 12 * Math.sin(x / 30) * Math.cos(y / 23);
    const cloud = await cloudOf(scattered(4, 40_000, 200, hills));
    const triangles = await model([cloud]);
    const tin = compare(triangles, hills);
    const idw = compare(await model([cloud], { method: "idw" }), hills);
    expect(tin.rms).toBeLessThan(0.008);
    expect(compare(inner(triangles), hills).worst).toBeLessThan(0.1);
    expect(idw.rms).toBeLessThan(0.1);
    expect([tin.empty, idw.empty]).toEqual([0, 0]);
  });

  it("is made of ground, of water if asked, and never of points that were withdrawn", async () => {
    const ground = scattered(5, 4000, 100, () => 10).filter(({ x }) => x < 50);
    const water = scattered(6, 4000, 100, () => 4)
      .filter(({ x }) => x >= 50)
      .map((point) => ({ ...point, code: 9 }));
    const others = scattered(7, 2000, 100, () => 25).map((point) => ({ ...point, code: 5 }));
    const withdrawn = scattered(8, 500, 100, () => 99).map((point) => ({ ...point, flags: 4 }));
    const bridge = { x: 75, y: 50, z: 12, code: 66 };
    const cloud = await cloudOf([...ground, ...water, ...others, ...withdrawn, bridge]);
    const dry = await model([cloud], { longestEdge: 5 });
    expect(heightAt(dry, 292_020, 6_832_050)).toBe(10);
    expect(heightAt(dry, 292_080, 6_832_050)).toBeNull();
    const wet = await model([cloud], { classes: GROUND_AND_WATER, longestEdge: 5 });
    expect(heightAt(wet, 292_080, 6_832_080)).toBe(4);
    expect(Math.max(...wet.values)).toBeLessThanOrEqual(12);
    await expect(model([await cloudOf(others)])).rejects.toMatchObject({ code: "no-points" });
  });

  it("joins tiles of points, and is cut to an area", async () => {
    const plane = (x: number, y: number) => 20 + x / 10 + y / 20;
    const points = scattered(9, 20_000, 200, plane);
    const [west, east] = [await cloudOf(points.filter(({ x }) => x < 100)), await cloudOf(points.filter(({ x }) => x >= 100))];
    const joined = await model([west, east], { resolution: 2 });
    expect(compare(joined, plane)).toMatchObject({ empty: 0 });
    expect(compare(joined, plane).rms).toBeLessThan(0.01);
    const triangle = [
      [292_060, 6_832_020],
      [292_140, 6_832_020],
      [292_100, 6_832_120],
    ];
    const area = new Area([[triangle]]);
    const cut = await model([west, east], { resolution: 2, area });
    expect([cut.columns, cut.rows, cut.west]).toEqual([40, 50, 292_060]);
    for (const [i, value] of cut.values.entries()) {
      const [x, y] = [cut.west + ((i % 40) + 0.5) * 2, cut.north - (Math.floor(i / 40) + 0.5) * 2];
      expect(value !== NODATA).toBe(area.contains(x, y));
      if (value !== NODATA)
        expect(value).toBeCloseTo(
          joined.values[Math.floor((joined.north - y) / 2) * joined.columns + Math.floor((x - joined.west) / 2)] as number,
          4,
        );
    }
    const away = new Area([
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
      ],
    ]);
    await expect(model([west], { area: away })).rejects.toMatchObject({ code: "no-points" });
  });

  it("stays possible when far too many points are in one place", async () => {
    const points = scattered(10, 600_000, 3, (x) => x);
    const grid = await model([await cloudOf(points)]);
    expect(compare(grid, (x) => x).worst).toBeLessThan(0.01);
  });

  it("refuses resolutions that give too many cells", async () => {
    const cloud = await cloudOf(scattered(1, 100, 1000, () => 5));
    await expect(model([cloud], { resolution: 0.01 })).rejects.toMatchObject({ code: "too-many-cells" });
    await expect(model([cloud], { resolution: 0 })).rejects.toThrow(RangeError);
    await expect(model([await cloudOf([])])).rejects.toMatchObject({ code: "no-bounds" });
  });
});

describe("a surface model", () => {
  it("has the highest return of each cell, and no noise", async () => {
    const points = [
      ...scattered(11, 20_000, 50, () => 10),
      { x: 20.2, y: 30.7, z: 25, code: 5 },
      { x: 20.3, y: 30.6, z: 18, code: 4 },
      { x: 40.5, y: 10.5, z: 90, code: 65 },
      { x: 41.5, y: 10.5, z: 90, flags: 4 },
    ];
    const cloud = await cloudOf(points);
    const surface = await surfaceModel([cloud], { resolution: 1, srid: 2154 });
    expect(heightAt(surface, 292_020.5, 6_832_030.5)).toBe(25);
    expect([...surface.values].filter((value) => value !== 10)).toEqual([25]);
    const canopy = canopyModel(surface, await model([cloud]));
    expect(heightAt(canopy, 292_020.5, 6_832_030.5)).toBeCloseTo(15, 5);
    expect(Math.max(0, ...[...canopy.values].filter((value) => value !== 15 && value !== NODATA))).toBeLessThan(1e-5);
    expect(() => canopyModel(surface, { ...surface, cell: 2 })).toThrow(RangeError);
  });

  it("fills gaps with triangles, not farther than the longest side", async () => {
    const plane = (x: number, y: number) => 20 + x / 10 + y / 20;
    const points = scattered(12, 60_000, 150, plane).filter(({ x, y }) => Math.hypot(x - 60, y - 60) > 15);
    const surface = await surfaceModel([await cloudOf(points)], { resolution: 1, srid: null });
    // A cell's highest point can be at its upper corner.
    expect(compare(surface, plane)).toMatchObject({ empty: 0 });
    expect(compare(surface, plane).worst).toBeLessThan(0.25);
    const narrow = await surfaceModel([await cloudOf(points)], { resolution: 1, srid: null, longestEdge: 6 });
    expect(compare(narrow, plane).empty).toBeGreaterThan(400);
  });
});
