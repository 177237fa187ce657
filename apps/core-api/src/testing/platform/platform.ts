import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "@archipel/database/database.ts";
import { freePorts } from "@archipel/testing/free-ports.mjs";
import { startReplicatedDatabase } from "@archipel/testing/replicated-servers.ts";
import { startPooler } from "./pooler.ts";
import { coreProgram, nginxProgram } from "./processes.ts";

/** For tests: a whole platform of several servers on this machine, of which each can be killed. Needs PostgreSQL, pgbouncer and nginx. */
export async function startPlatform() {
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-platform-"));
  const servers = await startReplicatedDatabase();
  const pooler = await startPooler(servers.name, servers.ports);
  const [one, other, firstWorker, secondWorker, front, ...rest] = (await freePorts(8)) as [
    number,
    number,
    number,
    number,
    number,
    ...number[],
  ];
  const settings = {
    DATABASE_URL: pooler.url,
    DATABASE_LISTEN_URL: servers.url,
    DATABASE_REPLICA_URL: pooler.replicaUrl,
    ARCHIPEL_DATA: folder,
    ARCHIPEL_SECRET: "a secret of the tests, of 32 characters",
    ARCHIPEL_PUBLIC_URL: `http://core.example.org:${front}`,
    STORAGE_RESERVE_BYTES: "0",
  };
  const cores = [coreProgram("api", one, settings), coreProgram("api", other, settings)] as const;
  const workers = [coreProgram("worker", firstWorker, settings), coreProgram("worker", secondWorker, settings)] as const;
  const nginx = await nginxProgram(path.join(folder, "nginx"), front, [one, other], rest);
  for (const program of [...cores, nginx]) await program.start();
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const database = await openDatabase({ kind: "server", url: servers.url, poolSize: 4 });
  return {
    database,
    servers,
    pooler,
    cores,
    workers,
    urls: { cores: [at(one), at(other)] as const, nginx: at(front) },
    async stop() {
      // nginx ends its own processes, unless it is killed.
      await Promise.all([nginx.end(), ...[...cores, ...workers].map((program) => program.end("SIGKILL"))]);
      await database.close();
      await pooler.stop();
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Platform = Awaited<ReturnType<typeof startPlatform>>;
