import type pg from "pg";
import { BatchQuery, type Wanted } from "../batch-query.ts";
import { BytesQuery } from "../bytes-query.ts";
import type { Opening } from "../opening.ts";
import { COMMIT, opened, shared, withClient } from "../read-together.ts";
import { type Lsn, parseLsn } from "./lsn.ts";

/** How far a replica has replayed the log; null from a server that is no replica. */
export const REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS replayed";

/** What a replica answered. It holds all that was committed before `replayed`; null: the server is no replica. */
export interface Answer<T> {
  readonly result: T;
  readonly replayed: Lsn | null;
}

/**
 * Each statement has a snapshot of its own: with one for the whole transaction, the replica could replay on between the snapshot and the look
 * at its position, which would then promise more than the snapshot holds.
 */
const BEGIN = shared("BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY");
const LOOK = shared(REPLAYED);
const REPLAYED_AT = 1;

function batchOf(statements: readonly Wanted[], opening: Opening): Wanted[] {
  const isKept = statements.some(({ name }) => name !== "");
  return [BEGIN, LOOK, ...opened(opening, isKept), ...statements, COMMIT];
}

/** The rows of statements that do not depend on one another, in one message. */
export async function rowsOnReplica(pool: pg.Pool, statements: readonly Wanted[], opening: Opening): Promise<Answer<object[][]>> {
  const batch = batchOf(statements, opening);
  const answers = await withClient(
    pool,
    (client) => client.query(new BatchQuery(batch, (type) => client.getTypeParser(type, "text"))).result,
  );
  const [first] = (answers[REPLAYED_AT] ?? []) as { replayed: string | null }[];
  return { result: answers.slice(-1 - statements.length, -1), replayed: positionOf(first?.replayed) };
}

/** The single `bytea` of the single row of a statement, in one message. */
export async function bytesOnReplica(pool: pg.Pool, statement: Wanted, opening: Opening): Promise<Answer<Uint8Array | null>> {
  const batch = batchOf([statement], opening);
  return withClient(pool, async (client) => {
    const query = client.query(new BytesQuery(batch, batch.length - 2, REPLAYED_AT));
    const result = await query.result;
    return { result, replayed: positionOf(query.alsoRead?.toString("latin1")) };
  });
}

const positionOf = (text: string | null | undefined): Lsn | null => (text ? parseLsn(text) : null);
