// A streaming replica of a cluster of `postgres.mjs`, for tests and benchmarks of several servers.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { freePort } from "../../packages/testing/src/free-ports.mjs";
import { ended, startPostgres, startServer, untilReady } from "./postgres.mjs";

/**
 * Starts a primary and a replica that follows it.
 *
 * @param ports of the two; absent: free ones
 * @returns the primary as `startPostgres` does, and the replica: its `url`, its `pid()`, and how it is stopped and started again
 */
export async function startReplicated(ports = {}) {
  const primary = await startPostgres({ port: ports.primary, isReplicated: true });
  const port = ports.replica ?? (await freePort());
  const { bin, account, folder } = primary;
  const data = path.join(folder, "replica");
  // -R writes primary_conninfo and standby.signal.
  const copy = ["-D", data, "-h", "127.0.0.1", "-p", String(primary.port), "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "-N"];
  execFileSync(path.join(bin, "pg_basebackup"), copy, { ...account, cwd: folder, stdio: "ignore" });
  const settings = { ...primary.settings, port, hot_standby_feedback: "on" };
  let server;
  const start = async () => {
    server = startServer({ bin, account, folder, data, settings });
    await untilReady(bin, port);
  };
  await start();
  const replica = {
    url: `postgresql://archipel@127.0.0.1:${port}/postgres`,
    port,
    pid: () => server.pid,
    start,
    stop: () => ended(server),
  };
  const stop = async () => {
    await replica.stop();
    await primary.stop();
  };
  return { primary, replica, stop };
}

// `node scripts/test/replica.mjs PORT PORT` runs both until interrupted. It prints a line with their ports and process ids, and obeys the words
// `stop` and `start` on its standard input, which are for the replica; each is answered by a line when it is done.
if (process.argv[1] === import.meta.filename) {
  const [, , first, second] = process.argv;
  const { primary, replica, stop } = await startReplicated({ primary: Number(first) || undefined, replica: Number(second) || undefined });
  const told = () => console.log(JSON.stringify({ primary: primary.port, replica: replica.port, replicaPid: replica.pid() }));
  told();
  const { createInterface } = await import("node:readline");
  createInterface({ input: process.stdin }).on("line", async (word) => {
    if (word === "stop") await replica.stop();
    if (word === "start") await replica.start();
    told();
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop().then(() => process.exit(0)));
}
