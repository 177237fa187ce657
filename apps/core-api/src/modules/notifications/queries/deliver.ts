import { randomUUID } from "node:crypto";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { NewNotice } from "../recipes/recipe.ts";

/** The digest is sent once a day, early in the morning in central Europe. */
const DIGEST_HOUR = 5;

/** When the mail of a notice is sent, as its person chose for the community; by default at once. */
const AS_CHOSEN = `CASE coalesce(f.mail, 'at-once') WHEN 'at-once' THEN now() WHEN 'daily'
  THEN date_trunc('day', now() - interval '${DIGEST_HOUR} hours', 'UTC') + interval '1 day ${DIGEST_HOUR} hours' END`;

const DUE = {
  "as-chosen": AS_CHOSEN,
  "at-once": "CASE WHEN coalesce(f.mail, 'at-once') <> 'none' THEN now() END",
  always: "now()",
} as const;

/**
 * Writes a notice for its people: active accounts with the role that the subject requires, without the actor. An unread notice of the same
 * kind about the same subject is updated instead, and not mailed again.
 *
 * @returns the accounts that got the notice
 */
export async function deliver(sql: SqlSession, notice: NewNotice): Promise<string[]> {
  const { communityId, kind, params, subject, actorId, people, guests = [], needs, portalId, mailed = "as-chosen" } = notice;
  const recipients = [...new Set(people)].filter((person) => person !== null && person !== actorId);
  const shared = [communityId, portalId, kind, JSON.stringify(params), subject.type, subject.id, needs];
  const reached: string[] = [];
  if (recipients.length > 0) {
    const rows = await sql.query<{ personId: string }>(
      `INSERT INTO notices (id, community_id, person_id, portal_id, kind, params, subject_type, subject_id, needs, mail_due_at)
       SELECT gen_random_uuid(), $1::uuid, u.id, $2::uuid, $3, $4::jsonb, $5, $6::uuid, $7, ${DUE[mailed]}
       FROM users u LEFT JOIN notice_preferences f ON f.person_id = u.id AND f.community_id = $1::uuid
       WHERE u.id = ANY ($8::uuid[]) AND u.status = 'active' AND ($7::text IS NULL OR EXISTS (
         SELECT FROM memberships m JOIN communities c ON c.id = m.community_id AND c.status = 'active'
         WHERE m.user_id = u.id AND m.community_id = $1::uuid AND m.status = 'active' AND app.role_rank(m.role) >= app.role_rank($7::text)))
       ON CONFLICT (person_id, kind, subject_id) WHERE read_at IS NULL
         DO UPDATE SET params = excluded.params, portal_id = excluded.portal_id, created_at = now()
       RETURNING person_id AS "personId"`,
      [...shared, recipients],
    );
    reached.push(...rows.map(({ personId }) => personId));
  }
  for (const { email, locale } of guests) {
    await sql.query(
      `INSERT INTO notices (id, community_id, portal_id, kind, params, subject_type, subject_id, email, locale, mail_due_at)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5::jsonb, $6, $7::uuid, $8, $9, now())`,
      [randomUUID(), ...shared.slice(0, -1), email, locale],
    );
  }
  return reached;
}
