import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Camera, moved, orbited, panned, type ScreenSize, zoomed } from "./camera.ts";

type Pixel = readonly [x: number, y: number];

/** Degrees that the view turns when a pointer crosses the whole screen. */
const TURN = 180;

/** A pointer that turns the view. */
export function turned(camera: Camera, { height }: ScreenSize, from: Pixel, to: Pixel): Camera {
  return orbited(camera, ((to[0] - from[0]) / height) * TURN, ((from[1] - to[1]) / height) * TURN);
}

/**
 * Two fingers: apart is nearer, a twist turns, and both up or down tilts. Their middle stays over the same ground.
 */
export function pinched(camera: Camera, screen: ScreenSize, before: readonly [Pixel, Pixel], after: readonly [Pixel, Pixel]): Camera {
  const [spanBefore, spanAfter] = [spanOf(before), spanOf(after)];
  const twist = ((angleOf(after) - angleOf(before) + Math.PI * 3) % (Math.PI * 2)) - Math.PI;
  const [middleBefore, middleAfter] = [middleOf(before), middleOf(after)];
  const nearer = zoomed(camera, spanBefore / Math.max(1, spanAfter));
  const tilted = orbited(nearer, (-twist * 180) / Math.PI, ((middleBefore[1] - middleAfter[1]) / screen.height) * TURN * 0.6);
  return panned(tilted, screen, [middleBefore[0], middleAfter[1]], middleAfter);
}

/** The factor of the distance for a turn of the wheel. Wheels count pixels, lines or pages. */
export function wheelFactor(delta: number, mode: number): number {
  const pixels = delta * ([1, 16, 400][mode] ?? 1);
  return Math.exp(Math.min(300, Math.max(-300, pixels)) * 0.0016);
}

export type KeyAct = { readonly camera: Camera } | "fit" | null;

/** Arrows move, with Shift they turn; plus and minus, Home for everything, N for north, T for the view from above. */
export function pressed(camera: Camera, key: string, isShift: boolean): KeyAct {
  const step = camera.distance / 8;
  const acts: Readonly<Record<string, () => Camera>> = isShift
    ? {
        ArrowLeft: () => orbited(camera, -10, 0),
        ArrowRight: () => orbited(camera, 10, 0),
        ArrowUp: () => orbited(camera, 0, 5),
        ArrowDown: () => orbited(camera, 0, -5),
      }
    : {
        ArrowLeft: () => moved(camera, -step, 0),
        ArrowRight: () => moved(camera, step, 0),
        ArrowUp: () => moved(camera, 0, step),
        ArrowDown: () => moved(camera, 0, -step),
        PageUp: () => lifted(camera, step / 4),
        PageDown: () => lifted(camera, -step / 4),
      };
  if (key === "Home") return "fit";
  const anyway: Readonly<Record<string, () => Camera>> = {
    "+": () => zoomed(camera, 0.8),
    "=": () => zoomed(camera, 0.8),
    "-": () => zoomed(camera, 1.25),
    n: () => ({ ...camera, azimuth: 0 }),
    t: () => ({ ...camera, tilt: 0 }),
  };
  const act = acts[key] ?? anyway[key.toLowerCase()];
  return act ? { camera: act() } : null;
}

function lifted(camera: Camera, metres: number): Camera {
  const [x, y, z] = camera.target;
  return { ...camera, target: [x, y, z + metres] satisfies Triple };
}

const middleOf = ([a, b]: readonly [Pixel, Pixel]): Pixel => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
const spanOf = ([a, b]: readonly [Pixel, Pixel]): number => Math.max(1, Math.hypot(b[0] - a[0], b[1] - a[1]));
const angleOf = ([a, b]: readonly [Pixel, Pixel]): number => Math.atan2(b[1] - a[1], b[0] - a[0]);
