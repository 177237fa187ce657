import { cloudDifference } from "@archipel/contracts/clouds.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tileFacts } from "../../testing/cloud-tiles.ts";
import { commonVertical, coverageOf, differenceOf, oddTile, replacedBy } from "./policy.ts";

const classes = fc.dictionary(fc.integer({ min: 0, max: 255 }).map(String), fc.integer({ min: 1, max: 1e9 }), { maxKeys: 8 });

test("a difference names every class whose count differs and no other, and turns round with its sides", () => {
  fc.assert(
    fc.property(classes, classes, (before, after) => {
      const there = differenceOf(tileFacts({ classes: before }), tileFacts({ classes: after }));
      expect(cloudDifference.parse(there)).toEqual(there);
      for (const code of new Set([...Object.keys(before), ...Object.keys(after)])) {
        const counts = { before: before[code] ?? 0, after: after[code] ?? 0 };
        expect(there.classes[code]).toEqual(counts.before === counts.after ? undefined : counts);
      }
      const back = differenceOf(tileFacts({ classes: after }), tileFacts({ classes: before }));
      expect(Object.keys(back.classes)).toEqual(Object.keys(there.classes));
      for (const [code, { before: from, after: to }] of Object.entries(there.classes))
        expect(back.classes[code]).toEqual({ before: to, after: from });
    }),
  );
});

test("boxes are named when one coordinate differs", () => {
  expect(differenceOf(tileFacts(), tileFacts({ points: 7 }))).toEqual({ points: { before: 1000, after: 7 }, classes: {}, bounds: null });
  const higher = tileFacts({ max: [653000, 6862000, 61] });
  expect(differenceOf(tileFacts(), higher).bounds?.after.max[2]).toBe(61);
});

test("a tile replaces the one of its path, else the only cloud of its name", () => {
  const alone = { path: "a.laz", fileName: "a.copc.laz", cloud: {} };
  const zipped = { path: "t/b.laz", fileName: "b.copc.laz", cloud: {} };
  const plan = { path: "plan/c.copc.laz", fileName: "c.copc.laz", cloud: null };
  const known = [alone, zipped, plan];
  expect(replacedBy(known, { path: "a.laz", fileName: "a.copc.laz" })).toBe(alone);
  expect(replacedBy(known, { path: "b.laz", fileName: "b.copc.laz" })).toBe(zipped);
  expect(replacedBy(known, { path: "c.laz", fileName: "c.copc.laz" })).toBeUndefined();
  expect(replacedBy([zipped, { ...zipped, path: "u/b.laz" }], { path: "b.laz", fileName: "b.copc.laz" })).toBeUndefined();
});

test("one CRS for all: heights may differ, places may not", () => {
  expect(commonVertical([tileFacts(), tileFacts({ verticalSrid: 5721 })])).toBeNull();
  expect(commonVertical([tileFacts(), tileFacts()])).toBe(5720);
  expect(commonVertical([])).toBeNull();
  expect(oddTile([tileFacts(), tileFacts({ srid: 3857 })], null)?.srid).toBe(3857);
  expect(oddTile([tileFacts({ srid: 3857 })], 2154)?.srid).toBe(3857);
  expect(oddTile([tileFacts()], 2154)).toBeUndefined();
});

test("covered ground is summed by product and year, the latest first", () => {
  const tile = tileFacts({ coverage: 0.5 });
  const found = coverageOf([
    tile,
    tileFacts({ coverage: 1, points: 500 }),
    tileFacts({ dates: ["2024-01-01", "2024-01-02"] }),
    tileFacts({ dates: null, product: null, srid: 4326 }),
  ]);
  expect(found).toEqual([
    { product: "lidar-hd", year: 2024, tiles: 1, points: 1000, squareKilometres: 1 },
    { product: "lidar-hd", year: 2023, tiles: 2, points: 1500, squareKilometres: 1.5 },
    { product: null, year: null, tiles: 1, points: 1000, squareKilometres: null },
  ]);
});
