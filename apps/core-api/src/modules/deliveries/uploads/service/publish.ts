import { randomUUID } from "node:crypto";
import { type publishAnswer, type publishUploadInput, uploadDocuments } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { startJob } from "../../../../kernel/jobs/rows.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { assertTilesFit } from "../../../clouds/service/publish.ts";
import { freeSlug, slugOf } from "../../../datasets/policy.ts";
import { insertDataset } from "../../../datasets/service.ts";
import { fileNameOf, storedClouds } from "../policy/clouds.ts";
import { repairsOf } from "../policy/current-file.ts";
import { storedRasters } from "../policy/rasters.ts";
import type { PlannedLayer, PublishPlan } from "../publish/plan.ts";
import { documentsOf, type UploadWithLayers } from "../queries.ts";
import { assertUploadStatus } from "./change.ts";
import { assertUpload } from "./read.ts";

/** Callers inside the platform may omit `documents`: all are kept. */
type Input = Omit<z.infer<typeof publishUploadInput>, "documents"> & Pick<z.input<typeof publishUploadInput>, "documents">;

/** Plans a publication and starts its job. The job builds the tables; the dataset is a draft until it ends. */
export async function publishUpload(core: Core, actor: MemberActor, input: Input): Promise<z.infer<typeof publishAnswer>> {
  try {
    const { job, datasetId } = await core.database.withTenant(actor, (tx) => plan(tx, actor, input));
    await core.queue.enqueue(job);
    return { jobId: job.id, datasetId };
  } catch (error) {
    // Another dataset took the slug in the meantime.
    if (isUniqueViolation(error)) throw new DomainError("conflict", "try-again");
    throw error;
  }
}

async function plan(tx: Tx, actor: MemberActor, input: Input) {
  const { communityId, userId: actorId } = actor;
  const upload = await assertUpload(tx, actor, input.uploadId);
  assertUploadStatus(upload, ["checked", "published"]);
  if (repairsOf(upload) === "unread") throw new DomainError("conflict", "repairs-not-read");
  await assertPublishable(tx, upload, input);
  const datasetId = await targetDataset(tx, actor, input);
  const layers = await planLayers(tx, actor, upload, datasetId, input);
  const documents = await chooseDocuments(tx, actor, input);
  const clouds = storedClouds.parse(upload.clouds).filter(({ path }) => documents.includes(path));
  await assertTilesFit(
    tx,
    datasetId,
    clouds.map((cloud) => ({ ...cloud, fileName: fileNameOf(cloud) })),
  );
  await listInPortals(tx, actor, datasetId, input.portalIds);
  await tx.upload.update({ where: { id: upload.id, communityId }, data: { status: "publishing", datasetId } });
  const job = await startJob(tx, actor, {
    kind: "publish-upload",
    subjectId: upload.id,
    subject: upload.fileName,
    uploadId: upload.id,
    datasetId,
    input: { datasetId, status: input.status, layers, documents, attachments: null, clouds: [], heights: [] } satisfies PublishPlan,
  });
  const about = { communityId, actorId, resourceType: "upload", resourceId: upload.id };
  await audit(tx, { ...about, action: "upload.publishing", summary: { fileName: upload.fileName, layers: layers.length } });
  await emit(tx, "upload.changed", communityId, { uploadId: upload.id });
  return { job, datasetId };
}

