import type { RasterFacts } from "@archipel/contracts/rasters.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf, touchesCrs } from "@archipel/geo/crs.ts";
import { toDegrees } from "./validity.ts";

type Corner = [x: number, y: number];

/** The corners of a raster or of a cloud in degrees; null when its CRS cannot place them. */
export async function footprintOf(
  sql: SqlSession,
  corners: [Corner, Corner, Corner, Corner],
  srid: number | null,
): Promise<RasterFacts["footprint"]> {
  const crs = srid === null ? undefined : crsOf(srid);
  if (srid === null) return null;
  // Far outside its domain, a projection returns wrong numbers or an error.
  if (crs && !touchesCrs(bboxAround(corners), crs)) return null;
  const [one, two, three, four] = await toDegrees(sql, corners, srid);
  return one && two && three && four ? [one, two, three, four] : null;
}
