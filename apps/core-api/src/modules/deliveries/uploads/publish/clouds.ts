import { stat } from "node:fs/promises";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { withCopc } from "@archipel/gdal/write-cloud.ts";
import { withHeights } from "@archipel/geo/heights-crs.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { assertStorage } from "../../../../kernel/storage-quota.ts";
import { publishTiles } from "../../../clouds/service/publish.ts";
import { hasRepairs, isRewritten } from "../policy/cloud-repairs.ts";
import { cloudFactsOf, fileNameOf, type StoredCloud, storedClouds } from "../policy/clouds.ts";
import { type UploadRow, wktOf } from "../queries.ts";
import { titleOf } from "./attach.ts";
import type { PublishPlan, WrittenTile } from "./plan.ts";

/**
 * Writes the chosen point clouds as COPC, one after the other, and stores them. Each is remembered when it is stored, so that an attempt
 * after a crash goes on with the next one.
 *
 * @param path the file of the upload
 */
export async function writeClouds(core: Core, run: JobRun, plan: PublishPlan, upload: UploadRow, path: string): Promise<void> {
  const chosen = storedClouds.parse(upload.clouds).filter((cloud) => plan.documents.includes(cloud.path));
  const total = chosen.reduce((sum, { points }) => sum + points, 0);
  let done = 0;
  for (const cloud of chosen) {
    if (!plan.clouds.some((tile) => tile.path === cloud.path)) {
      const before = done;
      const onProgress = (fraction: number) => run.progress("clouds", Math.round(before + fraction * cloud.points), total);
      await onProgress(0);
      plan.clouds.push(await writeTile(core, run.job.communityId, upload, cloud, path, onProgress));
      await core.database.withWorker(run.job.communityId, (tx) => run.remember(tx, plan));
    }
    done += cloud.points;
  }
}

async function writeTile(
  core: Core,
  communityId: CommunityId,
  { driver, objectKey, size: fileSize, fileName }: UploadRow,
  { path: cloudPath, srid, crs, format, pointFormat, version, repairs, verticalSrid }: StoredCloud,
  path: string,
  onProgress: (fraction: number) => Promise<void>,
): Promise<WrittenTile> {
  const isAlone = driver === format;
  // What is COPC already stays as it came, unless it is wrong about its place or is repaired.
  if (isAlone && format === "copc" && objectKey && !crs.isChosen && crs.how === "declared" && !hasRepairs(repairs))
    return { path: cloudPath, key: objectKey, size: Number(fileSize), pointFormat, version };
  const horizontal = srid === null ? null : await core.database.withWorker(communityId, (tx: Tx) => wktOf(tx, srid));
  const wkt = horizontal !== null && verticalSrid !== null ? (withHeights(horizontal, verticalSrid) ?? horizontal) : horizontal;
  try {
    return await withCopc(
      path,
      {
        entry: isAlone ? null : cloudPath,
        fileName,
        wkt,
        isCrsReplaced: crs.isChosen || repairs.heights !== null,
        repairs: isRewritten(repairs) ? repairs : null,
      },
      onProgress,
      async (copc, written) => {
        await assertStorage(core, communityId, (await stat(copc)).size);
        const { key, size } = await core.storage.putFile(copc);
        return { path: cloudPath, key, size, pointFormat: written.pointFormat, version: "1.4" };
      },
    );
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new JobFailedError("cloud-not-written", { file: cloudPath.slice(0, 200), detail: error.detail.slice(0, 300) });
  }
}

const COPC = "application/vnd.laszip+copc";

/**
 * Stores the written tiles in the dataset, with their layer. One transaction, before the one that shows the rest: an attempt after a crash
 * finds them as they are.
 */
export async function storeTiles(core: Core, run: JobRun, plan: PublishPlan, upload: UploadRow): Promise<number> {
  const { communityId, createdById: authorId } = run.job;
  const clouds = new Map(storedClouds.parse(upload.clouds).map((cloud) => [cloud.path, cloud]));
  const tiles = plan.clouds.flatMap(({ path, key, size, version, pointFormat }) => {
    const cloud = clouds.get(path);
    if (!cloud) return [];
    const fileName = fileNameOf(cloud);
    const facts = { ...cloudFactsOf(cloud), format: "copc" as const, version, pointFormat };
    return [{ path, fileName, title: titleOf(fileName), mediaType: COPC, size, key, facts }];
  });
  const of = { communityId, datasetId: plan.datasetId, uploadId: upload.id, authorId, fileName: upload.fileName };
  return core.database.sqlAs({ role: "worker", communityId }, (sql) => publishTiles(sql, of, tiles));
}
