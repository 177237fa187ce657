import type { rasterInput, setRasterCrsInput, Upload } from "@archipel/contracts/uploads.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { cornersOf, storedClouds } from "../policy/clouds.ts";
import { inspectionOf } from "../policy/inspection.ts";
import { storedRasters } from "../policy/rasters.ts";
import type { StoredCrs } from "../policy/source.ts";
import { isKnownSrid } from "../queries.ts";
import { assertUploadStatus } from "./change.ts";
import { assertUpload, uploadIn } from "./read.ts";

/**
 * Sets the CRS of a raster or of a point cloud. Its footprint follows at once. The file of a picture is not read again; heights and points are, because
 * their faults have places.
 */
export async function setRasterCrs(core: Core, actor: MemberActor, input: z.infer<typeof setRasterCrsInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { path, srid } = input;
  const { corners } = await core.database.withTenant(actor, async (tx) => {
    if (!(await isKnownSrid(tx, srid))) throw new DomainError("invalid", "crs-not-supported", { srid }, "srid");
    return placedFile(await assertUpload(tx, actor, input.uploadId), path);
  });
  const footprint = await core.database.sqlAs({ role: "tenant", userId: actorId, communityId }, (sql) => footprintOf(sql, corners, srid));
  if (!footprint) throw new DomainError("invalid", "raster-outside-crs", { srid }, "srid");
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const place = <T extends { path: string; crs: StoredCrs }>(file: T) =>
      file.path === path ? { ...file, srid, footprint, crs: { ...file.crs, isChosen: true } } : file;
    const rasters = storedRasters.parse(upload.rasters).map(place);
    const clouds = storedClouds.parse(upload.clouds).map(place);
    // Their faults have places.
    const isChecked =
      clouds.some((cloud) => cloud.path === path) || rasters.some((raster) => raster.path === path && raster.heights?.product);
    const data = { rasters, clouds, ...(isChecked && { status: "checking" }) };
    await tx.upload.update({ where: { id: upload.id, communityId }, data });
    const started = isChecked ? await startJob(tx, actor, inspectionOf(upload)) : null;
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.crs-chosen", summary: { fileName: upload.fileName, layer: path, srid } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return { changed: await uploadIn(tx, actor, upload.id), job: started };
  });
  if (job) await core.queue.enqueue(job);
  return changed;
}

/** The object that holds the preview of a raster. @throws DomainError when there is no preview */
export async function previewOf(core: Core, actor: MemberActor, { uploadId, path }: z.infer<typeof rasterInput>): Promise<string> {
  const { previewKey } = await core.database.withTenant(actor, async (tx) =>
    assertRaster((await assertUpload(tx, actor, uploadId)).rasters, path),
  );
  if (previewKey === null) throw new DomainError("not-found", "raster-not-found");
  return previewKey;
}

function placedFile(upload: { rasters: unknown; clouds: unknown }, path: string) {
  const cloud = storedClouds.parse(upload.clouds).find((one) => one.path === path);
  return cloud ? { corners: cornersOf(cloud) } : assertRaster(upload.rasters, path);
}

function assertRaster(rasters: unknown, path: string) {
  const found = storedRasters.parse(rasters).find((raster) => raster.path === path);
  if (!found) throw new DomainError("not-found", "raster-not-found");
  return found;
}
