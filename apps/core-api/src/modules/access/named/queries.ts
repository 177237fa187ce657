import type { KeyData, KeyDataset } from "@archipel/contracts/access.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

const SHOWN_DATASETS = 20;

/** Titles of datasets and layers, as far as the caller may read them. */
export async function titlesOf(sql: SqlSession, datasetIds: readonly string[], layerIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; title: string }>(
    `SELECT id, title FROM datasets WHERE id = ANY ($1::uuid[]) UNION ALL SELECT id, title FROM layers WHERE id = ANY ($2::uuid[])`,
    [datasetIds, layerIds],
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Datasets and layers that a key names, which the caller may read. `communityId`: and that are that community's, if not null. */
export async function countReadable(
  sql: SqlSession,
  { datasetIds, layerIds }: { datasetIds: readonly string[]; layerIds: readonly string[] },
  communityId: string | null,
): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM datasets WHERE id = ANY ($1::uuid[]) AND ($3::uuid IS NULL OR community_id = $3::uuid))::int
       + (SELECT count(*) FROM layers WHERE id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR community_id = $3::uuid))::int AS count`,
    [datasetIds, layerIds, communityId],
  );
  return row?.count ?? 0;
}

/** Datasets that a key can be limited to, with their layers, by words of their titles. */
export function readableDatasets(sql: SqlSession, communityId: string | null, text: string): Promise<KeyDataset[]> {
  return sql.query(
    `SELECT d.id, d.title, coalesce((SELECT c.name FROM communities c WHERE c.id = d.community_id),
         (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id), '') AS "communityName", (
         SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title) ORDER BY l.title), '[]')
         FROM layers l WHERE l.dataset_id = d.id AND l.status = 'ready') AS layers
     FROM datasets d
     WHERE ($1::uuid IS NULL OR d.community_id = $1::uuid)
       AND (d.title ILIKE '%' || $2 || '%' OR EXISTS (SELECT FROM layers l WHERE l.dataset_id = d.id AND l.title ILIKE '%' || $2 || '%'))
     ORDER BY d.title, d.id LIMIT ${SHOWN_DATASETS}`,
    [communityId, text.replace(/[\\%_]/g, "\\$&")],
  );
}

/** The entries of a key's list, in its order. */
export function namedData(
  titles: ReadonlyMap<string, string>,
  key: { datasetIds: readonly string[]; layerIds: readonly string[] },
): KeyData[] {
  const entry = (kind: KeyData["kind"]) => (id: string) => ({ id, kind, title: titles.get(id) ?? null });
  return [...key.datasetIds.map(entry("dataset")), ...key.layerIds.map(entry("layer"))];
}