/** A layer with errors cannot be published; warnings do not prevent it. */
async function assertPublishable(tx: Tx, upload: UploadWithLayers, input: Input): Promise<void> {
  const ids = input.layers.map((layer) => layer.uploadLayerId);
  const rasters = storedRasters.parse(upload.rasters).filter(({ path }) => isChosen(input, path));
  const clouds = storedClouds.parse(upload.clouds).filter(({ path }) => isChosen(input, path));
  if (ids.length + rasters.length + clouds.length === 0) throw new DomainError("invalid", "nothing-chosen", {}, "layers");
  const unplaced = [...rasters, ...clouds].find(({ footprint }) => footprint === null);
  if (unplaced) throw new DomainError("invalid", "crs-not-chosen", { layer: unplaced.name }, "documents");
  if (new Set(ids).size !== ids.length) throw new DomainError("invalid", "layer-chosen-twice", {}, "layers");
  for (const id of ids) {
    const layer = upload.layers.find((candidate) => candidate.id === id);
    if (!layer) throw new DomainError("not-found", "upload-layer-not-found");
    if (layer.geometryType === "None") throw new DomainError("invalid", "layer-without-geometry", { layer: layer.name }, "layers");
    if (layer.chosenSrid === null) throw new DomainError("invalid", "crs-not-chosen", { layer: layer.name }, "layers");
  }
  const error = await tx.uploadFinding.findFirst({ where: { uploadId: upload.id, uploadLayerId: { in: ids }, severity: "error" } });
  if (error) {
    const layer = upload.layers.find((candidate) => candidate.id === error.uploadLayerId)?.name ?? "";
    throw new DomainError("invalid", "layer-has-errors", { layer, rule: error.rule }, "layers");
  }
}

function isChosen({ documents = "all" }: Input, path: string): boolean {
  return documents === "all" || documents.includes(path);
}

/** Paths of the documents to keep. Each must be part of the delivery. */
async function chooseDocuments(tx: Tx, { communityId }: MemberActor, { uploadId, documents = "all" }: Input): Promise<string[]> {
  const known = uploadDocuments.parse((await documentsOf(tx, communityId, uploadId)) ?? []).map(({ path }) => path);
  if (documents === "all") return [...new Set(known)];
  const stranger = documents.find((path) => !known.includes(path));
  if (stranger !== undefined)
    throw new DomainError("invalid", "document-not-in-delivery", { document: stranger.slice(0, 200) }, "documents");
  return [...new Set(documents)];
}

async function targetDataset(tx: Tx, actor: MemberActor, { target }: Input): Promise<string> {
  if ("record" in target) return (await insertDataset(tx, actor, target.record)).id;
  const dataset = await tx.dataset.findUnique({ where: { id: target.datasetId, communityId: actor.communityId }, select: { id: true } });
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  return dataset.id;
}

async function planLayers(tx: Tx, actor: MemberActor, upload: UploadWithLayers, datasetId: string, input: Input): Promise<PlannedLayer[]> {
  const existing = await tx.layer.findMany({
    where: { datasetId, communityId: actor.communityId },
    select: { name: true, position: true },
  });
  const taken = new Set(existing.map((layer) => layer.name));
  const first = existing.reduce((last, layer) => Math.max(last, layer.position + 1), 0);
  return input.layers.map(({ uploadLayerId, title }, index) => {
    const source = upload.layers.find((candidate) => candidate.id === uploadLayerId);
    const name = freeSlug(slugOf(source?.name ?? title), taken);
    taken.add(name);
    return { uploadLayerId, layerId: randomUUID(), name, title, position: first + index, built: null };
  });
}

async function listInPortals(tx: Tx, actor: MemberActor, datasetId: string, portalIds: string[]): Promise<void> {
  const { communityId } = actor;
  const portals = await tx.portal.findMany({ where: { id: { in: portalIds }, communityId }, select: { id: true } });
  if (portals.length !== new Set(portalIds).size) throw new DomainError("not-found", "portal-not-found");
  for (const { id: portalId } of portals) {
    const last = await tx.portalDataset.aggregate({ where: { portalId, communityId }, _max: { position: true } });
    const position = (last._max.position ?? -1) + 1;
    await tx.portalDataset.createMany({ data: [{ portalId, datasetId, communityId, position }], skipDuplicates: true });
    await emit(tx, "portal.changed", communityId, { portalId });
    await emit(tx, "portal.dataset-listed", communityId, { portalId, datasetId, actorId: actor.userId });
  }
}
