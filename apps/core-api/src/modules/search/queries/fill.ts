import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";

export interface IndexedLayer {
  layerId: string;
  communityId: string;
  tableName: string;
}

/** The layer of communes that names the commune of a place, and the version of its names. */
export interface CommuneLayer {
  layerId: string;
  tableName: string;
  version: number;
}

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

const MOST_LETTERS = 200;
const text = (column: string) => `nullif(btrim(${quoteIdentifier(column)}::text), '')`;
const joined = (columns: readonly string[], separator: string) =>
  columns.length === 0 ? "''" : `concat_ws('${separator}', ${columns.map(text).join(", ")})`;
const single = (column: string | null) => (column === null ? "NULL::text" : text(column));

/** Digits of a text of at most nine; null otherwise. */
const wholeNumber = (column: string | null) =>
  column === null ? "NULL::integer" : `substring(${quoteIdentifier(column)}::text from '^ *(\\d{1,9})')::integer`;
/** The letters behind a number in its own column: "12 bis". */
const lettersBehind = (column: string | null) =>
  column === null ? "NULL::text" : `substring(${quoteIdentifier(column)}::text from '^ *\\d+ *([[:alpha:]]+)')`;

/** The 14 characters of a parcel from its id, or from its parts; null when they do not make one. */
function parcelIdSql({ parcel, communeCode }: Gazetteer): string {
  if (!parcel) return "NULL::text";
  const whole = `upper(regexp_replace(coalesce(${single(parcel.id)}, ''), '\\W', '', 'g'))`;
  const code = single(communeCode);
  const parts = `upper(concat(${code}, lpad(coalesce(${single(parcel.prefix)}, '000'), 3, '0'), lpad(${single(parcel.section)}, 2, '0'), lpad(${single(parcel.number)}, 4, '0')))`;
  const isId = (value: string) => `${value} ~ '^(\\d{5}|2[AB]\\d{3})\\d{3}[0-9A-Z]{2}\\d{4}$'`;
  return `CASE WHEN ${isId(whole)} THEN ${whole} WHEN ${isId(parts)} THEN ${parts} END`;
}

/** The rows of the layer's table as the index names them: `fid, label, detail, commune, code, postcode, number, suffix, weight, parcel, place, box`. */
function namesSql(gazetteer: Gazetteer, tableName: string): string {
  // Files of the cadastre write the code of the commune in a column of this name.
  const isCode = `${single(gazetteer.commune)} ~ '^(\\d{5}|2[AB]\\d{3})$'`;
  const communeName = `CASE WHEN ${isCode} THEN NULL ELSE ${single(gazetteer.commune)} END`;
  const codeInName = `CASE WHEN ${isCode} THEN ${single(gazetteer.commune)} END`;
  const weight = gazetteer.weight
    ? `coalesce(substring(${quoteIdentifier(gazetteer.weight)}::text from '^ *(-?\\d{1,12}(?:\\.\\d{1,9})?)')::double precision, 0)`
    : "0";
  return `
    SELECT fid, left(${joined(gazetteer.label, " ")}, ${MOST_LETTERS}) AS label, left(${joined(gazetteer.detail, ", ")}, ${MOST_LETTERS}) AS detail,
      left(${communeName}, ${MOST_LETTERS}) AS commune, left(coalesce(${single(gazetteer.communeCode)}, ${codeInName}), 12) AS code, left(${single(gazetteer.postcode)}, 12) AS postcode,
      ${wholeNumber(gazetteer.number)} AS number, app.fold(coalesce(${single(gazetteer.suffix)}, ${lettersBehind(gazetteer.number)}, '')) AS suffix,
      ${weight} AS weight, ${parcelIdSql(gazetteer)} AS parcel,
      ST_PointOnSurface(geom_3857) AS place, ST_Transform(ST_Envelope(geom_3857), 4326) AS box
    FROM layers.${quoteIdentifier(tableName)} WHERE geom_3857 IS NOT NULL`;
}

/**
 * The same rows with the commune of each: by its own columns, by its code in the layer of communes, or as the commune in which it lies; and
 * with its key. `$1` is the layer's id, `$2` its community.
 */
