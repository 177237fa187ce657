import { beforeAll, describe, expect, it, vi } from "vitest";
import type { LoadedNode } from "../load/node-cache.ts";
import { type DrawnNode, PointScene } from "../load/point-scene.ts";
import type { Camera } from "../scene/camera.ts";
import { pixelOf } from "../scene/camera.ts";
import { localWorkers } from "../testing/local-workers.ts";
import { smallCopc } from "../testing/small-copc.ts";
import { areaFigures, lineFigures, volumeFigures } from "./figures.ts";
import { pickPoint } from "./pick-point.ts";
import { rangesOf } from "./ranges.ts";
import { readSection, sectionCsv, stepsOf } from "./read-section.ts";

type Place = [x: number, y: number, z: number];
const screen = { width: 800, height: 600 };
const above: Camera = { target: [50, 50, 0], distance: 200, azimuth: 0, tilt: 0 };

/** A node with these points, each with its class. */
function nodeOf(points: readonly (readonly [x: number, y: number, z: number, code?: number])[]): DrawnNode {
  const count = points.length;
  const positions = new Float32Array(points.flatMap((point) => point.slice(0, 3) as number[]));
  const codes = new Uint8Array(points.flatMap(([, , , code = 2]) => [code, 1, 1, 0]));
  const measures = new Uint16Array(points.flatMap((_, i) => [1000 + i, 0]));
  const axis = (i: 0 | 1 | 2) => points.map((point) => point[i]);
  const node: LoadedNode = {
    id: "t/0-0-0-0",
    version: 1,
    tile: "t",
    corner: [0, 0, 0],
    box: {
      min: [Math.min(...axis(0)), Math.min(...axis(1)), Math.min(...axis(2))],
      max: [Math.max(...axis(0)), Math.max(...axis(1)), Math.max(...axis(2))],
    },
    width: 100,
    spacing: 1,
    points: { count, positions, codes, measures, colours: null },
    extra: new Set(),
  };
  return { node, count };
}

/** A square of ground of 100 m, a point every half metre, with a height of its own. */
const field = (height: (x: number, y: number) => number) =>
  nodeOf(
    Array.from({ length: 200 * 200 }, (_, i): Place => [(i % 200) / 2, Math.floor(i / 200) / 2, 0]).map(
      ([x, y]): Place => [x, y, height(x, y)],
    ),
  );

describe("picking", () => {
  const nodes = [
    nodeOf([
      [50, 50, 0],
      [50, 50, 20, 6],
      [60, 50, 5, 5],
    ]),
  ];
  const at = (place: Place) => pixelOf(above, screen, place)?.slice(0, 2) as [number, number];

  it("takes the point that is seen: the upper one of two", () => {
    const picked = pickPoint(nodes, above, screen, at([50, 50, 0]), { radius: 6, hidden: new Set() });
    expect(picked).toMatchObject({ place: [50, 50, 20], classification: 6, tile: "t" });
  });

  it("looks through hidden classes", () => {
    expect(pickPoint(nodes, above, screen, at([50, 50, 0]), { radius: 6, hidden: new Set([6]) })?.classification).toBe(2);
  });

  it("finds nothing beside the points, and something with a wide finger", () => {
    const [x, y] = at([60, 50, 5]);
    expect(pickPoint(nodes, above, screen, [x + 12, y], { radius: 6, hidden: new Set() })).toBeNull();
    expect(pickPoint(nodes, above, screen, [x + 12, y], { radius: 20, hidden: new Set() })?.classification).toBe(5);
  });

  it("does not see points that are not drawn", () => {
    const [node] = nodes as [DrawnNode];
    expect(pickPoint([{ ...node, count: 1 }], above, screen, at([50, 50, 0]), { radius: 6, hidden: new Set() })?.place[2]).toBe(0);
  });
});

