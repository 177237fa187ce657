import type { UseKind } from "@archipel/contracts/bin.ts";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** One use: what uses the data, and its name; empty when it has none. */
export interface UseRow {
  kind: UseKind;
  name: string;
}

/** Data by id: a dataset with its layers, or one layer of a dataset. */
export interface UsedData {
  datasetId: string;
  layerIds: readonly string[];
  /** Whether only these layers are meant, not the whole dataset. */
  isLayer: boolean;
}

const titleSql = (json: string) => `coalesce(nullif(${json}->>'fr', ''), nullif(${json}->>'en', ''), '')`;

/** Uses of data that the caller of the session may see. Contents of pages and maps name data by id, so a search for the id finds them. */
export function usesOfData(sql: SqlSession, { datasetId, layerIds, isLayer }: UsedData): Promise<UseRow[]> {
  const mentions = [...(isLayer ? [] : [datasetId]), ...layerIds].map((id) => `%${id}%`);
  return sql.query<UseRow>(
    `SELECT 'portal' AS kind, p.name FROM portal_datasets l JOIN portals p ON p.id = l.portal_id AND p.status <> 'deleted' WHERE l.dataset_id = $1::uuid
     UNION ALL SELECT 'page', coalesce(nullif(${titleSql("v.content->'title'")}, ''), p.slug, '') FROM site_pages p
       CROSS JOIN LATERAL (SELECT v.content FROM site_page_versions v
         WHERE v.id IN (p.published_version_id, p.scheduled_version_id, p.draft_version_id) AND v.content::text LIKE ANY ($3::text[])
         ORDER BY v.number DESC LIMIT 1) v WHERE p.status IN ('draft', 'published')
     UNION ALL SELECT 'map', ${titleSql("m.title")} FROM saved_maps m WHERE m.state::text LIKE ANY ($3::text[]) OR m.chapters::text LIKE ANY ($3::text[])
     UNION ALL SELECT 'relation', l.title FROM elevation_models m JOIN layers l ON l.id = m.layer_id WHERE m.source_layer_id = ANY ($2::uuid[])
       AND NOT (m.layer_id = ANY ($2::uuid[]))
     UNION ALL SELECT 'grant', '' FROM grants g WHERE g.dataset_id = $1::uuid AND g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > now())
       AND (NOT $4::boolean OR g.layer_id IS NULL OR g.layer_id = ANY ($2::uuid[]))
     UNION ALL SELECT 'key', k.name FROM community_keys k WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
       AND ($1::uuid = ANY (k.dataset_ids) OR k.layer_ids && $2::uuid[])
     UNION ALL SELECT 'report', '' FROM reports r WHERE r.status = ANY ($5::text[])
       AND (CASE WHEN $4::boolean THEN r.layer_id = ANY ($2::uuid[]) ELSE r.dataset_id = $1::uuid OR r.layer_id = ANY ($2::uuid[]) END)
     UNION ALL SELECT 'contribution', c.title FROM contributions c WHERE c.dataset_id = $1::uuid AND c.status IN ('draft', 'submitted', 'conflicting')
       AND (NOT $4::boolean OR EXISTS (SELECT FROM contribution_edits e WHERE e.contribution_id = c.id AND e.layer_id = ANY ($2::uuid[])))`,
    [datasetId, layerIds, mentions, isLayer, openStatuses],
  );
}

/** How many people follow a dataset. Who they are is their own matter, so only the platform may count them. */
export async function followersOf(sql: SqlSession, datasetId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM follows WHERE dataset_id = $1::uuid", [
    datasetId,
  ]);
  return row?.count ?? 0;
}

