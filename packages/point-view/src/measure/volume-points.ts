import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type DrawnVolume, VolumeTest } from "@archipel/pointcloud/selection/volume.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import type { OutlinePoints } from "./outline-points.ts";

export interface VolumePoints extends OutlinePoints {
  /** The middle of them. */
  readonly middle: Triple;
}

/**
 * Counts the drawn points in a volume from the eye outward. The file may have more of them.
 *
 * @param volume in the scene; heights that count, null for all
 * @returns null without any
 */
export function volumePoints(
  nodes: readonly DrawnNode[],
  volume: Pick<DrawnVolume, "origin" | "matrix" | "ring">,
  hidden: ReadonlySet<number>,
  heights: readonly [number, number] | null,
): VolumePoints | null {
  const test = new VolumeTest({ ...volume, heights: heights ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], classes: null });
  const classes = new Map<number, number>();
  let [low, high, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const sum: [number, number, number] = [0, 0, 0];
  for (const { node, count: drawn } of nodes) {
    const { box, corner, points } = node;
    if (!test.mayTouch({ min: box.min, max: box.max })) continue;
    for (let i = 0; i < drawn; i++) {
      const code = points.codes[4 * i] as number;
      if (hidden.has(code)) continue;
      const x = corner[0] + (points.positions[3 * i] as number);
      const y = corner[1] + (points.positions[3 * i + 1] as number);
      const z = corner[2] + (points.positions[3 * i + 2] as number);
      if (!test.contains(x, y, z)) continue;
      classes.set(code, (classes.get(code) ?? 0) + 1);
      low = Math.min(low, z);
      high = Math.max(high, z);
      sum[0] += x;
      sum[1] += y;
      sum[2] += z;
      count++;
    }
  }
  return count > 0 ? { classes, heights: [low, high], middle: [sum[0] / count, sum[1] / count, sum[2] / count] } : null;
}
