import { crsOf } from "@archipel/geo/crs.ts";

const METRES_OF_A_DEGREE = 111_320;

/** Metres of a unit of a table's coordinates, about; one where its system is not known. */
export function metresOf(srid: number | null): number {
  return crsOf(srid ?? 0)?.unit === "degree" ? METRES_OF_A_DEGREE : 1;
}
