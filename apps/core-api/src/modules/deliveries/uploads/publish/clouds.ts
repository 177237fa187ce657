import { createReadStream } from "node:fs";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { withCopc } from "@archipel/gdal/write-cloud.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { type StoredCloud, storedClouds } from "../policy/clouds.ts";
import { type UploadRow, wktOf } from "../queries.ts";
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
  { driver, objectKey, size: fileSize }: UploadRow,
  { path: cloudPath, srid, crs, format, pointFormat, version }: StoredCloud,
  path: string,
  onProgress: (fraction: number) => Promise<void>,
): Promise<WrittenTile> {
  const isAlone = driver === format;
  // What is COPC already stays as it came, unless it is wrong about its place.
  if (isAlone && format === "copc" && objectKey && !crs.isChosen && crs.how === "declared")
    return { path: cloudPath, key: objectKey, size: Number(fileSize), pointFormat, version };
  const wkt = srid === null ? null : await core.database.withWorker(communityId, (tx: Tx) => wktOf(tx, srid));
  try {
    return await withCopc(
      path,
      { entry: isAlone ? null : cloudPath, wkt, isCrsReplaced: crs.isChosen },
      onProgress,
      async (copc, written) => {
        const { key, size } = await core.storage.put(createReadStream(copc));
        return { path: cloudPath, key, size, pointFormat: written.pointFormat, version: "1.4" };
      },
    );
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new JobFailedError("cloud-not-written", { file: cloudPath.slice(0, 200), detail: error.detail.slice(0, 300) });
  }
}
