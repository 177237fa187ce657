import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { followSecret } from "./sender.ts";

/** Who has to do with a report, and the words that are told of it. */
export interface ReportParties {
  number: number;
  title: string;
  portalId: string | null;
  authorId: string | null;
  assigneeId: string | null;
  actorName: string | null;
  /** Whose territory holds the place, or who moderates everywhere; of the latter, those whom the theme names when it names any. */
  moderators: string[];
  /** Whoever left an address instead of an account, and their secret. */
  guest: { email: string; locale: Locale; follow: string } | null;
}

interface Row extends Omit<ReportParties, "guest"> {
  requestId: string;
  email: string | null;
  locale: Locale;
}

/** For the platform, which tells people what happened: read without anybody's rights. */
export async function reportPartiesOf(
  core: Core,
  sql: SqlSession,
  reportId: string,
  actorId: string | null,
): Promise<ReportParties | undefined> {
  const [row] = await sql.query<Row>(
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
  if (!row) return undefined;
  const { requestId, email, locale, ...parties } = row;
  return { ...parties, guest: email === null ? null : { email, locale, follow: followSecret(core, requestId) } };
}
