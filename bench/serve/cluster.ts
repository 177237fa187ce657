import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

/** A PostgreSQL cluster of the bench's own, removed when it stops. */
export interface Cluster {
  /** Of a fresh database, as the product logs in. */
  url: string;
  /** The same database for peers, who know no row-level security. */
  peerUrl: string;
  stop(): Promise<void>;
}

export async function startCluster(port: number): Promise<Cluster> {
  const script = path.join(import.meta.dirname, "../../scripts/test/postgres.mjs");
  const child = spawn(process.execPath, [script, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  // Its only line says that it is ready.
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", () => resolve());
    child.once("exit", () => reject(new Error("PostgreSQL did not start")));
  });
  const address = `127.0.0.1:${port}`;
  const { openDatabase } = await import("@archipel/database/database.ts");
  const server = await openDatabase({ kind: "server", url: `postgresql://archipel@${address}/postgres`, poolSize: 1 });
  await server.driver.execute("CREATE DATABASE serve");
  await server.close();
  return {
    url: `postgresql://archipel@${address}/serve`,
    peerUrl: `postgresql://postgres@${address}/serve`,
    stop: () =>
      new Promise((resolve) => {
        // It has ended by itself, as after a crash.
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.removeAllListeners("exit");
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}
