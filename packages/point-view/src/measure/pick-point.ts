import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import type { Box } from "../scene/box.ts";
import { axesOf, type Camera, dot, eyeOf, pixelScale, type Ray, rayThrough, type ScreenSize } from "../scene/camera.ts";

/** A point that was pointed at. */
export interface PickedPoint {
  /** In the scene. */
  readonly place: Triple;
  readonly classification: number;
  readonly returnNumber: number;
  readonly returns: number;
  /** Of 65,535. */
  readonly intensity: number;
  readonly tile: string;
}

interface PickOptions {
  /** How far from the pixel a point may be: a finger is wider than a pointer. */
  readonly radius: number;
  readonly hidden: ReadonlySet<number>;
}

/**
 * The point under a pixel: of those near enough to it, the one nearest to the eye, unless another is much nearer to the pixel. Looks at the
 * nodes on the line of sight alone.
 */
export function pickPoint(
  nodes: readonly DrawnNode[],
  camera: Camera,
  screen: ScreenSize,
  pixel: readonly [number, number],
  { radius, hidden }: PickOptions,
): PickedPoint | null {
  const ray = rayThrough(camera, screen, pixel);
  const scale = pixelScale(screen);
  const { forward, right, up } = axesOf(camera);
  const eye = eyeOf(camera);
  const [px, py] = [(pixel[0] - screen.width / 2) / scale, (screen.height / 2 - pixel[1]) / scale];
  const reach = radius / scale;
  let best: { node: DrawnNode; index: number; score: number } | null = null;
  for (const drawn of nodes) {
    const { box, corner, points } = drawn.node;
    if (!crosses(ray, box, reach)) continue;
    const { positions, codes } = points;
    const base: Triple = [corner[0] - eye[0], corner[1] - eye[1], corner[2] - eye[2]];
    const [bf, br, bu] = [dot(base, forward), dot(base, right), dot(base, up)];
    for (let i = 0; i < drawn.count; i++) {
      const [x, y, z] = [positions[3 * i] as number, positions[3 * i + 1] as number, positions[3 * i + 2] as number];
      const depth = bf + x * forward[0] + y * forward[1] + z * forward[2];
      if (depth <= 0) continue;
      const dx = (br + x * right[0] + y * right[1]) / depth - px;
      const dy = (bu + x * up[0] + y * up[1] + z * up[2]) / depth - py;
      const off = dx * dx + dy * dy;
      if (off > reach * reach) continue;
      const score = depth * (1 + 8 * Math.sqrt(off));
      if ((best === null || score < best.score) && !hidden.has(codes[4 * i] as number)) best = { node: drawn, index: i, score };
    }
  }
  return best && pickedAt(best.node, best.index);
}

function pickedAt({ node: { corner, points, tile } }: DrawnNode, i: number): PickedPoint {
  const { positions, codes, measures } = points;
  return {
    place: [
      corner[0] + (positions[3 * i] as number),
      corner[1] + (positions[3 * i + 1] as number),
      corner[2] + (positions[3 * i + 2] as number),
    ],
    classification: codes[4 * i] as number,
    returnNumber: codes[4 * i + 1] as number,
    returns: codes[4 * i + 2] as number,
    intensity: measures[2 * i] as number,
    tile,
  };
}

/** Whether a line of sight passes through a box that is wider by `reach` per metre of distance. */
function crosses({ from, direction }: Ray, { min, max }: Box, reach: number): boolean {
  const farthest = Math.hypot(
    ...([0, 1, 2] as const).map((axis) => Math.max(Math.abs(min[axis] - from[axis]), Math.abs(max[axis] - from[axis]))),
  );
  const margin = farthest * reach;
  let [enter, leave] = [0, Number.POSITIVE_INFINITY];
  for (const axis of [0, 1, 2] as const) {
    const [low, high] = [min[axis] - margin - from[axis], max[axis] + margin - from[axis]];
    if (direction[axis] === 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    const [a, b] = [low / direction[axis], high / direction[axis]];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave;
}
