import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReviewState } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export async function setReportReview(sql: SqlSession, community: CommunityId, reportId: string, review: ReviewState): Promise<void> {
  await sql.query("UPDATE reports SET review = $3, updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [
    reportId,
    community,
    review,
  ]);
}

export interface ReviewedEntry {
  id: string;
  reportId: string;
  review: ReviewState;
}

/** Messages with their review. Lock their reports first, so that two moderators decide one after the other. */
export function reviewedEntries(sql: SqlSession, community: CommunityId, entryIds: readonly string[]): Promise<ReviewedEntry[]> {
  return sql.query<ReviewedEntry>(
    `SELECT id, report_id AS "reportId", review FROM report_entries
     WHERE community_id = $1::uuid AND id = ANY ($2::uuid[]) AND kind = 'comment' ORDER BY created_at, id`,
    [community, entryIds],
  );
}

/** @param reason of a refusal: shown to the author of the message */
export async function setEntryReview(
  sql: SqlSession,
  community: CommunityId,
  entryId: string,
  { review, reason }: { review: ReviewState; reason: string | null },
): Promise<void> {
  await sql.query(
    `UPDATE report_entries SET review = $3, detail = CASE WHEN $4::text IS NULL THEN detail - 'reason'
       ELSE detail || jsonb_build_object('reason', $4::text) END WHERE id = $1::uuid AND community_id = $2::uuid`,
    [entryId, community, review, reason],
  );
}
