import type { CopcNode } from "@archipel/pointcloud/copc/hierarchy.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "../scene/box.ts";
import { type Camera, fitted } from "../scene/camera.ts";
import { Octree } from "../scene/octree.ts";
import { PointBudget } from "./budget.ts";
import { Heap } from "./heap.ts";
import { type ChoosableTile, chooseNodes } from "./select-nodes.ts";

const screen = { width: 1280, height: 720 };
const limits = { budget: 1_000_000, targetPixels: 1.6, maxNodes: 700 };

/** A tile of a kilometre at a place of a grid, with all nodes of so many levels. */
function tile(x: number, y: number, levels: number | null, pageAt?: number): ChoosableTile {
  const box: Box = { min: [x * 1000, y * 1000, 0], max: [(x + 1) * 1000, (y + 1) * 1000, 60] };
  const id = `${x}-${y}`;
  if (levels === null) return { id, box, octree: null };
  const info = { center: [x * 1000 + 500, y * 1000 + 500, 500] as [number, number, number], halfSize: 500, spacing: 1000 / 128 };
  const octree = new Octree({ ...info, rootPage: { offset: 0, length: 0 }, gpsMin: 0, gpsMax: 1 }, [0, 0, 0], box);
  const nodes: CopcNode[] = [];
  const pages = [];
  for (let level = 0; level < levels; level++) {
    const width = 2 ** level;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) {
        const key = { level, x: i, y: j, z: 0 };
        if (level === pageAt) pages.push({ ...key, offset: 9, length: 32 });
        else if (pageAt === undefined || level < pageAt) nodes.push({ ...key, offset: level * 1e6, length: 1e5, points: 16_000 });
      }
  }
  octree.add({ nodes, pages }, { level: 0, x: 0, y: 0, z: 0 });
  return { id, box, octree };
}

const above = (distance: number, at: [number, number, number] = [500, 500, 30]): Camera => ({ target: at, distance, azimuth: 0, tilt: 40 });

describe("the choice of nodes", () => {
  it("has nothing outside of a clipping box, so that the budget is for what is inside", () => {
    const clip: Box = { min: [100, 100, 0], max: [180, 180, 60] };
    const tiles = [tile(0, 0, 6), tile(1, 0, 6), tile(2, 0, null)];
    const whole = chooseNodes(tiles, above(1500), screen, { ...limits, budget: 60_000 });
    const cut = chooseNodes(tiles, above(1500), screen, { ...limits, budget: 60_000, clip });
    expect(whole.tiles).toEqual(["2-0"]);
    expect(cut.tiles).toEqual([]);
    expect(cut.nodes.length).toBeGreaterThan(0);
    for (const { tile: id, node } of cut.nodes) {
      const width = 1000 / 2 ** node.level;
      expect(id).toBe("0-0");
      expect(node.x * width).toBeLessThanOrEqual(180);
      expect((node.x + 1) * width).toBeGreaterThanOrEqual(100);
    }
    const deepest = (choice: typeof cut) => Math.max(...choice.nodes.map(({ node }) => node.level));
    expect(deepest(cut)).toBeGreaterThan(deepest(whole));
  });

  it("takes parents before their children, and stays within its budget", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 3000 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 0, max: 80 }),
        (distance, budget, tilt) => {
          const { nodes, points } = chooseNodes([tile(0, 0, 5), tile(1, 0, 5)], { ...above(distance), tilt }, screen, {
            ...limits,
            budget,
          });
          expect(points).toBeLessThanOrEqual(budget);
          expect(points).toBe(nodes.reduce((sum, { count }) => sum + count, 0));
          const seen = new Set<string>();
          for (const { tile, node } of nodes) {
            const parent = `${tile} ${node.level - 1} ${node.x >> 1} ${node.y >> 1} ${node.z >> 1}`;
            if (node.level > 0) expect(seen).toContain(parent);
            seen.add(`${tile} ${node.level} ${node.x} ${node.y} ${node.z}`);
          }
        },
      ),
    );
  });

  it("goes deeper where one is nearer, and takes no more than the screen can show", () => {
    const levels = (distance: number) =>
      Math.max(...chooseNodes([tile(0, 0, 6)], above(distance), screen, limits).nodes.map(({ node }) => node.level));
    expect(levels(100)).toBeGreaterThan(levels(3000));
    const far = chooseNodes([tile(0, 0, 6)], above(40_000), screen, limits);
    expect(far.nodes.map(({ node }) => node.level)).toEqual([0]);
    expect(far.points).toBeLessThan(16_000 / 10);
  });

  it("wants the headers of tiles that are seen, the nearest first, and none of the others", () => {
    const tiles = Array.from({ length: 100 }, (_, i) => tile(i % 10, Math.floor(i / 10), null));
    const near = chooseNodes(tiles, above(600, [2500, 2500, 0]), screen, limits);
    expect(near.tiles[0]).toBe("2-2");
    expect(near.tiles.length).toBeLessThan(20);
    const whole = chooseNodes(tiles, fitted({ min: [0, 0, 0], max: [10_000, 10_000, 60] }, screen), screen, limits);
    expect(whole.tiles).toHaveLength(100);
    const speck = chooseNodes(tiles, above(2_000_000, [5000, 5000, 0]), screen, limits);
    expect(speck.tiles).toEqual([]);
  });

  it("wants pages where the tree goes on in one", () => {
    const choice = chooseNodes([tile(0, 0, 4, 2)], above(200), screen, limits);
    expect(choice.pages.length).toBeGreaterThan(0);
    expect(choice.pages.every(({ page }) => page.level === 2)).toBe(true);
  });

  it("draws no more nodes than the card can take calls", () => {
    expect(chooseNodes([tile(0, 0, 7)], above(300), screen, { ...limits, budget: 1e9, maxNodes: 50 }).nodes).toHaveLength(50);
  });

  it("gives each of a hundred tiles its share of a small budget", () => {
    const tiles = Array.from({ length: 100 }, (_, i) => tile(i % 10, Math.floor(i / 10), 4));
    const { nodes, points } = chooseNodes(tiles, fitted({ min: [0, 0, 0], max: [10_000, 10_000, 60] }, screen), screen, limits);
    expect(new Set(nodes.map(({ tile }) => tile)).size).toBe(100);
    expect(points).toBeLessThanOrEqual(limits.budget);
  });
});

