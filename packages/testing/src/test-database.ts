import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Database, type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { openEmbedded } from "@archipel/database/embedded-driver.ts";
import { migrate, readMigrations } from "@archipel/database/migrate.ts";
import { readPolicies } from "@archipel/database/policies.ts";
import { openServer } from "@archipel/database/server-driver.ts";

/** Which database the tests of this process meet: `ARCHIPEL_TEST_DATABASE`, embedded unless told. */
export const testDatabaseKind: Database["kind"] = process.env.ARCHIPEL_TEST_DATABASE === "server" ? "server" : "embedded";

/** A migrated, empty database of its own for one test file. Close it at the end: a server database is then dropped. */
export async function openTestDatabase(): Promise<Database> {
  return testDatabaseKind === "server" ? openOnServer() : openDatabase({ kind: "embedded", snapshot: await embeddedSnapshot() });
}

async function migrationsHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const migration of await readMigrations()) hash.update(migration.checksum);
  for (const policies of await readPolicies()) hash.update(policies.hash);
  return hash.digest("hex").slice(0, 12);
}

/** Starting PGlite with PostGIS and migrating takes seconds; a dump of the result is made once and loaded by every test file. */
async function embeddedSnapshot(): Promise<Blob> {
  const folder = path.join(process.env.ARCHIPEL_TEST_CACHE ?? tmpdir(), "archipel-test-snapshots");
  const file = path.join(folder, `${await migrationsHash()}.tar`);
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const { pglite, driver } = await openEmbedded({});
    await migrate(driver);
    const dump = await pglite.dumpDataDir("none");
    await driver.close();
    const partial = `${file}.${process.pid}`;
    await writeFile(partial, new Uint8Array(await dump.arrayBuffer()));
    await rename(partial, file);
  }
  return new Blob([new Uint8Array(await readFile(file))]);
}

async function openOnServer(): Promise<Database> {
  const adminUrl = process.env.ARCHIPEL_TEST_SERVER_URL;
  if (!adminUrl) throw new Error("ARCHIPEL_TEST_SERVER_URL is not set: start a server with `node scripts/test/postgres.mjs`");
  const template = `archipel_template_${await migrationsHash()}`;
  const name = `archipel_test_${randomUUID().replaceAll("-", "")}`;
  const admin = openServer({ url: adminUrl, poolSize: 1 });
  try {
    await ensureTemplate(adminUrl, template);
    await admin.pool.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.driver.close();
  }
  const database = await openDatabase({ kind: "server", url: withDatabase(adminUrl, name), poolSize: 8 });
  return {
    ...database,
    close: async () => {
      await database.close();
      const again = openServer({ url: adminUrl, poolSize: 1 });
      await again.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await again.driver.close();
    },
  };
}

/** Migrates the template once; test files that start together wait for the first by a lock of the maintenance database. */
async function ensureTemplate(adminUrl: string, template: string): Promise<void> {
  const admin = openServer({ url: adminUrl, poolSize: 1 });
  try {
    await admin.pool.query("SELECT pg_advisory_lock(724061)");
    const { rowCount } = await admin.pool.query("SELECT FROM pg_database WHERE datname = $1", [template]);
    if (rowCount) return;
    const partial = `${template}_partial`;
    await admin.pool.query(`DROP DATABASE IF EXISTS ${partial} WITH (FORCE)`);
    await admin.pool.query(`CREATE DATABASE ${partial}`);
    const made = openServer({ url: withDatabase(adminUrl, partial), poolSize: 1 });
    await migrate(made.driver);
    await made.driver.close();
    await admin.pool.query(`ALTER DATABASE ${partial} RENAME TO ${template}`);
  } finally {
    await admin.driver.close();
  }
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}

/**
 * An empty database of the test server for processes of their own: how they open it, and what drops it at the end.
 *
 * @throws when there is no test server
 */
export async function createServerDatabase(poolSize: number): Promise<{ options: DatabaseOptions; drop(): Promise<void> }> {
  const adminUrl = process.env.ARCHIPEL_TEST_SERVER_URL;
  if (!adminUrl) throw new Error("ARCHIPEL_TEST_SERVER_URL is not set: start a server with `node scripts/test/postgres.mjs`");
  const name = `archipel_own_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string) => {
    const { pool, driver } = openServer({ url: adminUrl, poolSize: 1 });
    await pool.query(statement);
    await driver.close();
  };
  await run(`CREATE DATABASE ${name}`);
  const options = { kind: "server", url: withDatabase(adminUrl, name), poolSize } as const;
  return { options, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
