import { Area } from "@archipel/pointcloud/clip/area.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnNode } from "../load/point-scene.ts";

/** An outline of the scene as an area, for many questions. @throws AreaError when it encloses nothing */
export const areaOf = (outline: readonly Triple[]): Area => new Area([[outline]]);

/** Visits the drawn points over an area of the scene. */
export function eachInside(nodes: readonly DrawnNode[], area: Area, visit: (x: number, y: number, z: number, code: number) => void): void {
  const [west, south, east, north] = area.bounds;
  for (const { node, count } of nodes) {
    const { box, corner, points } = node;
    if (box.min[0] > east || box.max[0] < west || box.min[1] > north || box.max[1] < south) continue;
    for (let i = 0; i < count; i++) {
      const x = corner[0] + (points.positions[3 * i] as number);
      const y = corner[1] + (points.positions[3 * i + 1] as number);
      if (area.contains(x, y)) visit(x, y, corner[2] + (points.positions[3 * i + 2] as number), points.codes[4 * i] as number);
    }
  }
}
