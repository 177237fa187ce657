import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { ReportParties } from "../service/parties.ts";

export interface ReportPartiesRow extends Omit<ReportParties, "guest"> {
  requestId: string;
  email: string | null;
  locale: Locale;
}

export async function reportPartiesRow(sql: SqlSession, reportId: string, actorId: string | null): Promise<ReportPartiesRow | undefined> {
  const [row] = await sql.query<ReportPartiesRow>(
    `SELECT r.number, left(split_part(r.body, E'\\n', 1), 120) AS title, r.portal_id AS "portalId", r.author_id AS "authorId",
       r.assignee_id AS "assigneeId", r.request_id AS "requestId", r.author_email AS email, r.author_locale AS locale,
       (SELECT name FROM users WHERE id = $2::uuid) AS "actorName",
       array(SELECT m.user_id FROM memberships m
         WHERE m.community_id = r.community_id AND m.status = 'active' AND m.role IN ('moderator', 'manager')
           AND CASE WHEN m.territory IS NOT NULL THEN ST_Covers(m.territory, r.place)
             ELSE coalesce(cardinality(t.moderator_ids), 0) = 0 OR m.user_id = ANY (t.moderator_ids) END) AS moderators
     FROM reports r LEFT JOIN report_themes t ON t.id = r.theme_id WHERE r.id = $1::uuid`,
    [reportId, actorId],
  );
  return row;
}
