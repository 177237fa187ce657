import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { applyPolicies, missingPolicies, POLICIES_BOOKKEEPING, type PolicyFile, readPolicies } from "./policies.ts";
import { missingRequirement, missingRight, readRoleFacts, readServerFacts, UnfitDatabaseError } from "./requirements.ts";
import type { SqlDriver, SqlSession } from "./sql-session.ts";

/** The repository's migrations, in Prisma's layout. */
export const migrationsFolder = path.resolve(import.meta.dirname, "../../../prisma/migrations");

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

// A number that no other application of the server is likely to lock.
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

async function lockMigrations(sql: SqlSession): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock($1::bigint)", [LOCK_KEY]);
}

/** Names of the applied migrations. */
const APPLIED = "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL";

/** Whether the migration was applied. Refuses a file that has changed since, because the history would no longer describe the database. */
function isApplied(migration: Migration, applied: { name: string; checksum: string }[]): boolean {
  const known = applied.find(({ name }) => name === migration.name);
  if (known && known.checksum !== migration.checksum) {
    throw new Error(`migration ${migration.name} was changed after it was applied: restore the file, and write a new migration instead`);
  }
  return known !== undefined;
}

/**
 * Brings a database up to date: applies the missing migrations, each in its own transaction, and records them as `prisma migrate deploy`
 * would. Then applies the policies, when one of their files has changed and no newer version has run here. Returns the names of what was
 * applied: migrations, and `policies/<noun>`.
 *
 * @throws UnfitDatabaseError when the server is too old or without PostGIS, or our role lacks a right, before anything is written
 * @throws when an applied migration has changed since
 */
export async function migrate(driver: SqlDriver, folder = migrationsFolder): Promise<string[]> {
  const facts = await readServerFacts(driver);
  const lack = missingRequirement(facts) ?? missingRight(await readRoleFacts(driver), facts.role);
  if (lack !== null) throw new UnfitDatabaseError(lack);
  const known = await readMigrations(folder);
  const migrations = await applyMigrations(driver, known);
  // An old process that restarts beside new ones must not bring back the old policies.
  const policies = (await isNewer(driver, known)) ? [] : await applyPolicyFiles(driver, await readPolicies());
  return [...migrations, ...policies.map((name) => `policies/${name}`)];
}

/** Applies the migrations only. */
export async function applyMigrations(driver: SqlDriver, migrations: Migration[]): Promise<string[]> {
  await createBookkeeping(driver, "_prisma_migrations", BOOKKEEPING);
  const before = await driver.execute<{ name: string; checksum: string }>(APPLIED);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (isApplied(migration, before)) continue;
    const isNew = await driver.transaction(async (sql) => {
      await lockMigrations(sql);
      // Checked again under the lock: another process may have applied it meanwhile.
      if (isApplied(migration, await sql.query(APPLIED))) return false;
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

/** Whether the database has a migration that is newer than all known ones. */
async function isNewer(driver: SqlDriver, known: Migration[]): Promise<boolean> {
  const newest = known.at(-1)?.name ?? "";
  return (await driver.execute<{ name: string }>(APPLIED)).some(({ name }) => name > newest);
}

/** Applies the policies only, on a migrated database. */
export async function applyPolicyFiles(driver: SqlDriver, files: PolicyFile[]): Promise<string[]> {
  await createBookkeeping(driver, "applied_policies", POLICIES_BOOKKEEPING);
  return applyPolicies(driver, lockMigrations, files);
}

/** Checks first: PostgreSQL would send a notice at every run that the table exists. */
async function createBookkeeping(driver: SqlDriver, table: string, statement: string): Promise<void> {
  const [found] = await driver.execute<{ exists: boolean }>("SELECT to_regclass($1) IS NOT NULL AS exists", [table]);
  if (!found?.exists) await driver.script(statement);
}

/** What a database still lacks: names of migrations, and `policies/<noun>`. */
export async function pendingMigrations(driver: SqlDriver, folder = migrationsFolder): Promise<string[]> {
  const [migrations, policies] = await Promise.all([readMigrations(folder), readPolicies()]);
  return driver.transaction(async (sql) => {
    const [found] = await sql.query<{ exists: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
    const applied = found?.exists ? await sql.query<{ name: string }>(APPLIED) : [];
    const known = new Set(applied.map((row) => row.name));
    return [
      ...migrations.map((migration) => migration.name).filter((name) => !known.has(name)),
      ...(await missingPolicies(sql, policies)).map((name) => `policies/${name}`),
    ];
  });
}
