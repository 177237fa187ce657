import type { Bbox, MapView } from "@archipel/contracts/place.ts";

/** The ground that a view shows on a map of this size, in CSS pixels. */
export function boxOfView({ lon, lat, zoom }: MapView, width = 900, height = 420): Bbox {
  const degreesPerPixel = 360 / (512 * 2 ** zoom);
  const across = (width / 2) * degreesPerPixel;
  const up = (height / 2) * degreesPerPixel * Math.cos((lat * Math.PI) / 180);
  return [Math.max(-180, lon - across), Math.max(-85, lat - up), Math.min(180, lon + across), Math.min(85, lat + up)];
}
