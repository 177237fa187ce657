import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface JudgedGrant {
  id: string;
  flaw: string | null;
  since: Date | null;
  layerId: string | null;
  layerTitle: string | null;
  areaName: string;
}

/** The caller's grants on a dataset, each with the first condition that it fails. */
export function judgedGrants(sql: SqlSession, datasetId: string): Promise<JudgedGrant[]> {
  return sql.query<JudgedGrant>(
    `SELECT id, flaw, since, layer_id AS "layerId", layer_title AS "layerTitle", area_name AS "areaName" FROM app.judged_grants()
     WHERE dataset_id = $1::uuid ORDER BY since DESC NULLS LAST, id LIMIT 50`,
    [datasetId],
  );
}

/** Whether the caller reads the whole dataset by its visibility and the caller's roles. */
export async function readsWhole(sql: SqlSession, datasetId: string): Promise<boolean> {
  return (await sql.query("SELECT FROM datasets WHERE id = $1::uuid", [datasetId])).length > 0;
}

/** What a request names. */
export type Named = { layerId: string } | { datasetId: string } | { attachmentId: string };

/** The dataset of what the caller reads by its visibility and the caller's roles; undefined: not whole. */
export async function wholeDatasetOf(sql: SqlSession, named: Named): Promise<string | undefined> {
  const [text, id] =
    "layerId" in named
      ? ["SELECT dataset_id AS id FROM layers WHERE id = $1::uuid", named.layerId]
      : "datasetId" in named
        ? ["SELECT id FROM datasets WHERE id = $1::uuid", named.datasetId]
        : ["SELECT dataset_id AS id FROM dataset_attachments WHERE id = $1::uuid", named.attachmentId];
  const [row] = await sql.query<{ id: string }>(text, [id]);
  return row?.id;
}

/** The dataset of a layer or a file, for a caller who has or had a grant on that dataset. A dataset is itself. */
export async function knownDatasetOf(sql: SqlSession, named: Named): Promise<string | undefined> {
  if ("datasetId" in named) return named.datasetId;
  const [text, id] =
    "layerId" in named
      ? ["SELECT app.known_dataset_of($1::uuid) AS id", named.layerId]
      : ["SELECT app.known_dataset_of_file($1::uuid) AS id", named.attachmentId];
  const [row] = await sql.query<{ id: string | null }>(text, [id]);
  return row?.id ?? undefined;
}

/** A dataset by its slug on a portal, for any caller. In the system scope: show nothing of it before the caller is known to have a grant. */
export async function listedUnder(sql: SqlSession, portalId: string, slug: string) {
  const [row] = await sql.query<{ id: string; title: string }>(
    `SELECT d.id, d.title FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id WHERE c.portal_id = $1::uuid AND c.slug = $2`,
    [portalId, slug],
  );
  return row;
}

/** In the scope of the caller's grants. */
export function openedLayers(sql: SqlSession, datasetId: string) {
  return sql.query<{ id: string; title: string; fields: unknown }>(
    "SELECT id, title, fields FROM layers WHERE dataset_id = $1::uuid ORDER BY position, id",
    [datasetId],
  );
}

/** The caller's valid grants to edit a layer. */
export function editGrants(sql: SqlSession, layerId: string) {
  return sql.query<{ permission: string; columns: string[] | null; areaName: string; hasArea: boolean }>(
    `SELECT permission, columns, area_name AS "areaName", area IS NOT NULL AS "hasArea" FROM app.edit_grants($1::uuid) ORDER BY id`,
    [layerId],
  );
}

/** Ready vector layers of a dataset that the caller reads whole. */
export function readableLayers(sql: SqlSession, datasetId: string) {
  return sql.query<{ id: string; title: string; fields: unknown }>(
    "SELECT id, title, fields FROM layers WHERE dataset_id = $1::uuid AND status = 'ready' AND kind = 'vector' ORDER BY position, id",
    [datasetId],
  );
}

/** How many files of the dataset the scope of the caller's grants has. */
export async function openedFiles(sql: SqlSession, datasetId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM dataset_attachments WHERE dataset_id = $1::uuid",
    [datasetId],
  );
  return row?.count ?? 0;
}

/** In the system scope, for a caller who has a grant on the dataset. */
export async function ownerOf(sql: SqlSession, datasetId: string) {
  const [row] = await sql.query<{ ownerName: string; vectorLayers: number; files: number }>(
    `SELECT c.name AS "ownerName", (SELECT count(*)::integer FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready') AS "vectorLayers",
       (SELECT count(*)::integer FROM dataset_attachments a WHERE a.dataset_id = d.id) AS files
     FROM datasets d JOIN communities c ON c.id = d.community_id WHERE d.id = $1::uuid`,
    [datasetId],
  );
  return row;
}

export interface OwnRequestRow {
  id: string;
  permission: string;
  status: string;
  reason: string;
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
}

/** The caller's latest request about a dataset. */
export async function latestRequest(sql: SqlSession, datasetId: string, userId: string): Promise<OwnRequestRow | undefined> {
  const [row] = await sql.query<OwnRequestRow>(
    `SELECT id, permission, status, reason, answer, created_at AS "createdAt", decided_at AS "decidedAt" FROM access_requests
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
