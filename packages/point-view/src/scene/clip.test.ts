import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoadedNode } from "../load/node-cache.ts";
import type { Box } from "./box.ts";
import { ClippedNodes, FACES, faceCentre, firstClip, isInside, overlaps, THINNEST, withFace } from "./clip.ts";

const metres = fc.double({ min: -500, max: 500, noNaN: true });
const boxes = fc.tuple(metres, metres, metres, metres, metres, metres).map(
  ([a, b, c, d, e, f]): Box => ({
    min: [Math.min(a, d), Math.min(b, e), Math.min(c, f)],
    max: [Math.max(a, d) + THINNEST, Math.max(b, e) + THINNEST, Math.max(c, f) + THINNEST],
  }),
);

function nodeOf(places: readonly (readonly [number, number, number])[], corner: [number, number, number]): LoadedNode {
  const axis = (i: 0 | 1 | 2) => places.map((place) => place[i] + corner[i]);
  return {
    id: "t/0-0-0-0",
    version: 1,
    tile: "t",
    corner,
    box: {
      min: [Math.min(...axis(0)), Math.min(...axis(1)), Math.min(...axis(2))],
      max: [Math.max(...axis(0)), Math.max(...axis(1)), Math.max(...axis(2))],
    },
    width: 1000,
    spacing: 1,
    points: {
      count: places.length,
      positions: new Float32Array(places.flat()),
      codes: new Uint8Array(places.flatMap((_, i) => [i, 1, 1, 0])),
      measures: new Uint16Array(places.flatMap((_, i) => [100 + i, i])),
      colours: new Uint8Array(places.flatMap((_, i) => [i, i, i, i])),
    },
    extra: new Set(),
  };
}

describe("a clipping box", () => {
  it("keeps the points inside with all that belongs to each, and no other", () => {
    const single = fc.integer({ min: -400, max: 400 });
    const places = fc.array(fc.tuple(single, single, single), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(boxes, places, fc.nat(60), (clip, points, most) => {
        const corner: [number, number, number] = [10, -20, 30];
        const node = nodeOf(points, corner);
        const count = Math.min(points.length, most);
        const expected = points.slice(0, count).flatMap(([x, y, z], i) => (isInside(clip, x + 10, y - 20, z + 30) ? [i] : []));
        const clipped = new ClippedNodes();
        const [found] = clipped.inside([{ node, count }], clip);
        const shown = found?.count ?? 0;
        expect(shown).toBe(expected.length);
        for (const [at, i] of expected.entries()) {
          const kept = found?.node.points;
          expect([...(kept?.positions.subarray(3 * at, 3 * at + 3) ?? [])]).toEqual(points[i]);
          expect(kept?.codes[4 * at]).toBe(i);
          expect(kept?.measures[2 * at]).toBe(100 + i);
          expect(kept?.colours?.[4 * at + 3]).toBe(i);
        }
        // The same question has the same answer, another count or box another.
        expect(clipped.inside([{ node, count }], clip)[0]).toBe(found);
        expect(clipped.inside([{ node, count }], { ...clip, max: clip.min })[0]?.count ?? 0).toBeLessThanOrEqual(shown);
      }),
    );
  });

  it("overlaps what it shares a place with", () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const inside = ([0, 1, 2] as const).every((axis) => Math.max(a.min[axis], b.min[axis]) <= Math.min(a.max[axis], b.max[axis]));
        expect(overlaps(a, b)).toBe(inside);
      }),
    );
  });

  it("has sides that move alone and never pass each other", () => {
    fc.assert(
      fc.property(boxes, fc.constantFrom(...FACES), metres, (box, face, to) => {
        const moved = withFace(box, face, to);
        expect(faceCentre(moved, face)[face.axis]).toBe(moved[face.side][face.axis]);
        for (const axis of [0, 1, 2] as const) {
          expect(moved.max[axis] - moved.min[axis]).toBeGreaterThan(THINNEST * 0.999);
          for (const side of ["min", "max"] as const)
            if (axis !== face.axis || side !== face.side) expect(moved[side][axis]).toBe(box[side][axis]);
        }
      }),
    );
  });

  it("begins around what is looked at, and has points wherever one looks from", () => {
    const all: Box = { min: [-1000, -1000, 0], max: [1000, 1000, 80] };
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 })),
        fc.integer({ min: 1, max: 9000 }),
        ([x, y], distance) => {
          const clip = firstClip({ target: [x, y, 20], distance, azimuth: 0, tilt: 0 }, all);
          expect(overlaps(clip, all)).toBe(true);
          for (const axis of [0, 1, 2] as const) expect(clip.max[axis] - clip.min[axis]).toBeGreaterThanOrEqual(THINNEST);
          expect([clip.min[2], clip.max[2]]).toEqual([0, 80]);
        },
      ),
    );
  });
});
