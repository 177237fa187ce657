import type { Bbox } from "@archipel/geo/bbox.ts";
import { crsOf, fitsCrs } from "@archipel/geo/crs.ts";
import { sridNamed } from "@archipel/geo/heights/height-names.ts";
import type { FoundCrs } from "../model.ts";

/** The CRS that the name of a file says (`…_LAMB93_IGN69.asc`), in place of a guess, when the coordinates fit it. */
export function crsOfName(found: FoundCrs, fileName: string, extent: Bbox): FoundCrs {
  if (found.how === "declared" || found.how === "by-name") return found;
  const srid = sridNamed(fileName);
  const crs = srid === null ? undefined : crsOf(srid);
  if (!crs || !fitsCrs(extent, crs)) return found;
  return { srid: crs.srid, name: crs.title, how: "by-name", candidates: [...new Set([crs.srid, ...found.candidates])] };
}
