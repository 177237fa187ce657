import type { GroundPicture, GroundSquare } from "@archipel/point-view/scene/ground.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GroundFollower } from "./ground-follower.ts";
import { type LaidGround, laidGround } from "./laid-ground.ts";

const whole: GroundSquare = { centre: [1000, 1000], half: 1000 };

/** An engine whose camera is moved by hand, and a map that is drawn in a moment. */
function scene(distance = 3000) {
  const listeners = new Set<() => void>();
  let camera = { target: [1000, 1000, 0] as [number, number, number], distance, azimuth: 0, tilt: 0 };
  let level = 20;
  const squares: GroundSquare[] = [];
  const laid: LaidGround[] = [];
  const calls = { failed: 0, drawing: [] as boolean[] };
  const engine = {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get camera() {
      return camera;
    },
    get layerCamera() {
      return camera;
    },
    ground: whole,
    levelBelow: () => level,
  };
  const drawing = { hasFailed: false };
  const follower = new GroundFollower({
    engine,
    draw: async (square) => {
      squares.push(square);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (drawing.hasFailed) throw new Error("no map");
      const picture = { image: { square }, grid: [] } as unknown as GroundPicture;
      return { picture, credits: ["Cadastre"] };
    },
    onLaid: (drawn, lowest) => laid.push(laidGround(drawn, lowest)),
    onDrawing: (isDrawing) => calls.drawing.push(isDrawing),
    onFailed: () => calls.failed++,
  });
  return {
    follower,
    squares,
    laid,
    calls,
    drawing,
    listeners,
    move(change: Partial<typeof camera>, lowest = level) {
      camera = { ...camera, ...change };
      level = lowest;
      for (const listener of listeners) listener();
    },
  };
}

describe("the ground that follows the view", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it("is one picture of the whole, seen from far", async () => {
    const { squares, laid, calls } = scene();
    await wait(5000);
    expect(squares).toEqual([whole]);
    expect(laid.at(-1)).toMatchObject({ level: 20, credits: ["Cadastre"] });
    expect(laid.at(-1)?.pictures).toHaveLength(1);
    expect(calls.drawing).toEqual([true, false]);
  });

  it("has a sharper picture above it where the camera rests near, and loses it when the camera leaves", async () => {
    const { squares, laid, move } = scene();
    await wait(5000);
    move({ distance: 100 });
    await wait(5000);
    expect(squares.map(({ half }) => half)).toEqual([1000, 150]);
    expect(laid.at(-1)?.pictures.map(({ image }) => (image as unknown as { square: GroundSquare }).square.half)).toEqual([1000, 150]);
    move({ distance: 3000 });
    await wait(5000);
    expect(squares).toHaveLength(2);
    expect(laid.at(-1)?.pictures).toHaveLength(1);
  });

  it("draws nothing while the camera moves", async () => {
    const { squares, move } = scene();
    await wait(5000);
    for (let i = 0; i < 50; i++) {
      move({ distance: 100 + i });
      await wait(100);
    }
    expect(squares).toHaveLength(1);
    await wait(2000);
    expect(squares).toHaveLength(2);
  });

  it("follows the lowest points, but not by centimetres", async () => {
    const { laid, move } = scene(300);
    await wait(5000);
    const before = laid.length;
    move({}, 20.1);
    await wait(2000);
    expect(laid).toHaveLength(before);
    move({}, -40);
    await wait(2000);
    expect(laid.at(-1)?.level).toBe(-40);
  });

  it("says once that no map can be drawn, and stops", async () => {
    const { calls, drawing, move, squares, listeners } = scene();
    drawing.hasFailed = true;
    await wait(5000);
    move({ distance: 100 });
    await wait(5000);
    expect(calls.failed).toBe(1);
    expect(squares).toHaveLength(1);
    expect(listeners.size).toBe(0);
  });

  it("lays nothing once it is closed", async () => {
    const { follower, laid, calls } = scene();
    await wait(10);
    follower.close();
    await wait(5000);
    expect(laid).toEqual([]);
    expect(calls.failed).toBe(0);
  });
});
