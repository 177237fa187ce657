import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";

/** Visits the drawn points over an outline. Coordinates of the scene. */
export function eachInside(
  nodes: readonly DrawnNode[],
  outline: readonly Triple[],
  visit: (x: number, y: number, z: number, code: number) => void,
): void {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  for (const { node, count } of nodes) {
    const { box, corner, points } = node;
    if (box.min[0] > east || box.max[0] < west || box.min[1] > north || box.max[1] < south) continue;
    for (let i = 0; i < count; i++) {
      const x = corner[0] + (points.positions[3 * i] as number);
      const y = corner[1] + (points.positions[3 * i + 1] as number);
      if (x < west || x > east || y < south || y > north || !isInside(outline, x, y)) continue;
      visit(x, y, corner[2] + (points.positions[3 * i + 2] as number), points.codes[4 * i] as number);
    }
  }
}

export function isInside(outline: readonly Triple[], x: number, y: number): boolean {
  let isIn = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [outline[i] as Triple, outline[j] as Triple];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isIn = !isIn;
  }
  return isIn;
}
