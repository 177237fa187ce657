import type { SqlSession } from "@archipel/database/sql-session.ts";

/** A notice to be mailed now, with everything that its mail contains. */
export interface DueMail {
  id: string;
  /** Null for a person without an account. */
  personId: string | null;
  kind: string;
  params: unknown;
  subjectType: string;
  subjectId: string;
  to: string;
  name: string | null;
  locale: string;
  communityId: string;
  communityName: string;
  communitySlug: string;
  isModerator: boolean;
  portalId: string | null;
  portalName: string | null;
  portalHost: string | null;
  baseTheme: string | null;
  theme: unknown;
  attempts: number;
}

/**
 * Returns due mails and marks them as mailed, so that no mail is sent twice if the process dies. People who may no longer read the subject,
 * or lost the account, get no mail.
 */
export function takeDueMails(sql: SqlSession, limit: number): Promise<DueMail[]> {
  return sql.query(
    `WITH due AS (
       SELECT id FROM notices WHERE mail_due_at <= now() AND read_at IS NULL ORDER BY mail_due_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
     ), n AS (
       UPDATE notices SET mailed_at = now(), mail_due_at = NULL, mail_attempts = mail_attempts + 1 WHERE id IN (SELECT id FROM due) RETURNING *
     )
     SELECT n.id, n.person_id AS "personId", n.kind, n.params, n.subject_type AS "subjectType", n.subject_id AS "subjectId", coalesce(n.email, u.email) AS "to", u.name,
       coalesce(n.locale, u.locale) AS locale, c.id AS "communityId", c.name AS "communityName", c.slug AS "communitySlug",
       coalesce(m.role IN ('moderator', 'manager'), false) AS "isModerator", p.id AS "portalId", p.name AS "portalName",
       p.base_theme AS "baseTheme", p.theme, n.mail_attempts AS attempts,
       (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS "portalHost"
     FROM n JOIN communities c ON c.id = n.community_id AND c.status = 'active' LEFT JOIN users u ON u.id = n.person_id AND u.status = 'active'
       LEFT JOIN memberships m ON m.community_id = c.id AND m.user_id = u.id AND m.status = 'active'
       LEFT JOIN portals p ON p.id = n.portal_id AND p.status = 'live'
     WHERE coalesce(n.email, u.email) IS NOT NULL AND (n.needs IS NULL OR app.role_rank(m.role) >= app.role_rank(n.needs))
     ORDER BY n.created_at, n.id`,
  );
}

/** Schedules mails that could not be sent again, after `seconds`; null gives up. */
export async function mailLater(sql: SqlSession, ids: readonly string[], seconds: number | null): Promise<void> {
  await sql.query(
    "UPDATE notices SET mailed_at = NULL, mail_due_at = now() + make_interval(secs => $2::integer) WHERE id = ANY ($1::uuid[]) AND read_at IS NULL",
    [ids, seconds],
  );
}
