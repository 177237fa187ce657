import fc from "fast-check";
import { expect, test } from "vitest";
import { blocksSchema } from "./blocks.ts";
import { blocksKeeping, linkKeeping, referencesOfBlocks } from "./references.ts";
import { sketchOf } from "./sketch.ts";
import { pageBlocks, TEST_IDS } from "./testing/arbitraries.ts";

test("blocks without some ids are valid blocks that name only the others", () => {
  fc.assert(
    fc.property(pageBlocks(), fc.subarray(TEST_IDS), (blocks, known) => {
      const keep = (id: string) => known.includes(id);
      const kept = blocksKeeping(blocks, { pages: keep, pictures: keep });
      expect(blocksSchema.parse(kept)).toEqual(kept);
      const { pages, pictures, ...data } = referencesOfBlocks(kept);
      expect([...pages, ...pictures].filter((id) => !keep(id))).toEqual([]);
      expect(data).toEqual({ datasets: [], maps: [], layers: [] });
      expect(kept.map(({ id }) => id)).toEqual(blocks.map(({ id }) => id));
    }),
    { numRuns: 300 },
  );
});

test("blocks that name only what is kept stay as they are", () => {
  fc.assert(
    fc.property(pageBlocks(), (blocks) => {
      const all = () => true;
      expect(blocksKeeping(blocks, { pages: all, datasets: all, maps: all, layers: all, pictures: all })).toEqual(blocks);
    }),
  );
});

test("a link to the map stays, without its layers", () => {
  const [id = ""] = TEST_IDS;
  expect(linkKeeping({ to: "map", layers: [id] }, {})).toEqual({ to: "map", layers: [] });
  expect(linkKeeping({ to: "points", layer: id, isFlight: true }, {})).toBeUndefined();
  expect(linkKeeping({ to: "points", isFlight: true }, {})).toEqual({ to: "points", isFlight: true });
  expect(linkKeeping({ to: "page", id }, {})).toBeUndefined();
  expect(linkKeeping({ to: "home" }, {})).toEqual({ to: "home" });
});

test("a sketch leaves out hidden blocks and shortens texts", () => {
  fc.assert(
    fc.property(pageBlocks(), (blocks) => {
      const hidden = blocks.map((block, index) => (index % 2 ? { ...block, isHidden: true as const } : block));
      const drawn = sketchOf(hidden, 3);
      expect(drawn.map(({ type }) => type)).toEqual(
        hidden
          .filter(({ isHidden }) => !isHidden)
          .slice(0, 3)
          .map(({ type }) => type),
      );
      expect(JSON.stringify(drawn).length).toBeLessThan(3 * 6 * 4 * 400);
    }),
  );
});
