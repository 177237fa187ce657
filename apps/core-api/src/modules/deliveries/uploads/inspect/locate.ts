import { crsOf } from "@archipel/geo/crs.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { toDegrees } from "../../../../layer-store/tables/validity.ts";
import type { NewFinding } from "./findings.ts";

/** A finding with its place as lon, lat; null when it has none. */
export type PlacedFinding = NewFinding & { point: [number, number] | null };

/** Places the findings on the map, where the CRS in use can place them. */
export async function locate(
  database: Core["database"],
  run: JobRun,
  srid: number | null,
  findings: readonly NewFinding[],
): Promise<PlacedFinding[]> {
  const crs = srid === null ? undefined : crsOf(srid);
  const room = crs && { dx: crs.bounds[2] - crs.bounds[0], dy: crs.bounds[3] - crs.bounds[1] };
  const canPlace = ([x, y]: [number, number]) =>
    crs !== undefined &&
    room !== undefined &&
    x >= crs.bounds[0] - room.dx &&
    x <= crs.bounds[2] + room.dx &&
    y >= crs.bounds[1] - room.dy &&
    y <= crs.bounds[3] + room.dy;
  const placeable = findings.filter((finding) => finding.at && canPlace(finding.at));
  if (srid === null || placeable.length === 0) return findings.map((finding) => ({ ...finding, point: null }));
  const points = placeable.flatMap((finding) => (finding.at ? [finding.at] : []));
  const degrees = await database.sqlAs({ role: "worker", communityId: run.job.communityId }, (sql) => toDegrees(sql, points, srid));
  const found = new Map(placeable.map((finding, index) => [finding, degrees[index] ?? null]));
  return findings.map((finding) => ({ ...finding, point: found.get(finding) ?? null }));
}
