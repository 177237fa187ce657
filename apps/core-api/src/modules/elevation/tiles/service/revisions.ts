import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type HeightRevision,
  type HeightTile,
  type heightHistoryInput,
  type heightRevisionInput,
  MAX_HEIGHT_REVISIONS,
} from "@archipel/contracts/elevation-models.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import { auditIn } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { emitIn } from "../../../../kernel/outbox.ts";
import {
  deleteRevision,
  keepRevisions,
  keptRevision,
  lockedDataset,
  type OwnTile,
  ownTile,
  putRevision,
  revisionRows,
  tileRows,
} from "../queries.ts";
import { followHeights } from "./follow-heights.ts";

/** The tiles of a layer whose heights people uploaded, those that were replaced first. Empty for a model from points. */
export function listTiles(core: Core, actor: MemberActor, layerId: string): Promise<HeightTile[]> {
  return core.database.withTenant(actor, (tx) => tileRows(tx, actor.communityId, layerId));
}

/** The revisions of a tile of heights, newest first. */
export function listHeightRevisions(
  core: Core,
  actor: MemberActor,
  { attachmentId }: z.infer<typeof heightHistoryInput>,
): Promise<HeightRevision[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const tile = await requireTile(sql, actor, attachmentId, false);
    const rows = await revisionRows(sql, actor.communityId, attachmentId, MAX_HEIGHT_REVISIONS);
    return rows.map(({ raster, ...row }) => ({
      ...row,
      isCurrent: row.revision === tile.revision,
      range: rasterFacts.parse(raster).heights?.range ?? null,
    }));
  });
}

/** Makes the heights of an earlier revision the current ones again, as a new revision. */
export function restoreHeights(
  core: Core,
  actor: MemberActor,
  { attachmentId, revision }: z.infer<typeof heightRevisionInput>,
): Promise<{ revision: number }> {
  const { communityId, userId: authorId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { datasetId } = await requireTile(sql, actor, attachmentId, false);
    // The same order of locks as a publication has.
    await lockedDataset(sql, communityId, datasetId);
    const tile = await requireTile(sql, actor, attachmentId, true);
    if (tile.revision === revision) throw new DomainError("conflict", "cloud-revision-current", { revision });
    const kept = await requireRevision(sql, actor, attachmentId, revision);
    await putRevision(sql, communityId, attachmentId, revision);
    await keepRevisions(sql, communityId, [attachmentId], { authorId, fileName: kept.fileName, restores: revision });
    await followHeights(sql, { communityId, authorId }, tile.layerId, { file: tile.fileName, restored: revision });
    await record(sql, actor, "dataset.heights-restored", tile, revision);
    return { revision: tile.revision + 1 };
  });
}

/** Deletes an earlier revision with its bytes, to free their space or because nobody may read them any more. */
export async function forgetHeights(
  core: Core,
  actor: MemberActor,
  { attachmentId, revision }: z.infer<typeof heightRevisionInput>,
): Promise<{ revision: number }> {
  const keys = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const tile = await requireTile(sql, actor, attachmentId, true);
    if (tile.revision === revision) throw new DomainError("conflict", "cloud-revision-current", { revision });
    const { objectKey, previewKey } = await requireRevision(sql, actor, attachmentId, revision);
    await deleteRevision(sql, actor.communityId, attachmentId, revision);
    await record(sql, actor, "dataset.heights-forgotten", tile, revision);
    return previewKey === null ? [objectKey] : [objectKey, previewKey];
  });
  await deleteUnreferenced(core, keys);
  return { revision };
}

async function requireTile(sql: SqlSession, { communityId }: MemberActor, id: string, lock: boolean): Promise<OwnTile> {
  const tile = await ownTile(sql, communityId, id, lock);
  if (!tile) throw new DomainError("not-found", "attachment-not-found");
  return tile;
}

async function requireRevision(sql: SqlSession, { communityId }: MemberActor, id: string, revision: number) {
  const kept = await keptRevision(sql, communityId, id, revision);
  if (!kept) throw new DomainError("not-found", "cloud-revision-not-found", { revision });
  return kept;
}

async function record(
  sql: SqlSession,
  { communityId, userId: actorId }: MemberActor,
  action: AuditAction,
  tile: OwnTile,
  revision: number,
) {
  const { datasetId, title } = tile;
  await auditIn(sql, { communityId, actorId, action, resourceType: "dataset", resourceId: datasetId, summary: { title, revision } });
  await emitIn(sql, "dataset.updated", communityId, { datasetId });
}
