import { createHash } from "node:crypto";
import type pg from "pg";
import type { Statement } from "./sql-session.ts";

/** What pg has and its types lack: whether queries are sent before the answer to the one before, and the socket. */
type Pipelined = pg.PoolClient & { pipeline: boolean; readonly connection: { readonly stream: { cork(): void; uncork(): void } } };

/** A plan for any values is made once for each connection, instead of one for each call: with row-level security that takes longer than reading. */
const ONE_PLAN = "set_config('plan_cache_mode', 'force_generic_plan', true)";

/**
 * Reads by several statements in one round trip: BEGIN, the scope, the statements and COMMIT are sent together. When one fails, the server
 * refuses those behind it, and nothing is returned.
 */
export async function readTogether(pool: pg.Pool, statements: readonly Statement[], opening: string): Promise<object[][]> {
  const client = (await pool.connect()) as Pipelined;
  let hasFailed = true;
  try {
    client.pipeline = true;
    const { stream } = client.connection;
    stream.cork();
    const sent: Promise<pg.QueryResult>[] = [];
    try {
      sent.push(client.query(`BEGIN READ ONLY; ${opening}; SELECT ${ONE_PLAN}`));
      for (const { text, values } of statements) sent.push(client.query({ name: nameOf(text), text, values }));
      sent.push(client.query("COMMIT"));
    } finally {
      stream.uncork();
    }
    const answers = await Promise.allSettled(sent);
    const failed = answers.find((answer) => answer.status === "rejected");
    if (failed) throw failed.reason;
    hasFailed = false;
    return answers.slice(1, -1).map((answer) => (answer.status === "fulfilled" ? answer.value.rows : []));
  } finally {
    client.pipeline = false;
    // After a failure the connection is replaced: its plans may be of tables that a migration changed.
    client.release(hasFailed);
  }
}

const names = new Map<string, string>();

/** The name under which a connection keeps the plan of a statement. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `archipel_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  names.set(text, name);
  return name;
}
