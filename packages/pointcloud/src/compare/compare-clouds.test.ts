import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrom } from "../byte-io.ts";
import type { PointColumns } from "../las/columns.ts";
import type { LasHeader } from "../las/header.ts";
import { openCloud } from "../open-cloud.ts";
import { cloudFile } from "../testing/cloud-file.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { compareClouds } from "./compare-clouds.ts";
import { PositionCounts, roundOf, roundsFor } from "./position-counts.ts";

const POINTS = 4000;
const make = (first = 0, count = POINTS) => syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 2 }, first, count);
const cloudOf = async (points: PointColumns, header: Partial<LasHeader> = {}) =>
  openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "variable", header }, [points])));

test("the same cloud has no changes, also in an octree's other order or in several rounds", async () => {
  const reversed = make();
  for (const values of [reversed.x, reversed.y, reversed.z, reversed.classification]) values?.reverse();
  for (const options of [{}, { mostSlots: 1024 }]) {
    const changes = await compareClouds(await cloudOf(make()), await cloudOf(reversed), options);
    expect(changes).toMatchObject({ cell: 10, gained: 0, lost: 0, reclassified: 0, moves: [], cells: [] });
  }
});

test("points that came, went, or changed their class are counted by cells of 10 m, with the height of the ground", async () => {
  const before = make();
  const after = make();
  const near = (i: number) => (before.x[i] as number) < 10_000 && (before.y[i] as number) < 10_000;
  const places = Array.from({ length: POINTS }, (_, i) => i).filter(near);
  before.classification?.fill(2);
  after.classification?.fill(2);
  // Six points of one corner: two get another class; the others are a metre higher, so that they went and came.
  for (const i of places.slice(0, 2)) after.classification?.set([6], i);
  for (const i of places.slice(2)) after.z[i] = (after.z[i] as number) + 100;
  for (const mostSlots of [undefined, 512]) {
    const changes = await compareClouds(await cloudOf(before), await cloudOf(after), mostSlots ? { mostSlots } : {});
    const moved = places.length - 2;
    expect(changes).toMatchObject({ gained: moved, lost: moved, reclassified: 2, moves: [{ from: 2, to: 6, points: 2 }] });
    expect(Math.max(...changes.cells.flatMap(({ column, row }) => [column, row]))).toBeLessThanOrEqual(10);
    const sum = (of: "gained" | "lost" | "reclassified") => changes.cells.reduce((total, cell) => total + cell[of], 0);
    expect([sum("gained"), sum("lost"), sum("reclassified")]).toEqual([moved, moved, 2]);
    for (const { ground } of changes.cells) if (ground !== null) expect(ground).toBeCloseTo(1, 1);
  }
});

test("another scale and offset is no change", async () => {
  const before = make();
  const after = make();
  for (const axis of ["x", "y", "z"] as const) after[axis].set(before[axis].map((value) => value * 10 + 5000));
  const finer = { scale: [0.001, 0.001, 0.001], offset: [292_000 - 5, 6_832_000 - 5, -5] } as Pick<LasHeader, "scale" | "offset">;
  expect(await compareClouds(await cloudOf(before), await cloudOf(after, finer))).toMatchObject({ gained: 0, lost: 0, cells: [] });
  expect(await compareClouds(await cloudOf(after, finer), await cloudOf(before))).toMatchObject({ gained: 0, lost: 0, cells: [] });
});

test("a part that is new and a part that is gone", async () => {
  const changes = await compareClouds(await cloudOf(make(0, 3000)), await cloudOf(make(1000, 3000)));
  expect(changes).toMatchObject({ gained: 1000, lost: 1000, reclassified: 0 });
});

test("of any two lists of positions, what is taken and what is left is what multisets say", () => {
  const position = fc.tuple(fc.nat(3), fc.integer({ min: -2, max: 2 }), fc.nat(2));
  fc.assert(
    fc.property(
      fc.array(position, { maxLength: 120 }),
      fc.array(position, { maxLength: 120 }),
      fc.integer({ min: 1, max: 5 }),
      (a, b, rounds) => {
        const counts = new Map<string, number>();
        for (const one of a) counts.set(String(one), (counts.get(String(one)) ?? 0) + 1);
        const table = new PositionCounts(a.length);
        for (const [x, y, z] of a) table.add(x, y, z, 7);
        for (const [x, y, z] of b) {
          const left = counts.get(String([x, y, z])) ?? 0;
          expect(table.take(x, y, z)).toBe(left > 0 ? 7 : -1);
          if (left > 0) counts.set(String([x, y, z]), left - 1);
          expect(roundOf(x, y, z, rounds)).toBeLessThan(rounds);
        }
        let left = 0;
        table.forEachLeft((_x, _y, _code, points) => {
          left += points;
        });
        expect(left).toBe([...counts.values()].reduce((sum, count) => sum + count, 0));
        table.clear();
        expect(table.has(0, 0, 0)).toBe(false);
      },
    ),
  );
  expect([roundsFor(10), roundsFor(10 ** 8)]).toEqual([1, 8]);
});
