import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export async function insertReview(
  sql: SqlSession,
  community: CommunityId,
  contributionId: string,
  review: { reviewerId: string; verdict: string; comment: string; editsVersion: number },
): Promise<void> {
  await sql.query(
    `INSERT INTO contribution_reviews (id, community_id, contribution_id, reviewer_id, verdict, comment, edits_version)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7::integer)`,
    [randomUUID(), community, contributionId, review.reviewerId, review.verdict, review.comment, review.editsVersion],
  );
}

/** An approval in the transaction that submits the contribution. */
export async function insertApproval(
  sql: SqlSession,
  community: CommunityId,
  contributionId: string,
  { reviewerId, editsVersion }: { reviewerId: string; editsVersion: number },
): Promise<void> {
  await sql.query(
    `INSERT INTO contribution_reviews (id, community_id, contribution_id, reviewer_id, verdict, edits_version, created_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'approve', $5::integer, clock_timestamp())`,
    [randomUUID(), community, contributionId, reviewerId, editsVersion],
  );
}

/** Whether the contribution has this edit. */
export async function hasEdit(sql: SqlSession, contributionId: string, editId: string): Promise<boolean> {
  const rows = await sql.query("SELECT FROM contribution_edits WHERE id = $1::uuid AND contribution_id = $2::uuid", [
    editId,
    contributionId,
  ]);
  return rows.length > 0;
}

export async function insertComment(
  sql: SqlSession,
  community: CommunityId,
  contributionId: string,
  comment: { editId: string | null; authorId: string; body: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO contribution_comments (id, community_id, contribution_id, edit_id, author_id, body)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6)`,
    [randomUUID(), community, contributionId, comment.editId, comment.authorId, comment.body],
  );
}
