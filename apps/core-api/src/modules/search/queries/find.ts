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
const NAMES = `"layerId", key, fid, kind, label, detail, commune, "communeCode", postcode, weight, lon, lat, bbox, "sortKey"`;
/** Nobody reads more of a layer; the exact order is computed for these only. */
const MOST_OF_KIND = 60;
const MOST_MATCHES = 1_500;
/** Names that begin with the text, of which the most likely are taken. */
const MOST_BEGUN = 500;
/** The most likely names of all searched layers that are compared with very frequent words, and at least so many of each. */
const MOST_FIRST = 5_000;
const LEAST_FIRST = 500;

/** Where names are looked for. */
export interface SearchedLayer {
  layerId: string;
  kind: EntryKind;
}

const values = (params: unknown[]) => (value: unknown) => {
  params.push(value);
  return `$${params.length}`;
};

/** Names that a query of words finds: counted, the most likely first. Each layer has its query, because words have the mark of their layer. */
export function byWordsSql(searches: readonly WordSearch[]): { text: string; params: unknown[] } {
  const params: unknown[] = [];
  const value = values(params);
  const each = searches.map(({ layerId, query, filter }) => {
    // Written so that only the first query uses the index.
    const filtered = filter === null ? "" : ` AND (words @@ ${value(filter)}::tsquery) IS TRUE`;
    return `(SELECT * FROM (SELECT *, count(*) OVER ()::integer AS total FROM (SELECT ${COLUMNS}, rank FROM search_names
      WHERE words @@ ${value(query)}::tsquery AND layer_id = ${value(layerId)}::uuid${filtered} LIMIT ${MOST_MATCHES}) m) c
      ORDER BY rank, "sortKey", key LIMIT ${MOST_OF_KIND})`;
  });
  return { text: each.join(" UNION ALL "), params };
}

/** Names that begin with a text, of each layer: the most likely of the first in the order of their labels. */
export function byBeginningSql(layers: readonly SearchedLayer[], folded: string): { text: string; params: unknown[] } {
  const params: unknown[] = [];
  const value = values(params);
  const [from, to] = [value(folded), value(`${folded}\u{10FFFF}`)];
  const each = layers.map(
    ({ layerId, kind }) => `(SELECT * FROM (SELECT ${COLUMNS}, rank FROM search_names
      WHERE layer_id = ${value(layerId)}::uuid AND kind = ${value(kind)} AND sort_key >= ${from} AND sort_key < ${to} ORDER BY sort_key LIMIT ${MOST_BEGUN}) b
      ORDER BY rank, "sortKey", key LIMIT ${MOST_OF_KIND})`,
  );
  return { text: each.join(" UNION ALL "), params };
}

/** Those of a layer's most likely names that a query finds. It visits so many at most, however many names hold the words. */
export function amongFirstSql(searches: readonly WordSearch[]): { text: string; params: unknown[] } {
  const params: unknown[] = [];
  const value = values(params);
  const visited = Math.max(LEAST_FIRST, Math.floor(MOST_FIRST / Math.max(1, searches.length)));
  const each = searches.map(({ layerId, query, filter }) => {
    const whole = filter === null ? query : `${query} & ${filter}`;
    return `(SELECT ${NAMES} FROM (SELECT ${COLUMNS}, words FROM search_names WHERE layer_id = ${value(layerId)}::uuid ORDER BY rank LIMIT ${visited}) f
      WHERE words @@ ${value(whole)}::tsquery LIMIT ${MOST_OF_KIND})`;
  });
  return { text: each.join(" UNION ALL "), params };
}

export interface WordSearch extends SearchedLayer {
  query: string;
  filter: string | null;
}

export async function findByWords(sql: SqlSession, searches: readonly WordSearch[]): Promise<Found> {
  if (searches.length === 0) return NOTHING;
  const { text, params } = byWordsSql(searches);
  const rows = await sql.query<EntryRow & { total: number }>(text, params);
  const totals = new Map(rows.map(({ layerId, kind, total }) => [layerId, { kind, total }]));
  const counts: Found["counts"] = {};
  for (const { kind, total } of totals.values()) counts[kind] = (counts[kind] ?? 0) + total;
  return { rows, counts, isStopped: [...totals.values()].some(({ total }) => total >= MOST_MATCHES) };
}

export async function findByBeginning(sql: SqlSession, layers: readonly SearchedLayer[], folded: string): Promise<Found> {
  const named = layers.filter(({ kind }) => kind !== "parcel");
  if (named.length === 0) return NOTHING;
  const { text, params } = byBeginningSql(named, folded);
  return counted(await sql.query<EntryRow>(text, params));
}

export async function findAmongFirst(sql: SqlSession, searches: readonly WordSearch[]): Promise<Found> {
  if (searches.length === 0) return NOTHING;
  const { text, params } = amongFirstSql(searches);
  return { ...counted(await sql.query<EntryRow>(text, params)), isStopped: true };
}

const NOTHING: Found = { rows: [], counts: {}, isStopped: false };

function counted(rows: EntryRow[]): Found {
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

const NEAR_HOUSES = 4;

/** The houses of each street whose numbers are the nearest to one, the nearest first. */
export function findNearHouses(
  sql: SqlSession,
  streets: readonly Pick<EntryRow, "layerId" | "key">[],
  number: number,
): Promise<HouseRow[]> {
  return sql.query<HouseRow>(
    `SELECT h.layer_id AS "layerId", h.key, h.fid, h.number, h.suffix, h.lon, h.lat
     FROM unnest($1::uuid[], $2::text[]) AS s(layer_id, key) CROSS JOIN LATERAL (SELECT p.* FROM search_parts p
       WHERE p.layer_id = s.layer_id AND p.key = s.key AND p.number IS NOT NULL ORDER BY abs(p.number - $3::integer), p.number, p.suffix, p.fid LIMIT ${NEAR_HOUSES}) h
     ORDER BY abs(h.number - $3::integer), h.number, h.suffix, h.fid`,
    [streets.map(({ layerId }) => layerId), streets.map(({ key }) => key), number],
  );
}

/**
 * Parcels whose sort key begins so, in the commune that the text names, if any.
 *
 * @param commune folded beginning of its name, and its INSEE code or one of its postcodes; empty for all
 */
export function findParcels(
  sql: SqlSession,
  layers: readonly string[],
  sortKey: string,
  commune: { name: string; code: string },
): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `SELECT * FROM (SELECT ${COLUMNS} FROM search_names
       WHERE layer_id = ANY ($1::uuid[]) AND kind = 'parcel' AND sort_key >= $2 AND sort_key < $3 ORDER BY sort_key LIMIT ${MOST_MATCHES}) p
     WHERE ($4 = '' OR starts_with(app.fold_words(commune), $4))
       AND ($5 = '' OR upper("communeCode") = $5 OR $5 = ANY (string_to_array(postcode, ' '))) LIMIT ${MOST_OF_KIND}`,
    [layers, sortKey, `${sortKey}\u{10FFFF}`, commune.name, commune.code],
  );
}
