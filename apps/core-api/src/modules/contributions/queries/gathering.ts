import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EditsOwner } from "./edits.ts";

/** Makes other writes of the same person to the dataset wait until this transaction ends. */
export async function lockGathering(sql: SqlSession, userId: string, datasetId: string): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`gathering ${userId} ${datasetId}`]);
}

/** The author's latest contribution from a program that changed within 15 minutes, has no review since and is not full; locks its row. */
export async function latestGathering(
  sql: SqlSession,
  community: CommunityId,
  datasetId: string,
  authorId: string,
): Promise<string | undefined> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM contributions c
     WHERE community_id = $1::uuid AND dataset_id = $2::uuid AND author_id = $3::uuid AND origin = 'api' AND status = 'submitted'
       AND updated_at >= now() - interval '15 minutes'
       AND NOT EXISTS (SELECT FROM contribution_reviews r WHERE r.contribution_id = c.id AND r.created_at >= c.submitted_at)
       AND (SELECT count(*) FROM contribution_edits e WHERE e.contribution_id = c.id) < ${MAX_EDITS}
     ORDER BY updated_at DESC LIMIT 1 FOR UPDATE`,
    [community, datasetId, authorId],
  );
  return rows[0]?.id;
}

export async function hasEdits(sql: SqlSession, { id, communityId }: EditsOwner): Promise<boolean> {
  const left = await sql.query("SELECT FROM contribution_edits WHERE contribution_id = $1::uuid AND community_id = $2::uuid LIMIT 1", [
    id,
    communityId,
  ]);
  return left.length > 0;
}
