import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Camera, groundAt, pixelOf } from "./camera.ts";
import { pinched, pressed, turned, wheelFactor } from "./gestures.ts";

const screen = { width: 800, height: 600 };
const start: Camera = { target: [0, 0, 0], distance: 500, azimuth: 0, tilt: 40 };

/** The camera after keys; `fit` leaves it as it is. */
function after(camera: Camera, ...keys: string[]): Camera {
  return keys.reduce((now, key) => {
    const act = pressed(now, key.replace("Shift+", ""), key.startsWith("Shift+"));
    return act === null || act === "fit" ? now : act.camera;
  }, camera);
}

describe("keys", () => {
  it("move where they point, whatever the direction of the look", () => {
    expect(after(start, "ArrowRight").target[0]).toBeGreaterThan(0);
    expect(after(start, "ArrowUp").target[1]).toBeGreaterThan(0);
    const east = { ...start, azimuth: 90 };
    expect(after(east, "ArrowUp").target[0]).toBeGreaterThan(0);
    expect(after(east, "ArrowRight").target[1]).toBeLessThan(0);
  });

  it("come back by the opposite key", () => {
    const there = after(start, "ArrowLeft", "PageUp", "Shift+ArrowUp", "Shift+ArrowLeft");
    const back = after(there, "Shift+ArrowRight", "Shift+ArrowDown", "PageDown", "ArrowRight");
    expect(back.tilt).toBeCloseTo(start.tilt);
    for (const axis of [0, 1, 2] as const) expect(back.target[axis]).toBeCloseTo(0, 6);
  });

  it("see everything, north and from above", () => {
    expect(pressed(start, "Home", false)).toBe("fit");
    expect(after({ ...start, azimuth: 70 }, "n").azimuth).toBe(0);
    expect(after(start, "T").tilt).toBe(0);
    expect(after(start, "+").distance).toBeLessThan(500);
    expect(after(start, "-").distance).toBeGreaterThan(500);
  });

  it("leave others to the page", () => {
    for (const key of ["Tab", "a", "Escape", "F5"]) expect(pressed(start, key, false)).toBeNull();
  });
});

describe("fingers", () => {
  it("apart come nearer, together go away", () => {
    const near = pinched(
      start,
      screen,
      [
        [350, 300],
        [450, 300],
      ],
      [
        [300, 300],
        [500, 300],
      ],
    );
    expect(near.distance).toBeCloseTo(250);
    expect(
      pinched(
        start,
        screen,
        [
          [300, 300],
          [500, 300],
        ],
        [
          [350, 300],
          [450, 300],
        ],
      ).distance,
    ).toBeCloseTo(1000);
  });

  it("that twist turn the view with them", () => {
    const turnedView = pinched(
      start,
      screen,
      [
        [300, 300],
        [500, 300],
      ],
      [
        [400, 200],
        [400, 400],
      ],
    );
    expect(Math.abs(turnedView.azimuth)).toBeCloseTo(90);
    // What was to the right of the middle is below it afterwards, under the second finger.
    const right = groundAt(start, screen, [500, 300]) as [number, number, number];
    const shown = pixelOf({ ...turnedView, tilt: 0 }, screen, right);
    expect(shown?.[1]).toBeGreaterThan(300);
  });

  it("that move up together tilt the view", () => {
    expect(
      pinched(
        start,
        screen,
        [
          [300, 400],
          [500, 400],
        ],
        [
          [300, 300],
          [500, 300],
        ],
      ).tilt,
    ).toBeGreaterThan(start.tilt);
  });

  it("that do not move change nothing", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 })),
        fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 })),
        (a, b) => {
          const same = pinched(start, screen, [a, b], [a, b]);
          expect(same.distance).toBeCloseTo(500);
          expect(same.azimuth).toBeCloseTo(0);
          expect(same.tilt).toBeCloseTo(40);
        },
      ),
    );
  });
});

describe("a wheel", () => {
  it("counts pixels, lines and pages, and never jumps", () => {
    expect(wheelFactor(100, 0)).toBeGreaterThan(1);
    expect(wheelFactor(-100, 0)).toBeCloseTo(1 / wheelFactor(100, 0));
    expect(wheelFactor(3, 1)).toBeCloseTo(wheelFactor(48, 0));
    expect(wheelFactor(1e9, 2)).toBeLessThan(2);
  });
});

describe("a pointer that turns", () => {
  it("stays above the ground", () => {
    expect(turned(start, screen, [400, 0], [400, 600]).tilt).toBe(0);
    expect(turned(start, screen, [400, 600], [400, 0]).tilt).toBe(88);
    expect(turned(start, screen, [0, 300], [100, 300]).azimuth).toBeCloseTo(30);
  });
});
