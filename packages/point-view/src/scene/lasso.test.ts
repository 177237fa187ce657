import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { VolumeTest } from "@archipel/pointcloud/selection/volume.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Camera, pixelOf } from "./camera.ts";
import { lookOfVolume, middleRing, pixelsOfSlopes, ringOf, volumeThrough } from "./lasso.ts";
import { addressOfVolume } from "./volume-view.ts";

const cameras: fc.Arbitrary<Camera> = fc.record({
  target: fc.tuple(
    fc.integer({ min: 290_000, max: 300_000 }),
    fc.integer({ min: 6_830_000, max: 6_840_000 }),
    fc.integer({ min: 0, max: 900 }),
  ),
  distance: fc.integer({ min: 5, max: 3000 }),
  azimuth: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: 0, max: 88 }),
});
const screens = fc.record({ width: fc.integer({ min: 300, max: 2000 }), height: fc.integer({ min: 300, max: 1200 }) });
const everything = { heights: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const, classes: null };

describe("a lasso", () => {
  it("encloses the places whose pixel is inside, in any view", () => {
    const offset = fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(cameras, screens, fc.array(offset, { minLength: 20, maxLength: 20 }), (camera, screen, offsets) => {
        const ring = middleRing(screen);
        const test = new VolumeTest({ ...volumeThrough({ camera, screen, ring }), ...everything });
        const [low, high] = [ring[0], ring[2]] as [[number, number], [number, number]];
        for (const [x, y, z] of offsets) {
          const place: Triple = [
            camera.target[0] + x * camera.distance,
            camera.target[1] + y * camera.distance,
            camera.target[2] + z * camera.distance,
          ];
          const pixel = pixelOf(camera, screen, place);
          const margin = pixel
            ? Math.min(
                ...[0, 1].flatMap((k) => [
                  Math.abs((pixel[k] as number) - (low[k] as number)),
                  Math.abs((pixel[k] as number) - (high[k] as number)),
                ]),
              )
            : 1;
          if (margin < 1e-3) continue;
          const isInside = pixel !== null && pixel[0] > low[0] && pixel[0] < high[0] && pixel[1] > low[1] && pixel[1] < high[1];
          expect(test.contains(...place)).toBe(isInside);
        }
      }),
    );
  });

  it("says which view it was drawn in, and where its ring is on another screen", () => {
    fc.assert(
      fc.property(cameras, screens, (camera, screen) => {
        const ring = middleRing(screen);
        const look = lookOfVolume(volumeThrough({ camera, screen, ring }));
        expect(look?.camera.target).toEqual(camera.target);
        expect(look?.camera.distance).toBeCloseTo(camera.distance, 6);
        expect(look?.camera.tilt).toBeCloseTo(camera.tilt, 4);
        const turn = Math.abs((look?.camera.azimuth ?? 0) - camera.azimuth);
        expect(Math.min(turn, 360 - turn)).toBeLessThan(1e-3);
        const pixels = pixelsOfSlopes(look?.ring ?? [], screen);
        for (const [i, [x, y]] of ring.entries()) {
          expect(pixels[i]?.[0]).toBeCloseTo(x, 4);
          expect(pixels[i]?.[1]).toBeCloseTo(y, 4);
        }
      }),
    );
  });

  it("is a ring of few corners, or nothing", () => {
    const circle = Array.from({ length: 3000 }, (_, i) => [400 + 200 * Math.cos(i / 477), 300 + 200 * Math.sin(i / 477)] as const);
    const ring = ringOf(circle);
    expect(ring?.length).toBeGreaterThan(50);
    expect(ring?.length).toBeLessThanOrEqual(200);
    expect(ringOf([[5, 5]])).toBeNull();
    expect(
      ringOf([
        [0, 0],
        [100, 0],
        [200, 0],
        [50, 0],
      ]),
    ).toBeNull();
    expect(
      ringOf([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
    ).toBeNull();
  });

  it("has an address that shows it again; a volume of no camera has none", () => {
    const camera: Camera = { target: [292_500, 6_832_500, 50], distance: 120, azimuth: 40, tilt: 70 };
    const volume = {
      ...volumeThrough({ camera, screen: { width: 1000, height: 800 }, ring: middleRing({ width: 1000, height: 800 }) }),
      heights: [0, 90] as [number, number],
    };
    expect(addressOfVolume(volume)).toMatch(/^\?c=class&ring=[-\d.,]+#292500\.0,6832500\.0,50\.0,120\.0,40\.0,70\.0$/);
    expect(addressOfVolume({ ...volume, matrix: volume.matrix.map((value) => value * 2) })).toBe("");
  });
});
