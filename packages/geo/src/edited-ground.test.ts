import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bbox } from "./bbox.ts";
import { EditedGround, isTileTouched } from "./edited-ground.ts";
import { lonLatToMercator } from "./mercator.ts";
import { lonLatToTile } from "./tile-math.ts";

const boxAt = (lon: number, lat: number): Bbox => {
  const [x, y] = lonLatToMercator(lon, lat);
  return [x, y, x + 10, y + 10];
};
const here = lonLatToTile(2, 48, 12);
const there = lonLatToTile(5, 45, 12);

describe("EditedGround", () => {
  it("returns for a tile the last revision that touched it, at every zoom", () => {
    const ground = new EditedGround(3);
    ground.add({ revision: 4, boxes: [boxAt(2, 48)] });
    ground.add({ revision: 5, boxes: [boxAt(5, 45)] });
    expect([ground.revisionOf(here), ground.revisionOf(there), ground.revisionOf(lonLatToTile(20, 10, 12))]).toEqual([4, 5, 3]);
    expect(ground.revisionOf({ z: 0, x: 0, y: 0 })).toBe(5);
    expect(ground.revisionOf(there, 4)).toBe(3);
    expect(ground.revision).toBe(5);
  });

  it("extends into the neighbouring tiles, because tiles are drawn with a margin", () => {
    const { z, x, y } = here;
    const side = 40075016.68557849 / 2 ** z;
    const edge = (x + 1) * side - 20037508.342789244;
    const north = 20037508.342789244 - (y + 0.5) * side;
    const near: Bbox[] = [[edge - side / 100, north, edge - side / 100, north]];
    expect(isTileTouched(here, near)).toBe(true);
    expect(isTileTouched({ z, x: x + 1, y }, near)).toBe(true);
    expect(isTileTouched({ z, x: x + 2, y }, near)).toBe(false);
  });

  it("ignores known revisions, and counts unplaced ones for all tiles", () => {
    const ground = new EditedGround(1);
    expect(ground.add({ revision: 2, boxes: [boxAt(2, 48)] })).toBe(true);
    expect(ground.add({ revision: 2, boxes: null })).toBe(false);
    expect(ground.revisionOf(there)).toBe(1);
    ground.add({ revision: 4, boxes: [boxAt(2, 48)] });
    expect([ground.revisionOf(here), ground.revisionOf(there)]).toEqual([4, 4]);
    ground.add({ revision: 5, boxes: null });
    expect(ground.revisionOf(there)).toBe(5);
  });

  it("never returns a revision that is too old, even when edits are forgotten", () => {
    const edits = fc.array(
      fc.array(fc.tuple(fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true })), { maxLength: 64 }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(edits, fc.nat(3), (revisions, zoom) => {
        const ground = new EditedGround(0);
        const boxes = revisions.map((points) => points.map(([lon, lat]) => boxAt(lon, lat)));
        for (const [index, own] of boxes.entries()) ground.add({ revision: index + 1, boxes: own });
        const tile = lonLatToTile(10, 10, zoom);
        const truth = boxes.findLastIndex((own) => isTileTouched(tile, own)) + 1;
        expect(ground.revisionOf(tile)).toBeGreaterThanOrEqual(truth);
      }),
      { numRuns: 50 },
    );
    const ground = new EditedGround(0);
    for (let revision = 1; revision <= 5000; revision++) ground.add({ revision, boxes: [boxAt(2, 48)] });
    expect(ground.revisionOf(there)).toBe(3000);
    expect(ground.revisionOf(here)).toBe(5000);
  });
});
