import { crsOf } from "@archipel/geo/crs.ts";

const METRES_OF_A_DEGREE = 111_320;

/** Approximate length of a unit of a CRS, in metres; 1 when the CRS is unknown. */
export function metresOf(srid: number | null): number {
  return crsOf(srid ?? 0)?.unit === "degree" ? METRES_OF_A_DEGREE : 1;
}
