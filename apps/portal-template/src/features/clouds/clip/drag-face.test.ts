import type { Box } from "@archipel/point-view/scene/box.ts";
import { type Camera, pixelOf } from "@archipel/point-view/scene/camera.ts";
import { FACES, withFace } from "@archipel/point-view/scene/clip.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgesOnScreen, faceOnScreen, metresOf, stepOf } from "./drag-face.ts";

const screen = { width: 1280, height: 720 };
const box: Box = { min: [700_100, 6_600_100, 20], max: [700_200, 6_600_220, 60] };
const seenBy = (camera: Camera) => ({
  toScene: ([x, y, z]: Triple): Triple => [x - 700_000, y - 6_600_000, z],
  pixelOf: (place: Triple) => {
    const pixel = pixelOf(camera, screen, place);
    return pixel && ([pixel[0], pixel[1]] as const);
  },
});
const cameras = fc.record({
  target: fc.constant<Triple>([150, 160, 40]),
  distance: fc.integer({ min: 250, max: 900 }),
  azimuth: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: 25, max: 75 }),
});

describe("a side of the box", () => {
  it("follows the pointer that drags it", () => {
    fc.assert(
      fc.property(cameras, fc.constantFrom(...FACES), fc.integer({ min: -6, max: 6 }), (camera, face, metres) => {
        const engine = seenBy(camera);
        const moved = withFace(box, face, box[face.side][face.axis] + metres);
        const [from, to] = [faceOnScreen(engine, box, face), faceOnScreen(engine, moved, face)];
        if (!from || !to) throw new Error("the box is behind the eye");
        const along = metresOf(engine, box, face, [to[0] - from[0], to[1] - from[1]]);
        // Perspective makes a metre longer or shorter on the way: a hand sees the side and corrects it.
        if (along !== 0) expect(Math.abs(along - metres)).toBeLessThan(0.15 * Math.abs(metres) + 0.01);
      }),
    );
  });

  it("stays where it is when one looks at it from its front", () => {
    const engine = seenBy({ target: [150, 160, 40], distance: 400, azimuth: 0, tilt: 0 });
    expect(metresOf(engine, box, { axis: 2, side: "max" }, [200, 200])).toBe(0);
  });

  it("has twelve edges around it, and round steps", () => {
    expect(edgesOnScreen(seenBy({ target: [150, 160, 40], distance: 500, azimuth: 20, tilt: 50 }), box)).toHaveLength(12);
    expect(edgesOnScreen(seenBy({ target: [150, 160, 40], distance: 20, azimuth: 20, tilt: 80 }), box).length).toBeLessThan(12);
    expect(stepOf(box, { axis: 0, side: "min" })).toBe(1);
    expect(stepOf({ min: [0, 0, 0], max: [5000, 1, 1] }, { axis: 0, side: "max" })).toBe(100);
    expect(stepOf({ min: [0, 0, 0], max: [5000, 1, 1] }, { axis: 1, side: "max" })).toBe(0.1);
  });
});
