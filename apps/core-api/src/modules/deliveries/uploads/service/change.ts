import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { setCrsInput, setEncodingInput, setFieldNamesInput, Upload } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isAlwaysUtf8 } from "@archipel/gdal/model.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { forgetSubjects, startJob } from "../../../../kernel/jobs/rows.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { originalPlace, type StoredChoices, storedChoices } from "../policy/choices.ts";
import { encodingChoices } from "../policy/columns.ts";
import { inspectionOf } from "../policy/inspection.ts";
import { storedRasters } from "../policy/rasters.ts";
import { sourceKey, storedCrs, storedSource } from "../policy/source.ts";
import { isKnownSrid, type UploadLayerRow, type UploadWithLayers } from "../queries.ts";
import { assertUpload, uploadIn } from "./read.ts";

/** Sets the CRS of a layer's coordinates, and starts a new check. */
export function setCrs(core: Core, actor: MemberActor, input: z.infer<typeof setCrsInput>): Promise<Upload> {
  return change(core, actor, input, "upload.crs-chosen", { srid: input.srid }, async (tx, layer, upload) => {
    if (!(await isKnownSrid(tx, input.srid))) throw new DomainError("invalid", "crs-not-supported", { srid: input.srid }, "srid");
    const crs = { ...storedCrs.parse(layer.crs), isChosen: true };
    await tx.uploadLayer.update({ where: { id: layer.id, communityId: actor.communityId }, data: { chosenSrid: input.srid, crs } });
    const choices = storedChoices.parse(upload.choices);
    const key = sourceKey(originalPlace(storedSource.parse(layer.source), choices));
    await saveOriginalChoices(tx, actor, upload, { ...choices, srids: { ...choices.srids, [key]: input.srid } });
  });
}

/** Sets the text encoding of a table, and starts a new check. All layers of the same file in the archive change with it. */
export function setEncoding(core: Core, actor: MemberActor, input: z.infer<typeof setEncodingInput>): Promise<Upload> {
  return change(core, actor, input, "upload.encoding-chosen", { encoding: input.encoding }, async (tx, layer, upload) => {
    const source = storedSource.parse(layer.source);
    if (source.encoding === null || !encodingChoices(source.format).includes(input.encoding))
      throw new DomainError("invalid", "encoding-is-fixed", { format: source.format }, "encoding");
    const data = { source: { ...source, encoding: input.encoding, isEncodingChosen: true }, encoding: input.encoding };
    await tx.uploadLayer.update({ where: { id: layer.id, communityId: actor.communityId }, data });
    const choices = storedChoices.parse(upload.choices);
    const { format, entry } = originalPlace(source, choices);
    // The repaired delivery is written as UTF-8, so this encoding is not that of the original: it only corrects how the delivery is read.
    if (isAlwaysUtf8(format) !== isAlwaysUtf8(source.format)) {
      const encodingsOfRepaired = { ...choices.encodingsOfRepaired, [source.entry ?? ""]: input.encoding };
      await tx.upload.update({
        where: { id: upload.id, communityId: actor.communityId },
        data: { choices: { ...choices, encodingsOfRepaired } },
      });
      return;
    }
    await saveOriginalChoices(tx, actor, upload, { ...choices, encodings: { ...choices.encodings, [entry ?? ""]: input.encoding } });
  });
}

/** Chooses the findings whose fields are called like their columns in the published layers. Nothing is read again. */
export function setFieldNames(core: Core, actor: MemberActor, input: z.infer<typeof setFieldNamesInput>): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const renamedFields = [...new Set(input.renamed)];
  return core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const choices: StoredChoices = { ...storedChoices.parse(upload.choices), renamedFields };
    await tx.upload.update({ where: { id: upload.id, communityId }, data: { choices } });
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action: "upload.fields-named", summary: { fileName: upload.fileName, rules: renamedFields.join(", ") } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return uploadIn(tx, actor, upload.id);
  });
}

/** Saves the choice for the original. A repaired delivery declares it too, so the delivery must be written again. */
async function saveOriginalChoices(tx: Tx, { communityId }: MemberActor, upload: UploadWithLayers, choices: StoredChoices): Promise<void> {
  const data = { choices, ...(upload.repairedKey === null ? {} : { readRevision: NOT_READ }) };
  await tx.upload.update({ where: { id: upload.id, communityId }, data });
}

/** A value that no revision has. */
const NOT_READ = -1;

async function change(
  core: Core,
  actor: MemberActor,
  input: { uploadId: string; uploadLayerId: string },
  action: AuditAction,
  summary: Record<string, string | number>,
  apply: (tx: Tx, layer: UploadLayerRow, upload: UploadWithLayers) => Promise<void>,
): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    assertUploadStatus(upload, ["checked", "failed"]);
    const layer = upload.layers.find((candidate) => candidate.id === input.uploadLayerId);
    if (!layer) throw new DomainError("not-found", "upload-layer-not-found");
    await apply(tx, layer, upload);
    await tx.upload.update({ where: { id: upload.id, communityId }, data: { status: "checking" } });
    const started = await startJob(tx, actor, inspectionOf(upload));
    const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
    await audit(tx, { ...about, action, summary: { fileName: upload.fileName, layer: layer.name, ...summary } });
    await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
    return { changed: await uploadIn(tx, actor, upload.id), job: started };
  });
  await core.queue.enqueue(job);
  return changed;
}

/** Deletes an upload. Published layers stay; the file is deleted when nothing else references it. */
export async function discardUpload(core: Core, actor: MemberActor, uploadId: string): Promise<{ uploadId: string }> {
  const { communityId, userId: actorId } = actor;
  const unused = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    assertUploadStatus(upload, ["receiving", "received", "checked", "failed", "published"]);
    const previews = storedRasters.parse(upload.rasters).map(({ previewKey }) => previewKey);
    const keys = [
      upload.objectKey,
      upload.repairedKey,
      ...previews,
      ...upload.layers.flatMap((layer) => {
        const { sampleKey, rows } = storedSource.parse(layer.source);
        return [sampleKey, rows?.key ?? null];
      }),
    ];
    await forgetSubjects(tx, communityId, [upload.id]);
    await tx.upload.delete({ where: { id: upload.id, communityId } });
    await audit(tx, {
      communityId,
      actorId,
      action: "upload.discarded",
      resourceType: "upload",
      resourceId: upload.id,
      summary: { fileName: upload.fileName },
    });
    await emit(tx, "upload.discarded", communityId, { uploadId: upload.id });
    return keys.filter((key) => key !== null);
  });
  await deleteUnreferenced(core, unused);
  return { uploadId };
}

/** Refuses to change an upload while a job works on it. */
export function assertUploadStatus(upload: UploadWithLayers, allowed: readonly string[]): void {
  if (!allowed.includes(upload.status)) throw new DomainError("conflict", "upload-is-busy", { status: upload.status });
}
