import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quoteIdentifier, type SqlDriver, type SqlSession } from "./sql-session.ts";

/** Row-level security in its current state: one file for each noun, and `shared.sql`, which runs first. */
const policiesFolder = path.resolve(import.meta.dirname, "../../../prisma/policies");

const FIRST = "shared";

export interface PolicyFile {
  /** The noun: the file's name without its ending. */
  name: string;
  sql: string;
  /** SHA-256 of the file. */
  hash: string;
}

/** The policy files in the order in which they run: `shared` first, then by name. */
export async function readPolicies(folder = policiesFolder): Promise<PolicyFile[]> {
  const names = (await readdir(folder)).filter((file) => file.endsWith(".sql")).map((file) => file.slice(0, -".sql".length));
  names.sort((a, b) => Number(b === FIRST) - Number(a === FIRST) || (a < b ? -1 : 1));
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, `${name}.sql`), "utf8");
      return { name, sql, hash: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** Keeps the hashes of every applied set of files, so that an older process recognises its own set. The latest rows are in force. */
export const POLICIES_BOOKKEEPING = `CREATE TABLE IF NOT EXISTS applied_policies (
  name text NOT NULL,
  hash text NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (name, hash)
)`;

interface AppliedPolicy {
  name: string;
  hash: string;
  isCurrent: boolean;
}

/** One row for each file in each state that was ever applied. */
const APPLIED = `SELECT name, hash, applied_at = max(applied_at) OVER () AS "isCurrent" FROM applied_policies`;

/** The names of the files that differ from the database, including deleted files. */
function changedSince(applied: AppliedPolicy[], files: PolicyFile[]): string[] {
  const current = new Map(applied.filter((row) => row.isCurrent).map((row) => [row.name, row.hash]));
  const names = new Set(files.map((file) => file.name));
  return [
    ...files.filter((file) => current.get(file.name) !== file.hash).map((file) => file.name),
    ...[...current.keys()].filter((name) => !names.has(name)),
  ];
}

/**
 * The files that a database has never had. A file that was applied and later replaced by a newer version is not missing: an old process
 * may restart beside new ones.
 */
export async function missingPolicies(sql: SqlSession, files: PolicyFile[]): Promise<string[]> {
  const [found] = await sql.query<{ exists: boolean }>("SELECT to_regclass('applied_policies') IS NOT NULL AS exists");
  const applied = found?.exists ? await sql.query<AppliedPolicy>(APPLIED) : [];
  const known = new Set(applied.map((row) => `${row.name} ${row.hash}`));
  return files.filter((file) => !known.has(`${file.name} ${file.hash}`)).map((file) => file.name);
}

/** In milliseconds. */
export interface LockTimeouts {
  /** How long our lock requests may hold up other processes before we release and retry. Below PostgreSQL's `deadlock_timeout` (1 s). */
  lockMs: number;
  /** When to give up. */
  totalMs: number;
}
const DEFAULT_TIMEOUTS: LockTimeouts = { lockMs: 800, totalMs: 300_000 };

/**
 * Applies all files in one transaction when one of them has changed since the last time; returns the names of the changed ones.
 * Runs one query when nothing changed.
 *
 * Changing a policy locks its table, so all tables are locked at the start. When another process holds one of them for longer than
 * `lockMs`, all are released and tried again. So other processes never wait longer, and never deadlock with this one.
 *
 * @throws when a table stays in use for `totalMs`
 */
export async function applyPolicies(
  driver: SqlDriver,
  lock: (sql: SqlSession) => Promise<void>,
  files: PolicyFile[],
  { lockMs, totalMs }: LockTimeouts = DEFAULT_TIMEOUTS,
): Promise<string[]> {
  if (changedSince(await driver.execute<AppliedPolicy>(APPLIED), files).length === 0) return [];
  const deadline = Date.now() + totalMs;
  for (;;) {
    try {
      return await driver.transaction(async (sql) => {
        await lock(sql);
        const changed = changedSince(await sql.query<AppliedPolicy>(APPLIED), files);
        if (changed.length === 0) return [];
        await lockTables(sql, lockMs);
        for (const file of files) await sql.script(file.sql);
        await sql.query(
          `WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
           INSERT INTO applied_policies (name, hash, applied_at)
           SELECT f.name, f.hash, moment.at FROM unnest($1::text[], $2::text[]) AS f(name, hash), moment
           ON CONFLICT (name, hash) DO UPDATE SET applied_at = excluded.applied_at`,
          [files.map((file) => file.name), files.map((file) => file.hash)],
        );
        return changed;
      });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() > deadline) {
        throw new Error(
          `the policies of prisma/policies could not be applied in ${totalMs / 1000} s, because other transactions hold the tables: end long jobs (or stop the workers), then run the migration again`,
          { cause: error },
        );
      }
      // Lets others proceed, and keeps two processes that start together from colliding each time.
      await sleep(lockMs * (0.5 + Math.random()));
    }
  }
}

async function lockTables(sql: SqlSession, lockMs: number): Promise<void> {
  const tables = await sql.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY relname",
  );
  if (tables.length === 0) return;
  // `lock_timeout` would apply to each table; this applies to all of them together.
  await sql.query("SELECT set_config('statement_timeout', $1, true)", [`${lockMs}ms`]);
  await sql.script(`LOCK TABLE ${tables.map(({ name }) => `public.${quoteIdentifier(name)}`).join(", ")}`);
  await sql.script("SET LOCAL statement_timeout TO DEFAULT");
}

/** PostgreSQL's `query_canceled` (by the timeout), `lock_not_available`, `deadlock_detected`. */
const BUSY = ["57014", "55P03", "40P01"];

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && BUSY.includes(error.code);
}
