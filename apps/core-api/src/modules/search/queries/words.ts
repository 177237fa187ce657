import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { CountedWord } from "@archipel/search/vocabulary.ts";
import type { EntryKind } from "../policy/gazetteer.ts";
import { MARK_LENGTH } from "../policy/query.ts";
import { COMMUNE_LAYERS_SQL } from "./fill.ts";

/** Words have marks in the index (`app.marked_words`); the vocabulary knows each word once. */
const WORD = `substr(lexeme, ${MARK_LENGTH + 2})`;

/** What `search_layers` keeps of an indexed layer. */
export interface IndexedAs {
  layerId: string;
  communityId: string;
  format: number;
  kind: string | null;
  needsCommunes: boolean;
  communes: { layerId: string; version: number } | null;
  entries: number;
  /** The layer could not be indexed. */
  isGivenUp?: boolean;
}

/**
 * Writes all words of a layer again, in a new version.
 *
 * @returns the number of words
 */
export async function rebuildWords(sql: SqlSession, as: IndexedAs): Promise<number> {
  const { layerId, communityId } = as;
  const [state] = await sql.query<{ version: number }>(
    `INSERT INTO search_layers (layer_id, community_id, format, kind, needs_communes, communes_from, communes_version, entries, is_given_up, indexed_at)
     VALUES ($1::uuid, $2::uuid, $3::integer, $4, $5::boolean, $6::uuid, $7::bigint, $8::integer, $9::boolean, now())
     ON CONFLICT (layer_id) DO UPDATE SET (format, kind, needs_communes, communes_from, communes_version, entries, is_given_up, indexed_at, version, rebuilt_in) =
       (excluded.format, excluded.kind, excluded.needs_communes, excluded.communes_from, excluded.communes_version, excluded.entries, excluded.is_given_up,
        excluded.indexed_at, search_layers.version + 1, search_layers.version + 1)
     RETURNING version`,
    [
      layerId,
      communityId,
      as.format,
      as.kind,
      as.needsCommunes,
      as.communes?.layerId ?? null,
      as.communes?.version ?? null,
      as.entries,
      as.isGivenUp ?? false,
    ],
  );
  await sql.query("DELETE FROM search_words WHERE layer_id = $1::uuid", [layerId]);
  // ts_stat reads lists of words faster than unnesting them. Its query takes no parameters: the id is one of ours, checked by its cast.
  const [added] = await sql.query<{ count: number }>(
    `WITH added AS (
       INSERT INTO search_words (layer_id, word, community_id, entries, version)
       SELECT $1::uuid, ${WORD.replace("lexeme", "word")}, $2::uuid, sum(ndoc), $3::bigint
       FROM ts_stat(format('SELECT words FROM search_names WHERE layer_id = %L::uuid', $1::uuid)) GROUP BY 2 RETURNING 1)
     SELECT count(*)::integer AS count FROM added`,
    [layerId, communityId, state?.version ?? 1],
  );
  await sql.query("UPDATE search_layers SET words = $2::integer WHERE layer_id = $1::uuid", [layerId, added?.count ?? 0]);
  return added?.count ?? 0;
}

/** The words of some entries, with the number of those that hold them. */
export async function wordsOfEntries(sql: SqlSession, layerId: string, keys: readonly string[]): Promise<CountedWord[]> {
  return sql.query<CountedWord>(
    `SELECT ${WORD} AS word, count(*)::integer AS count FROM search_names e, unnest(tsvector_to_array(e.words)) AS lexeme
     WHERE e.layer_id = $1::uuid AND e.key = ANY ($2::text[]) GROUP BY 1`,
    [layerId, keys],
  );
}

/** Adds differences to the counts of a layer's words, in a new version. */
export async function changeWords(sql: SqlSession, layerId: string, communityId: string, changes: readonly CountedWord[]): Promise<void> {
  const [state] = await sql.query<{ version: number }>(
    "UPDATE search_layers SET version = version + 1 WHERE layer_id = $1::uuid RETURNING version",
    [layerId],
  );
  if (!state) return;
  await sql.query(
    `INSERT INTO search_words (layer_id, word, community_id, entries, version)
     SELECT $1::uuid, c.word, $2::uuid, greatest(c.entries, 0), $3::bigint FROM unnest($4::text[], $5::integer[]) AS c(word, entries)
     ON CONFLICT (layer_id, word) DO UPDATE SET entries = greatest(search_words.entries + (SELECT d.entries FROM unnest($4::text[], $5::integer[]) AS d(word, entries) WHERE d.word = search_words.word), 0),
       version = excluded.version`,
    [layerId, communityId, state.version, changes.map(({ word }) => word), changes.map(({ count }) => count)],
  );
}

export interface StaleLayer {
  layerId: string;
  communityId: string;
}

/** Ready layers that were never indexed, or in another format, or with other communes than there are now. */
export function staleLayers(sql: SqlSession, format: number, limit: number): Promise<StaleLayer[]> {
  return sql.query<StaleLayer>(
    `SELECT l.id AS "layerId", l.community_id AS "communityId"
     FROM layers l LEFT JOIN search_layers s ON s.layer_id = l.id LEFT JOIN (${COMMUNE_LAYERS_SQL}) c ON c.community_id = l.community_id
     WHERE l.status = 'ready' AND l.kind = 'vector' AND (s.format IS DISTINCT FROM $1::integer
       OR s.needs_communes AND (s.communes_from, s.communes_version) IS DISTINCT FROM (c.layer_id, c.version))
     ORDER BY s.kind = 'commune' DESC NULLS LAST, l.id LIMIT ${limit}`,
    [format],
  );
}

/** The state of a layer's words. */
export interface WordsState {
  layerId: string;
  version: number;
  rebuiltIn: number;
  words: number;
  kind: EntryKind;
  format: number;
}

/** The given layers that have words. */
export function wordsStates(sql: SqlSession, layerIds: readonly string[]): Promise<WordsState[]> {
  return sql.query<WordsState>(
    `SELECT layer_id AS "layerId", version, rebuilt_in AS "rebuiltIn", words, kind, format FROM search_layers
     WHERE layer_id = ANY ($1::uuid[]) AND kind IS NOT NULL`,
    [layerIds],
  );
}

/** Words that changed after a version, or all words; with their counts. */
export async function readWords(sql: SqlSession, layerId: string, after: number, limit: number): Promise<CountedWord[]> {
  const [row] = await sql.query<{ words: string[] | null; counts: number[] | null }>(
    `SELECT array_agg(word) AS words, array_agg(entries) AS counts
     FROM (SELECT word, entries FROM search_words WHERE layer_id = $1::uuid AND version > $2::bigint ORDER BY entries DESC LIMIT ${limit}) w`,
    [layerId, after],
  );
  return (row?.words ?? []).map((word, index) => ({ word, count: row?.counts?.[index] ?? 0 }));
}

/** The format in which a layer was indexed; null when it never was. */
export async function formatOf(sql: SqlSession, layerId: string): Promise<number | null> {
  const [row] = await sql.query<{ format: number }>("SELECT format FROM search_layers WHERE layer_id = $1::uuid", [layerId]);
  return row?.format ?? null;
}