describe("the heap", () => {
  it("gives back in order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const heap = new Heap<number>();
        for (const value of values) heap.put(value, value);
        expect(values.map(() => heap.take())).toEqual(values.toSorted((a, b) => b - a));
        expect(heap.take()).toBeUndefined();
      }),
    );
  });
});

describe("the budget", () => {
  const after = (budget: PointBudget, ms: number, drawn = budget.moving) => {
    for (let i = 0; i < 3; i++) budget.note(ms, drawn);
    return budget;
  };

  it("gives a slow device fewer pixels, then fewer points, and has limits", () => {
    const budget = new PointBudget();
    const { points, moving } = budget;
    expect(after(budget, 120)).toMatchObject({ isCoarse: true, points, moving });
    expect(after(budget, 120).moving).toBeLessThan(moving);
    expect(after(new PointBudget(), 400).moving).toBeLessThan(moving / 3);
    for (let i = 0; i < 50; i++) after(budget, 1000);
    expect(budget).toMatchObject({ moving: 60_000, points: 250_000, isCoarse: true });
  });

  it("gives a fast device that uses them more points, and all pixels again", () => {
    const budget = after(new PointBudget(), 120);
    const { moving } = budget;
    expect(after(budget, 16, 1000)).toMatchObject({ moving, isCoarse: false });
    expect(after(budget, 16).moving).toBeGreaterThan(moving);
    for (let i = 0; i < 50; i++) after(budget, 10);
    expect(budget).toMatchObject({ moving: 2_400_000, points: 4_000_000, isCoarse: false });
  });

  it("does not change the number of pixels for ever", () => {
    const budget = new PointBudget();
    let changes = 0;
    for (let i = 0; i < 40; i++) {
      const { isCoarse } = budget;
      after(budget, isCoarse ? 16 : 60);
      if (budget.isCoarse !== isCoarse) changes++;
    }
    expect(changes).toBe(5);
    expect(budget.isCoarse).toBe(true);
  });

  it("draws no fewer points at rest than while moving", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 400 }), { maxLength: 60 }), (frames) => {
        const budget = new PointBudget();
        for (const ms of frames) after(budget, ms);
        expect(budget.points).toBeGreaterThanOrEqual(budget.moving);
      }),
    );
  });

  it("judges by the middle of several frames", () => {
    const budget = new PointBudget();
    for (const ms of [30, 900, 31]) budget.note(ms, budget.moving);
    expect(budget).toMatchObject({ isCoarse: false, points: 800_000 });
  });

  it("keeps what the visitor chose for a view at rest", () => {
    const budget = new PointBudget(500_000);
    for (let i = 0; i < 20; i++) after(budget, 500);
    expect(budget).toMatchObject({ points: 500_000, moving: 60_000 });
  });
});
