import type { Bbox } from "@archipel/contracts/place.ts";
import type { Feature, FeatureCollection, GeoJSON, Geometry } from "geojson";

export const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

export function isGeoJson(value: Record<string, unknown>): value is Record<string, unknown> & FeatureCollection {
  return value.type === "FeatureCollection" && Array.isArray(value.features);
}

/** West, south, east, north of the sample, in degrees; null when it has no geometry. Coordinates that are not on Earth are ignored. */
export function boundsOf(geojson: GeoJSON | Feature<Geometry | null>): Bbox | null {
  const box: Bbox = [180, 90, -180, -90];
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [lon, lat] = part;
    if (typeof lon === "number" && typeof lat === "number") {
      if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return;
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    } else for (const child of part) walk(child);
  };
  const visit = (value: GeoJSON | Feature<Geometry | null> | null): void => {
    if (value === null) return;
    if (value.type === "FeatureCollection") for (const feature of value.features) visit(feature);
    else if (value.type === "Feature") visit(value.geometry);
    else if (value.type === "GeometryCollection") for (const geometry of value.geometries) visit(geometry);
    else walk(value.coordinates);
  };
  visit(geojson);
  return box[0] <= box[2] ? box : null;
}
