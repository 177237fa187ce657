import type { Triple } from "@archipel/pointcloud/las/header.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "./box.ts";
import { type Camera, eyeOf } from "./camera.ts";
import { cameraAt, flightOf, resumed, secondsOf, stopAt, tourOver } from "./flight.ts";

const cameras: fc.Arbitrary<Camera> = fc.record({
  target: fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 0, max: 900 })),
  distance: fc.integer({ min: 5, max: 5000 }),
  azimuth: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: 0, max: 85 }),
});

const numbersOf = ({ target, distance, azimuth, tilt }: Camera) => [...target, distance, ((azimuth % 360) + 360) % 360, tilt];

describe("a flight", () => {
  it("passes through each of its stops at its time", () => {
    fc.assert(
      fc.property(fc.array(cameras, { minLength: 1, maxLength: 8 }), (stops) => {
        const flight = flightOf(stops);
        for (const [i, stop] of stops.entries()) {
          const seen = numbersOf(cameraAt(flight, flight.times[i] as number));
          for (const [k, value] of numbersOf(stop).entries()) {
            // 360 is 0.
            const off = Math.abs((seen[k] as number) - value);
            expect(k === 4 ? Math.min(off, 360 - off) : off).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
          }
        }
      }),
    );
  });

  it("moves without a jump", () => {
    fc.assert(
      fc.property(fc.array(cameras, { minLength: 2, maxLength: 6 }), (stops) => {
        const flight = flightOf(stops);
        const step = secondsOf(flight) / 2000;
        let before = cameraAt(flight, 0);
        for (let t = step; t <= secondsOf(flight); t += step) {
          const now = cameraAt(flight, t);
          expect(Math.abs(now.azimuth - before.azimuth)).toBeLessThan(40 * step);
          expect(Math.abs(Math.log2(now.distance / before.distance))).toBeLessThan(1 * step);
          before = now;
        }
      }),
      { numRuns: 30 },
    );
  });

  it("turns over north the short way", () => {
    const at = (azimuth: number): Camera => ({ target: [0, 0, 0], distance: 100, azimuth, tilt: 50 });
    const flight = flightOf([at(350), at(10)]);
    expect(cameraAt(flight, secondsOf(flight) / 2).azimuth).toBeCloseTo(360, 6);
  });

  it("stays at its ends before and after", () => {
    const [a, b] = [-50, 50].map((x): Camera => ({ target: [x, 0, 0], distance: 100, azimuth: 0, tilt: 50 })) as [Camera, Camera];
    const flight = flightOf([a, b]);
    expect(cameraAt(flight, -3).target[0]).toBeCloseTo(-50);
    expect(cameraAt(flight, 1e6).target[0]).toBeCloseTo(50);
    expect(cameraAt(flightOf([a]), 5).target).toEqual(a.target);
  });

  it("goes on from another view to the stop that comes next", () => {
    const stops = [0, 100, 200].map((x): Camera => ({ target: [x, 0, 0], distance: 100, azimuth: 0, tilt: 50 }));
    const flight = flightOf(stops);
    const now: Camera = { target: [60, 80, 0], distance: 50, azimuth: 90, tilt: 20 };
    const rest = resumed(flight, (flight.times[1] as number) * 0.6, now);
    expect(rest.stops).toEqual([now, ...stops.slice(1)]);
    expect(resumed(flight, secondsOf(flight), now).stops).toEqual([now, ...stops]);
    expect(stopAt(flight, (flight.times[1] as number) + 0.1)).toBe(1);
  });
});

describe("the tour over tiles", () => {
  const tile = (x: number, y: number, low = 0, high = 40): Box => ({ min: [x, y, low], max: [x + 1000, y + 1000, high] });
  const screen = { width: 1280, height: 800 };

  it("stays over the tiles and above the ground", () => {
    const boxes = [tile(-1000, -1000), tile(0, -1000), tile(-1000, 0), tile(0, 0)];
    const flight = tourOver(boxes, { min: [-1000, -1000, 0], max: [1000, 1000, 40] }, screen);
    expect(secondsOf(flight)).toBeGreaterThan(25);
    expect(secondsOf(flight)).toBeLessThan(120);
    for (let t = 0; t < secondsOf(flight); t += 0.5) {
      const camera = cameraAt(flight, t);
      const [x, y] = camera.target;
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1000);
      expect(eyeOf(camera)[2]).toBeGreaterThan(40);
    }
  });

  it("is over a tile where the middle of many is a gap, and not over all of them", () => {
    const boxes = [tile(-20_000, 0), tile(6000, 3000, 300, 700), tile(20_000, 20_000)];
    const flight = tourOver(boxes, { min: [-20_000, 0, 0], max: [21_000, 21_000, 700] }, screen);
    const middle: Triple = [6500, 3500, 500];
    for (const { target } of flight.stops) expect(Math.hypot(target[0] - middle[0], target[1] - middle[1])).toBeLessThan(1200);
    for (const stop of flight.stops) expect(eyeOf(stop)[2]).toBeGreaterThan(650);
  });
});
