import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "./box.ts";
import {
  axesOf,
  type Camera,
  dot,
  eyeOf,
  fitted,
  groundAt,
  limited,
  moved,
  orbited,
  panned,
  pixelOf,
  rayThrough,
  zoomed,
} from "./camera.ts";
import { depthRange, frustumOf, meets, placedAt, product, projectionMatrix, viewMatrix } from "./matrices.ts";

const screen = { width: 1280, height: 720 };
const town: Box = { min: [-500, -500, 0], max: [500, 500, 80] };

const cameras = fc.record({
  target: fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 80 })),
  distance: fc.integer({ min: 2, max: 4000 }),
  azimuth: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: 0, max: 75 }),
}) as fc.Arbitrary<Camera>;
const pixels = fc.tuple(fc.integer({ min: 0, max: 1280 }), fc.integer({ min: 0, max: 720 }));

/** The pixel of a place by the matrices that the graphics card gets. */
function pixelByMatrix(camera: Camera, place: readonly [number, number, number]) {
  const { near, far } = depthRange(camera, 2000);
  const matrix = placedAt(product(projectionMatrix(screen, near, far), viewMatrix(camera)), [...place]);
  const [x = 0, y = 0, , w = 1] = matrix.slice(12);
  return [((x / w + 1) / 2) * screen.width, ((1 - y / w) / 2) * screen.height] as const;
}

describe("a camera", () => {
  it("looks north from the south, with east to the right", () => {
    const camera: Camera = { target: [0, 0, 0], distance: 100, azimuth: 0, tilt: 45 };
    expect(eyeOf(camera)[1]).toBeLessThan(0);
    const middle = pixelOf(camera, screen, [0, 0, 0]);
    expect(middle?.[0]).toBeCloseTo(640);
    expect(middle?.[1]).toBeCloseTo(360);
    expect(pixelOf(camera, screen, [10, 0, 0])?.[0]).toBeGreaterThan(640);
    expect(pixelOf(camera, screen, [0, 10, 0])?.[1]).toBeLessThan(360);
    expect(pixelOf(camera, screen, [0, 0, 10])?.[1]).toBeLessThan(360);
  });

  it("has directions of length 1 at right angles", () => {
    fc.assert(
      fc.property(cameras, (camera) => {
        const { forward, right, up } = axesOf(camera);
        for (const axis of [forward, right, up]) expect(dot(axis, axis)).toBeCloseTo(1);
        expect(dot(forward, right)).toBeCloseTo(0);
        expect(dot(right, up)).toBeCloseTo(0);
      }),
    );
  });

  it("projects as its matrices do", () => {
    fc.assert(
      fc.property(
        cameras,
        fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 80 })),
        (camera, place) => {
          const pixel = pixelOf(camera, screen, place);
          fc.pre(pixel !== null && pixel[2] > camera.distance / 50);
          const [x, y] = pixelByMatrix(camera, place);
          expect(Math.abs((pixel?.[0] ?? 0) - x)).toBeLessThan(1e-3 * (1 + Math.abs(x)));
          expect(Math.abs((pixel?.[1] ?? 0) - y)).toBeLessThan(1e-3 * (1 + Math.abs(y)));
        },
      ),
    );
  });

  it("sees through a pixel what it shows there", () => {
    fc.assert(
      fc.property(cameras, pixels, fc.integer({ min: 1, max: 5000 }), (camera, pixel, length) => {
        const { from, direction } = rayThrough(camera, screen, pixel);
        const shown = pixelOf(camera, screen, [
          from[0] + direction[0] * length,
          from[1] + direction[1] * length,
          from[2] + direction[2] * length,
        ]);
        expect(shown?.[0]).toBeCloseTo(pixel[0], 4);
        expect(shown?.[1]).toBeCloseTo(pixel[1], 4);
      }),
    );
  });

  it("keeps the ground under the finger while it moves", () => {
    fc.assert(
      fc.property(cameras, pixels, pixels, (camera, from, to) => {
        const grabbed = groundAt(camera, screen, from);
        fc.pre(grabbed !== null && groundAt(camera, screen, to) !== null);
        const shown = pixelOf(panned(camera, screen, from, to), screen, grabbed as [number, number, number]);
        expect(shown?.[0]).toBeCloseTo(to[0], 2);
        expect(shown?.[1]).toBeCloseTo(to[1], 2);
      }),
    );
  });

  it("keeps what is pointed at in place while it comes nearer", () => {
    fc.assert(
      fc.property(cameras, pixels, (camera, pixel) => {
        const place = groundAt(camera, screen, pixel);
        fc.pre(place !== null && camera.distance > 10);
        const shown = pixelOf(zoomed(camera, 0.8, place as [number, number, number]), screen, place as [number, number, number]);
        expect(shown?.[0]).toBeCloseTo(pixel[0], 3);
        expect(shown?.[1]).toBeCloseTo(pixel[1], 3);
      }),
    );
  });

  it("shows the whole box when it is fitted, on a wide and on a narrow screen", () => {
    for (const size of [screen, { width: 360, height: 640 }]) {
      const camera = fitted(town, size);
      for (const x of [-500, 500])
        for (const y of [-500, 500]) {
          const shown = pixelOf(camera, size, [x, y, 0]);
          expect(shown?.[0]).toBeGreaterThan(0);
          expect(shown?.[0]).toBeLessThan(size.width);
          expect(shown?.[1]).toBeGreaterThan(0);
          expect(shown?.[1]).toBeLessThan(size.height);
        }
    }
  });

  it("never leaves its limits, whatever it is asked", () => {
    fc.assert(
      fc.property(
        cameras,
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: -720, max: 720, noNaN: true }),
        (camera, metres, angle) => {
          const wild = limited(zoomed(orbited(moved(camera, metres, -metres), angle, angle), Math.abs(metres) + 1e-9), town);
          expect(wild.tilt).toBeGreaterThanOrEqual(0);
          expect(wild.tilt).toBeLessThanOrEqual(88);
          expect(wild.azimuth).toBeGreaterThanOrEqual(0);
          expect(wild.azimuth).toBeLessThan(360.0001);
          expect(Math.abs(wild.target[0])).toBeLessThan(1300);
          expect(wild.distance).toBeLessThan(6000);
        },
      ),
    );
  });
});

describe("what a camera sees", () => {
  it("has every box with a place on the screen", () => {
    fc.assert(
      fc.property(
        cameras,
        fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -50, max: 200 })),
        (camera, place) => {
          const pixel = pixelOf(camera, screen, place);
          fc.pre(
            pixel !== null && pixel[0] >= 0 && pixel[0] <= 1280 && pixel[1] >= 0 && pixel[1] <= 720 && pixel[2] > camera.distance / 100,
          );
          const { near, far } = depthRange(camera, 5000);
          const planes = frustumOf(product(projectionMatrix(screen, near, far), viewMatrix(camera)));
          const [x, y, z] = place;
          expect(meets(planes, { min: [x - 1, y - 1, z - 1], max: [x + 1, y + 1, z + 1] })).toBe(true);
        },
      ),
    );
  });

  it("does not have what is behind it", () => {
    const camera: Camera = { target: [0, 0, 0], distance: 100, azimuth: 0, tilt: 60 };
    const planes = frustumOf(product(projectionMatrix(screen, 1, 1000), viewMatrix(camera)));
    expect(meets(planes, { min: [-10, -400, 0], max: [10, -390, 10] })).toBe(false);
    expect(meets(planes, { min: [-10, -5, 0], max: [10, 5, 10] })).toBe(true);
  });
});
