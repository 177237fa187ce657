import { randomUUID } from "node:crypto";
import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { setStatus } from "../queries/contributions.ts";
import type { EditsOwner } from "../queries/edits.ts";
import { tell } from "./drafts.ts";

/** The dataset of a layer that a program writes to. */
export interface Target {
  datasetId: string;
  datasetTitle: string;
}

/**
 * The contribution that gathers what its author sends feature by feature: the latest of its kind, while its last change is less than
 * 15 minutes old and nobody approved it. Other writes of the same person wait until this transaction ends.
 */
export async function gatheringOf(sql: SqlSession, actor: MemberActor, { datasetId }: Target): Promise<EditsOwner | null> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`gathering ${actor.userId} ${datasetId}`]);
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM contributions c
     WHERE community_id = $1::uuid AND dataset_id = $2::uuid AND author_id = $3::uuid AND origin = 'api' AND status = 'submitted'
       AND updated_at >= now() - interval '15 minutes'
       AND NOT EXISTS (SELECT FROM contribution_reviews r WHERE r.contribution_id = c.id AND r.created_at >= c.submitted_at)
       AND (SELECT count(*) FROM contribution_edits e WHERE e.contribution_id = c.id) < ${MAX_EDITS}
     ORDER BY updated_at DESC LIMIT 1 FOR UPDATE`,
    [actor.communityId, datasetId, actor.userId],
  );
  return rows[0] ? { id: rows[0].id, communityId: actor.communityId } : null;
}

/** A contribution for what a program sends, called after its dataset and day. */
export async function openForProgram(
  sql: SqlSession,
  actor: MemberActor,
  { datasetId, datasetTitle }: Target,
  status: "draft" | "submitted",
): Promise<EditsOwner> {
  const id = randomUUID();
  const title = `${datasetTitle.slice(0, 140)} (${new Date().toISOString().slice(0, 10)})`;
  await sql.query(
    `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, origin, status, submitted_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, 'api', $6, CASE WHEN $6 = 'submitted' THEN now() END)`,
    [id, actor.communityId, datasetId, actor.userId, title, status],
  );
  if (status === "submitted") await tell(sql, actor, { id, title, datasetId, datasetTitle }, "contribution.submitted");
  return { id, communityId: actor.communityId };
}

/** More was sent, or taken back: the queue learns of it, and a contribution that changes nothing any more is withdrawn. */
export async function touchGathering(sql: SqlSession, actor: MemberActor, owner: EditsOwner, datasetId: string): Promise<void> {
  const { communityId } = actor;
  const { id } = owner;
  await sql.query("UPDATE contributions SET updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [id, communityId]);
  const left = await sql.query("SELECT FROM contribution_edits WHERE contribution_id = $1::uuid AND community_id = $2::uuid LIMIT 1", [
    id,
    communityId,
  ]);
  if (left.length === 0) await setStatus(sql, communityId, id, { status: "withdrawn" });
  await emitIn(sql, left.length > 0 ? "contribution.edited" : "contribution.withdrawn", communityId, { contributionId: id, datasetId });
}
