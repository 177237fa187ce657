import type { Bbox } from "@archipel/contracts/place.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Marker } from "@archipel/map/model/map-state.ts";

interface CloudAt {
  readonly layerId: string;
  /** Where the viewer looks. */
  readonly at: readonly [lon: number, lat: number];
}

/**
 * The point cloud that shows a place in space: at its point, or in the part of a town or street that the points cover. Null where no points are.
 */
export function cloudAt(
  layers: readonly Pick<PortalLayer, "id" | "kind" | "bbox">[],
  { lon, lat, box }: Pick<Marker, "lon" | "lat" | "box">,
): CloudAt | null {
  const clouds = layers.flatMap(({ id, kind, bbox }) => (kind === "pointcloud" && bbox ? [{ id, bbox }] : []));
  const here = clouds.find(({ bbox: [west, south, east, north] }) => lon >= west && lon <= east && lat >= south && lat <= north);
  if (here) return { layerId: here.id, at: [lon, lat] };
  for (const { id, bbox } of box ? clouds : []) {
    const both = box && shared(box, bbox);
    if (both) return { layerId: id, at: [(both[0] + both[2]) / 2, (both[1] + both[3]) / 2] };
  }
  return null;
}

function shared(one: Bbox, other: Bbox): Bbox | null {
  const [west, south] = [Math.max(one[0], other[0]), Math.max(one[1], other[1])];
  const [east, north] = [Math.min(one[2], other[2]), Math.min(one[3], other[3])];
  return west < east && south < north ? [west, south, east, north] : null;
}
