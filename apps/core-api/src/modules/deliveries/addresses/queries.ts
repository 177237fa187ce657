import { type AddressCandidate, type AddressCounts, type AddressSource, addressCandidate } from "@archipel/contracts/addresses.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";

export interface AddressRow {
  position: number;
  typed: string;
  state: keyof AddressCounts;
  lon: number | null;
  lat: number | null;
  score: number | null;
  source: AddressSource | null;
  label: string | null;
  candidates: readonly AddressCandidate[];
  /** Names of columns with values: an object would lose their order in the database. */
  record: readonly (readonly [name: string, value: unknown])[];
}

export async function countRows(sql: SqlSession, communityId: CommunityId, uploadLayerId: string): Promise<AddressCounts> {
  const rows = await sql.query<{ state: keyof AddressCounts; count: number }>(
    "SELECT state, count(*)::integer AS count FROM address_rows WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid GROUP BY state",
    [uploadLayerId, communityId],
  );
  const of = (state: keyof AddressCounts) => rows.find((row) => row.state === state)?.count ?? 0;
  return { sure: of("sure"), doubtful: of("doubtful"), settled: of("settled"), skipped: of("skipped") };
}

export async function forgetRows(sql: SqlSession, communityId: CommunityId, uploadLayerId: string): Promise<void> {
  await sql.query("DELETE FROM address_rows WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid", [uploadLayerId, communityId]);
}

export async function addRows(
  sql: SqlSession,
  communityId: CommunityId,
  uploadLayerId: string,
  rows: readonly AddressRow[],
): Promise<void> {
  await sql.query(
    `INSERT INTO address_rows (community_id, upload_layer_id, position, typed, state, lon, lat, score, source, label, candidates, record)
     SELECT $1::uuid, $2::uuid, r.* FROM jsonb_to_recordset($3::jsonb) AS r(position integer, typed text, state text, lon double precision,
       lat double precision, score double precision, source text, label text, candidates jsonb, record jsonb)`,
    [communityId, uploadLayerId, JSON.stringify(rows)],
  );
}

const candidates = z.array(addressCandidate);

/** The next doubtful rows of a table, in its order. */
export async function doubtfulRows(sql: SqlSession, communityId: CommunityId, uploadLayerId: string, limit: number) {
  const rows = await sql.query<{ position: number; typed: string; candidates: unknown }>(
    `SELECT position, typed, candidates FROM address_rows
     WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid AND state = 'doubtful' ORDER BY position LIMIT $3::integer`,
    [uploadLayerId, communityId, limit],
  );
  return rows.map((row) => ({ ...row, candidates: candidates.parse(row.candidates) }));
}

/** One row, locked until the transaction ends. */
export async function lockRow(sql: SqlSession, communityId: CommunityId, uploadLayerId: string, position: number) {
  const [row] = await sql.query<{ candidates: unknown }>(
    "SELECT candidates FROM address_rows WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid AND position = $3::integer FOR UPDATE",
    [uploadLayerId, communityId, position],
  );
  return row && { candidates: candidates.parse(row.candidates) };
}

type Place = Pick<AddressRow, "state" | "lon" | "lat" | "score" | "source" | "label">;

export async function setPlace(
  sql: SqlSession,
  communityId: CommunityId,
  uploadLayerId: string,
  position: number,
  place: Place,
): Promise<void> {
  const { state, lon, lat, score, source, label } = place;
  await sql.query(
    `UPDATE address_rows SET state = $4, lon = $5::float8, lat = $6::float8, score = $7::float8, source = $8, label = $9
     WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid AND position = $3::integer`,
    [uploadLayerId, communityId, position, state, lon, lat, score, source, label],
  );
}

/** All rows of a table, in its order. */
export function placedRows(sql: SqlSession, communityId: CommunityId, uploadLayerId: string) {
  return sql.query<Omit<AddressRow, "candidates" | "typed">>(
    `SELECT position, state, lon, lat, score, source, label, record FROM address_rows
     WHERE upload_layer_id = $1::uuid AND community_id = $2::uuid ORDER BY position`,
    [uploadLayerId, communityId],
  );
}

/** Names of what an address names are searched in so many layers at most: each costs a query of words. */
const MOST_LAYERS = 40;

/** The layers that the scope's person reads whole: those of the community first, then those that its portals list. */
export async function readableLayers(sql: SqlSession, communityId: CommunityId): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT l.id FROM layers l WHERE l.status = 'ready' AND l.kind = 'vector'
     ORDER BY l.community_id = $1::uuid DESC, EXISTS (SELECT FROM app.portal_catalogue c JOIN portals o ON o.id = c.portal_id
       WHERE o.community_id = $1::uuid AND c.dataset_id = l.dataset_id) DESC, l.feature_count DESC, l.id LIMIT 2000`,
    [communityId],
  );
  return rows.map(({ id }) => id);
}

/** Those of these layers that name streets, places or communes, in the same order. In the system scope. */
export async function namingLayers(sql: SqlSession, layerIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT s.layer_id AS id FROM unnest($1::uuid[]) WITH ORDINALITY AS a(id, at) JOIN search_layers s ON s.layer_id = a.id
     WHERE s.kind IN ('street', 'place', 'commune') ORDER BY a.at LIMIT ${MOST_LAYERS}`,
    [[...layerIds]],
  );
  return rows.map(({ id }) => id);
}
