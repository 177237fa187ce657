import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Missing, SequenceWindow, type Snapshot } from "../../kernel/sequence-window.ts";

/** A stored event; `payload` is only read for the wanted topics. */
export interface EventRow {
  sequence: number;
  topic: string;
  communityId: string | null;
  payload: unknown;
  createdAt: Date;
}

type StoredMissing = [sequence: number, since: number, until: string | null];

/** Number of missing sequence values before the last one that a new reader waits for. */
const MOST_IN_FLIGHT = 1000;
/** Longer than any transaction: a value missing for this long comes from another cluster, restored into this one. */
const LONGEST_WAIT_MS = 24 * 3600_000;
/** Longer than any transaction: transactions of events before this age have ended. */
const SETTLED = "2 hours";

const NOW_MS = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/** Registers a new reader at the end of the outbox: it skips visible events, and gets all that are committed from now on. */
export async function registerReader(sql: SqlSession, name: string): Promise<void> {
  await sql.query(
    `INSERT INTO outbox_readers (name, top, missing)
     SELECT $1, last.number, coalesce((
       SELECT jsonb_agg(jsonb_build_array(n, ${NOW_MS}, NULL) ORDER BY n) FROM generate_series(greatest(last.number - ${MOST_IN_FLIGHT}, 1), last.number) AS n
       WHERE NOT EXISTS (SELECT FROM outbox_events e WHERE e.sequence = n)), '[]')
     FROM (SELECT coalesce(pg_sequence_last_value('outbox_events_sequence_seq'), 0) AS number OFFSET 0) AS last
     ON CONFLICT (name) DO NOTHING`,
    [name],
  );
}

/** The readers that may have something to do. Takes no lock. */
export async function readersWithWork(sql: SqlSession, names: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ name: string }>(
    `SELECT r.name FROM outbox_readers r
     WHERE r.name = ANY ($1::text[]) AND (r.top < (SELECT max(sequence) FROM outbox_events) OR r.missing <> '[]'
       OR EXISTS (SELECT FROM outbox_retries t WHERE t.reader = r.name AND t.due_at <= now()))`,
    [names],
  );
  return new Set(rows.map(({ name }) => name));
}

/** A reader's position, locked until the transaction ends; null while another process holds the lock. */
export async function lockPosition(sql: SqlSession, name: string): Promise<SequenceWindow | null> {
  const [row] = await sql.query<{ top: number; missing: StoredMissing[]; now: number; settled: number | null }>(
    `SELECT top, missing, ${NOW_MS} AS now,
       (SELECT sequence - 1 FROM (SELECT sequence, created_at FROM outbox_events ORDER BY sequence LIMIT 1) AS oldest
        WHERE created_at < now() - interval '${SETTLED}') AS settled
     FROM outbox_readers WHERE name = $1 FOR UPDATE SKIP LOCKED`,
    [name],
  );
  if (!row) return null;
  // Events deleted before they were read are not awaited.
  const top = Math.max(Number(row.top), Number(row.settled ?? 0));
  const missing = row.missing
    .filter(([, since]) => Number(row.now) - since < LONGEST_WAIT_MS)
    .map(([sequence, since, until]): [number, Missing] => [sequence, { since, until: until === null ? null : BigInt(until) }]);
  return new SequenceWindow(top, missing);
}

export async function savePosition(sql: SqlSession, name: string, { top, missing }: SequenceWindow): Promise<void> {
  const stored = [...missing].map(
    ([sequence, { since, until }]): StoredMissing => [sequence, since, until === null ? null : String(until)],
  );
  await sql.query("UPDATE outbox_readers SET top = $2::bigint, missing = $3::jsonb, moved_at = now() WHERE name = $1", [
    name,
    top,
    JSON.stringify(stored),
  ]);
}

/** Events above a position and awaited ones below it, ascending, with the snapshot that saw them: one statement has one snapshot. */
export async function newEvents(
  sql: SqlSession,
  { top, awaited }: SequenceWindow,
  topics: readonly string[],
  limit: number,
): Promise<{ rows: EventRow[]; snapshot: Snapshot; now: number }> {
  const found = await sql.query<Omit<EventRow, "sequence"> & { xmin: string; xmax: string; now: number; sequence: number | null }>(
    `SELECT pg_snapshot_xmin(s)::text AS xmin, pg_snapshot_xmax(s)::text AS xmax, ${NOW_MS} AS now, e.sequence, e.topic,
       e.community_id AS "communityId", CASE WHEN e.topic = ANY ($3::text[]) THEN e.payload END AS payload, e.created_at AS "createdAt"
     FROM pg_current_snapshot() AS s LEFT JOIN LATERAL (
       SELECT * FROM outbox_events WHERE sequence > $1::bigint OR sequence = ANY ($2::bigint[]) ORDER BY sequence LIMIT ${limit}) e ON true
     ORDER BY e.sequence`,
    [top, awaited, topics],
  );
  const [first] = found;
  if (!first) throw new Error("a snapshot always has a row");
  const rows = found.flatMap(({ sequence, topic, communityId, payload, createdAt }) =>
    sequence === null ? [] : [{ sequence: Number(sequence), topic, communityId, payload, createdAt }],
  );
  return { rows, snapshot: { xmin: BigInt(first.xmin), xmax: BigInt(first.xmax) }, now: Number(first.now) };
}

/** Schedules a retry of an event after its first failure. */
export async function scheduleRetry(sql: SqlSession, name: string, sequence: number, seconds: number, error: string): Promise<void> {
  await sql.query(
    `INSERT INTO outbox_retries (reader, sequence, due_at, error)
     SELECT $1, sequence, now() + make_interval(secs => $3::integer), $4 FROM outbox_events WHERE sequence = $2::bigint
     ON CONFLICT DO NOTHING`,
    [name, sequence, seconds, error],
  );
}

/** The longest waiting event among those to retry now, locked until the transaction ends. */
export async function dueRetry(sql: SqlSession, name: string): Promise<(EventRow & { attempts: number }) | undefined> {
  const rows = await sql.query<EventRow & { attempts: number }>(
    `SELECT e.sequence, e.topic, e.community_id AS "communityId", e.payload, e.created_at AS "createdAt", t.attempts
     FROM outbox_retries t JOIN outbox_events e ON e.sequence = t.sequence
     WHERE t.reader = $1 AND t.due_at <= now() ORDER BY t.due_at, t.sequence LIMIT 1 FOR UPDATE OF t SKIP LOCKED`,
    [name],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }))[0];
}

export async function retryDone(sql: SqlSession, name: string, sequence: number): Promise<void> {
  await sql.query("DELETE FROM outbox_retries WHERE reader = $1 AND sequence = $2::bigint", [name, sequence]);
}

/** @param attempts at the time of the failure: another process may have tried meanwhile */
export async function retryLater(
  sql: SqlSession,
  name: string,
  { sequence, attempts }: { sequence: number; attempts: number },
  seconds: number,
  error: string,
): Promise<void> {
  await sql.query(
    `UPDATE outbox_retries SET attempts = attempts + 1, due_at = now() + make_interval(secs => $4::integer), error = $5
     WHERE reader = $1 AND sequence = $2::bigint AND attempts = $3::integer`,
    [name, sequence, attempts, seconds, error],
  );
}
