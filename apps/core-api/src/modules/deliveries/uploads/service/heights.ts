import type { setHeightsInput, Upload } from "@archipel/contracts/uploads.ts";
import { heightSystemOf } from "@archipel/geo/heights-crs.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { inspectionOf } from "../policy/inspection.ts";
import { type StoredRaster, storedRasters } from "../policy/rasters.ts";
import { assertUploadStatus } from "./change.ts";
import { assertUpload, uploadIn } from "./read.ts";

type Choices = z.infer<typeof setHeightsInput>["choices"];

/**
 * Says what rasters hold: what their heights are and refer to, and which value means no height. The original stays; they are checked again as they
 * will be published.
 */
export async function setHeights(core: Core, actor: MemberActor, input: z.infer<typeof setHeightsInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { verticalSrid } = input.choices;
  if (verticalSrid && !heightSystemOf(verticalSrid))
    throw new DomainError("invalid", "crs-not-supported", { srid: verticalSrid }, "choices.verticalSrid");
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const rasters = storedRasters.parse(upload.rasters);
    const known = new Set(rasters.flatMap(({ path, heights }) => (heights ? [path] : [])));
    const unknown = input.paths.find((path) => !known.has(path));
    if (unknown !== undefined) throw new DomainError("not-found", "heights-not-in-upload", { path: unknown.slice(0, 200) });
    const wanted = new Set(input.paths);
    const said = rasters.map((raster) => (wanted.has(raster.path) ? withChoices(raster, input.choices) : raster));
    await tx.upload.update({ where: { id: upload.id, communityId }, data: { rasters: said, status: "checking" } });
    const started = await startJob(tx, actor, inspectionOf(upload));
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.heights-chosen", summary: { fileName: upload.fileName, rasters: wanted.size } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return { changed: await uploadIn(tx, actor, upload.id), job: started };
  });
  await core.queue.enqueue(job);
  return changed;
}

/** A null takes a choice back; what is left out stays. */
function withChoices(raster: StoredRaster, choices: Choices): StoredRaster {
  const all = { ...raster.heightChoices, ...choices };
  const kept = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return { ...raster, heightChoices: Object.fromEntries(kept) };
}
