import { createHash } from "node:crypto";
import type pg from "pg";
import { BatchQuery, type Wanted } from "./batch-query.ts";
import { BytesQuery } from "./bytes-query.ts";
import { SNAPSHOT, type Statement } from "./sql-session.ts";

/** A plan for any values is made once for each connection, instead of one for each call: with row-level security that takes longer than reading. */
export const ONE_PLAN = "set_config('plan_cache_mode', 'force_generic_plan', true)";

/** Without a name: it is parsed each time, which costs less than to keep a plan for each caller. */
export const plain = (text: string) => ({ name: "", text, values: [] });

/**
 * Reads by several statements in one round trip: BEGIN, the scope, the statements and COMMIT are one message. When one fails, the server
 * skips those behind it, and nothing is returned.
 *
 * @param opening a SELECT without FROM
 */
export async function readTogether(pool: pg.Pool, statements: readonly Statement[], opening: string): Promise<object[][]> {
  const named = statements.map(({ text, values }) => ({ name: nameOf(text), text, values }));
  const answers = await answersOf(pool, [plain("BEGIN READ ONLY"), plain(`${opening}, ${ONE_PLAN}`), ...named, plain("COMMIT")]);
  return answers.slice(2, -1);
}

/** Reads by one statement in a snapshot of its own, in one round trip. */
export async function readAlone<Row extends object>(pool: pg.Pool, statement: Wanted, opening: readonly string[]): Promise<Row[]> {
  const answers = await answersOf(pool, alone(statement, opening));
  return (answers.at(-2) ?? []) as Row[];
}

/** The same for the single `bytea` of the single row. */
export async function bytesAlone(pool: pg.Pool, statement: Wanted, opening: readonly string[]): Promise<Uint8Array | null> {
  const batch = alone(statement, opening);
  return withClient(pool, (client) => client.query(new BytesQuery(batch, batch.length - 2)).result);
}

/** @param opening statements of which the last is a SELECT without FROM: what it lacks is added to it, and saves a statement of its own */
function alone(statement: Wanted, opening: readonly string[]): Wanted[] {
  const last = opening.at(-1);
  const scope = statement.name === "" || last === undefined ? opening : [...opening.slice(0, -1), `${last}, ${ONE_PLAN}`];
  return [plain(`BEGIN ${SNAPSHOT}`), ...scope.map(plain), statement, plain("COMMIT")];
}

function answersOf(pool: pg.Pool, batch: readonly Wanted[]): Promise<object[][]> {
  return withClient(pool, (client) => client.query(new BatchQuery(batch, (type) => client.getTypeParser(type, "text"))).result);
}

/** Lends a connection of a pool to `work`. */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let hasFailed = true;
  try {
    const result = await work(client);
    hasFailed = false;
    return result;
  } finally {
    // After a failure the connection is replaced: its plans may be of tables that a migration changed.
    client.release(hasFailed);
  }
}

const names = new Map<string, string>();
const MOST_NAMES = 2000;

/** The name under which a connection keeps the plan of a statement. */
export function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `archipel_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  if (names.size >= MOST_NAMES) names.clear();
  names.set(text, name);
  return name;
}