describe("lengths and areas", () => {
  it("are those of the plan and of space", () => {
    expect(
      lineFigures([
        [0, 0, 0],
        [3, 4, 12],
      ]),
    ).toEqual({ length: 13, horizontal: 5, rise: 12 });
    expect(
      lineFigures([
        [0, 0, 10],
        [10, 0, 10],
        [10, 10, 4],
      ]),
    ).toMatchObject({ horizontal: 20, rise: -6 });
    expect(lineFigures([])).toEqual({ length: 0, horizontal: 0, rise: 0 });
    expect(
      areaFigures([
        [0, 0, 1],
        [20, 0, 5],
        [20, 10, 9],
        [0, 10, 2],
      ]),
    ).toEqual({ area: 200, perimeter: 60 });
  });
});

describe("volumes", () => {
  const square: Place[] = [
    [20, 20, 0],
    [80, 20, 0],
    [80, 80, 0],
    [20, 80, 0],
  ];

  it("of a cone on flat ground", () => {
    const cone = field((x, y) => Math.max(0, 10 - Math.hypot(x - 50, y - 50) / 2));
    const figures = volumeFigures([cone], square, new Set());
    // A cone of radius 20 m and height 10 m: its highest points in cells of less than a metre make it a little larger.
    const exact = (Math.PI * 20 * 20 * 10) / 3;
    expect(figures?.above).toBeGreaterThan(exact * 0.97);
    expect(figures?.above).toBeLessThan(exact * 1.06);
    expect(figures?.below).toBeCloseTo(0, 3);
    expect(figures?.covered).toBeGreaterThan(0.95);
    expect(figures?.level).toBeCloseTo(0);
  });

  it("of a pit below a slope", () => {
    const slope = (x: number) => x / 10;
    const pit = field((x, y) => slope(x) - (Math.abs(x - 50) < 10 && Math.abs(y - 50) < 10 ? 3 : 0));
    const outline = square.map(([x, y]): Place => [x, y, slope(x)]);
    const figures = volumeFigures([pit], outline, new Set());
    expect(figures?.below).toBeGreaterThan(20 * 20 * 3 * 0.85);
    expect(figures?.below).toBeLessThan(20 * 20 * 3 * 1.05);
  });

  it("do not count hidden classes", () => {
    const points = Array.from({ length: 10_000 }, (_, i) => [i % 100, Math.floor(i / 100), 0] as Place);
    const trees = points.map(([x, y]) => [x, y, 15, 5] as const);
    const nodes = [nodeOf(points), nodeOf(trees)];
    expect(volumeFigures(nodes, square, new Set())?.above).toBeGreaterThan(50_000);
    expect(volumeFigures(nodes, square, new Set([5]))?.above).toBeCloseTo(0);
  });

  it("need an outline with points inside", () => {
    expect(volumeFigures([field(() => 0)], square.slice(0, 2), new Set())).toBeNull();
    expect(
      volumeFigures(
        [field(() => 0)],
        [
          [0, 0, 0],
          [10, 10, 0],
          [20, 20, 0],
        ],
        new Set(),
      ),
    ).toBeNull();
    expect(volumeFigures([], square, new Set())).toBeNull();
  });
});

describe("ranges", () => {
  it("leave out the few points that are far from all others", () => {
    const points = Array.from({ length: 1000 }, (_, i) => [i % 100, (i * 7) % 100, i % 50] as Place);
    const ranges = rangesOf([nodeOf([...points, [50, 50, 90]])], above, screen);
    expect(ranges?.heights[1]).toBeLessThan(51);
    expect(ranges?.heights[0]).toBeGreaterThanOrEqual(0);
  });

  it("are of what is seen, at least one unit wide, and null without points", () => {
    const two = nodeOf([
      [50, 50, 10],
      [5000, 50, 500],
    ]);
    const [low, high] = rangesOf([two], above, screen)?.heights ?? [0, 0];
    expect(low).toBeLessThan(10);
    expect(high).toBeGreaterThan(10);
    expect(high).toBeLessThan(20);
    expect(rangesOf([], above, screen)).toBeNull();
  });
});

