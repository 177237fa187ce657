import { layerField } from "@archipel/contracts/layers.ts";
import type { compareAgainInput, LayerUpdate, prepareUpdateInput, restoreInput, UpdateChoice } from "@archipel/contracts/updates.ts";
import { UPDATE_KEY_FID, updateChoice } from "@archipel/contracts/updates.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startJob } from "../../../kernel/jobs/rows.ts";
import { kindsWith } from "../../../layer-store/kinds/registry.ts";
import { getUpdate } from "./read.ts";

/** Starts to compare a layer of a checked upload with a published layer. */
export function prepareUpdate(core: Core, actor: MemberActor, input: z.infer<typeof prepareUpdateInput>): Promise<LayerUpdate> {
  const { communityId, layerId, uploadId, uploadLayerId, way, choice } = input;
  return begin(core, actor, async (tx) => {
    const layer = await updatable(tx, actor, layerId);
    const upload = await tx.upload.findUnique({ where: { id: uploadId, communityId }, include: { layers: true } });
    const found = upload?.layers.find(({ id }) => id === uploadLayerId);
    if (!upload || !found) throw new DomainError("not-found", "upload-layer-not-found");
    if (upload.status !== "checked" && upload.status !== "published")
      throw new DomainError("conflict", "upload-is-busy", { status: upload.status });
    assertHasShapes(found, way);
    assertReplaces(way, choice);
    if (found.geometryType !== "None" && found.chosenSrid === null)
      throw new DomainError("conflict", "crs-not-chosen", { layer: found.name });
    assertColumnsExist(layer.fields, choice);
    return { title: layer.title, datasetId: layer.datasetId, layerId, uploadId, uploadLayerId, way, choice, fileName: upload.fileName };
  });
}

/** Starts to compute the changes that restore an earlier revision of a layer, and to apply them if wanted. */
export function prepareRestoration(core: Core, actor: MemberActor, input: z.input<typeof restoreInput>): Promise<LayerUpdate> {
  const { layerId, revision, applies = false } = input;
  const { communityId } = actor;
  return begin(core, actor, async (tx) => {
    const layer = await updatable(tx, actor, layerId);
    const found = await tx.layerRevision.findUnique({ where: { layerId_revision: { layerId, revision }, communityId } });
    if (!found) throw new DomainError("not-found", "revision-not-found", { revision });
    if (revision >= layer.revision) throw new DomainError("conflict", "revision-is-current", { revision });
    return { title: layer.title, datasetId: layer.datasetId, layerId, way: "restore", restoresRevision: revision, fileName: "", applies };
  });
}

type Wanted = Pick<
  Prisma.LayerUpdateUncheckedCreateInput,
  "layerId" | "uploadId" | "uploadLayerId" | "way" | "restoresRevision" | "fileName"
> & {
  /** Of the layer. */
  title: string;
  datasetId: string;
  choice?: UpdateChoice;
  /** Whether the changes are applied as soon as they are known. */
  applies?: boolean;
};

async function begin(core: Core, actor: MemberActor, plan: (tx: Tx) => Promise<Wanted>): Promise<LayerUpdate> {
  const { communityId, userId } = actor;
  const { id, job } = await core.database.withTenant(actor, async (tx) => {
    const { choice, title, datasetId, applies, ...wanted } = await plan(tx);
    const data = { ...wanted, communityId, authorId: userId, choice: storedChoice(choice ?? {}) };
    const update = await tx.layerUpdate.create({ data });
    await audit(tx, {
      communityId,
      actorId: userId,
      action: "layer.update-prepared",
      resourceType: "layer",
      resourceId: wanted.layerId,
      summary: { title, way: wanted.way, fileName: wanted.fileName, restores: wanted.restoresRevision ?? null },
    });
    const input = applies ? { applies } : {};
    const job = await startJob(tx, actor, { kind: "compare-update", subjectId: update.id, subject: title, datasetId, input });
    return { id: update.id, job };
  });
  await core.queue.enqueue(job);
  return getUpdate(core, actor, id);
}

/** A published layer of the community that can be updated. */
async function updatable(tx: Tx, { communityId }: MemberActor, layerId: string) {
  const layer = await tx.layer.findUnique({ where: { id: layerId, communityId, status: "ready", kind: { in: kindsWith("revisions") } } });
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  return { ...layer, fields: z.array(layerField).parse(layer.fields) };
}

/** A table without geometry can only change existing features, not create any. */
function assertHasShapes({ geometryType, name }: { geometryType: string; name: string }, way: string): void {
  if (geometryType === "None" && way !== "delta") throw new DomainError("invalid", "update-without-shapes", { layer: name });
}

/** Features that stay would keep shapes of the former kind. */
function assertReplaces(way: string, { changesKind }: UpdateChoice): void {
  if (changesKind && way !== "replace") throw new DomainError("invalid", "update-kind-needs-replace", {}, "way");
}

function assertColumnsExist(fields: readonly { column: string }[], { key = [], columns = {} }: UpdateChoice): void {
  const unknown = [...key.filter((column) => column !== UPDATE_KEY_FID), ...Object.keys(columns)].find(
    (column) => !fields.some((field) => field.column === column),
  );
  if (unknown !== undefined) throw new DomainError("invalid", "column-not-found", { column: unknown }, "choice");
}

/** The choice as stored: keys that were not sent are left out. */
function storedChoice({ key, columns, adds, deletesAbsent, changesKind }: UpdateChoice): Prisma.InputJsonObject {
  return {
    ...{ ...(key && { key }), ...(columns && { columns }), ...(adds && { adds }) },
    ...{ ...(deletesAbsent !== undefined && { deletesAbsent }), ...(changesKind && { changesKind }) },
  };
}

/** Compares again, with another choice or against a newer revision of the layer. */
export async function compareAgain(core: Core, actor: MemberActor, input: z.infer<typeof compareAgainInput>): Promise<LayerUpdate> {
  const { communityId } = actor;
  const job = await core.database.withTenant(actor, async (tx) => {
    const update = await tx.layerUpdate.findUnique({ where: { id: input.updateId, communityId } });
    if (!update || update.revision !== null) throw new DomainError("not-found", "update-not-found");
    const { fields, title, datasetId } = await updatable(tx, actor, update.layerId);
    const choice = input.choice;
    if (choice) assertColumnsExist(fields, choice);
    const way = update.way === "restore" ? update.way : (input.way ?? update.way);
    const found = update.uploadLayerId && (await tx.uploadLayer.findUnique({ where: { id: update.uploadLayerId, communityId } }));
    if (found) assertHasShapes(found, way);
    assertReplaces(way, choice ?? updateChoice.parse(update.choice));
    await tx.layerUpdate.update({
      where: { id: update.id, communityId },
      data: { way, preview: Prisma.DbNull, ...(choice && { choice: storedChoice(choice) }) },
    });
    return startJob(tx, actor, { kind: "compare-update", subjectId: update.id, subject: title, datasetId });
  });
  await core.queue.enqueue(job);
  return getUpdate(core, actor, input.updateId);
}
