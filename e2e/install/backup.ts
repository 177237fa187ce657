import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { type Installation, urlWith } from "./installation.ts";
import { runToEnd } from "./processes.ts";

/** Rows by table, of every table of every schema of the platform. */
export type Rows = Readonly<Record<string, number>>;

/**
 * Makes a backup while the platform runs: the dump, then objects and basemap, as docs/operators/backups.md says.
 *
 * @returns the rows of each table at the moment of the dump: both see the same snapshot
 */
export async function makeBackup({ superuserUrl, data }: Installation, folder: string): Promise<Rows> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<{ snapshot: string }>("SELECT pg_export_snapshot() AS snapshot");
    const counted = await countRows(client);
    const snapshot = rows[0]?.snapshot ?? "";
    await runToEnd(`${await programsOf(client)}/pg_dump`, [
      "-d",
      superuserUrl,
      "-Fc",
      `--snapshot=${snapshot}`,
      "-f",
      path.join(folder, "archipel.dump"),
    ]);
    for (const part of ["objects", "basemap.pmtiles"]) cpSync(path.join(data, part), path.join(folder, "data", part), { recursive: true });
    return counted;
  } finally {
    await client.end();
  }
}

/** Restores a dump into a new database beside the first. @returns its URLs, and the rows of each table */
export async function restoreBackup({ superuserUrl, databaseUrl }: Installation, folder: string): Promise<{ url: string; rows: Rows }> {
  const server = new Client({ connectionString: urlWith(superuserUrl, { pathname: "/postgres" }) });
  await server.connect();
  const bin = await programsOf(server);
  await server.end();
  const restored = urlWith(superuserUrl, { pathname: "/restored" });
  const maintenance = urlWith(superuserUrl, { pathname: "/postgres" });
  await runToEnd(`${bin}/createdb`, ["--maintenance-db", maintenance, "-O", "archipel", "-T", "template0", "restored"]);
  await runToEnd(`${bin}/pg_restore`, ["--exit-on-error", "-d", restored, path.join(folder, "archipel.dump")]);
  const client = new Client({ connectionString: restored });
  await client.connect();
  try {
    await client.query("ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF");
    return { url: urlWith(databaseUrl, { pathname: "/restored" }), rows: await countRows(client) };
  } finally {
    await client.end();
  }
}

/** The folder of the programs of the server's own version: `pg_dump` of an older one refuses. */
async function programsOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
  return `/usr/lib/postgresql/${Math.floor(Number(rows[0]?.server_version_num) / 10_000)}/bin`;
}

async function countRows(client: Client): Promise<Rows> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'spatial_ref_sys' ORDER BY 1`,
  );
  const counts: [string, number][] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
    counts.push([name, Number(rows[0]?.count)]);
  }
  return Object.fromEntries(counts);
}

/** The SHA-256 of each file below a folder, by path. */
export function hashesOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), createHash("sha256").update(readFileSync(file)).digest("hex")];
    }),
  );
}
