import type { MailChoice } from "@archipel/contracts/notifications.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { OutgoingMail } from "../../../kernel/mailer.ts";

export async function keepMail(tx: Tx, { to, subject, html, text }: OutgoingMail): Promise<void> {
  await tx.mail.createMany({ data: [{ recipient: to, subject, html, text }] });
}

export function recentMails(tx: Tx, limit: number) {
  return tx.mail.findMany({
    select: { id: true, recipient: true, subject: true, createdAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

export function findMail(tx: Tx, id: string) {
  return tx.mail.findUnique({ where: { id } });
}

export interface NoticeRow {
  id: string;
  kind: string;
  params: unknown;
  subjectType: string;
  subjectId: string;
  createdAt: Date;
  readAt: Date | null;
  personLocale: string | null;
  communityName: string;
  /** Null when the person may not enter the community. */
  communitySlug: string | null;
  portalHost: string | null;
}

const PORTAL_HOST = `(SELECT h.host FROM portals p JOIN portal_hosts h ON h.portal_id = p.id
  WHERE p.id = n.portal_id AND p.status = 'live' ORDER BY h.is_primary DESC, h.host LIMIT 1)`;

export async function noticeRows(
  sql: SqlSession,
  personId: string,
  isUnread: boolean,
  page: { limit: number; offset: number },
): Promise<{ rows: NoticeRow[]; total: number }> {
  const where = "n.person_id = $1::uuid AND (NOT $2::boolean OR n.read_at IS NULL)";
  const params = [personId, isUnread];
  const [count] = await sql.query<{ total: number }>(`SELECT count(*)::integer AS total FROM notices n WHERE ${where}`, params);
  const rows = await sql.query<NoticeRow>(
    `SELECT n.id, n.kind, n.params, n.subject_type AS "subjectType", n.subject_id AS "subjectId", n.created_at AS "createdAt",
       n.read_at AS "readAt", u.locale AS "personLocale", c.name AS "communityName", k.slug AS "communitySlug",
       ${PORTAL_HOST} AS "portalHost"
     FROM notices n JOIN app.public_communities c ON c.id = n.community_id
       LEFT JOIN communities k ON k.id = n.community_id AND k.id = ANY ((SELECT app.communities_as('member'))::uuid[])
       LEFT JOIN users u ON u.id = n.person_id
     WHERE ${where} ORDER BY n.created_at DESC, n.id LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}`,
    params,
  );
  return { rows, total: count?.total ?? 0 };
}

export async function unreadCount(sql: SqlSession, personId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM notices WHERE person_id = $1::uuid AND read_at IS NULL",
    [personId],
  );
  return row?.count ?? 0;
}

/** Marks notices as read; a read notice is not mailed any more. */
export async function markRead(sql: SqlSession, personId: string, ids: readonly string[] | null): Promise<void> {
  await sql.query(
    `UPDATE notices SET read_at = now(), mail_due_at = NULL
     WHERE person_id = $1::uuid AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2::uuid[]))`,
    [personId, ids],
  );
}

export function preferenceRows(sql: SqlSession, personId: string) {
  return sql.query<{ communityId: string; communityName: string; mail: string }>(
    `SELECT c.id AS "communityId", c.name AS "communityName", coalesce(f.mail, 'at-once') AS mail
     FROM app.public_communities c LEFT JOIN notice_preferences f ON f.community_id = c.id AND f.person_id = $1::uuid
     WHERE c.id = ANY ((SELECT app.communities_as('member'))::uuid[])
       OR c.id IN (SELECT community_id FROM notices WHERE person_id = $1::uuid) ORDER BY app.fold(c.name), c.id`,
    [personId],
  );
}

/** @returns false when the person is not a member of the community, and never got a notice from it */
export async function keepPreference(sql: SqlSession, personId: string, communityId: string, mail: MailChoice): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO notice_preferences (person_id, community_id, mail)
     SELECT $1::uuid, $2::uuid, $3
     WHERE $2::uuid = ANY ((SELECT app.communities_as('member'))::uuid[])
       OR EXISTS (SELECT FROM notices WHERE person_id = $1::uuid AND community_id = $2::uuid)
     ON CONFLICT (person_id, community_id) DO UPDATE SET mail = excluded.mail RETURNING person_id`,
    [personId, communityId, mail],
  );
  return rows.length > 0;
}
