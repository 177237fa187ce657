import type { Attachment, findAttachmentInput, foundAttachment } from "@archipel/contracts/attachments.ts";
import { cloudFacts } from "@archipel/contracts/clouds.ts";
import { type PlacedPicture, rasterFacts } from "@archipel/contracts/rasters.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, scopeOf } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../kernel/objects.ts";
import { emit } from "../../kernel/outbox.ts";
import { attachmentNamed, attachmentsOf, attachmentToRead, isDatasetVisible, ownAttachment, picturesOf } from "./queries.ts";

type Shown = Pick<
  Prisma.DatasetAttachmentGetPayload<object>,
  "id" | "path" | "fileName" | "title" | "mediaType" | "size" | "raster" | "cloud"
>;

function shown({ id, path, fileName, title, mediaType, size, raster, cloud }: Shown): Attachment {
  return {
    id,
    path,
    fileName,
    title,
    mediaType,
    size: Number(size),
    raster: raster === null ? null : rasterFacts.parse(raster),
    cloud: cloud === null ? null : cloudFacts.parse(cloud),
  };
}

/** The documents of a dataset, for anyone who may see it. */
export function listAttachments(core: Core, actor: Actor, datasetId: string): Promise<Attachment[]> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    if (!(await isDatasetVisible(tx, datasetId))) throw new DomainError("not-found", "dataset-not-found");
    return (await attachmentsOf(tx, datasetId)).map(shown);
  });
}

/** The georeferenced pictures of a dataset, for anyone who may see it. */
export function listPictures(core: Core, actor: Actor, datasetId: string): Promise<PlacedPicture[]> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    if (!(await isDatasetVisible(tx, datasetId))) throw new DomainError("not-found", "dataset-not-found");
    return (await picturesOf(tx, datasetId)).flatMap(({ id, title, footprint }): PlacedPicture[] => {
      const corners = rasterFacts.shape.footprint.parse(footprint);
      if (!corners) return [];
      const [upperLeft, lowerLeft, lowerRight, upperRight] = corners;
      return [{ id, title, corners: [upperLeft, upperRight, lowerRight, lowerLeft] }];
    });
  });
}

/** The document with this name in a layer's dataset. Null when it does not exist or the caller may not see it. */
export function findAttachment(
  core: Core,
  actor: Actor,
  { layerId, fileName }: z.infer<typeof findAttachmentInput>,
): Promise<z.infer<typeof foundAttachment>> {
  return core.database.withTenant(scopeOf(actor), (tx) => attachmentNamed(tx, layerId, fileName));
}

export interface ReadableAttachment {
  fileName: string;
  mediaType: string;
  objectKey: string;
  size: bigint;
  /** The preview of a raster. */
  previewKey: string | null;
  isPublic: boolean;
}

/** @throws DomainError when the document does not exist or the caller may not see it */
export function readAttachment(core: Core, actor: Actor, id: string): Promise<ReadableAttachment> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const found = await attachmentToRead(tx, id);
    if (!found) throw new DomainError("not-found", "attachment-not-found");
    const { dataset, ...file } = found;
    return { ...file, isPublic: dataset.status === "published" && dataset.visibility === "public" };
  });
}

export function renameAttachment(core: Core, actor: MemberActor, id: string, title: string): Promise<Attachment> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await requireOwnAttachment(tx, actor, id);
    await tx.datasetAttachment.update({ where: { id, communityId: actor.communityId }, data: { title } });
    await auditAndEmit(tx, actor, "dataset.attachment-renamed", before.datasetId, { title, fileName: before.fileName });
    return shown({ ...before, title });
  });
}

/** Removes a document from a dataset. The delivery that it came with keeps its copy. */
export async function removeAttachment(core: Core, actor: MemberActor, id: string): Promise<{ attachmentId: string }> {
  const keys = await core.database.withTenant(actor, async (tx) => {
    const before = await requireOwnAttachment(tx, actor, id);
    await tx.datasetAttachment.delete({ where: { id, communityId: actor.communityId } });
    await auditAndEmit(tx, actor, "dataset.attachment-removed", before.datasetId, { title: before.title, fileName: before.fileName });
    return [before.objectKey, before.previewKey].filter((key) => key !== null);
  });
  await deleteUnreferenced(core, keys);
  return { attachmentId: id };
}

type Tx = Parameters<typeof ownAttachment>[0];

async function requireOwnAttachment(tx: Tx, actor: MemberActor, id: string) {
  const found = await ownAttachment(tx, actor.communityId, id);
  if (!found) throw new DomainError("not-found", "attachment-not-found");
  return found;
}

async function auditAndEmit(
  tx: Tx,
  { communityId, userId: actorId }: MemberActor,
  action: string,
  datasetId: string,
  summary: Record<string, string>,
) {
  await audit(tx, { communityId, actorId, action, resourceType: "dataset", resourceId: datasetId, summary });
  await emit(tx, "dataset.updated", communityId, { datasetId });
}
