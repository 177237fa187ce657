import type { PointColumns } from "@archipel/pointcloud/las/columns.ts";
import { isInside } from "../scene/clip.ts";
import type { Corridor, SectionPoints, TileHeader } from "./messages.ts";

/** The points of a node that are in a corridor, with their distance along its line. */
export function cutSection(
  { count, x, y, z, classification }: PointColumns,
  { scale, offset }: TileHeader,
  corridor: Corridor,
): SectionPoints {
  const { from, to, width, box } = corridor;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const along = new Float32Array(count);
  const heights = new Float64Array(count);
  const classes = new Uint8Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    const dx = (x[i] as number) * scale[0] + offset[0] - from[0];
    const dy = (y[i] as number) * scale[1] + offset[1] - from[1];
    const station = dx * ux + dy * uy;
    if (station < 0 || station > length || Math.abs(dx * uy - dy * ux) > width / 2) continue;
    const height = (z[i] as number) * scale[2] + offset[2];
    if (box && !isInside(box, dx + from[0], dy + from[1], height)) continue;
    along[found] = station;
    heights[found] = height;
    classes[found++] = classification?.[i] ?? 0;
  }
  return { along: along.slice(0, found), heights: heights.slice(0, found), classes: classes.slice(0, found) };
}
