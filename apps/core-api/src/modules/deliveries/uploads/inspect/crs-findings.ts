import { crsOf } from "@archipel/geo/crs.ts";
import type { StoredCloud } from "../policy/clouds.ts";
import type { NewFinding } from "./findings.ts";

/** Findings about the CRS of a cloud or of a raster, as layers have them. */
export function crsFindings({ crs, srid, footprint, path }: Pick<StoredCloud, "crs" | "srid" | "footprint" | "path">): NewFinding[] {
  const subject = { subject: path };
  if (srid === null) return [{ rule: "crs-unknown", severity: "error", params: { name: crs.name ?? "", ...subject } }];
  const title = crsOf(srid)?.title ?? crs.name ?? `EPSG:${srid}`;
  if (!footprint) return [{ rule: "crs-mismatch", severity: "error", params: { srid, crs: title, ...subject } }];
  if (crs.how === "guessed" && crs.srid === srid)
    return [{ rule: "crs-guessed", severity: "warning", params: { srid, crs: title, ...subject } }];
  return [];
}
