import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import { areaOf, eachInside } from "./each-inside.ts";
import { areaFigures } from "./figures.ts";

/** The drawn points over an outline. */
export interface OutlinePoints {
  /** Class → points. */
  readonly classes: ReadonlyMap<number, number>;
  /** Lowest and highest of them. */
  readonly heights: readonly [number, number];
}

/**
 * Counts the drawn points over an outline. The file may have more of them.
 *
 * @param heights lowest and highest that count; null for all
 * @returns null without any
 */
export function outlinePoints(
  nodes: readonly DrawnNode[],
  outline: readonly Triple[],
  hidden: ReadonlySet<number>,
  heights: readonly [number, number] | null,
): OutlinePoints | null {
  if (outline.length < 3 || areaFigures(outline).area === 0) return null;
  const classes = new Map<number, number>();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  eachInside(nodes, areaOf(outline), (_x, _y, z, code) => {
    if (hidden.has(code) || (heights && (z < heights[0] || z > heights[1]))) return;
    classes.set(code, (classes.get(code) ?? 0) + 1);
    low = Math.min(low, z);
    high = Math.max(high, z);
  });
  return classes.size > 0 ? { classes, heights: [low, high] } : null;
}
