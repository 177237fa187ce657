import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Accounts that follow the news or the alerts of a portal. */
export function portalPeople(sql: SqlSession, portalId: string, kind: string): Promise<{ personId: string; locale: Locale }[]> {
  return sql.query(
    `SELECT f.person_id AS "personId", u.locale FROM follows f JOIN users u ON u.id = f.person_id AND u.status = 'active'
     WHERE f.portal_id = $1::uuid AND f.kind = $2 ORDER BY f.id`,
    [portalId, kind],
  );
}

/** People without an account who confirmed that they follow them. */
export function portalGuests(
  sql: SqlSession,
  portalId: string,
  kind: string,
): Promise<{ followId: string; email: string; locale: Locale }[]> {
  return sql.query(
    `SELECT id AS "followId", email, locale FROM guest_follows
     WHERE portal_id = $1::uuid AND kind = $2 AND confirmed_at IS NOT NULL ORDER BY id`,
    [portalId, kind],
  );
}

export async function countPortalFollowers(sql: SqlSession, portalId: string, kind: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM follows f JOIN users u ON u.id = f.person_id AND u.status = 'active' WHERE f.portal_id = $1::uuid AND f.kind = $2)::integer
       + (SELECT count(*) FROM guest_follows WHERE portal_id = $1::uuid AND kind = $2 AND confirmed_at IS NOT NULL)::integer AS count`,
    [portalId, kind],
  );
  return row?.count ?? 0;
}

/** Places of a portal within an area: `$1` the portal, `$2` the area or null. */
const WITHIN = "portal_id = $1::uuid AND kind = 'place' AND ($2::text IS NULL OR ST_Intersects(shape, $2::text::geometry))";

export interface PlaceFollower {
  followId: string;
  /** Null: a guest. */
  personId: string | null;
  email: string | null;
  locale: Locale;
  label: string;
}

/** People who follow a place within an area, once each: the follow that they have longest. */
export function placeFollowers(sql: SqlSession, portalId: string, area: string | null): Promise<PlaceFollower[]> {
  return sql.query<PlaceFollower>(
    `SELECT DISTINCT ON (coalesce(person_id::text, email)) id AS "followId", person_id AS "personId", email, locale, label FROM (
       SELECT f.id, f.person_id, NULL AS email, u.locale, f.label, f.created_at FROM follows f
         JOIN users u ON u.id = f.person_id AND u.status = 'active' WHERE ${WITHIN}
       UNION ALL SELECT g.id, NULL, g.email, g.locale, g.label, g.created_at FROM guest_follows g WHERE confirmed_at IS NOT NULL AND ${WITHIN}) s
     ORDER BY coalesce(person_id::text, email), created_at, id`,
    [portalId, area],
  );
}

/** How many people an alert of an area is sent to. */
export async function countAlerted(sql: SqlSession, portalId: string, area: string | null): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (
       SELECT f.person_id::text FROM follows f JOIN users u ON u.id = f.person_id AND u.status = 'active'
         WHERE (portal_id = $1::uuid AND kind = 'alerts') OR (${WITHIN})
       UNION SELECT email FROM guest_follows WHERE confirmed_at IS NOT NULL AND ((portal_id = $1::uuid AND kind = 'alerts') OR (${WITHIN}))) s`,
    [portalId, area],
  );
  return row?.count ?? 0;
}
