import type { Triple } from "@archipel/pointcloud/las/header.ts";

/** A box along the axes, in metres. */
export interface Box {
  readonly min: Triple;
  readonly max: Triple;
}

/** The box around several; undefined without any. */
export function boxAround(boxes: readonly Box[]): Box | undefined {
  const [first, ...others] = boxes;
  if (!first) return undefined;
  const min: Triple = [...first.min];
  const max: Triple = [...first.max];
  for (const box of others) {
    for (const axis of [0, 1, 2] as const) {
      min[axis] = Math.min(min[axis], box.min[axis]);
      max[axis] = Math.max(max[axis], box.max[axis]);
    }
  }
  return { min, max };
}

/** What two boxes share; where they do not meet, an empty box at the nearest face of the first. */
export function clipTo(box: Box, by: Box): Box {
  const inside = (value: number, axis: 0 | 1 | 2) => Math.min(by.max[axis], Math.max(by.min[axis], value));
  return {
    min: [inside(box.min[0], 0), inside(box.min[1], 1), inside(box.min[2], 2)],
    max: [inside(box.max[0], 0), inside(box.max[1], 1), inside(box.max[2], 2)],
  };
}

export function centreOf({ min, max }: Box): Triple {
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
}

export function diagonalOf({ min, max }: Box): number {
  return Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
}

/** From a point to the nearest place of a box; 0 inside. */
export function distanceTo({ min, max }: Box, [x, y, z]: Triple): number {
  return Math.hypot(Math.max(min[0] - x, 0, x - max[0]), Math.max(min[1] - y, 0, y - max[1]), Math.max(min[2] - z, 0, z - max[2]));
}

/** The box moved, so that coordinates are small: single precision has seven digits. */
export function relativeTo({ min, max }: Box, [x, y, z]: Triple): Box {
  return { min: [min[0] - x, min[1] - y, min[2] - z], max: [max[0] - x, max[1] - y, max[2] - z] };
}
