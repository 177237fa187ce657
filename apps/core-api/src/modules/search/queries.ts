import type { Tx } from "@archipel/database/database.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { SearchColumns } from "./policy.ts";

export interface EntryRow {
  kind: "address" | "place";
  label: string;
  detail: string;
  lon: number;
  lat: number;
  bbox: number[];
}

/** The layers of a portal that the caller may read: only their entries are searched. */
export async function readableLayers(tx: Tx, portalId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready'
    WHERE c.portal_id = ${portalId}::uuid`;
  return rows.map((row) => row.id);
}

export interface DatasetHit {
  title: string;
  slug: string;
  communityName: string | null;
  bbox: number[];
}

export function matchingDatasets(tx: Tx, portalId: string, q: string, limit: number): Promise<DatasetHit[]> {
  return tx.$queryRaw<DatasetHit[]>`
    SELECT d.title, c.slug, d.bbox, (SELECT p.name FROM app.public_communities p WHERE p.id = d.community_id) AS "communityName"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND app.fold_words(${q}) <> '' AND d.search_words @@ app.catalogue_query(${q})
    ORDER BY ts_rank(d.search_words, app.catalogue_query(${q})) DESC, c.position LIMIT ${limit}`;
}

const COLUMNS = "kind, label, detail, lon, lat, bbox";
// Beyond a few hundred addresses with the same beginning, nobody picks one; places are few, and all are ranked.
const MOST_ADDRESSES = 300;
const MOST_BY_WORD = 500;

/**
 * Names that begin with the typed text: a range of the prefix index, about as fast in a million entries as in a hundred. $1 layers, $2 the
 * text folded by `app.fold_words`, $3 its upper bound, $4 limit.
 */
export const BY_PREFIX_SQL = `
  (SELECT ${COLUMNS} FROM search_entries
   WHERE layer_id = ANY ($1::uuid[]) AND kind = 'place' AND folded ~>=~ $2 AND folded ~<~ $3
   ORDER BY folded = $2 DESC, weight DESC, length(folded), folded LIMIT $4)
  UNION ALL
  (SELECT ${COLUMNS} FROM (
     SELECT * FROM search_entries
     WHERE layer_id = ANY ($1::uuid[]) AND kind = 'address' AND folded ~>=~ $2 AND folded ~<~ $3 LIMIT ${MOST_ADDRESSES}) a
   ORDER BY folded = $2 DESC, length(folded), folded LIMIT $4)`;

/** Names that contain every typed word, or its beginning, anywhere: "12 lilas brest". $1 layers, $2 the text, $3 limit. */
export const BY_WORDS_SQL = `
  SELECT ${COLUMNS} FROM (
    SELECT * FROM search_entries WHERE words @@ app.name_query($2) AND layer_id = ANY ($1::uuid[]) LIMIT ${MOST_BY_WORD}) e
  ORDER BY kind = 'place' DESC, weight DESC, length(folded), folded LIMIT $3`;

/** Both, prefix matches first. The database folds `q` like the entries. */
export async function findEntries(sql: SqlSession, layers: string[], q: string, limit: number): Promise<EntryRow[]> {
  const [row] = await sql.query<{ folded: string }>("SELECT app.fold_words($1) AS folded", [q]);
  const folded = row?.folded ?? "";
  if (folded === "" || layers.length === 0) return [];
  const byPrefix = await sql.query<EntryRow>(BY_PREFIX_SQL, [layers, folded, `${folded}\u{10FFFF}`, limit]);
  if (byPrefix.length >= limit) return byPrefix;
  return [...byPrefix, ...(await sql.query<EntryRow>(BY_WORDS_SQL, [layers, folded, limit]))];
}

export interface IndexedLayer {
  layerId: string;
  communityId: string;
  tableName: string;
}

/**
 * Replaces the entries of a layer with the current rows of its table.
 *
 * @param fids only these features; null for all
 */
export async function replaceEntries(
  sql: SqlSession,
  layer: IndexedLayer,
  columns: SearchColumns | null,
  fids: readonly number[] | null,
): Promise<number> {
  const among = fids ? " AND fid = ANY ($2::bigint[])" : "";
  await sql.query(`DELETE FROM search_entries WHERE layer_id = $1::uuid${among}`, fids ? [layer.layerId, fids] : [layer.layerId]);
  if (!columns) return 0;
  const joined = (names: string[], separator: string) =>
    names.length === 0
      ? "''"
      : `concat_ws('${separator}', ${names.map((name) => `nullif(btrim(${quoteIdentifier(name)}::text), '')`).join(", ")})`;
  const weight = columns.weight ? `coalesce(${quoteIdentifier(columns.weight)}::text::double precision, 0)` : "0";
  // A point has no box: it would add nothing.
  const rows = await sql.query<{ count: number }>(
    `WITH added AS (
       INSERT INTO search_entries (layer_id, fid, community_id, kind, label, detail, weight, lon, lat, bbox)
       SELECT $1::uuid, fid, $2::uuid, $3, left(label, 200), left(detail, 200), weight, ST_X(place), ST_Y(place),
         CASE WHEN ST_XMin(box) < ST_XMax(box) THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] ELSE '{}' END
       FROM (
         SELECT fid, ${joined(columns.label, " ")} AS label, ${joined(columns.detail, columns.kind === "address" ? " " : ", ")} AS detail, ${weight} AS weight,
           ST_Transform(ST_PointOnSurface(geom_3857), 4326) AS place, ST_Transform(ST_Envelope(geom_3857), 4326) AS box
         FROM layers.${quoteIdentifier(layer.tableName)} WHERE geom_3857 IS NOT NULL${fids ? " AND fid = ANY ($4::bigint[])" : ""}) s
       WHERE label <> '' RETURNING 1)
     SELECT count(*)::int AS count FROM added`,
    [layer.layerId, layer.communityId, columns.kind, ...(fids ? [fids] : [])],
  );
  if (!fids) await sql.script("ANALYZE search_entries");
  return rows[0]?.count ?? 0;
}