function locatedSql(layer: IndexedLayer, gazetteer: Gazetteer, communes: CommuneLayer | null, among: string): string {
  const isCommune = gazetteer.kind === "commune";
  const named = `(${namesSql(gazetteer, layer.tableName)}${among}) AS n`;
  const usesCommunes = communes !== null && communes.layerId !== layer.layerId && !isCommune;
  const byCode = usesCommunes
    ? `LEFT JOIN LATERAL (SELECT c.label, c.commune_code, c.postcode FROM search_names c
         WHERE n.commune IS NULL AND coalesce(n.code, left(n.parcel, 5)) IS NOT NULL AND c.layer_id = '${communes.layerId}'::uuid AND c.community_id = $2::uuid
           AND c.kind = 'commune' AND c.commune_code = coalesce(n.code, left(n.parcel, 5)) LIMIT 1) AS by_code ON true
       LEFT JOIN LATERAL (SELECT c.label, c.commune_code, c.postcode FROM layers.${quoteIdentifier(communes.tableName)} g
         JOIN search_names c ON c.layer_id = '${communes.layerId}'::uuid AND c.key = g.fid::text
         WHERE n.commune IS NULL AND by_code.label IS NULL AND ST_Intersects(g.geom_3857, n.place) ORDER BY g.fid LIMIT 1) AS inside ON true`
    : `CROSS JOIN (SELECT NULL::text AS label, NULL::text AS commune_code, NULL::text AS postcode) AS by_code
       CROSS JOIN (SELECT NULL::text AS label, NULL::text AS commune_code, NULL::text AS postcode) AS inside`;
  const commune = "coalesce(n.commune, by_code.label, inside.label, '')";
  const code = "coalesce(n.code, nullif(by_code.commune_code, ''), nullif(inside.commune_code, ''), left(n.parcel, 5), '')";
  // Without any commune, features of one name belong together when they are near.
  const area = `coalesce(nullif(${code}, ''), nullif(app.fold_words(${commune}), ''), nullif(n.postcode, ''),
    concat(round(ST_X(n.place) / 5000), ' ', round(ST_Y(n.place) / 5000)))`;
  const key = gazetteer.isGrouped ? `concat('~', md5(concat(app.fold_words(n.label), '|', ${area})))` : "n.fid::text";
  return `SELECT n.fid, n.label, n.detail, n.number, n.suffix, n.weight, n.parcel, n.box, ST_Transform(n.place, 4326) AS place,
      ${commune} AS commune, ${code} AS code, coalesce(n.postcode, nullif(by_code.postcode, ''), nullif(inside.postcode, ''), '') AS postcode, ${key} AS key
    FROM ${named} ${byCode} WHERE n.label <> ''`;
}

/** Writes entries and parts from located rows in `located`. */
function insertSql({ kind, isGrouped }: Gazetteer): string {
  const sortKey =
    kind === "parcel"
      ? "lower(concat(substr(parcel, 9, 2), ' ', substr(parcel, 11, 4), ' ', substr(parcel, 6, 3), ' ', left(parcel, 5)))"
      : "app.fold_words(label)";
  const own = kind === "commune" ? "concat_ws(' ', label, postcode, code)" : "label";
  const context = kind === "commune" ? "detail" : "concat_ws(' ', commune, code, postcode, detail)";
  const words = kind === "parcel" ? "''::tsvector" : `app.entry_words(${own}, ${context})`;
  const label = kind === "parcel" ? "concat_ws(' ', substr(parcel, 6, 3), substr(parcel, 9, 2), substr(parcel, 11, 4))" : "label";
  // A point has no box: it would add nothing.
  const bbox = "CASE WHEN ST_XMin(box) < ST_XMax(box) THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] ELSE '{}' END";
  const entries = isGrouped
    ? `SELECT key, CASE WHEN count(*) = 1 AND bool_and(number IS NULL) THEN min(fid) END AS fid, min(label) AS label, min(detail) AS detail, min(commune) AS commune,
         min(code) AS code, min(postcode) AS postcode, max(weight) AS weight, NULL::text AS parcel,
         (array_agg(place ORDER BY place <-> middle, fid))[1] AS place, ST_Envelope(ST_Collect(box)) AS box
       FROM (SELECT *, ST_SetSRID(ST_MakePoint(avg(ST_X(place)) OVER w, avg(ST_Y(place)) OVER w), 4326) AS middle FROM located WINDOW w AS (PARTITION BY key)) m GROUP BY key`
    : `SELECT key, fid, label, detail, commune, code, postcode, weight, parcel, place, box FROM located${kind === "parcel" ? " WHERE parcel IS NOT NULL" : ""}`;
  const parts = isGrouped
    ? `, parts AS (INSERT INTO search_parts (layer_id, fid, community_id, key, number, suffix, lon, lat)
         SELECT $1::uuid, fid, $2::uuid, key, number, left(CASE suffix WHEN 'b' THEN 'bis' WHEN 't' THEN 'ter' WHEN 'q' THEN 'quater' ELSE suffix END, 20), ST_X(place), ST_Y(place) FROM located)`
    : "";
  return `${parts}, added AS (
      INSERT INTO search_names (layer_id, key, fid, community_id, kind, label, detail, commune, commune_code, postcode, weight, lon, lat, bbox, sort_key, words)
      SELECT $1::uuid, key, fid, $2::uuid, '${kind}', ${label}, detail, commune, code, postcode, weight, ST_X(place), ST_Y(place), ${bbox}, ${sortKey}, ${words}
      FROM (${entries}) e RETURNING 1)
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
  await sql.script("ANALYZE search_names; ANALYZE search_parts");
  return filled?.entries ?? 0;
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
