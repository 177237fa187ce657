import { open } from "node:fs/promises";
import { join } from "node:path";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { rangesOf, sinkOf, temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { type RepairedFile, repairIntoFile } from "@archipel/pointcloud/node/repair-file.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { isRewritten } from "@archipel/pointcloud/repair/plan.ts";
import { listArchive } from "../formats/archive.ts";
import { sortContents } from "../formats/contents.ts";
import { UnreadableError } from "../model.ts";
import { progressLines } from "./progress-lines.ts";
import { COPC_FILE, type SandboxRequest, type WrittenCloud } from "./requests.ts";
import { stageMembers } from "./stage-files.ts";

type CopcRequest = Extract<SandboxRequest, { kind: "copc" }>;

/**
 * Writes a cloud as COPC into the work directory.
 *
 * @param progress descriptor for the lines of progress
 * @returns what the written file says of itself
 */
export async function writeCloud(request: CopcRequest, progress: number): Promise<WrittenCloud> {
  const { workDirectory, wkt, isCrsReplaced, repairs, entry, fileName } = request;
  const [source, target, storage] = await Promise.all([
    open(await stagedCloud(request)),
    open(join(workDirectory, COPC_FILE), "wx+"),
    temporaryFile(workDirectory),
  ]);
  let repaired: RepairedFile | undefined;
  try {
    const original = await openCloud(rangesOf(source));
    if (repairs && isRewritten(repairs)) {
      const path = join(workDirectory, "repaired.laz");
      repaired = await repairIntoFile(original, repairs, entry ?? fileName, path);
    }
    const cloud = repaired?.cloud ?? original;
    await writeCopc(cloud, sinkOf(target), storage, inThisThread(), {
      ...(wkt !== null && (isCrsReplaced || cloud.crs.wkt === undefined) && { wkt }),
      onProgress: progressLines(progress),
    });
    const { header } = await openCloud(rangesOf(target));
    return { points: header.pointCount, pointFormat: header.pointFormat, repaired: repaired?.done ?? null };
  } finally {
    await Promise.allSettled([source.close(), target.close(), storage.close(), repaired?.close()]);
  }
}

async function stagedCloud({ path, entry, workDirectory, limits }: CopcRequest): Promise<string> {
  if (entry === null) return path;
  const member = sortContents(await listArchive(path, limits)).clouds.find((cloud) => cloud.entry === entry);
  const staged = member && (await stageMembers(path, [member], join(workDirectory, "source"))).get(member);
  if (!staged) throw new UnreadableError("broken", `no ${entry} in the archive`);
  return join(staged.directory, staged.main);
}
