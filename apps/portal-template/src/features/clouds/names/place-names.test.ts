import { type Camera, pixelOf } from "@archipel/point-view/scene/camera.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeNames, type SceneName } from "./place-names.ts";

const screen = { width: 1000, height: 700 };
const above: Camera = { target: [0, 0, 0], distance: 500, azimuth: 0, tilt: 0 };
const name = (text: string, x: number, y: number, rank = 0): SceneName => ({ text, place: [x, y, 0], rank, size: 14, width: 80 });
const written = (names: readonly SceneName[], camera = above) => placeNames(names, camera, screen).map(({ name: { text } }) => text);

describe("names over points", () => {
  it("are where their places are seen", () => {
    const [placed] = placeNames([name("Bourg", 60, -40)], above, screen);
    const [x, y] = pixelOf(above, screen, [60, -40, 0]) ?? [];
    expect(placed).toMatchObject({ x, y });
  });

  it("are the more important where two would meet, and the nearer of two that are as important", () => {
    expect(written([name("Rue", 0, 0, 5), name("Ville", 5, 0, 0)])).toEqual(["Ville"]);
    const aslant = { ...above, tilt: 80 };
    expect(written([name("Loin", 0, 40), name("Près", 0, -10)], aslant)).toEqual(["Près"]);
    expect(written([name("Rue", -100, 0, 5), name("Ville", 100, 0, 0)])).toEqual(["Ville", "Rue"]);
  });

  it("are not written behind the camera, far at the horizon, or cut by the edge", () => {
    const flat = { ...above, tilt: 85 };
    expect(written([name("Derrière", 0, -2000), name("Horizon", 0, 9000)], flat)).toEqual([]);
    const edge = (500 / (700 / (2 * Math.tan((25 * Math.PI) / 180)))) * 480;
    expect(written([name("Bord", edge, 0)])).toEqual([]);
  });

  it("never cover each other, and are few", () => {
    const one = fc.record({
      text: fc.string(),
      place: fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 0, max: 100 })),
      rank: fc.nat(12),
      size: fc.integer({ min: 12, max: 18 }),
      width: fc.integer({ min: 5, max: 200 }),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 300 }),
        fc.integer({ min: 0, max: 88 }),
        fc.integer({ min: 5, max: 3000 }),
        (names, tilt, distance) => {
          const placed = placeNames(names, { ...above, tilt, distance }, screen);
          expect(placed.length).toBeLessThanOrEqual(40);
          for (const [i, a] of placed.entries()) {
            for (const b of placed.slice(i + 1)) {
              const isApart =
                Math.abs(a.x - b.x) >= (a.name.width + b.name.width) / 2 || Math.abs(a.y - b.y) >= (a.name.size + b.name.size) / 2;
              expect(isApart).toBe(true);
            }
          }
        },
      ),
    );
  });
});
