import type { Attachment, findAttachmentInput, foundAttachment } from "@archipel/contracts/attachments.ts";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import { cloudFacts } from "@archipel/contracts/clouds.ts";
import { type PlacedPicture, rasterFacts } from "@archipel/contracts/rasters.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope, scopeOf } from "../../kernel/actor.ts";
import { auditIn } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../kernel/objects.ts";
import { emitIn } from "../../kernel/outbox.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { dropCloudIndex, followTiles } from "../clouds/service/follow-tiles.ts";
import { followHeights } from "../elevation/tiles/service/follow-heights.ts";
import {
  attachmentNamed,
  attachmentRow,
  attachmentsOf,
  attachmentToRead,
  deleteAttachment,
  isDatasetVisible,
  ownAttachment,
  picturesOf,
  saveTitle,
} from "./queries.ts";

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

/** Reads as the caller may by a role, or else by grants: these show the files of datasets that they open whole. */
async function asReader<T>({ database }: Core, actor: Actor, read: (tx: Tx) => Promise<T | null>): Promise<T | null> {
  const found = await database.withTenant(scopeOf(actor), read);
  return found ?? (mayHaveGrants(actor) ? database.withLens(scopeOf(actor), read) : null);
}

/** The documents of a dataset, for anyone who may see it. */
export async function listAttachments(core: Core, actor: Actor, datasetId: string): Promise<Attachment[]> {
  const found = await asReader(core, actor, async (tx) =>
    (await isDatasetVisible(tx, datasetId)) ? (await attachmentsOf(tx, datasetId)).map(shown) : null,
  );
  if (!found) throw new DomainError("not-found", "dataset-not-found");
  return found;
}

/** The georeferenced pictures of a dataset, for anyone who may see it. */
export async function listPictures(core: Core, actor: Actor, datasetId: string): Promise<PlacedPicture[]> {
  const found = await asReader(core, actor, async (tx) => ((await isDatasetVisible(tx, datasetId)) ? picturesOf(tx, datasetId) : null));
  if (!found) throw new DomainError("not-found", "dataset-not-found");
  return found.flatMap(({ id, title, footprint }): PlacedPicture[] => {
    const corners = rasterFacts.shape.footprint.parse(footprint);
    if (!corners) return [];
    const [upperLeft, lowerLeft, lowerRight, upperRight] = corners;
    return [{ id, title, corners: [upperLeft, upperRight, lowerRight, lowerLeft] }];
  });
}

/** The document with this name in a layer's dataset. Null when it does not exist or the caller may not see it. */
export function findAttachment(
  core: Core,
  actor: Actor,
  { layerId, fileName }: z.infer<typeof findAttachmentInput>,
): Promise<z.infer<typeof foundAttachment>> {
  return asReader(core, actor, (tx) => attachmentNamed(tx, layerId, fileName));
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
export async function readAttachment(core: Core, actor: Actor, id: string): Promise<ReadableAttachment> {
  const found = await asReader(core, actor, (tx) => attachmentToRead(tx, id));
  if (!found) throw new DomainError("not-found", "attachment-not-found");
  const { dataset, ...file } = found;
  return { ...file, isPublic: dataset.status === "published" && dataset.visibility === "public" };
}

export async function renameAttachment(core: Core, actor: MemberActor, id: string, title: string): Promise<Attachment> {
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const before = await requireOwnAttachment(sql, actor, id);
    await saveTitle(sql, actor.communityId, id, title);
    if (before.isCloud) await followTiles(sql, { communityId: actor.communityId, datasetId: before.datasetId, authorId: actor.userId });
    await record(sql, actor, "dataset.attachment-renamed", before.datasetId, { title, fileName: before.fileName });
  });
  return shown(await core.database.withTenant(actor, (tx) => attachmentRow(tx, id)));
}

/** Removes a document from a dataset, with its revisions. The delivery that it came with keeps its copy. */
export async function removeAttachment(core: Core, actor: MemberActor, id: string): Promise<{ attachmentId: string }> {
  const { communityId, userId: authorId } = actor;
  const { keys, emptied } = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const { datasetId, title, fileName, ...before } = await requireOwnAttachment(sql, actor, id);
    const revisions = await deleteAttachment(sql, communityId, id);
    if (before.layerId) await followHeights(sql, { communityId, authorId }, before.layerId, { file: fileName, removed: 1 });
    const layer = before.isCloud ? await followTiles(sql, { communityId, datasetId, authorId }) : null;
    await record(sql, actor, "dataset.attachment-removed", datasetId, { title, fileName });
    return { keys: [before.objectKey, before.previewKey, ...revisions].filter((key) => key !== null), emptied: layer };
  });
  await deleteUnreferenced(core, keys);
  await dropCloudIndex(core, communityId, emptied);
  return { attachmentId: id };
}

async function requireOwnAttachment(sql: SqlSession, actor: MemberActor, id: string) {
  const found = await ownAttachment(sql, actor.communityId, id);
  if (!found) throw new DomainError("not-found", "attachment-not-found");
  return found;
}

async function record(
  sql: SqlSession,
  { communityId, userId: actorId }: MemberActor,
  action: AuditAction,
  datasetId: string,
  summary: Record<string, string>,
) {
  await auditIn(sql, { communityId, actorId, action, resourceType: "dataset", resourceId: datasetId, summary });
  await emitIn(sql, "dataset.updated", communityId, { datasetId });
}
