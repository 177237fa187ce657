// What several processes and a replica give, and what a request costs each of them. Starts everything itself.
//   node bench/scale.ts [features = 200000] [rounds = 3] [parts = tiles,warm,items,pages,writes]
// Needs Debian's postgresql-17-postgis-3 and wrk. Sides in turn, medians. Where all processes share the cores of one machine, requests a second
// stop growing when the cores are busy: the CPU time of a request is the figure to multiply.
import { type ChildProcess, execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { startReplicatedDatabase } from "@archipel/testing/replicated-servers.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { publishText } from "./measure/publish-text.ts";
import { buildingsText } from "./measure/towns.ts";
import { hasWrk } from "./measure/wrk.ts";
import { measureParts } from "./scale/parts.ts";
import type { Setting } from "./scale/setting.ts";

const PORTS = { alone: 4533, pair: 4534, alonePlusReplica: 4535, pairPlusReplica: 4536 };
const features = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 3);
const parts = new Set((process.argv[4] ?? "tiles,warm,items,pages,writes").split(","));
if (!hasWrk()) throw new Error("wrk is needed: apt-get install wrk");
const folder = await mkdtemp(path.join(tmpdir(), "archipel-scale-"));
const servers = await startReplicatedDatabase();
process.env.DATABASE_URL = servers.url;
const started: ChildProcess[] = [];
try {
  console.log(`${machine()}\n${features.toLocaleString("en")} buildings, ${rounds} rounds, load ${os.loadavg()[0]?.toFixed(1)}`);
  const layer = await publishText(folder, "buildings.geojson", buildingsText(features));
  const postmasterOf = (port: number) => Number(execFileSync("pgrep", ["-of", `port=${port}`], { encoding: "utf8" }));
  const databases = { primary: postmasterOf(servers.ports.primary), replica: postmasterOf(servers.ports.replica) };
  const settings: Setting[] = [];
  for (const [name, port, processes, hasReplica] of [
    ["1 process", PORTS.alone, 1, false],
    ["2 processes", PORTS.pair, 2, false],
    ["1 process + replica", PORTS.alonePlusReplica, 1, true],
    ["2 processes + replica", PORTS.pairPlusReplica, 2, true],
  ] as const) {
    const pids: number[] = [];
    for (let index = 0; index < processes; index++) {
      const core = await startCore({
        port,
        folder: path.join(folder, "core"),
        secret: "a secret of the benchmarks, of 32 characters",
        isShared: true,
        ...(hasReplica && { replicaUrl: servers.replicaUrl }),
      });
      started.push(core);
      if (core.pid !== undefined) pids.push(core.pid);
    }
    settings.push({ name, port, pids });
  }
  await measureParts({ layer, settings, databases, folder, rounds, parts, url: servers.url });
} finally {
  for (const child of started) child.kill();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
}
