import type { Triple } from "@archipel/pointcloud/las/header.ts";
import type { DrawnVolume } from "@archipel/pointcloud/selection/volume.ts";
import { lookOfVolume } from "./lasso.ts";

/** The outline of a volume that was drawn from above, at its lowest height; null for other looks. In the CRS of the layer. */
export function outlineOf({ origin, matrix, ring, heights }: Pick<DrawnVolume, "origin" | "matrix" | "ring" | "heights">): Triple[] | null {
  const isFromAbove = matrix.every((value, i) => [0, 5, 10, 15].includes(i) || value === 0) && matrix[15] === 1;
  const [scaleX = 0, scaleY = 0] = [matrix[0], matrix[5]];
  if (!isFromAbove || scaleX === 0 || scaleY === 0) return null;
  return ring.map(([x, y]) => [origin[0] + x / scaleX, origin[1] + y / scaleY, heights[0]]);
}

/** Corners that an address carries. */
const MOST_CORNERS = 100;

/**
 * The part of a viewer's address that shows a volume: an outline from above, seen from the south; a ring of another view in that view. Empty
 * for volumes that the viewer cannot have drawn.
 */
export function addressOfVolume(volume: Parameters<typeof outlineOf>[0]): string {
  const outline = outlineOf(volume);
  if (!outline) return addressOfLook(volume);
  const step = Math.ceil(outline.length / MOST_CORNERS);
  const corners = outline.filter((_, i) => i % step === 0);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), volume.heights[1] - volume.heights[0], 5);
  const around = [volume.heights[0], ...corners.flatMap((corner) => corner.slice(0, 2))].map((value) => value.toFixed(1)).join(",");
  const camera = [middle(xs), middle(ys), middle([...volume.heights]), size * 3, 0, 50].map((value) => value.toFixed(1)).join(",");
  return `?c=class&around=${around}#${camera}`;
}

function addressOfLook(volume: Parameters<typeof lookOfVolume>[0]): string {
  const look = lookOfVolume(volume);
  if (!look) return "";
  const { target, distance, azimuth, tilt } = look.camera;
  const step = Math.ceil(look.ring.length / MOST_CORNERS);
  const ring = look.ring.filter((_, i) => i % step === 0).flatMap((slopes) => slopes.map((slope) => slope.toFixed(4)));
  return `?c=class&ring=${ring.join(",")}#${[...target, distance, azimuth, tilt].map((value) => value.toFixed(1)).join(",")}`;
}
