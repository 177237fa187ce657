import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Tally } from "./policy/tally.ts";

/** The most different keys of one kind that a portal keeps for a day; further ones count together, as "". */
const MOST_KEYS = 300;

/** The slugs of the published pages of a live portal that counts; undefined for any other portal. */
export async function countedPages(sql: SqlSession, portalId: string): Promise<string[] | undefined> {
  const [row] = await sql.query<{ slugs: string[] }>(
    `SELECT ARRAY(SELECT s.slug FROM site_pages s WHERE s.portal_id = p.id AND s.kind = 'page' AND s.status = 'published') AS slugs
     FROM portals p JOIN communities c ON c.id = p.community_id AND c.status = 'active'
     WHERE p.id = $1 AND p.status = 'live' AND p.counts_visits`,
    [portalId],
  );
  return row?.slugs;
}

/** The secret of a day, the same for all processes. */
export async function secretOf(sql: SqlSession, day: string, fresh: Buffer): Promise<Buffer> {
  await sql.query("INSERT INTO visit_secrets (day, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING", [day, fresh]);
  const [row] = await sql.query<{ secret: Uint8Array }>("SELECT secret FROM visit_secrets WHERE day = $1", [day]);
  if (!row) throw new Error("the secret of the day is missing");
  return Buffer.from(row.secret);
}

/** Adds what one process counted to what is stored. A portal that is gone counts no more. */
export async function addTally(sql: SqlSession, { portalId, day, views, marks, counts }: Tally): Promise<void> {
  const [fresh] = await sql.query<{ count: number }>(
    `WITH added AS (
       INSERT INTO visit_marks (portal_id, day, mark) SELECT p.id, $2, decode(m, 'hex') FROM portals p, unnest($3::text[]) m WHERE p.id = $1
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT count(*)::int AS count FROM added`,
    [portalId, day, marks],
  );
  const all = [...counts, { kind: "all", key: "", views }, { kind: "visitors", key: "", views: fresh?.count ?? 0 }];
  await sql.query(
    `INSERT INTO visit_counts AS stored (portal_id, community_id, day, kind, key, views)
     SELECT p.id, p.community_id, $2::date, new.kind, new.key, sum(new.views)
     FROM portals p, (
       SELECT asked.kind, asked.views, CASE WHEN known.key IS NOT NULL OR used.keys < ${MOST_KEYS} THEN asked.key ELSE '' END AS key
       FROM unnest($3::text[], $4::text[], $5::int[]) AS asked(kind, key, views)
       LEFT JOIN visit_counts known ON known.portal_id = $1 AND known.day = $2::date AND known.kind = asked.kind AND known.key = asked.key
       LEFT JOIN LATERAL (SELECT count(*) AS keys FROM visit_counts c WHERE c.portal_id = $1 AND c.day = $2::date AND c.kind = asked.kind) used ON true
     ) new
     WHERE p.id = $1 GROUP BY p.id, p.community_id, new.kind, new.key
     ON CONFLICT (portal_id, day, kind, key) DO UPDATE SET views = stored.views + excluded.views`,
    [portalId, day, all.map(({ kind }) => kind), all.map(({ key }) => key), all.map((one) => one.views)],
  );
}

/** Deletes the secrets and marks of days that are over: after that, nobody can tell two visits apart. */
export async function forgetMarks(sql: SqlSession, today: string): Promise<void> {
  await sql.query("DELETE FROM visit_secrets WHERE day < $1", [today]);
  await sql.query("DELETE FROM visit_marks WHERE day < $1", [today]);
}

export async function forgetCounts(sql: SqlSession, before: string): Promise<void> {
  await sql.query("DELETE FROM visit_counts WHERE day < $1", [before]);
}

interface Period {
  readonly portalId: string;
  readonly from: string;
  readonly to: string;
}

export function dayRows(sql: SqlSession, { portalId, from, to }: Period) {
  return sql.query<{ day: string; kind: "all" | "visitors"; views: number }>(
    `SELECT day::text, kind, views FROM visit_counts
     WHERE portal_id = $1 AND day BETWEEN $2 AND $3 AND kind IN ('all', 'visitors') ORDER BY day`,
    [portalId, from, to],
  );
}

/** The most opened keys of each kind, with the titles of datasets and pages that still exist. */
export function countRows(sql: SqlSession, { portalId, from, to }: Period, most: number) {
  return sql.query<{ kind: string; key: string; views: number; title: string | null }>(
    `SELECT kind, key, views, title FROM (
       SELECT kind, key, sum(views)::int AS views, row_number() OVER (PARTITION BY kind ORDER BY sum(views) DESC, key) AS place
       FROM visit_counts WHERE portal_id = $1 AND day BETWEEN $2 AND $3 AND kind IN ('page', 'from', 'device', 'language') GROUP BY kind, key
     ) c LEFT JOIN LATERAL (
       SELECT d.title FROM datasets d JOIN portal_datasets l ON l.dataset_id = d.id AND l.portal_id = $1
       WHERE c.kind = 'page' AND c.key = '/catalogue/' || d.slug
       UNION ALL
       SELECT coalesce(v.content#>>'{title,fr}', jsonb_path_query_first(v.content, '$.title.*') #>> '{}')
       FROM site_pages s JOIN site_page_versions v ON v.id = s.published_version_id
       WHERE c.kind = 'page' AND s.portal_id = $1 AND s.kind = 'page' AND c.key = '/' || s.slug LIMIT 1
     ) named ON true
     WHERE place <= $4 ORDER BY kind, views DESC, key`,
    [portalId, from, to, most],
  );
}
