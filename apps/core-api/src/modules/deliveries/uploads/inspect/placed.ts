import type { CloudInspectionFinding } from "@archipel/gdal/model.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { toDegrees } from "../../../../layer-store/tables/validity.ts";
import type { NewFinding } from "./findings.ts";
import { translate } from "./translate.ts";

/** Findings with their place, and those about a box with its corners in degrees as parameters. */
export async function placed(
  database: Core["database"],
  run: JobRun,
  srid: number | null,
  found: readonly CloudInspectionFinding[],
): Promise<NewFinding[]> {
  const boxes = found.flatMap(({ box }) => (box ? [box] : []));
  const isPlaced = srid !== null && boxes.length > 0;
  const corners = boxes.flatMap(([west, south, east, north]): [number, number][] => [
    [west, south],
    [east, north],
  ]);
  const { communityId } = run.job;
  const degrees = isPlaced ? await database.sqlAs({ role: "worker", communityId }, (sql) => toDegrees(sql, corners, srid)) : [];
  const degreesOf = (box: CloudInspectionFinding["box"]) => {
    const index = box ? boxes.indexOf(box) : -1;
    const [low, high] = index < 0 ? [] : [degrees[2 * index], degrees[2 * index + 1]];
    return low && high ? { west: low[0], south: low[1], east: high[0], north: high[1] } : {};
  };
  return found.map((finding) => {
    const { params, ...rest } = translate(finding);
    return { ...rest, params: { ...params, ...degreesOf(finding.box) }, ...(finding.at && { at: finding.at }) };
  });
}
