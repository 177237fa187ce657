import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { lackOf, readServerFacts, UnfitDatabaseError } from "./requirements.ts";
import type { SqlDriver } from "./sql-session.ts";

/** The repository's migrations, in Prisma's layout. */
const migrationsFolder = path.resolve(import.meta.dirname, "../../../prisma/migrations");

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

// Any number that no other application of the server is likely to lock.
const LOCK_KEY = 7_240_611;

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, as Prisma records it. */
  checksum: string;
}

export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Applies what is missing, each migration in a transaction of its own, recorded as `prisma migrate deploy` would.
 * Refuses to go on when an applied file has changed since: the history would no longer say what the database holds.
 *
 * @throws UnfitDatabaseError when the server is too old or without PostGIS, before anything is written
 */
export async function migrate(driver: SqlDriver, folder = migrationsFolder): Promise<string[]> {
  const lack = lackOf(await readServerFacts(driver));
  if (lack !== null) throw new UnfitDatabaseError(lack);
  // Asked first: "exists already" would be told as a notice at every run.
  const [found] = await driver.execute<{ exists: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
  if (!found?.exists) await driver.script(BOOKKEEPING);
  const applied: string[] = [];
  for (const migration of await readMigrations(folder)) {
    const isNew = await driver.transaction(async (sql) => {
      await sql.query("SELECT pg_advisory_xact_lock($1::bigint)", [LOCK_KEY]);
      const [known] = await sql.query<{ checksum: string }>(
        "SELECT checksum FROM _prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NULL",
        [migration.name],
      );
      if (known && known.checksum !== migration.checksum) {
        throw new Error(
          `migration ${migration.name} was changed after it was applied: restore the file, and write a new migration instead`,
        );
      }
      if (known) return false;
      await sql.script(migration.sql);
      await sql.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
        [randomUUID(), migration.checksum, migration.name],
      );
      return true;
    });
    if (isNew) applied.push(migration.name);
  }
  return applied;
}

/** The migrations of the repository that a database has not had yet. */
export async function pendingMigrations(driver: SqlDriver, folder = migrationsFolder): Promise<string[]> {
  const applied = await driver.transaction(async (sql) => {
    const [found] = await sql.query<{ exists: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
    if (!found?.exists) return [];
    return sql.query<{ name: string }>("SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL");
  });
  const known = new Set(applied.map((row) => row.name));
  return (await readMigrations(folder)).map((migration) => migration.name).filter((name) => !known.has(name));
}
