import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const ASSIGNMENTS = {
  theme: "theme_id = $3::uuid",
  assignee: "assignee_id = $3::uuid",
  // A new date is reminded of again.
  dueAt: "due_at = $3::timestamptz, reminded_at = NULL",
  snoozedUntil: "snoozed_until = $3::timestamptz, reminded_at = NULL",
  isHidden: "is_hidden = $3::boolean",
} as const;

/** Sets one property of a report. */
export async function updateReport(
  sql: SqlSession,
  community: CommunityId,
  reportId: string,
  property: keyof typeof ASSIGNMENTS,
  value: unknown,
): Promise<void> {
  await sql.query(`UPDATE reports SET ${ASSIGNMENTS[property]}, updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid`, [
    reportId,
    community,
    value,
  ]);
}

/** Assigns a report without marking it as updated. */
export async function setAssignee(sql: SqlSession, community: CommunityId, reportId: string, assigneeId: string): Promise<void> {
  await sql.query("UPDATE reports SET assignee_id = $3::uuid WHERE id = $1::uuid AND community_id = $2::uuid", [
    reportId,
    community,
    assigneeId,
  ]);
}

export async function setReportStatus(
  sql: SqlSession,
  community: CommunityId,
  reportId: string,
  { status, isOpen }: { status: ReportStatus; isOpen: boolean },
): Promise<void> {
  await sql.query(
    `UPDATE reports SET status = $3, updated_at = now(), closed_at = CASE WHEN $4::boolean THEN NULL ELSE coalesce(closed_at, now()) END,
       snoozed_until = CASE WHEN $4::boolean THEN snoozed_until END, reminded_at = NULL
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [reportId, community, status, isOpen],
  );
}

/** Merges a report, and those that were merged into it, into another one. */
export async function setMergedInto(sql: SqlSession, community: CommunityId, reportId: string, intoId: string): Promise<void> {
  await sql.query(
    "UPDATE reports SET merged_into_id = $3::uuid, updated_at = now() WHERE community_id = $2::uuid AND (id = $1::uuid OR merged_into_id = $1::uuid)",
    [reportId, community, intoId],
  );
}

export async function touchReport(sql: SqlSession, community: CommunityId, reportId: string): Promise<void> {
  await sql.query("UPDATE reports SET updated_at = now() WHERE id = $1::uuid AND community_id = $2::uuid", [reportId, community]);
}

/** @returns undefined when the person does not moderate the community */
export async function moderatorName(sql: SqlSession, community: CommunityId, userId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ name: string }>(
    `SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.community_id = $1::uuid AND m.user_id = $2::uuid AND m.status = 'active' AND m.role IN ('moderator', 'manager')`,
    [community, userId],
  );
  return row?.name;
}
