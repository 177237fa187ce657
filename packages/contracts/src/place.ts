import { z } from "zod";

/** west, south, east, north in degrees (EPSG:4326, lon/lat). */
export const bbox = z.tuple([
  z.number().min(-180).max(180),
  z.number().min(-90).max(90),
  z.number().min(-180).max(180),
  z.number().min(-90).max(90),
]);
export type Bbox = z.infer<typeof bbox>;

/** The initial view of a map. */
export const mapView = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-85).max(85), zoom: z.number().min(0).max(22) });
export type MapView = z.infer<typeof mapView>;
