import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";
import { type CommuneLayer, entriesSql, expressionsOf, type IndexedLayer, locatedSql } from "./locate.ts";

/**
 * The layer whose communes name the others of its community: one that everyone may read, so that the names of communes reveal nothing. The one
 * of most features wins. One row for each community.
 */
export const COMMUNE_LAYERS_SQL = `
  SELECT DISTINCT ON (l.community_id) l.community_id, l.id AS layer_id, l.table_name, s.version
  FROM layers l JOIN datasets d ON d.id = l.dataset_id JOIN search_layers s ON s.layer_id = l.id AND s.kind = 'commune'
  WHERE l.status = 'ready' AND d.status = 'published' AND d.visibility = 'public' AND l.geometry_type LIKE '%Polygon%'
  ORDER BY l.community_id, l.feature_count DESC, l.id`;

export async function communeLayerOf(sql: SqlSession, communityId: string): Promise<CommuneLayer | null> {
  const [row] = await sql.query<CommuneLayer>(
    `SELECT layer_id AS "layerId", table_name AS "tableName", version FROM (${COMMUNE_LAYERS_SQL}) c WHERE community_id = $1::uuid`,
    [communityId],
  );
  return row ?? null;
}

/** Writes entries and parts from located rows in `located`. */
function insertSql(gazetteer: Gazetteer): string {
  const { sortKey, rank, words, label, bbox } = expressionsOf(gazetteer);
  const parts = gazetteer.isGrouped
    ? `, parts AS (INSERT INTO search_parts (layer_id, fid, community_id, key, number, suffix, lon, lat)
         SELECT $1::uuid, fid, $2::uuid, key, number, left(CASE suffix WHEN 'b' THEN 'bis' WHEN 't' THEN 'ter' WHEN 'q' THEN 'quater' ELSE suffix END, 20), ST_X(place), ST_Y(place) FROM located)`
    : "";
  // In the order in which names are suggested: the first rows that a search visits are then the most likely, and near each other on the disk.
  return `${parts}, added AS (
      INSERT INTO search_names (layer_id, key, fid, community_id, kind, label, detail, commune, commune_code, postcode, weight, lon, lat, bbox, sort_key, words)
      SELECT $1::uuid, key, fid, $2::uuid, '${gazetteer.kind}', ${label}, detail, commune, code, postcode, weight, ST_X(place), ST_Y(place), ${bbox}, ${sortKey}, ${words}
      FROM (${entriesSql(gazetteer)}) e ORDER BY ${rank} RETURNING 1)
    SELECT count(*)::integer AS entries FROM added`;
}

/**
 * Makes changes of one layer's index wait for each other until the transaction ends: an edit during a rebuild would write the same entries. Taken
 * after the lock of the layer's revision, never before it.
 */
export async function lockIndex(sql: SqlSession, layerId: string): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('search ' || $1, 0))", [layerId]);
}

/** Replaces all entries of a layer with what its table holds now. */
export async function fillLayer(
  sql: SqlSession,
  layer: IndexedLayer,
  gazetteer: Gazetteer | null,
  communes: CommuneLayer | null,
): Promise<number> {
  await sql.query("DELETE FROM search_parts WHERE layer_id = $1::uuid", [layer.layerId]);
  await sql.query("DELETE FROM search_names WHERE layer_id = $1::uuid", [layer.layerId]);
  if (!gazetteer) return 0;
  const [filled] = await sql.query<{ entries: number }>(
    `WITH located AS MATERIALIZED (${locatedSql(layer, gazetteer, communes, "")}) ${insertSql(gazetteer)}`,
    [layer.layerId, layer.communityId],
  );
  await renewStatistics(sql);
  return filled?.entries ?? 0;
}

/**
 * Renews what the planner knows of the index when it has grown by a tenth since the last time: reading a sample of it takes longer than filling
 * a small layer.
 */
async function renewStatistics(sql: SqlSession): Promise<void> {
  const grown = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE oid IN ('public.search_names'::regclass, 'public.search_parts'::regclass)
       AND (reltuples < 0 OR pg_relation_size(oid) > 1.1 * relpages * current_setting('block_size')::integer)
     ORDER BY relname`,
  );
  for (const { name } of grown) await sql.script(`ANALYZE ${name}`);
}

/** The keys of the entries that some features make now, and made before. */
export async function keysOf(
  sql: SqlSession,
  layer: IndexedLayer,
  gazetteer: Gazetteer,
  communes: CommuneLayer | null,
  fids: readonly number[],
): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `SELECT key FROM search_parts WHERE layer_id = $1::uuid AND fid = ANY ($3::bigint[])
     UNION SELECT key FROM search_names WHERE layer_id = $1::uuid AND community_id = $2::uuid AND fid = ANY ($3::bigint[])
     UNION SELECT key FROM (${locatedSql(layer, gazetteer, communes, " AND fid = ANY ($3::bigint[])")}) l`,
    [layer.layerId, layer.communityId, fids],
  );
  return rows.map(({ key }) => key);
}

/** Makes some entries again: of the given features, and of all others that share their keys. */
export async function refillEntries(
  sql: SqlSession,
  layer: IndexedLayer,
  gazetteer: Gazetteer,
  communes: CommuneLayer | null,
  { fids, keys }: { fids: readonly number[]; keys: readonly string[] },
): Promise<void> {
  const others = await sql.query<{ fid: number }>("SELECT fid FROM search_parts WHERE layer_id = $1::uuid AND key = ANY ($2::text[])", [
    layer.layerId,
    keys,
  ]);
  const all = [...new Set([...fids, ...others.map(({ fid }) => Number(fid))])];
  await sql.query("DELETE FROM search_parts WHERE layer_id = $1::uuid AND fid = ANY ($2::bigint[])", [layer.layerId, all]);
  await sql.query("DELETE FROM search_names WHERE layer_id = $1::uuid AND key = ANY ($2::text[])", [layer.layerId, keys]);
  await sql.query(
    `WITH located AS MATERIALIZED (${locatedSql(layer, gazetteer, communes, " AND fid = ANY ($3::bigint[])")}) ${insertSql(gazetteer)}`,
    [layer.layerId, layer.communityId, all],
  );
}
