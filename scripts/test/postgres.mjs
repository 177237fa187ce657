// Starts a PostgreSQL + PostGIS cluster for the tests: in a temporary folder, listening on loopback, removed at the end.
// The tests log in as a role that is not a superuser, so that row-level security applies as in production.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../packages/testing/src/free-ports.mjs";
import { isRunning } from "../../packages/testing/src/is-running.mjs";

/** The newest PostgreSQL whose server programs are installed, or null. */
export function findPostgres() {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const version = versions.find(
    (v) => existsSync(path.join(root, v, "bin/initdb")) && existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`),
  );
  return version ? path.join(root, version, "bin") : null;
}

const PREFIX = "archipel-postgres-";
/** More than a whole run of the suite writes. */
const ROOM_BYTES = 4 * 2 ** 30;

/** Creates a folder for a cluster, in memory if there is enough space. Removes what a killed run left there, which would hold memory. */
function newFolder() {
  const memory = "/dev/shm";
  const hasRoom = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > ROOM_BYTES;
  const home = hasRoom ? memory : tmpdir();
  for (const name of readdirSync(home)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
  return mkdtempSync(path.join(home, `${PREFIX}${process.pid}-`));
}

/**
 * Starts a cluster.
 *
 * @param logFile where the server writes its log; absent: nowhere
 * @param isReplicated whether a replica will follow it (`replica.mjs`)
 * @returns `url` of its maintenance database over TCP; `socketUrl`, the same over a socket file, which costs clients and server less;
 *   `adminUrl` for the superuser; `stop()`
 */
export async function startPostgres({ port, isReplicated = false, logFile } = {}) {
  const bin = findPostgres();
  if (!bin) throw new Error("PostgreSQL with PostGIS is not installed");
  const chosen = port ?? (await freePort());
  const folder = newFolder();
  // PostgreSQL refuses to run as root, so it runs under Debian's own account.
  const asRoot = process.getuid?.() === 0;
  const account = asRoot ? { uid: id("-u", "postgres"), gid: id("-g", "postgres") } : {};
  if (asRoot) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, "data");
  execFileSync(path.join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"], {
    ...account,
    cwd: folder,
    stdio: "ignore",
  });
  const settings = {
    listen_addresses: "127.0.0.1",
    port: chosen,
    unix_socket_directories: folder,
    // The data are temporary, so no write needs to be durable.
    fsync: "off",
    // A replica receives what is written: without waiting, each write would come to it a fifth of a second late.
    synchronous_commit: isReplicated ? "on" : "off",
    full_page_writes: "off",
    wal_level: isReplicated ? "replica" : "minimal",
    max_wal_senders: isReplicated ? 4 : 0,
    // The queries of tests are short: compiling them takes longer than running them.
    jit: "off",
    max_connections: 200,
    // Each connection would load PostGIS and its libraries again.
    shared_preload_libraries: "postgis-3",
    // The tests' role could not end a running vacuum of a test's database, so its DROP DATABASE would fail.
    autovacuum: "off",
  };
  const server = startServer({ bin, account, folder, data, settings, logFile });
  const sql = (text, database) => runSql(bin, chosen, text, database);
  await untilReady(bin, chosen);
  sql("CREATE ROLE archipel LOGIN CREATEROLE CREATEDB");
  // As docs/operators/server.md asks for: no statement, parameter or row in the server's log.
  const quiet = {
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
  };
  sql(
    Object.entries(quiet)
      .map(([name, value]) => `ALTER ROLE archipel SET ${name} = '${value}'`)
      .join(";"),
  );
  // The step that docs/operators/server.md asks a superuser to do once.
  sql("CREATE EXTENSION postgis", "template1");
  sql("ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF", "template1");
  const url = `postgresql://archipel@127.0.0.1:${chosen}/postgres`;
  return {
    url,
    socketUrl: `${url}?host=${encodeURIComponent(folder)}`,
    adminUrl: `postgresql://postgres@127.0.0.1:${chosen}/postgres`,
    server,
    // What a replica needs to follow it.
    ...{ bin, account, folder, port: chosen, settings },
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startServer({ bin, account, folder, data, settings, logFile }) {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(path.join(bin, "postgres"), ["-D", data, ...flags], {
    ...account,
    cwd: folder,
    stdio: logFile ? ["ignore", "ignore", openSync(logFile, "a")] : "ignore",
  });
}

/** Stops a server, or waits for the end of one that stops already. */
export async function ended(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  await new Promise((resolve) => {
    server.once("exit", resolve);
    server.kill("SIGINT");
  });
}

/** Runs a statement as the superuser. */
function runSql(bin, port, text, database = "postgres") {
  execFileSync(path.join(bin, "psql"), ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-d", database, "-qc", text], {
    stdio: "ignore",
  });
}

/** Waits until a server accepts connections. */
export async function untilReady(bin, port) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      runSql(bin, port, "SELECT 1");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function id(flag, name) {
  return Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
}

// `node scripts/test/postgres.mjs [port]` runs one until interrupted, and prints its URL.
if (process.argv[1] === import.meta.filename) {
  const cluster = await startPostgres({ port: process.argv[2] ? Number(process.argv[2]) : undefined });
  console.log(`ARCHIPEL_TEST_SERVER_URL=${cluster.socketUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => cluster.stop().then(() => process.exit(0)));
}
