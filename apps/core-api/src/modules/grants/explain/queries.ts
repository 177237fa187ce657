import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface JudgedGrant {
  id: string;
  flaw: string | null;
  since: Date | null;
  layerTitle: string | null;
  areaName: string;
}

/** The caller's grants on a dataset, each with the first condition that it fails. */
export function judgedGrants(sql: SqlSession, datasetId: string): Promise<JudgedGrant[]> {
  return sql.query<JudgedGrant>(
    `SELECT id, flaw, since, layer_title AS "layerTitle", area_name AS "areaName" FROM app.judged_grants()
     WHERE dataset_id = $1::uuid ORDER BY since DESC NULLS LAST, id LIMIT 50`,
    [datasetId],
  );
}

/** Whether the caller reads the whole dataset by its visibility and the caller's roles. */
export async function readsWhole(sql: SqlSession, datasetId: string): Promise<boolean> {
  return (await sql.query("SELECT FROM datasets WHERE id = $1::uuid", [datasetId])).length > 0;
}

/** In the scope of the caller's grants. */
export function openedLayers(sql: SqlSession, datasetId: string) {
  return sql.query<{ id: string; title: string; fields: unknown }>(
    "SELECT id, title, fields FROM layers WHERE dataset_id = $1::uuid ORDER BY position, id",
    [datasetId],
  );
}

/** In the system scope, for a caller who has a grant on the dataset. */
export async function ownerOf(sql: SqlSession, datasetId: string) {
  const [row] = await sql.query<{ ownerName: string; vectorLayers: number }>(
    `SELECT c.name AS "ownerName", (SELECT count(*)::integer FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready') AS "vectorLayers"
     FROM datasets d JOIN communities c ON c.id = d.community_id WHERE d.id = $1::uuid`,
    [datasetId],
  );
  return row;
}

export interface OwnRequestRow {
  id: string;
  status: string;
  reason: string;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
}

/** The caller's latest request about a dataset. */
export async function latestRequest(sql: SqlSession, datasetId: string, userId: string): Promise<OwnRequestRow | undefined> {
  const [row] = await sql.query<OwnRequestRow>(
    `SELECT id, status, reason, answer, created_at AS "createdAt", decided_at AS "decidedAt" FROM access_requests
     WHERE dataset_id = $1::uuid AND user_id = $2::uuid ORDER BY created_at DESC LIMIT 1`,
    [datasetId, userId],
  );
  return row;
}

/** Datasets that the caller's grants open, with their slug on a portal. In the scope of the grants. */
export function openedDatasets(sql: SqlSession, portalId: string) {
  return sql.query<{ datasetId: string; title: string; ownerName: string | null; slug: string | null; until: Date | null }>(
    `SELECT d.id AS "datasetId", d.title, (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id) AS "ownerName",
       (SELECT c.slug FROM app.portal_catalogue c WHERE c.portal_id = $1::uuid AND c.dataset_id = d.id) AS slug,
       (SELECT min(g.valid_until) FROM layers l, app.lens_grants(l.id) g WHERE l.dataset_id = d.id) AS until
     FROM datasets d ORDER BY app.fold(d.title), d.id LIMIT 200`,
    [portalId],
  );
}
