import type { SqlSession } from "@archipel/database/sql-session.ts";

/**
 * The owner of a dataset, and the portal on which it is asked for: one of its own community, if there is one. In the system scope, for a caller
 * who has or had a grant on the dataset.
 */
export async function placeToAsk(sql: SqlSession, datasetId: string) {
  const [row] = await sql.query<{ owner: string; host: string | null; portalSlug: string | null; slug: string | null }>(
    `SELECT c.name AS owner, listed.host, listed."portalSlug", listed.slug
     FROM datasets d JOIN communities c ON c.id = d.community_id LEFT JOIN LATERAL (
       SELECT (SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host LIMIT 1) AS host,
         p.slug AS "portalSlug", pc.slug
       FROM portal_datasets pd JOIN portals p ON p.id = pd.portal_id
         JOIN LATERAL (SELECT slug FROM app.portal_catalogue WHERE portal_id = p.id AND dataset_id = pd.dataset_id) pc ON true
       WHERE pd.dataset_id = d.id ORDER BY p.community_id = d.community_id DESC, p.id LIMIT 1) listed ON true
     WHERE d.id = $1::uuid`,
    [datasetId],
  );
  return row;
}
