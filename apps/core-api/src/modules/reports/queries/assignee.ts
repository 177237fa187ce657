import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/**
 * Chooses the moderator of a new report: first among those whose territory contains its place, then among those without a territory that
 * its theme lists. The one with the fewest open reports is chosen. Null when nobody qualifies.
 */
export async function assigneeFor(
  sql: SqlSession,
  community: CommunityId,
  report: { lon: number; lat: number; themeModerators: readonly string[]; authorId: string | null },
): Promise<string | null> {
  const rows = await sql.query<{ userId: string }>(
    `SELECT m.user_id AS "userId"
     FROM memberships m
     WHERE m.community_id = $1::uuid AND m.status = 'active' AND m.role IN ('moderator', 'manager')
       AND m.user_id IS DISTINCT FROM $5::uuid
       AND (ST_Covers(m.territory, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326))
         OR (m.territory IS NULL AND m.user_id = ANY ($4::uuid[])))
     ORDER BY m.territory IS NULL,
       (SELECT count(*) FROM reports r WHERE r.community_id = m.community_id AND r.assignee_id = m.user_id AND r.closed_at IS NULL),
       m.user_id
     LIMIT 1`,
    [community, report.lon, report.lat, report.themeModerators, report.authorId],
  );
  return rows[0]?.userId ?? null;
}
