import type { setCrsInput, setEncodingInput, Upload } from "@archipel/contracts/uploads.ts";
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
import { demandUpload, uploadIn } from "./read.ts";

/** A person says which CRS the coordinates of a layer are in. The report is made again with it. */
export function setCrs(core: Core, actor: MemberActor, input: z.infer<typeof setCrsInput>): Promise<Upload> {
  return change(core, actor, input, "upload.crs-chosen", { srid: input.srid }, async (tx, layer, upload) => {
    if (!(await isKnownSrid(tx, input.srid))) throw new DomainError("invalid", "crs-not-supported", { srid: input.srid }, "srid");
    const crs = { ...storedCrs.parse(layer.crs), isChosen: true };
    await tx.uploadLayer.update({ where: { id: layer.id, communityId: actor.communityId }, data: { chosenSrid: input.srid, crs } });
    const choices = storedChoices.parse(upload.choices);
    const key = sourceKey(originalPlace(storedSource.parse(layer.source), choices));
    await sayOfOriginal(tx, actor, upload, { ...choices, srids: { ...choices.srids, [key]: input.srid } });
  });
}

/** A person says how the texts of a table are encoded. All layers of the same file in the archive follow. */
export function setEncoding(core: Core, actor: MemberActor, input: z.infer<typeof setEncodingInput>): Promise<Upload> {
  return change(core, actor, input, "upload.encoding-chosen", { encoding: input.encoding }, async (tx, layer, upload) => {
    const source = storedSource.parse(layer.source);
    if (source.encoding === null || !encodingChoices(source.format).includes(input.encoding))
      throw new DomainError("invalid", "encoding-is-fixed", { format: source.format }, "encoding");
    const data = { source: { ...source, encoding: input.encoding, isEncodingChosen: true }, encoding: input.encoding };
    await tx.uploadLayer.update({ where: { id: layer.id, communityId: actor.communityId }, data });
    const choices = storedChoices.parse(upload.choices);
    const { format, entry } = originalPlace(source, choices);
    // Of a table that we wrote as UTF-8, the encoding of the original is not what is asked for: only how its reading is read.
    if (isAlwaysUtf8(format) !== isAlwaysUtf8(source.format)) {
      const encodingsOfRepaired = { ...choices.encodingsOfRepaired, [source.entry ?? ""]: input.encoding };
      await tx.upload.update({
        where: { id: upload.id, communityId: actor.communityId },
        data: { choices: { ...choices, encodingsOfRepaired } },
      });
      return;
    }
    await sayOfOriginal(tx, actor, upload, { ...choices, encodings: { ...choices.encodings, [entry ?? ""]: input.encoding } });
  });
}

/** Keeps what a person chose for the original. A repaired delivery declares it too, so it must be written again. */
async function sayOfOriginal(tx: Tx, { communityId }: MemberActor, upload: UploadWithLayers, choices: StoredChoices): Promise<void> {
  const data = { choices, ...(upload.repairedKey === null ? {} : { readRevision: NOT_READ }) };
  await tx.upload.update({ where: { id: upload.id, communityId }, data });
}

/** No revision of a recipe. */
const NOT_READ = -1;

async function change(
  core: Core,
  actor: MemberActor,
  input: { uploadId: string; uploadLayerId: string },
  action: string,
  summary: Record<string, string | number>,
  apply: (tx: Tx, layer: UploadLayerRow, upload: UploadWithLayers) => Promise<void>,
): Promise<Upload> {
  const { communityId, userId: actorId } = actor;
  const { changed, job } = await core.database.withTenant(actor, async (tx) => {
    const upload = await demandUpload(tx, actor, input.uploadId);
    demandStatus(upload, ["checked", "failed"]);
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

/** Takes an upload back. What was published from it stays; the file goes when nothing else holds it. */
export async function discardUpload(core: Core, actor: MemberActor, uploadId: string): Promise<{ uploadId: string }> {
  const { communityId, userId: actorId } = actor;
  const unused = await core.database.withTenant(actor, async (tx) => {
    const upload = await demandUpload(tx, actor, uploadId);
    demandStatus(upload, ["receiving", "received", "checked", "failed", "published"]);
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

/** An upload that a job works on is not changed under its hands. */
export function demandStatus(upload: UploadWithLayers, allowed: readonly string[]): void {
  if (!allowed.includes(upload.status)) throw new DomainError("conflict", "upload-is-busy", { status: upload.status });
}