/** A dataset and its ready layers, if the caller may see it. */
export async function dataOfDataset(sql: SqlSession, communityId: string, datasetId: string): Promise<UsedData | null> {
  const [row] = await sql.query<{ layerIds: string[] }>(
    `SELECT ARRAY(SELECT l.id FROM layers l WHERE l.dataset_id = d.id) AS "layerIds" FROM datasets d WHERE d.id = $1::uuid AND d.community_id = $2::uuid`,
    [datasetId, communityId],
  );
  return row ? { datasetId, layerIds: row.layerIds, isLayer: false } : null;
}

interface ColumnUseRow extends UseRow {
  columns: string[];
}

/** Valid grants and saved maps that name columns of a layer, and the keys by which earlier updates recognised its features. */
export function usesOfColumns(sql: SqlSession, layerId: string): Promise<ColumnUseRow[]> {
  return sql.query<ColumnUseRow>(
    `SELECT 'grant' AS kind, '' AS name, g.columns FROM grants g JOIN layers l ON l.id = $1::uuid AND l.dataset_id = g.dataset_id
     WHERE g.columns IS NOT NULL AND g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > now())
       AND (g.layer_id IS NULL OR g.layer_id = l.id)
     UNION ALL SELECT 'map', ${titleSql("m.title")}, q.columns FROM saved_maps m CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(c #>> '{}'), '{}') AS columns FROM jsonb_path_query(jsonb_build_array(m.state, m.chapters),
         '$.** ? (@.id == $id).conditions[*].column', jsonb_build_object('id', $1::text)) AS c) q WHERE cardinality(q.columns) > 0
     UNION ALL SELECT DISTINCT 'update-key', '', ARRAY(SELECT jsonb_array_elements_text(u.choice->'key')) FROM layer_updates u
       WHERE u.layer_id = $1::uuid AND u.revision IS NOT NULL AND jsonb_typeof(u.choice->'key') = 'array'`,
    [layerId],
  );
}

/** The portal of a page, and the pages and menus that lead to it. */
export function usesOfPage(sql: SqlSession, communityId: string, pageId: string): Promise<UseRow[]> {
  return sql.query<UseRow>(
    `SELECT 'page' AS kind, coalesce(nullif(${titleSql("v.content->'title'")}, ''), p.slug, '') AS name FROM site_pages p
       CROSS JOIN LATERAL (SELECT v.content FROM site_page_versions v
         WHERE v.id IN (p.published_version_id, p.draft_version_id) AND v.content::text LIKE $2 ORDER BY v.number DESC LIMIT 1) v
       WHERE p.community_id = $1::uuid AND p.status IN ('draft', 'published') AND p.id <> $3::uuid
     UNION ALL SELECT 'portal', o.name FROM site_parts s JOIN portals o ON o.id = s.portal_id
       WHERE s.community_id = $1::uuid AND s.content::text LIKE $2`,
    [communityId, `%${pageId}%`, pageId],
  );
}

/** The rights that a group's people have by it, each by its dataset. */
export function usesOfGroup(sql: SqlSession, communityId: string, groupId: string): Promise<UseRow[]> {
  return sql.query<UseRow>(
    `SELECT 'grant' AS kind, d.title AS name FROM grants g JOIN datasets d ON d.id = g.dataset_id
     WHERE g.community_id = $1::uuid AND g.subject_group_id = $2::uuid AND g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > now())`,
    [communityId, groupId],
  );
}

/** The layers that declare a model for answers, and the deliveries that were checked by it. */
export function usesOfModel(sql: SqlSession, communityId: string, modelId: string): Promise<UseRow[]> {
  return sql.query<UseRow>(
    `WITH model AS (SELECT key FROM validation_models WHERE id = $2::uuid AND community_id = $1::uuid)
     SELECT 'answer' AS kind, l.title AS name FROM layer_answers a JOIN layers l ON l.id = a.layer_id JOIN model m ON m.key = a.model
       WHERE a.community_id = $1::uuid
     UNION ALL SELECT 'check', '' FROM checks c JOIN model m ON m.key = c.model_key WHERE c.community_id = $1::uuid`,
    [communityId, modelId],
  );
}
