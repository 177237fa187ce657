import type { Bbox } from "@archipel/geo/bbox.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { blocksOf, finestResolution, MOST_BLOCKS, nameOfBlock, workAfter } from "./policy.ts";

const square = (west: number, south: number, side = 1_000): Bbox => [west, south, west + side, south + side];

it("a kilometre tile is a block of half-metre cells, without neighbours that it only touches", () => {
  expect(blocksOf([square(292_000, 6_832_000)], 0.5)).toEqual([{ key: "292_6832", box: square(292_000, 6_832_000) }]);
  expect(nameOfBlock("dsm", 0.5, { key: "292_6832" }, ["LAMB93", null])).toBe("MNS_0M50_0292_6833_LAMB93");
  expect(nameOfBlock("dtm", 0.2, { key: "731_17080" }, ["LAMB93", "IGN69"])).toBe("MNT_0M20_292400_6832400_LAMB93_IGN69");
});

it("blocks cover every tile, do not overlap, and have whole cells", () => {
  const number = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number(9_000), number(9_000), number(1_500)), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(0.5, 1, 2.5),
      (tiles, cell) => {
        const boxes = tiles.map(([x, y, side]) => square(x + 0.013, y + 0.127, side + 1));
        const blocks = blocksOf(boxes, cell);
        for (const { box } of blocks) for (const side of box) expect(Math.abs(side / cell - Math.round(side / cell))).toBeLessThan(1e-6);
        const isIn = ([w, s, e, n]: Bbox, x: number, y: number) => x > w && x < e && y > s && y < n;
        for (const [w, s, e, n] of boxes)
          for (const [x, y] of [[w + 0.01, s + 0.01], [e - 0.01, n - 0.01], [(w + e) / 2, (s + n) / 2]] as const) // biome-ignore format: places on a line
            expect(blocks.filter(({ box }) => isIn(box, x, y))).toHaveLength(1);
      },
    ),
  );
});

it("stops at a number of blocks, however large the tiles are", () => {
  expect(blocksOf([[0, 0, 1e7, 1e7]], 0.1).length).toBe(MOST_BLOCKS + 1);
});

it("computes again only what a change reaches", () => {
  const now = blocksOf([square(0, 0), square(1_000, 0)], 0.5);
  const reach = { resolution: 0.5, reach: 100 };
  expect(workAfter(now, now, [], reach)).toEqual({ work: [], gone: [] });
  const inside = workAfter(now, now, [[500.2, 500.2, 510, 510]], reach);
  expect(inside.work).toEqual([{ block: now[0], window: [400, 400, 610, 610] }]);
  const seam = workAfter(now, now, [[980, 500, 990, 510]], reach);
  expect(seam.work.map(({ window }) => window)).toEqual([
    [880, 400, 1_000, 610],
    [1_000, 400, 1_090, 610],
  ]);
  const grown = workAfter(now, blocksOf([square(0, 0), square(1_000, 0), square(0, 1_000)], 0.5), [square(0, 1_000)], reach);
  expect(grown.work.map(({ block, window }) => [block.key, window])).toEqual([
    ["0_0", [0, 900, 1_000, 1_000]],
    ["1_0", [1_000, 900, 1_100, 1_000]],
    ["0_1", null],
  ]);
  expect(workAfter(now, blocksOf([square(0, 0)], 0.5), [square(1_000, 0)], reach).gone).toEqual(["1_0"]);
});

it("knows how fine cells can be", () => {
  expect(finestResolution([square(0, 0)], 10_000_000)).toBe(0.05);
  expect(finestResolution([square(0, 0)], 1_000)).toBe(4.5);
});
