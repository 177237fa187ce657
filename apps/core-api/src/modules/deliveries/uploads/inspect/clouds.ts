import type { InspectedCloud } from "@archipel/gdal/model.ts";
import { canonicalSrid, crsOf } from "@archipel/geo/crs.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { cornersOf, type StoredCloud, storedClouds } from "../policy/clouds.ts";
import type { UploadRow } from "../queries.ts";
import type { NewFinding } from "./findings.ts";
import { footprintOf } from "./footprint.ts";
import { locate, type PlacedFinding } from "./locate.ts";
import { translate } from "./translate.ts";

/** The point clouds of a delivery with their places, and their faults on the map. A CRS that a person chose is kept. */
export async function checkClouds(
  { database }: Core,
  run: JobRun,
  upload: UploadRow,
  clouds: readonly InspectedCloud[],
): Promise<{ clouds: StoredCloud[]; findings: PlacedFinding[] }> {
  const { communityId } = run.job;
  const chosen = new Map(storedClouds.parse(upload.clouds).flatMap(({ path, crs, srid }) => (crs.isChosen ? [[path, srid]] : [])));
  const stored: StoredCloud[] = [];
  const findings: PlacedFinding[] = [];
  for (const { entry, crs, findings: own, fileSize: _size, ...facts } of clouds) {
    const path = entry ?? upload.fileName;
    const srid = chosen.get(path) ?? (crs.srid === null ? null : canonicalSrid(crs.srid));
    const footprint = await database.sqlAs({ role: "worker", communityId }, (sql) => footprintOf(sql, cornersOf(facts), srid));
    const cloud = { ...facts, path, srid, footprint, crs: { ...crs, isChosen: chosen.has(path) } };
    stored.push(cloud);
    const faults = [...crsFindings(cloud), ...own.map((finding) => ({ ...translate(finding), ...(finding.at && { at: finding.at }) }))];
    findings.push(...(await locate(database, run, srid, faults)));
  }
  return { clouds: stored, findings };
}

/** Findings about the CRS, as layers have them. */
function crsFindings({ crs, srid, footprint, path }: StoredCloud): NewFinding[] {
  const subject = { subject: path };
  if (srid === null) return [{ rule: "crs-unknown", severity: "error", params: { name: crs.name ?? "", ...subject } }];
  const title = crsOf(srid)?.title ?? crs.name ?? `EPSG:${srid}`;
  if (!footprint) return [{ rule: "crs-mismatch", severity: "error", params: { srid, crs: title, ...subject } }];
  if (crs.how === "guessed" && crs.srid === srid)
    return [{ rule: "crs-guessed", severity: "warning", params: { srid, crs: title, ...subject } }];
  return [];
}
