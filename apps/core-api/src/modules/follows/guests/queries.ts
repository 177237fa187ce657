import type { GuestSubject } from "@archipel/contracts/follows.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface NewGuestFollow {
  id: string;
  communityId: string;
  portalId: string;
  email: string;
  locale: Locale;
  subject: GuestSubject;
  label: string;
  /** Of a place: hexadecimal EWKB in any CRS. */
  metric: string | null;
  subjectKey: string;
}

/** Keeps what a guest asks for until it is confirmed; a place that the address asked for before is the same row. @returns its id; null: the address has too many */
export async function keepAsked(sql: SqlSession, follow: NewGuestFollow, most: number): Promise<string | null> {
  const { id, communityId, portalId, email, locale, subject, label, metric, subjectKey } = follow;
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`guest follows ${email}`]);
  const [known] = await sql.query<{ id: string }>(
    `UPDATE guest_follows SET locale = $4, created_at = CASE WHEN confirmed_at IS NULL THEN now() ELSE created_at END
     WHERE email = $1 AND portal_id = $2::uuid AND subject_key = $3 RETURNING id`,
    [email, portalId, subjectKey, locale],
  );
  if (known) return known.id;
  const [counted] = await sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM guest_follows WHERE email = $1", [email]);
  if ((counted?.count ?? 0) >= most) return null;
  await sql.query(
    `INSERT INTO guest_follows (id, community_id, portal_id, email, locale, kind, place, label, shape, subject_key)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7::jsonb, $8, ST_Transform(ST_Force2D($9::text::geometry), 4326), $10)`,
    [id, communityId, portalId, email, locale, subject.kind, placeOf(subject), label, metric, subjectKey],
  );
  return id;
}

const placeOf = (subject: GuestSubject) => (subject.kind === "place" ? JSON.stringify(subject.place) : null);

export interface GuestRow {
  id: string;
  kind: GuestSubject["kind"];
  label: string;
  email: string;
  locale: Locale;
  communityId: CommunityId;
  portalId: string;
  isConfirmed: boolean;
  portalName: string;
  host: string | null;
}

/** A guest's follow, on a live portal. */
export async function guestRow(sql: SqlSession, id: string): Promise<GuestRow | undefined> {
  const [row] = await sql.query<GuestRow>(
    `SELECT g.id, g.kind, CASE g.kind WHEN 'place' THEN g.label ELSE p.name END AS label, g.email, g.locale, g.community_id AS "communityId", g.portal_id AS "portalId", g.confirmed_at IS NOT NULL AS "isConfirmed", p.name AS "portalName",
       (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host
     FROM guest_follows g JOIN portals p ON p.id = g.portal_id AND p.status = 'live' WHERE g.id = $1::uuid`,
    [id],
  );
  return row;
}

export async function confirm(sql: SqlSession, id: string): Promise<void> {
  await sql.query("UPDATE guest_follows SET confirmed_at = coalesce(confirmed_at, now()) WHERE id = $1::uuid", [id]);
}

/** Of these follows, those that get a mail now: one a day is enough. */
export async function takeForMail(sql: SqlSession, ids: readonly string[]): Promise<{ id: string; email: string; locale: Locale }[]> {
  return sql.query(
    `UPDATE guest_follows SET notified_at = now()
     WHERE id = ANY ($1::uuid[]) AND confirmed_at IS NOT NULL AND (notified_at IS NULL OR notified_at < now() - interval '20 hours')
     RETURNING id, email, locale`,
    [ids],
  );
}

/** Forgets what nobody confirmed. @returns the number of rows */
export async function deletePending(sql: SqlSession, days: number): Promise<number> {
  const rows = await sql.query(
    "DELETE FROM guest_follows WHERE confirmed_at IS NULL AND created_at < now() - make_interval(days => $1::integer) RETURNING id",
    [days],
  );
  return rows.length;
}
