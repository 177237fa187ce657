import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";

interface PlacedTile {
  readonly box: { readonly min: Triple; readonly max: Triple };
  readonly footprint: CloudFacts["footprint"];
}

/** Shares of the box beyond its sides that still count as this tile: corners are rounded. */
const MARGIN = 0.02;
const NEAR = { distance: 260, azimuth: 0, tilt: 55 } as const;

/**
 * A look at a place of the map, in the CRS of the layer: longitude and latitude between the corners of a tile.
 *
 * @returns null where no tile is
 */
export function lookAt([lon, lat]: readonly [number, number], tiles: readonly PlacedTile[]): Camera | null {
  for (const { box, footprint } of tiles) {
    const share = footprint && shareIn(footprint, lon, lat);
    if (!share || share.some((one) => one < -MARGIN || one > 1 + MARGIN)) continue;
    const [min, max] = [box.min, box.max];
    const at = (axis: 0 | 1) => min[axis] + (max[axis] - min[axis]) * share[axis];
    return { target: [at(0), at(1), min[2] + (max[2] - min[2]) / 3], ...NEAR };
  }
  return null;
}

/** How far right and up a place is between four corners, from 0 to 1. Two steps of Newton's method: the sides are nearly parallel. */
function shareIn([upperLeft, lowerLeft, lowerRight, upperRight]: NonNullable<CloudFacts["footprint"]>, lon: number, lat: number) {
  let [right, up] = [0.5, 0.5];
  for (let i = 0; i < 3; i++) {
    const at = (axis: 0 | 1) =>
      (1 - up) * ((1 - right) * lowerLeft[axis] + right * lowerRight[axis]) +
      up * ((1 - right) * upperLeft[axis] + right * upperRight[axis]);
    const along = (axis: 0 | 1) => (1 - up) * (lowerRight[axis] - lowerLeft[axis]) + up * (upperRight[axis] - upperLeft[axis]);
    const across = (axis: 0 | 1) => (1 - right) * (upperLeft[axis] - lowerLeft[axis]) + right * (upperRight[axis] - lowerRight[axis]);
    const [a, b, c, d] = [along(0), across(0), along(1), across(1)];
    const area = a * d - b * c;
    if (area === 0) return null;
    const [x, y] = [lon - at(0), lat - at(1)];
    right += (x * d - b * y) / area;
    up += (a * y - x * c) / area;
  }
  return [right, up] as const;
}
