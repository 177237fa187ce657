import type { rasterInput, setRasterCrsInput, Upload } from "@archipel/contracts/uploads.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { footprintOf } from "../inspect/footprint.ts";
import { storedRasters } from "../policy/rasters.ts";
import { isKnownSrid } from "../queries.ts";
import { assertUploadStatus } from "./change.ts";
import { assertUpload, uploadIn } from "./read.ts";

/** Sets the CRS of a raster. Its footprint follows at once; the file is not read again. */
export async function setRasterCrs(core: Core, actor: MemberActor, input: z.infer<typeof setRasterCrsInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { path, srid } = input;
  const { corners } = await core.database.withTenant(actor, async (tx) => {
    if (!(await isKnownSrid(tx, srid))) throw new DomainError("invalid", "crs-not-supported", { srid }, "srid");
    return assertRaster((await assertUpload(tx, actor, input.uploadId)).rasters, path);
  });
  const footprint = await core.database.sqlAs({ role: "tenant", userId: actorId, communityId }, (sql) => footprintOf(sql, corners, srid));
  if (!footprint) throw new DomainError("invalid", "raster-outside-crs", { srid }, "srid");
  return core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const rasters = storedRasters
      .parse(upload.rasters)
      .map((raster) => (raster.path === path ? { ...raster, srid, footprint, crs: { ...raster.crs, isChosen: true } } : raster));
    await tx.upload.update({ where: { id: upload.id, communityId }, data: { rasters } });
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.crs-chosen", summary: { fileName: upload.fileName, layer: path, srid } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return uploadIn(tx, actor, upload.id);
  });
}

/** The object that holds the preview of a raster. @throws DomainError when there is no preview */
export async function previewOf(core: Core, actor: MemberActor, { uploadId, path }: z.infer<typeof rasterInput>): Promise<string> {
  const { previewKey } = await core.database.withTenant(actor, async (tx) =>
    assertRaster((await assertUpload(tx, actor, uploadId)).rasters, path),
  );
  if (previewKey === null) throw new DomainError("not-found", "raster-not-found");
  return previewKey;
}

function assertRaster(rasters: unknown, path: string) {
  const found = storedRasters.parse(rasters).find((raster) => raster.path === path);
  if (!found) throw new DomainError("not-found", "raster-not-found");
  return found;
}
