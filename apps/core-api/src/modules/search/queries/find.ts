import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EntryKind } from "../policy/gazetteer.ts";

export interface EntryRow {
  layerId: string;
  key: string;
  fid: number | null;
  kind: EntryKind;
  label: string;
  detail: string;
  commune: string;
  communeCode: string;
  postcode: string;
  weight: number;
  lon: number;
  lat: number;
  bbox: number[];
  sortKey: string;
}

/** Entries with how many of their kind there are; at least so many when the count was stopped. */
export interface Found {
  rows: EntryRow[];
  counts: Partial<Record<EntryKind, number>>;
  isStopped: boolean;
}

const COLUMNS = `layer_id AS "layerId", key, fid, kind, label, detail, commune, commune_code AS "communeCode", postcode, weight, lon, lat, bbox,
  sort_key AS "sortKey"`;
/** Nobody reads more; the exact order is computed for these only. */
const MOST_OF_KIND = 60;
const MOST_MATCHES = 3_000;

/**
 * Names that match a query of words. Each kind is counted and cut by itself, shorter names first. $1 layers, $2 the query.
 */
export const BY_WORDS_SQL = `
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY rank, "sortKey", key) AS place, count(*) OVER (PARTITION BY kind)::integer AS total
    FROM (SELECT ${COLUMNS}, rank FROM search_names WHERE words @@ $2::tsquery AND layer_id = ANY ($1::uuid[]) LIMIT ${MOST_MATCHES}) m) ranked
  WHERE place <= ${MOST_OF_KIND}`;

/** Names that begin with a text, of one kind, in their order. $1 layers, $2 the folded beginning, $3 its upper bound. */
const byBeginningSql = (kind: EntryKind, order: "rank" | "sort_key") => `
  (SELECT ${COLUMNS} FROM search_names
   WHERE layer_id = ANY ($1::uuid[]) AND kind = '${kind}' AND sort_key >= $2 AND sort_key < $3 ORDER BY ${order} LIMIT ${MOST_OF_KIND})`;

/** Communes are few, and the largest of those that begin so comes first; streets come in the order of the index, which is read no further. */
export const BY_BEGINNING_SQL = [
  byBeginningSql("commune", "rank"),
  ...(["place", "street", "zone", "tile"] as const).map((kind) => byBeginningSql(kind, "sort_key")),
].join(" UNION ALL ");

export async function findByWords(sql: SqlSession, layers: readonly string[], query: string): Promise<Found> {
  const rows = await sql.query<EntryRow & { total: number }>(BY_WORDS_SQL, [layers, query]);
  const counts: Found["counts"] = {};
  for (const { kind, total } of rows) counts[kind] = total;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { rows, counts, isStopped: all >= MOST_MATCHES };
}

export async function findByBeginning(sql: SqlSession, layers: readonly string[], folded: string): Promise<Found> {
  const rows = await sql.query<EntryRow>(BY_BEGINNING_SQL, [layers, folded, `${folded}\u{10FFFF}`]);
  const counts: Found["counts"] = {};
  for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
  return { rows, counts, isStopped: Object.values(counts).some((count) => count >= MOST_OF_KIND) };
}

export interface HouseRow {
  layerId: string;
  key: string;
  fid: number;
  number: number;
  suffix: string;
  lon: number;
  lat: number;
}

/** Houses of streets with a number, in the order of their suffixes. */
export function findHouses(sql: SqlSession, streets: readonly Pick<EntryRow, "layerId" | "key">[], number: number): Promise<HouseRow[]> {
  return sql.query<HouseRow>(
    `SELECT p.layer_id AS "layerId", p.key, p.fid, p.number, p.suffix, p.lon, p.lat
     FROM unnest($1::uuid[], $2::text[]) AS s(layer_id, key) JOIN search_parts p ON p.layer_id = s.layer_id AND p.key = s.key AND p.number = $3::integer
     ORDER BY p.suffix, p.fid LIMIT 400`,
    [streets.map(({ layerId }) => layerId), streets.map(({ key }) => key), number],
  );
}

/**
 * Parcels whose sort key begins so, in the commune that the text names, if any.
 *
 * @param commune folded beginning of the commune's name; empty for all
 */
export function findParcels(sql: SqlSession, layers: readonly string[], sortKey: string, commune: string): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `SELECT * FROM ${byBeginningSql("parcel", "sort_key").replace(`LIMIT ${MOST_OF_KIND}`, `LIMIT ${MOST_MATCHES}`)} p
     WHERE $4 = '' OR starts_with(app.fold_words(commune), $4) LIMIT ${MOST_OF_KIND}`,
    [layers, sortKey, `${sortKey}\u{10FFFF}`, commune],
  );
}
