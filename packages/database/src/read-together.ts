import { createHash } from "node:crypto";
import type pg from "pg";
import { BatchQuery, type Wanted } from "./batch-query.ts";
import { BytesQuery } from "./bytes-query.ts";
import type { Opening } from "./opening.ts";
import type { Named } from "./send-batch.ts";
import { SNAPSHOT, type Statement } from "./sql-session.ts";

/** A plan for any values is made once for each connection, instead of one for each call: with row-level security that takes longer than reading. */
const ONE_PLAN = "set_config('plan_cache_mode', 'force_generic_plan', true)";

/** Without a name: it is parsed each time, which costs less than to keep a plan for each caller. */
const plain = (text: string): Named => ({ name: "", text, values: [] });

/** Without parameters, and the same for many callers: a connection keeps its plan. */
export const shared = (text: string): Named => ({ name: nameOf(text), text, values: [] });

const names = new Map<string, string>();
const MOST_NAMES = 2000;

const BEGIN = shared("BEGIN READ ONLY");
const BEGIN_SNAPSHOT = shared(`BEGIN ${SNAPSHOT}`);
export const COMMIT = shared("COMMIT");

/** The statements of openings that are shared: with a plan for any values, and without. */
const known = new WeakMap<Opening, { onePlan: readonly Named[]; ownPlan: readonly Named[] }>();

/** The statements that open a scope. @param isKept whether the statements behind it get a plan for any values */
export function opened(opening: Opening, isKept: boolean): readonly Named[] {
  if (!opening.isShared) return statementsOf(opening, isKept);
  const statements = known.get(opening) ?? { onePlan: statementsOf(opening, true), ownPlan: statementsOf(opening, false) };
  known.set(opening, statements);
  return isKept ? statements.onePlan : statements.ownPlan;
}

function statementsOf({ texts, isShared }: Opening, isKept: boolean): Named[] {
  const last = texts.length - 1;
  return texts.map((text, index) => (isShared ? shared : plain)(isKept && index === last ? `${text}, ${ONE_PLAN}` : text));
}

/**
 * Reads by several statements in one round trip: BEGIN, the scope, the statements and COMMIT are one message. When one fails, the server
 * skips those behind it, and nothing is returned.
 */
export async function readTogether(pool: pg.Pool, statements: readonly Statement[], opening: Opening): Promise<object[][]> {
  const named = statements.map(({ text, values }) => ({ name: nameOf(text), text, values }));
  const before = [BEGIN, ...opened(opening, true)];
  const answers = await answersOf(pool, [...before, ...named, COMMIT]);
  return answers.slice(before.length, -1);
}

/** Reads by one statement in a snapshot of its own, in one round trip. */
export async function readAlone<Row extends object>(pool: pg.Pool, statement: Wanted, opening: Opening): Promise<Row[]> {
  const answers = await answersOf(pool, alone(statement, opening));
  return (answers.at(-2) ?? []) as Row[];
}

/** The same for the single `bytea` of the single row. */
export async function bytesAlone(pool: pg.Pool, statement: Wanted, opening: Opening): Promise<Uint8Array | null> {
  const batch = alone(statement, opening);
  return withClient(pool, (client) => client.query(new BytesQuery(batch, batch.length - 2)).result);
}

const alone = (statement: Wanted, opening: Opening): Wanted[] => [
  BEGIN_SNAPSHOT,
  ...opened(opening, statement.name !== ""),
  statement,
  COMMIT,
];

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

/** The name under which a connection keeps the plan of a statement. */
export function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `archipel_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  if (names.size >= MOST_NAMES) names.clear();
  names.set(text, name);
  return name;
}
