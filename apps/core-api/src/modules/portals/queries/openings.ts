import type { Read } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Which transactions a read has seen at least, if this is its first statement: what commits later is not among them. */
export interface Seen {
  readonly snapshot: string;
  /** The cluster whose transactions these are. */
  readonly cluster: string;
  readonly at: Date;
}

export const seenRead: Read<Seen> = {
  sql: Prisma.sql`SELECT pg_current_snapshot()::text AS snapshot, (SELECT system_identifier::text FROM pg_control_system()) AS cluster, now() AS at`,
};

/** Which opening of which portal. An empty slug: the home. */
export interface OpeningKey {
  readonly locale: string;
  readonly slug: string;
  readonly maker: string;
}

/** The text of an opening if it is true; else null. @param now the clock of the caller */
export function keptRead(host: string, { locale, slug, maker }: OpeningKey, now: Date): Read<{ answer: string | null }> {
  return { sql: Prisma.sql`SELECT app.kept_opening(${host}, ${locale}, ${slug}, ${maker}, ${now}::timestamptz) AS answer` };
}

export interface StoredOpening extends OpeningKey {
  readonly portalId: string;
  readonly seen: Seen;
  readonly until: Date | null;
  readonly answer: string;
}

/** Pages of one portal whose openings are kept, in all languages. */
const MOST_OF_A_PORTAL = 200;

/**
 * Stores openings; those of other languages than the portal's are left out.
 *
 * @param minAgeSeconds one that was stored since is left as it is: while a portal changes all the time, visitors must not write all the time
 */
export async function storeOpenings(sql: SqlSession, openings: readonly StoredOpening[], minAgeSeconds: number): Promise<void> {
  // In the order of the key, so that two processes never wait for each other.
  const inOrder = openings.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  for (const { portalId, locale, slug, maker, seen, until, answer } of inOrder) {
    await sql.query(
      `INSERT INTO portal_openings AS kept (portal_id, community_id, locale, slug, maker, subjects, seen, cluster, read_at, until, answer)
       SELECT p.id, p.community_id, $2, $3, $4,
         ARRAY(SELECT p.id UNION SELECT p.community_id
           UNION SELECT d.community_id FROM portal_datasets l JOIN datasets d ON d.id = l.dataset_id WHERE l.portal_id = p.id),
         $5::pg_snapshot, $6::bigint, $7::timestamptz, $8::timestamptz, $9
       FROM portals p
       WHERE p.id = $1::uuid AND $2 = ANY (p.locales) AND (
         SELECT count(*) FILTER (WHERE (o.locale, o.slug) <> ($2, $3)) FROM portal_openings o WHERE o.portal_id = p.id) < ${MOST_OF_A_PORTAL}
       ON CONFLICT (portal_id, locale, slug) DO UPDATE SET maker = excluded.maker, subjects = excluded.subjects, seen = excluded.seen,
         cluster = excluded.cluster, read_at = excluded.read_at, until = excluded.until, answer = excluded.answer
       WHERE kept.read_at <= excluded.read_at - make_interval(secs => $10::float8) OR kept.maker <> excluded.maker`,
      [portalId, locale, slug, maker, seen.snapshot, seen.cluster, seen.at, until, answer, minAgeSeconds],
    );
  }
}

const keyOf = ({ portalId, locale, slug }: StoredOpening) => `${portalId} ${locale} ${slug}`;

export interface StaleHome {
  readonly portalId: string;
  readonly locale: string;
  readonly host: string;
}

/** Changes of public content that are this old may concern a portal whose opening is not written yet. */
const RECENT = "2 minutes";
/** First the changes, which are few: the planner would begin with all portals. */
const CHANGED_PORTALS = `changed AS MATERIALIZED (
    SELECT DISTINCT subject FROM content_changes WHERE changed_at > now() - interval '${RECENT}'),
  wanted AS MATERIALIZED (
    SELECT subject AS id FROM changed
    UNION SELECT p.id FROM changed c JOIN portals p ON p.community_id = c.subject
    UNION SELECT l.portal_id FROM changed c JOIN datasets d ON d.community_id = c.subject JOIN portal_datasets l ON l.dataset_id = d.id)`;

/**
 * Homes of live portals without a true opening, in each of their languages.
 *
 * @param after the last one that was read before; null: the first ones
 * @param isAll of all portals; else of those that changed a moment ago
 * @param minAgeSeconds one that was written since waits: its portal may be changing all the time
 */
export function staleHomes(sql: SqlSession, { maker, after, isAll, minAgeSeconds, limit }: StaleHomesAsked): Promise<StaleHome[]> {
  return sql.query<StaleHome>(
    `WITH ${isAll ? "wanted AS (SELECT id FROM portals)" : CHANGED_PORTALS}
     SELECT p.id AS "portalId", l.locale, h.host
     FROM wanted w JOIN portals p ON p.id = w.id JOIN communities c ON c.id = p.community_id AND c.status = 'active'
       JOIN LATERAL (SELECT host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS h ON true,
       unnest(p.locales) AS l (locale)
     WHERE p.status = 'live' AND (p.id, l.locale) > ($2::uuid, $3)
       AND NOT EXISTS (SELECT FROM app.true_openings o WHERE o.portal_id = p.id AND o.locale = l.locale AND o.slug = '' AND o.maker = $1
         AND (o.until IS NULL OR o.until > now()) AND o.read_at > now() - interval '6 days')
       AND NOT EXISTS (SELECT FROM portal_openings o WHERE o.portal_id = p.id AND o.locale = l.locale AND o.slug = '' AND o.maker = $1
         AND o.read_at > now() - make_interval(secs => $4::float8))
     ORDER BY p.id, l.locale LIMIT $5::integer`,
    [maker, after?.portalId ?? "00000000-0000-0000-0000-000000000000", after?.locale ?? "", minAgeSeconds, limit],
  );
}

interface StaleHomesAsked {
  readonly maker: string;
  readonly after: StaleHome | null;
  readonly isAll: boolean;
  readonly minAgeSeconds: number;
  readonly limit: number;
}

/** Deletes openings that are no longer true, and changes that no opening needs. Openings of homes are written again instead. */
export async function deleteOldOpenings(sql: SqlSession): Promise<void> {
  await sql.query(
    `DELETE FROM portal_openings o WHERE o.slug <> '' AND NOT EXISTS (
       SELECT FROM app.true_openings t WHERE t.portal_id = o.portal_id AND t.locale = o.locale AND t.slug = o.slug)`,
  );
  await sql.query("DELETE FROM portal_openings WHERE read_at < now() - interval '7 days'");
  // A day more than openings live: one that was read before a change is never stored after the change is forgotten.
  await sql.query("DELETE FROM content_changes WHERE changed_at < now() - interval '8 days'");
}
