import { spawn } from "node:child_process";
import path from "node:path";
import { PERSON_COLUMNS } from "@archipel/core-api/modules/identity/erasure/policy.ts";
import { expect } from "@playwright/test";
import { Client } from "pg";

const root = path.resolve(import.meta.dirname, "../..");
/** Settings of the running core-api, which its other processes start with. */
const settings: Readonly<Record<string, string>> = JSON.parse(process.env.JOURNEY_SETTINGS ?? "{}");

/** Whether another process can open the database: the embedded one belongs to core-api alone. */
export const hasServerDatabase = settings.DATABASE_URL !== undefined;

const PSEUDONYMS = new Set([
  ...PERSON_COLUMNS.filter(({ at }) => at === "kept").map(({ column }) => `public.${column}`),
  // The journal says which account was erased, and the row from which that is announced.
  "public.audit_entries.resource_id",
  "public.outbox_events.payload",
]);

/** Whether the id of an erased person may stay in a column: it names nobody any more, and the history of data needs its authors apart. */
export const mayKeepId = (column: string): boolean => PSEUDONYMS.has(column) || /^layers\.l_[0-9a-f]{32}_history\.author_id$/.test(column);

/** A column of the whole database that contains one of the words, and in how many rows. */
export interface Trace {
  readonly column: string;
  readonly rows: number;
}

/** Searches every column of every table that can hold text or an id, whatever its schema, without regard to case. */
export function tracesOf(words: readonly string[]): Promise<Trace[]> {
  return withDatabase(async (client) => {
    const traces: Trace[] = [];
    for (const { schema, table, source, columns, isSystem } of await searchedTables(client)) {
      // Tables of the queue are read as their owner; on all others the owner is subject to row-level security.
      await client.query(isSystem ? "SET ROLE archipel_system" : "RESET ROLE");
      const counts = columns.map(({ text }, index) => `count(*) FILTER (WHERE ${text} ILIKE ANY ($1)) AS c${index}`);
      const { rows } = await client.query<Record<string, string>>(`SELECT ${counts.join(", ")} FROM ${source}`, [
        words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`),
      ]);
      for (const [index, { name }] of columns.entries()) {
        const found = Number(rows[0]?.[`c${index}`]);
        if (found > 0) traces.push({ column: `${schema}.${table}.${name}`, rows: found });
      }
    }
    return traces;
  });
}

interface Searched {
  schema: string;
  table: string;
  /** Both, quoted for SQL. */
  source: string;
  /** `text`: the expression that reads it as text. */
  columns: { name: string; text: string }[];
  isSystem: boolean;
}

async function searchedTables(client: Client): Promise<Searched[]> {
  const { rows } = await client.query<Searched>(
    `SELECT n.nspname AS schema, c.relname AS table, format('%I.%I', n.nspname, c.relname) AS source, jsonb_agg(jsonb_build_object('name', a.attname, 'text',
         format(CASE WHEN t.typname = 'bytea' THEN 'encode(%I, ''escape'')' ELSE '%I::text' END, a.attname)) ORDER BY a.attnum) AS columns,
       has_table_privilege('archipel_system', c.oid, 'SELECT') AS "isSystem"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem
     WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND (t.typcategory = 'S' OR t.typname IN ('uuid', 'json', 'jsonb', 'bytea') OR e.typcategory = 'S' OR e.typname = 'uuid')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
     GROUP BY 1, 2, c.oid ORDER BY 1, 2`,
  );
  expect(rows.map(({ schema }) => schema)).toEqual(expect.arrayContaining(["public", "layers", "queue"]));
  return rows;
}

/**
 * Ends the days in which a sign-in would keep an account, and starts another process of the platform, whose upkeep erases it.
 *
 * @returns when the account is gone
 */
export async function endGracePeriod(email: string): Promise<void> {
  await withDatabase(async (client) => {
    await client.query("SET ROLE archipel_system");
    const { rowCount } = await client.query(
      "UPDATE users SET deletion_at = now() - interval '1 second' WHERE email = $1 AND status = 'leaving'",
      [email],
    );
    expect(rowCount).toBe(1);
  });
  const worker = spawn(path.join(root, "node_modules/.bin/node"), ["src/worker.ts"], {
    cwd: path.join(root, "apps/core-api"),
    env: { ...process.env, ...settings, LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  try {
    await expect
      .poll(() =>
        withDatabase(async (client) => {
          await client.query("SET ROLE archipel_system");
          return (await client.query("SELECT FROM users WHERE email = $1", [email])).rowCount;
        }),
      )
      .toBe(0);
  } finally {
    worker.kill("SIGTERM");
    await ended;
  }
}

async function withDatabase<T>(run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: settings.DATABASE_URL });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
