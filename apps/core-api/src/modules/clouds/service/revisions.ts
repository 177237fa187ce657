import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type CloudRevision,
  cloudFacts,
  type cloudHistoryInput,
  type cloudRevisionInput,
  MAX_CLOUD_REVISIONS,
} from "@archipel/contracts/clouds.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../../kernel/objects.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { differenceOf, oddTile } from "../policy.ts";
import {
  cloudLayerOf,
  deleteRevision,
  keepRevisions,
  keptRevision,
  lockedDataset,
  type OwnTile,
  ownTile,
  putPoints,
  type RevisionRow,
  revisionRows,
} from "../queries.ts";
import { followTiles } from "./follow-tiles.ts";

/** The revisions of a tile, newest first, each with what it changed. */
export function listRevisions(core: Core, actor: MemberActor, input: z.infer<typeof cloudHistoryInput>): Promise<CloudRevision[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const tile = await requireTile(sql, actor, input.attachmentId);
    // One more than is listed, so that the last one has something to be compared with.
    const rows = await revisionRows(sql, actor.communityId, input.attachmentId, MAX_CLOUD_REVISIONS + 1);
    return rows.slice(0, MAX_CLOUD_REVISIONS).map((row, index) => shown(tile, row, rows[index + 1]));
  });
}

function shown({ revision: current }: OwnTile, { cloud, ...row }: RevisionRow, before: RevisionRow | undefined): CloudRevision {
  const facts = cloudFacts.parse(cloud);
  return {
    ...row,
    isCurrent: row.revision === current,
    points: facts.points,
    difference: before ? differenceOf(cloudFacts.parse(before.cloud), facts) : null,
  };
}

/** Makes the points of an earlier revision the current ones again. It is a new revision: addresses of others stay true. */
export async function restoreRevision(
  core: Core,
  actor: MemberActor,
  { attachmentId, revision }: z.infer<typeof cloudRevisionInput>,
): Promise<{ revision: number }> {
  const { communityId, userId: authorId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { datasetId } = await requireTile(sql, actor, attachmentId);
    // The same order of locks as a publication has.
    await lockedDataset(sql, communityId, datasetId);
    const tile = await requireTile(sql, actor, attachmentId, true);
    if (tile.revision === revision) throw new DomainError("conflict", "cloud-revision-current", { revision });
    const kept = await requireRevision(sql, actor, attachmentId, revision);
    const layer = await cloudLayerOf(sql, communityId, datasetId);
    const { srid } = cloudFacts.parse(kept.cloud);
    if (layer && oddTile([{ srid }], layer.srid)) {
      throw new DomainError("conflict", "cloud-crs-differs", { file: tile.fileName, srid: srid ?? 0, expected: layer.srid });
    }
    await putPoints(sql, communityId, attachmentId, kept);
    await keepRevisions(sql, communityId, [attachmentId], { authorId, fileName: kept.fileName, restores: revision });
    await followTiles(sql, { communityId, datasetId, authorId });
    await record(sql, actor, "dataset.tile-restored", tile, revision);
    return { revision: tile.revision + 1 };
  });
}

/** Deletes an earlier revision with its bytes, to free their space or because nobody may read them any more. */
export async function forgetRevision(
  core: Core,
  actor: MemberActor,
  { attachmentId, revision }: z.infer<typeof cloudRevisionInput>,
): Promise<{ revision: number }> {
  const key = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const tile = await requireTile(sql, actor, attachmentId, true);
    if (tile.revision === revision) throw new DomainError("conflict", "cloud-revision-current", { revision });
    const kept = await requireRevision(sql, actor, attachmentId, revision);
    await deleteRevision(sql, actor.communityId, attachmentId, revision);
    await record(sql, actor, "dataset.tile-forgotten", tile, revision);
    return kept.objectKey;
  });
  await deleteUnreferenced(core, [key]);
  return { revision };
}

async function requireTile(sql: SqlSession, { communityId }: MemberActor, id: string, lock = false): Promise<OwnTile> {
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
