import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Snapshot } from "../../kernel/sequence-window.ts";

export interface OutboxRow {
  sequence: number;
  topic: string;
  payload: unknown;
}

/** The assumed maximum duration of a transaction. */
const LONGEST_TRANSACTION = "1 hour";
/** With an empty outbox, a new reader starts so many sequence numbers back. */
const MOST_IN_FLIGHT = 1000;

/** The sequence number after which a new reader must read, so that it misses no event that commits from now on. */
export async function startOfReading(sql: SqlSession): Promise<number> {
  const [row] = await sql.query<{ start: number }>(
    `SELECT coalesce(
       (SELECT min(sequence) - 1 FROM outbox_events WHERE created_at > now() - interval '${LONGEST_TRANSACTION}'),
       (SELECT max(sequence) FROM outbox_events),
       greatest(pg_sequence_last_value('outbox_events_sequence_seq') - ${MOST_IN_FLIGHT}, 0), 0)::bigint AS start`,
  );
  return Number(row?.start ?? 0);
}

/** Rows above `top` and awaited ones below it, with the snapshot in which they were read. One statement, so that both agree. */
export async function newRows(
  sql: SqlSession,
  top: number,
  awaited: readonly number[],
  limit: number,
): Promise<{ rows: OutboxRow[]; snapshot: Snapshot }> {
  const found = await sql.query<{ xmin: string; xmax: string; sequence: number | null; topic: string; payload: unknown }>(
    `SELECT pg_snapshot_xmin(s)::text AS xmin, pg_snapshot_xmax(s)::text AS xmax, e.sequence, e.topic, e.payload
     FROM pg_current_snapshot() AS s LEFT JOIN LATERAL (
       SELECT * FROM outbox_events WHERE sequence > $1::bigint OR sequence = ANY ($2::bigint[]) ORDER BY sequence LIMIT ${limit}) e ON true
     ORDER BY e.sequence`,
    [top, awaited],
  );
  const [first] = found;
  if (!first) throw new Error("a snapshot always has a row");
  const rows = found.flatMap(({ sequence, topic, payload }) => (sequence === null ? [] : [{ sequence: Number(sequence), topic, payload }]));
  return { rows, snapshot: { xmin: BigInt(first.xmin), xmax: BigInt(first.xmax) } };
}

/** Whether events after this number were deleted, or the number was never given. */
async function isBeyond(sql: SqlSession, after: number): Promise<boolean> {
  const [known] = await sql.query<{ oldest: number | null; last: number | null }>(
    `SELECT (SELECT min(sequence) FROM outbox_events) AS oldest, pg_sequence_last_value('outbox_events_sequence_seq') AS last`,
  );
  const last = Number(known?.last ?? 0);
  const oldest = known?.oldest == null ? last + 1 : Number(known.oldest);
  return after < oldest - 1 || after > last;
}

/** Edits of layers after a sequence number, the oldest first, at most `limit`. `isGone`: some may be deleted, or the number is unknown. */
export async function editsSince(
  sql: SqlSession,
  after: number,
  layerIds: readonly string[],
  limit: number,
): Promise<{ rows: OutboxRow[]; isGone: boolean }> {
  if (await isBeyond(sql, after)) return { rows: [], isGone: true };
  const rows = await sql.query<OutboxRow>(
    `SELECT sequence, topic, payload FROM outbox_events
     WHERE sequence > $1::bigint AND topic = 'layer.edited' AND payload->>'layerId' = ANY ($2::text[]) ORDER BY sequence LIMIT ${limit}`,
    [after, layerIds],
  );
  return { rows: rows.map((row) => ({ ...row, sequence: Number(row.sequence) })), isGone: false };
}

/** Reports of changed public content after a sequence number. `isGone`: some may be deleted, are too many, or the number is unknown. */
export async function contentSince(
  sql: SqlSession,
  after: number,
  topic: string,
  limit: number,
): Promise<{ rows: OutboxRow[]; isGone: boolean }> {
  if (await isBeyond(sql, after)) return { rows: [], isGone: true };
  const rows = await sql.query<OutboxRow>(
    `SELECT sequence, topic, payload FROM outbox_events WHERE sequence > $1::bigint AND topic = $2 ORDER BY sequence LIMIT ${limit}`,
    [after, topic],
  );
  return { rows: rows.map((row) => ({ ...row, sequence: Number(row.sequence) })), isGone: rows.length === limit };
}

/** The portals that show something of these communities, or are named themselves. Deleted ones stay named. */
export async function portalsShowing(sql: SqlSession, communityIds: readonly string[], portalIds: readonly string[]): Promise<string[]> {
  if (communityIds.length === 0) return [...portalIds];
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM portals WHERE community_id = ANY ($1::uuid[])
     UNION SELECT l.portal_id FROM datasets d JOIN portal_datasets l ON l.dataset_id = d.id WHERE d.community_id = ANY ($1::uuid[])`,
    [communityIds],
  );
  return [...new Set([...portalIds, ...rows.map(({ id }) => id)])];
}

/** The layers that the caller may read, with their current revision. */
export function readableLayers(sql: SqlSession, layerIds: readonly string[]): Promise<{ id: string; revision: number }[]> {
  return sql.query("SELECT id, revision FROM layers WHERE id = ANY ($1::uuid[]) AND status = 'ready' ORDER BY id", [layerIds]);
}

/** Deletes events older than so many days. */
export async function deleteOldEvents(sql: SqlSession, days: number): Promise<void> {
  await sql.query("DELETE FROM outbox_events WHERE created_at < now() - make_interval(days => $1::integer)", [days]);
}
