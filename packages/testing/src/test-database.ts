import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Database, type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { openEmbedded } from "@archipel/database/embedded-driver.ts";
import { migrate, migrationsFolder } from "@archipel/database/migrate.ts";
import { openServer } from "@archipel/database/server-driver.ts";
import type { SqlDriver } from "@archipel/database/sql-session.ts";
import { PgBoss } from "pg-boss";
import { borrowEngine } from "./shared-engine.ts";

/** The kind of database for the tests of this process: `ARCHIPEL_TEST_DATABASE`, embedded by default. */
export const testDatabaseKind: Database["kind"] = process.env.ARCHIPEL_TEST_DATABASE === "server" ? "server" : "embedded";

/**
 * A migrated, empty database for one test file. Close it at the end: the embedded one is reset for the next file, a server database is dropped.
 *
 * @param isWorn after thousands of refused statements: each takes a piece of the embedded engine's stack, so that it is not used again
 */
export async function openTestDatabase(isWorn = false): Promise<Database> {
  return testDatabaseKind === "server" ? openOnServer() : openOnEngine(isWorn);
}

/** The embedded one, for tests that compare both kinds. */
export async function openOnEngine(isWorn = false): Promise<Database> {
  const { engine, giveBack } = await borrowEngine(await embeddedSnapshot());
  const database = await openDatabase({ kind: "embedded", engine });
  let isClosed = false;
  return {
    ...database,
    close: async () => {
      await database.close();
      if (!isClosed) await giveBack(isWorn);
      isClosed = true;
    },
  };
}

/** Hash of everything that a prepared database depends on: the SQL of `prisma/`, the packages that run or extend it. */
let hashed: Promise<string> | undefined;
function preparedHash(): Promise<string> {
  hashed ??= readHash();
  return hashed;
}

async function readHash(): Promise<string> {
  const hash = createHash("sha256");
  const folder = path.dirname(migrationsFolder);
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".sql")).sort())
    hash.update(file).update(await readFile(path.join(folder, file)));
  // They pin the versions of the engine, of PostGIS and of the queue.
  for (const name of ["testing", "database"]) hash.update(await readFile(path.resolve(import.meta.dirname, `../../${name}/package.json`)));
  return hash.digest("hex").slice(0, 12);
}

/** Migrates, and creates the schema of the job queue, which takes longer than a short test. */
async function prepare(driver: SqlDriver, kind: Database["kind"]): Promise<void> {
  await migrate(driver);
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await driver.execute(text, values) }) },
    backend: kind === "server" ? "postgres" : "pglite",
    schema: "queue",
    schedule: false,
    supervise: false,
  });
  await boss.start();
  await boss.stop({ graceful: false });
}

/** Starting PGlite with PostGIS and migrating takes seconds, so the result is dumped once and loaded by every process. */
async function embeddedSnapshot(): Promise<string> {
  const folder = path.join(process.env.ARCHIPEL_TEST_CACHE ?? tmpdir(), "archipel-test-snapshots");
  const file = path.join(folder, `${await preparedHash()}.tar`);
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const { pglite, driver } = await openEmbedded({});
    await prepare(driver, "embedded");
    const dump = await pglite.dumpDataDir("none");
    await driver.close();
    const partial = `${file}.${process.pid}`;
    await writeFile(partial, new Uint8Array(await dump.arrayBuffer()));
    await rename(partial, file);
  }
  return file;
}

/**
 * A migrated database for processes that a test starts: options to open it, and a function that drops it.
 *
 * @param folder receives the embedded one
 */
export async function createDatabase(folder: string): Promise<{ options: DatabaseOptions; drop(): Promise<void> }> {
  if (testDatabaseKind === "server") return createServerDatabase(4);
  const dataFolder = path.join(folder, "database");
  await mkdir(dataFolder, { recursive: true });
  await promisify(execFile)("tar", ["-xf", await embeddedSnapshot(), "-C", dataFolder]);
  return { options: { kind: "embedded", dataFolder }, drop: async () => {} };
}

async function openOnServer(): Promise<Database> {
  const { options, drop } = await createServerDatabase(8);
  const database = await openDatabase(options);
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** By server. */
const ensured = new Map<string, Promise<void>>();

/** Migrates the template once; other processes wait for it by a lock in the maintenance database. */
function ensureTemplate(adminUrl: string, template: string): Promise<void> {
  const known = ensured.get(adminUrl);
  if (known) return known;
  const made = makeTemplate(adminUrl, template).catch((error: unknown) => {
    ensured.delete(adminUrl);
    throw error;
  });
  ensured.set(adminUrl, made);
  return made;
}

async function makeTemplate(adminUrl: string, template: string): Promise<void> {
  const { pool, driver } = openServer({ url: adminUrl, poolSize: 2 });
  try {
    // A transaction keeps its connection, and with it the lock, as long as the migrations run; the pool would close an idle connection.
    await driver.transaction(async (sql) => {
      await sql.query("SELECT pg_advisory_xact_lock(724061)");
      if ((await sql.query("SELECT FROM pg_database WHERE datname = $1", [template])).length > 0) return;
      const partial = `${template}_partial`;
      await pool.query(`DROP DATABASE IF EXISTS ${partial} WITH (FORCE)`);
      await pool.query(`CREATE DATABASE ${partial}`);
      const made = openServer({ url: withDatabase(adminUrl, partial), poolSize: 1 });
      await prepare(made.driver, "server");
      await made.driver.close();
      await pool.query(`ALTER DATABASE ${partial} RENAME TO ${template}`);
    });
  } finally {
    await driver.close();
  }
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}

/**
 * A migrated database of the test server, for processes that a test starts: options to open it, and a function that drops it.
 *
 * @param isEmpty leaves the migrations to the test
 * @param adminUrl of another server than the tests'
 * @throws when there is no test server
 */
export async function createServerDatabase(
  poolSize: number,
  { isEmpty = false, adminUrl = process.env.ARCHIPEL_TEST_SERVER_URL } = {},
): Promise<{ options: DatabaseOptions; drop(): Promise<void> }> {
  if (!adminUrl) throw new Error("ARCHIPEL_TEST_SERVER_URL is not set: start a server with `node scripts/test/postgres.mjs`");
  const template = `archipel_template_${await preparedHash()}`;
  if (!isEmpty) await ensureTemplate(adminUrl, template);
  const name = `archipel_test_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string) => {
    const { pool, driver } = openServer({ url: adminUrl, poolSize: 1 });
    await pool.query(statement);
    await driver.close();
  };
  await run(`CREATE DATABASE ${name}${isEmpty ? "" : ` TEMPLATE ${template} STRATEGY FILE_COPY`}`);
  const options = { kind: "server", url: withDatabase(adminUrl, name), poolSize } as const;
  return { options, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
