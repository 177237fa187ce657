import type { repairCloudsInput, Upload } from "@archipel/contracts/uploads.ts";
import { heightSystemOf } from "@archipel/geo/heights-crs.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { changedRepairs } from "../policy/cloud-repairs.ts";
import { storedClouds } from "../policy/clouds.ts";
import { inspectionOf } from "../policy/inspection.ts";
import { assertUploadStatus } from "./change.ts";
import { assertUpload, uploadIn } from "./read.ts";

/**
 * Adds repairs of point clouds, or takes them back. The original stays; the clouds are read and checked again as they will be published, so
 * the findings and figures of the upload are those after the repairs.
 */
export async function repairClouds(core: Core, actor: MemberActor, input: z.infer<typeof repairCloudsInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { heights } = input.add;
  if (heights !== null && !heightSystemOf(heights)) throw new DomainError("invalid", "crs-not-supported", { srid: heights }, "add.heights");
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const clouds = storedClouds.parse(upload.clouds);
    const unknown = input.paths.find((path) => !clouds.some((cloud) => cloud.path === path));
    if (unknown !== undefined) throw new DomainError("not-found", "cloud-not-in-upload", { path: unknown.slice(0, 200) });
    const wanted = new Set(input.paths);
    const repaired = clouds.map((cloud) => (wanted.has(cloud.path) ? { ...cloud, repairs: changedRepairs(cloud.repairs, input) } : cloud));
    await tx.upload.update({ where: { id: upload.id, communityId }, data: { clouds: repaired, status: "checking" } });
    const started = await startJob(tx, actor, inspectionOf(upload));
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.clouds-repaired", summary: { fileName: upload.fileName, clouds: wanted.size } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return { changed: await uploadIn(tx, actor, upload.id), job: started };
  });
  await core.queue.enqueue(job);
  return changed;
}