describe("a section", () => {
  let town: Uint8Array;
  beforeAll(async () => {
    town = await smallCopc(80_000);
  });
  const box = (x: number) => ({ min: [292_000 + x, 6_832_000, 40] as Place, max: [293_000 + x, 6_833_000, 100] as Place });
  const corridor = { from: [292_100, 6_832_200] as const, to: [292_700, 6_832_650] as const, width: 10 };

  function sceneOf(files: Record<string, Uint8Array>) {
    const { workers, watched } = localWorkers(files);
    const tiles = [
      { id: "a", url: "/a", box: box(0), points: 80_000 },
      { id: "far", url: "/far", box: box(30_000), points: 80_000 },
    ];
    return { scene: new PointScene({ tiles, workers, onChange: () => {} }), watched };
  }

  it("leaves out what a clipping box hides", async () => {
    const { scene } = sceneOf({ "/a": town });
    const whole = await readSection(scene, corridor, new AbortController().signal);
    const west = whole.heights.filter((_, i) => (whole.along[i] ?? 0) < 375).toSorted();
    const limit = west[west.length >> 1] ?? Number.NaN;
    const box = { min: [292_000, 6_832_000, -100], max: [292_400, 6_833_000, limit] } as { min: Place; max: Place };
    const cut = await readSection(scene, { ...corridor, box }, new AbortController().signal);
    // A point is at most half a width beside the line, so that the side cuts within four metres of it.
    const within = (east: number) =>
      [...whole.heights].filter((height, i) => height <= limit && 292_100 + (whole.along[i] ?? 0) * 0.8 <= east).length;
    expect(cut.heights.length).toBeGreaterThanOrEqual(within(292_396));
    expect(cut.heights.length).toBeLessThanOrEqual(within(292_404));
    expect(within(292_396)).toBeGreaterThan(20);
    expect(cut.heights.length).toBeLessThan(whole.heights.length / 2);
    expect(Math.max(...cut.heights)).toBeLessThanOrEqual(limit);
    // The line rises by 600 m eastward on 750 m of its length.
    for (const metres of cut.along) expect(292_100 + metres * 0.8).toBeLessThanOrEqual(292_400 + 5);
  });

  it("has all points of its corridor, and reads no tile beside it", async () => {
    const { scene, watched } = sceneOf({ "/a": town, "/far": town });
    const onPart = vi.fn();
    const section = await readSection(scene, corridor, new AbortController().signal, onPart);
    expect(watched.tasks.every(({ url }) => url === "/a")).toBe(true);
    expect(section.length).toBeCloseTo(750);
    // 750 × 10 m of a square kilometre with 80,000 points.
    expect(section.along.length).toBeGreaterThan(600 * 0.7);
    expect(section.along.length).toBeLessThan(600 * 1.4);
    expect(section.isReduced).toBe(false);
    expect(onPart).toHaveBeenLastCalledWith(1);
    expect(Math.min(...section.heights)).toBeGreaterThan(30);
  });

  it("is a table of steps and a file for spreadsheets", async () => {
    const { scene } = sceneOf({ "/a": town });
    const section = await readSection(scene, corridor, new AbortController().signal);
    const steps = stepsOf(section, 10, new Set());
    expect(steps.reduce((sum, { points }) => sum + points, 0)).toBe(section.along.length);
    for (const { low, high, ground } of steps) {
      expect(low ?? 0).toBeLessThanOrEqual(high ?? 0);
      if (ground !== null) expect(ground).toBeLessThanOrEqual(high ?? 0);
    }
    expect(stepsOf(section, 10, new Set([2])).every(({ ground }) => ground === null)).toBe(true);
    const lines = sectionCsv(section).trim().split("\n");
    expect(lines[0]).toBe("distance_m,height_m,class");
    expect(lines).toHaveLength(section.along.length + 1);
    const distances = lines.slice(1).map((line) => Number(line.split(",")[0]));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });

  it("ends when it is no longer wanted", async () => {
    const { scene } = sceneOf({ "/a": town });
    const abort = new AbortController();
    const reading = readSection(scene, corridor, abort.signal);
    abort.abort(new Error("gone"));
    await expect(reading).rejects.toThrow("gone");
  });

  it("of a tile that is refused says so", async () => {
    const { scene } = sceneOf({});
    await expect(readSection(scene, corridor, new AbortController().signal)).rejects.toMatchObject({ failure: "refused" });
  });
});
