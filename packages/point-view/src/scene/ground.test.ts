import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Camera } from "./camera.ts";
import { type GroundSquare, groundMesh, isGoodFor, nearGround, wholeGround } from "./ground.ts";

const whole = wholeGround({ min: [700_000, 6_600_000, 0], max: [702_000, 6_601_000, 80] });
const cameras = fc.record({
  target: fc.tuple(fc.integer({ min: 700_000, max: 702_000 }), fc.integer({ min: 6_600_000, max: 6_601_000 }), fc.constant(40)),
  distance: fc.integer({ min: 2, max: 9000 }),
  azimuth: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: 0, max: 88 }),
}) as fc.Arbitrary<Camera>;

type Place = readonly [number, number, number];
const triangles = (places: Float32Array): Place[] =>
  Array.from({ length: places.length / 3 }, (_, i) => [places[3 * i] ?? 0, places[3 * i + 1] ?? 0, places[3 * i + 2] ?? 0]);
const isIn = ({ centre, half }: GroundSquare, x: number, y: number) => Math.abs(x - centre[0]) <= half && Math.abs(y - centre[1]) <= half;

describe("the ground below the points", () => {
  it("is laid as two triangles a cell, with the upper left of the picture at the first place", () => {
    const image = {} as HTMLCanvasElement;
    const grid = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [1000 + column * 10, 2000 - row * 10] as const));
    const { places, shares, isDraped } = groundMesh({ image, grid }, [1000, 2000, 30]);
    expect(isDraped).toBe(false);
    const corners = triangles(places);
    expect(corners).toHaveLength(6 * 4);
    for (const [i, [x, y, z]] of corners.entries()) {
      expect(x).toBe((shares[2 * i] ?? Number.NaN) * 20);
      expect(y + (shares[2 * i + 1] ?? Number.NaN) * 20).toBe(0);
      expect(z).toBe(0);
    }
    // All triangles together are as large as the picture.
    let area = 0;
    for (let i = 0; i < corners.length; i += 3) {
      const [[ax, ay], [bx, by], [cx, cy]] = corners.slice(i, i + 3) as [Place, Place, Place];
      area += ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
    }
    expect(area).toBe(400);
  });

  it("is draped on heights of finer cells, whose places are between those of the grid", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: -0.1, max: 0.1, noNaN: true }),
        (cells, times, turn) => {
          const side = cells + 1;
          const at = (right: number, down: number): [number, number] => [
            1000 + 80 * right * Math.cos(turn) + 80 * down * Math.sin(turn),
            2000 + 80 * right * Math.sin(turn) - 80 * down * Math.cos(turn),
          ];
          const grid = Array.from({ length: side * side }, (_, i) => at((i % side) / cells, Math.floor(i / side) / cells));
          const fine = cells * times + 1;
          const heights = Float32Array.from({ length: fine * fine }, (_, i) => 40 + (i % fine) + 2 * Math.floor(i / fine));
          const mesh = groundMesh({ image: {} as HTMLCanvasElement, grid, heights }, [1000, 2000, 30]);
          expect(mesh.isDraped).toBe(true);
          const corners = triangles(mesh.places);
          expect(corners).toHaveLength(6 * (cells * times) ** 2);
          for (let i = 0; i < corners.length; i += 7) {
            const [x, y, z] = corners[i] as Place;
            const [right, down] = [mesh.shares[2 * i] ?? Number.NaN, mesh.shares[2 * i + 1] ?? Number.NaN];
            const [east, north] = at(right, down);
            expect(x).toBeCloseTo(east - 1000, 3);
            expect(y).toBeCloseTo(north - 2000, 3);
            expect(z).toBeCloseTo(10 + (right + 2 * down) * cells * times, 3);
            const share = (row: readonly [number, number, number]) => row[0] * x + row[1] * y + row[2];
            expect(share(mesh.toShares.right)).toBeCloseTo(right, 4);
            expect(share(mesh.toShares.down)).toBeCloseTo(down, 4);
          }
        },
      ),
      { numRuns: 30 },
    );
    const grid = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [column, row] as const));
    expect(() => groundMesh({ image: {} as HTMLCanvasElement, grid, heights: new Float32Array(16) }, [0, 0, 0])).toThrow(
      "4 heights a side",
    );
  });

  it("refuses places that are no square grid", () => {
    const image = {} as HTMLCanvasElement;
    expect(() => groundMesh({ image, grid: [[0, 0]] }, [0, 0, 0])).toThrow("1 places");
    expect(() => groundMesh({ image, grid: Array.from({ length: 6 }, () => [0, 0] as const) }, [0, 0, 0])).toThrow("6 places");
  });

  it("reaches beyond all points on every side", () => {
    for (const [x, y] of [
      [699_700, 6_600_500],
      [702_300, 6_600_500],
      [701_000, 6_599_200],
      [701_000, 6_601_800],
    ] as const)
      expect(isIn(whole, x, y)).toBe(true);
  });

  it("is drawn sharper where the camera is near, around its target", () => {
    fc.assert(
      fc.property(cameras, (camera) => {
        const near = nearGround(camera, whole);
        if (!near) {
          expect(camera.distance).toBeGreaterThan(500);
          return;
        }
        expect(near.half).toBeLessThan(whole.half * 0.7);
        expect(isIn(near, camera.target[0], camera.target[1])).toBe(true);
      }),
    );
  });

  it("is not drawn again for a small move, and is for a far one or a nearer look", () => {
    fc.assert(
      fc.property(cameras, fc.integer({ min: -5, max: 5 }), (camera, step) => {
        const near = nearGround(camera, whole);
        if (!near) return;
        const [x, y, z] = camera.target;
        const moved = (by: number): Camera => ({ ...camera, target: [x + by * camera.distance, y, z] });
        expect(isGoodFor(near, nearGround(moved(step / 20), whole))).toBe(true);
        expect(isGoodFor(near, nearGround(moved(4 * Math.max(1, 40 / camera.distance)), whole))).toBe(false);
      }),
    );
    const far = nearGround({ target: [701_000, 6_600_500, 0], distance: 600, azimuth: 0, tilt: 0 }, whole);
    const close = nearGround({ target: [701_000, 6_600_500, 0], distance: 200, azimuth: 0, tilt: 0 }, whole);
    expect(isGoodFor(far, close)).toBe(false);
    expect(isGoodFor(far, null)).toBe(false);
    expect(isGoodFor(null, null)).toBe(true);
  });
});
