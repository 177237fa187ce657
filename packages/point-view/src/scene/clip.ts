import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import type { Box } from "./box.ts";
import type { Camera } from "./camera.ts";

const AXES = [0, 1, 2] as const;

/** One of the six sides of a box. */
export interface Face {
  readonly axis: 0 | 1 | 2;
  readonly side: "min" | "max";
}

/** West, east, south, north, below, above. */
export const FACES: readonly Face[] = AXES.flatMap((axis) => (["min", "max"] as const).map((side) => ({ axis, side })));

/** A box is at least so thick: a thinner one would show nothing, and its sides could not be grabbed. */
export const THINNEST = 0.5;

/** Whether two boxes share a place. */
export function overlaps(a: Box, b: Box): boolean {
  return AXES.every((axis) => a.min[axis] <= b.max[axis] && a.max[axis] >= b.min[axis]);
}

function holds(outer: Box, inner: Box): boolean {
  return AXES.every((axis) => outer.min[axis] <= inner.min[axis] && outer.max[axis] >= inner.max[axis]);
}

export function isInside({ min, max }: Box, x: number, y: number, z: number): boolean {
  return x >= min[0] && x <= max[0] && y >= min[1] && y <= max[1] && z >= min[2] && z <= max[2];
}

/** A box with one side elsewhere, in metres of the same coordinates. The side does not pass the opposite one. */
export function withFace(box: Box, { axis, side }: Face, to: number): Box {
  const limit = side === "min" ? box.max[axis] - THINNEST : box.min[axis] + THINNEST;
  const value = side === "min" ? Math.min(to, limit) : Math.max(to, limit);
  const moved: Triple = [...box[side]];
  moved[axis] = value;
  return { ...box, [side]: moved };
}

export function faceCentre({ min, max }: Box, { axis, side }: Face): Triple {
  const centre: Triple = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
  centre[axis] = (side === "min" ? min : max)[axis];
  return centre;
}

/** Of the target, so much of the distance to each side is in the first box. */
const SHARE = 0.25;

/** The box that somebody begins with: around what the camera looks at, of all heights, within all points. */
export function firstClip({ target, distance }: Camera, all: Box): Box {
  const half = Math.max(THINNEST, distance * SHARE);
  const span = (axis: 0 | 1) => {
    const middle = Math.min(all.max[axis], Math.max(all.min[axis], target[axis]));
    const [low, high] = [Math.max(all.min[axis], middle - half), Math.min(all.max[axis], middle + half)];
    return high - low < THINNEST ? ([middle - THINNEST, middle + THINNEST] as const) : ([low, high] as const);
  };
  const [[west, east], [south, north]] = [span(0), span(1)];
  return { min: [west, south, all.min[2]], max: [east, north, Math.max(all.max[2], all.min[2] + THINNEST)] };
}

/** The drawn points in a box, as nodes. What was found is kept as long as the box and the node are the same. */
export class ClippedNodes {
  private readonly known = new WeakMap<DrawnNode["node"], { readonly clip: Box; readonly count: number; readonly found: DrawnNode }>();

  inside(nodes: readonly DrawnNode[], clip: Box): DrawnNode[] {
    return nodes.flatMap((drawn) => {
      if (!overlaps(drawn.node.box, clip)) return [];
      if (holds(clip, drawn.node.box)) return [drawn];
      const known = this.known.get(drawn.node);
      const found = known?.clip === clip && known.count === drawn.count ? known.found : pointsInside(drawn, clip);
      this.known.set(drawn.node, { clip, count: drawn.count, found });
      return found.count > 0 ? [found] : [];
    });
  }
}

function pointsInside({ node, count }: DrawnNode, clip: Box): DrawnNode {
  const { corner, points } = node;
  const { positions, codes, measures, colours } = points;
  const kept = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [positions[3 * i] as number, positions[3 * i + 1] as number, positions[3 * i + 2] as number];
    if (isInside(clip, corner[0] + x, corner[1] + y, corner[2] + z)) kept[found++] = i;
  }
  const taken = <A extends Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(
    from: A,
    width: number,
    into: A,
  ): A => {
    for (let i = 0; i < found; i++) for (let k = 0; k < width; k++) into[width * i + k] = from[width * (kept[i] as number) + k] as number;
    return into;
  };
  return {
    count: found,
    node: {
      ...node,
      points: {
        count: found,
        positions: taken(positions, 3, new Float32Array(3 * found)),
        codes: taken(codes, 4, new Uint8Array(4 * found)),
        measures: taken(measures, 2, new Uint16Array(2 * found)),
        colours: colours && taken(colours, 4, new Uint8Array(4 * found)),
      },
    },
  };
}
