import type { Geometry } from "@archipel/geo/geojson.ts";
import { readWkb, WkbError } from "@archipel/geo/wkb.ts";

/** Decodes the geometry of a row; null for invalid bytes. */
export function readShape(ewkb: Uint8Array): { geometry: Geometry; hasZ: boolean } | null {
  try {
    return readWkb(ewkb);
  } catch (error) {
    if (error instanceof WkbError) return null;
    throw error;
  }
}
