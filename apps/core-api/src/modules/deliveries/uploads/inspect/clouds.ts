import { cloudRepairs } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { InspectedCloud } from "@archipel/gdal/model.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { publishedOverlaps } from "../../../clouds/service/overlaps.ts";
import { cornersOf, fileNameOf, type StoredCloud, storedClouds } from "../policy/clouds.ts";
import type { UploadRow } from "../queries.ts";
import { crsFindings } from "./crs-findings.ts";
import { locate, type PlacedFinding } from "./locate.ts";
import { placed } from "./placed.ts";

/** The point clouds of a delivery with their places, and their faults on the map. A CRS that a person chose is kept. */
export async function checkClouds(
  { database }: Core,
  run: JobRun,
  upload: UploadRow,
  clouds: readonly InspectedCloud[],
): Promise<{ clouds: StoredCloud[]; findings: PlacedFinding[] }> {
  const { communityId } = run.job;
  const before = storedClouds.parse(upload.clouds);
  const chosen = new Map(before.flatMap(({ path, crs, srid }) => (crs.isChosen ? [[path, srid]] : [])));
  const repairs = new Map(before.map((cloud) => [cloud.path, cloud.repairs]));
  const stored: StoredCloud[] = [];
  const findings: PlacedFinding[] = [];
  for (const { entry, crs, findings: own, fileSize: _size, ...facts } of clouds) {
    const path = entry ?? upload.fileName;
    const srid = chosen.get(path) ?? (crs.srid === null ? null : canonicalSrid(crs.srid));
    const footprint = await database.sqlAs({ role: "worker", communityId }, (sql) => footprintOf(sql, cornersOf(facts), srid));
    const cloud = {
      ...facts,
      path,
      srid,
      footprint,
      crs: { ...crs, isChosen: chosen.has(path) },
      repairs: repairs.get(path) ?? NO_REPAIRS,
    };
    stored.push(cloud);
    const faults = [...crsFindings(cloud), ...(await placed(database, run, srid, own))];
    findings.push(...(await locate(database, run, srid, faults)));
  }
  const worker = { role: "worker", communityId } as const;
  findings.push(...(await database.sqlAs(worker, (sql) => overlapsOf(sql, communityId, stored))));
  return { clouds: stored, findings };
}

const NO_REPAIRS = cloudRepairs.parse({});

/** Tiles that are published already under other names and cover the same ground: their points would be there twice. */
async function overlapsOf(sql: SqlSession, communityId: CommunityId, clouds: readonly StoredCloud[]): Promise<PlacedFinding[]> {
  const boxes = clouds.flatMap((cloud) =>
    cloud.srid === null ? [] : [{ path: cloud.path, fileName: fileNameOf(cloud), srid: cloud.srid, min: cloud.min, max: cloud.max }],
  );
  const found = await publishedOverlaps(sql, communityId, boxes);
  return found.map(({ path, title, dataset, share, lon, lat }) => ({
    rule: "cloud-overlap-published",
    severity: "info",
    params: { subject: path, tile: title, dataset, percent: Math.round(100 * share) },
    point: lon === null || lat === null ? null : [lon, lat],
  }));
}
