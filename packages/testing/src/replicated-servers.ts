import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { signalServer } from "./own-server.ts";
import { createServerDatabase } from "./test-database.ts";

interface Told {
  primary: number;
  replica: number;
  replicaPid: number;
}

/**
 * A primary, a replica that streams from it, and a migrated database on both, for tests and benchmarks of several servers. Needs PostgreSQL on
 * this machine.
 */
export async function startReplicatedDatabase() {
  const script = path.resolve(import.meta.dirname, "../../../scripts/test/replica.mjs");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Told> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the servers did not start");
    return JSON.parse(String(value)) as Told;
  };
  let told = await next();
  const say = async (word: "stop" | "start") => {
    child.stdin.write(`${word}\n`);
    told = await next();
  };
  const at = (port: number, name = "postgres") => `postgresql://archipel@127.0.0.1:${port}/${name}`;
  const { options } = await createServerDatabase(8, { adminUrl: at(told.primary) });
  if (options.kind !== "server") throw new Error("a database of a server was wanted");
  const name = new URL(options.url).pathname.slice(1);
  return {
    name,
    ports: { primary: told.primary, replica: told.replica },
    url: options.url,
    replicaUrl: at(told.replica, name),
    /** Of the superuser. */
    replicaAdminUrl: `postgresql://postgres@127.0.0.1:${told.replica}/${name}`,
    replica: {
      stop: () => say("stop"),
      start: () => say("start"),
      /** The process stays, and its connections with it, but nothing answers. */
      freeze: () => signalServer(told.replicaPid, "SIGSTOP"),
      thaw: () => signalServer(told.replicaPid, "SIGCONT"),
    },
    stop: () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}
