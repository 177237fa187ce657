import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnVolume } from "@archipel/pointcloud/selection/volume.ts";
import { type Camera, pixelScale, type ScreenSize } from "./camera.ts";
import { depthRange, product, projectionMatrix, viewMatrix } from "./matrices.ts";

type Pixel = readonly [x: number, y: number];

/** A ring that was drawn on the screen, and the view that it was drawn in. The view may move afterwards. */
export interface Lasso {
  readonly camera: Camera;
  readonly screen: ScreenSize;
  /** Pixels from the upper left corner. */
  readonly ring: readonly Pixel[];
}

/** Corners of a ring that a report keeps. */
const MOST_CORNERS = 200;
/** A corner nearer to the one before it says nothing. */
const STEP = 3;

/** A drawn line with few corners; null when it encloses nothing. */
export function ringOf(line: readonly Pixel[]): Pixel[] | null {
  const apart: Pixel[] = [];
  for (const pixel of line) {
    const last = apart.at(-1);
    if (!last || Math.hypot(pixel[0] - last[0], pixel[1] - last[1]) >= STEP) apart.push(pixel);
  }
  const step = Math.max(1, Math.ceil(apart.length / MOST_CORNERS));
  const ring = apart.filter((_, i) => i % step === 0);
  return ring.length >= 3 && Math.abs(twiceArea(ring)) > 2 * STEP * STEP ? ring : null;
}

function twiceArea(ring: readonly Pixel[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Pixel;
    return sum + x * nextY - nextX * y;
  }, 0);
}

/** A rectangle in the middle of the view, for people who draw without a pointer: they move what they mean into it. */
export function middleRing({ width, height }: ScreenSize, share = 0.4): Pixel[] {
  const half = (Math.min(width, height) * share) / 2;
  const [x, y] = [width / 2, height / 2];
  return [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ];
}

/** What the view shows inside the ring: a volume from the eye outward. In the coordinates of the camera. */
export function volumeThrough({ camera, screen, ring }: Lasso): Pick<DrawnVolume, "origin" | "matrix" | "ring"> {
  // Coordinates count from the target, so that digits are kept.
  const view = viewMatrix({ ...camera, target: [0, 0, 0] });
  const { near, far } = depthRange(camera, camera.distance);
  return {
    origin: camera.target,
    matrix: [...product(projectionMatrix(screen, near, far), view)],
    ring: ring.map(([x, y]) => [(2 * x) / screen.width - 1, 1 - (2 * y) / screen.height]),
  };
}

/** A ring as slopes from the middle of the view: the same on every screen. */
export type Slopes = readonly (readonly [right: number, up: number])[];

/**
 * The view that a volume was drawn in, and its ring; null for a volume that no camera of the viewer sees.
 *
 * The projected w is the distance before the eye: its row is the direction of the look. Lengths of the other rows are the scales of the screen.
 */
export function lookOfVolume({
  origin,
  matrix,
  ring,
}: Pick<DrawnVolume, "origin" | "matrix" | "ring">): { camera: Camera; ring: Slopes } | null {
  const row = (i: number): Triple => [matrix[i] ?? 0, matrix[4 + i] ?? 0, matrix[8 + i] ?? 0];
  const [right, up, forward] = [row(0), row(1), row(3)];
  const [scaleX, scaleY] = [Math.hypot(...right), Math.hypot(...up)];
  const distance = matrix[15] ?? 0;
  if (Math.abs(Math.hypot(...forward) - 1) > 1e-6 || scaleX === 0 || scaleY === 0 || distance <= 0) return null;
  const degrees = 180 / Math.PI;
  const tilt = Math.acos(Math.min(1, Math.max(-1, -forward[2]))) * degrees;
  // From straight above, the look has no direction on the ground: the upper side of the screen has.
  const [east, north] = tilt < 0.1 ? [up[0], up[1]] : [forward[0], forward[1]];
  const azimuth = (Math.atan2(east, north) * degrees + 360) % 360;
  return {
    camera: { target: origin, distance, azimuth, tilt },
    ring: ring.map(([x, y]) => [x / scaleX, y / scaleY]),
  };
}

/** Slopes on a screen. */
export function pixelsOfSlopes(ring: Slopes, screen: ScreenSize): Pixel[] {
  const scale = pixelScale(screen);
  return ring.map(([right, up]) => [screen.width / 2 + right * scale, screen.height / 2 - up * scale]);
}
