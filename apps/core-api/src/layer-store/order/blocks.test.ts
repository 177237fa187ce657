import { expect, it } from "vitest";
import { BLOCK, type BlockCount, Blocks, type Moved } from "./blocks.ts";

/** Numbers that are the same in every run (mulberry32). */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function countsOf(fids: Iterable<number>): BlockCount[] {
  const counts = new Map<number, number>();
  for (const fid of fids) counts.set(Math.floor((fid - 1) / BLOCK), (counts.get(Math.floor((fid - 1) / BLOCK)) ?? 0) + 1);
  return [...counts];
}

/** The features of a page by the blocks, and by the list of all. */
function expectPlaces(blocks: Blocks, fids: ReadonlySet<number>): void {
  const inOrder = [...fids].sort((a, b) => a - b);
  expect(blocks.total).toBe(inOrder.length);
  for (let offset = 0; offset < inOrder.length + 3; offset++) {
    const { after, offset: rest } = blocks.placeOf(offset);
    const first = inOrder.filter((fid) => fid > after)[rest];
    if (first !== inOrder[offset]) expect([offset, first]).toEqual([offset, inOrder[offset]]);
    expect(rest).toBeLessThan(BLOCK);
  }
}

it("finds the place of every feature, also after edits, and past the end", () => {
  const random = randomly(7);
  const fids = new Set(Array.from({ length: 4 * BLOCK + 10 }, (_, index) => index + 1));
  // A block without features.
  for (let fid = 2 * BLOCK + 1; fid <= 3 * BLOCK; fid++) fids.delete(fid);
  let blocks = Blocks.of(1, countsOf(fids));
  let last = 4 * BLOCK + 10;
  for (let revision = 2; revision < 12; revision++) {
    if (!blocks) throw new Error("not counted");
    expectPlaces(blocks, fids);
    const moved: Moved[] = [];
    for (const fid of [...fids]) if (random() < 0.02) moved.push({ fid, by: -1 });
    for (let added = 0; added < random() * 300; added++) moved.push({ fid: ++last, by: 1 });
    // A feature that was deleted comes back.
    if (!fids.has(2 * BLOCK + revision)) moved.push({ fid: 2 * BLOCK + revision, by: 1 });
    for (const { fid, by } of moved) by === 1 ? fids.add(fid) : fids.delete(fid);
    blocks = blocks.after(revision, moved);
    expect(blocks?.revision).toBe(revision);
  }
});

it("skips nothing in full blocks", () => {
  const blocks = Blocks.of(1, countsOf(Array.from({ length: 3 * BLOCK }, (_, index) => index + 1)));
  expect(blocks?.placeOf(BLOCK + 5)).toEqual({ after: BLOCK + 5, offset: 0 });
  expect(blocks?.after(2, [{ fid: BLOCK + 1, by: -1 }])?.placeOf(BLOCK + 5)).toEqual({ after: BLOCK, offset: 5 });
});

it("refuses changes that do not fit, and numbers that no layer has", () => {
  const full = Blocks.of(1, [[0, BLOCK]]);
  expect(full?.after(2, [{ fid: 5, by: 1 }])).toBeNull();
  expect(Blocks.of(1, [[1, 1]])?.after(2, [{ fid: 5, by: -1 }])).toBeNull();
  expect(full?.after(2, [{ fid: 2e12, by: 1 }])).toBeNull();
  expect(Blocks.of(1, [[0, BLOCK + 1]])).toBeNull();
  expect(Blocks.of(1, [[-1, 1]])).toBeNull();
  expect(Blocks.of(1, [[1e9, 1]])).toBeNull();
  expect(Blocks.of(1, [])?.placeOf(4)).toEqual({ after: 4, offset: 0 });
});
