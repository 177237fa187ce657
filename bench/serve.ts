// What a user gets over HTTP, beside what else they could install, on the same tables in the same run. Starts everything itself.
//   node bench/serve.ts [features = 1000000] [rounds = 3] [parts = tiles,warm,items]
// Needs Debian's postgresql-17-postgis-3, cgi-mapserver, spawn-fcgi, wrk and nginx-light. Rounds are interleaved, medians; the ratio is ours to the peer's.
import { type ChildProcess, execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { buildingsText } from "./measure/buildings.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { watchedRun } from "./measure/process-tree.ts";
import type { Published } from "./measure/publish-file.ts";
import { hasWrk } from "./measure/wrk.ts";
import { startCluster } from "./serve/cluster.ts";
import { measureItems } from "./serve/items.ts";
import { measureTiles } from "./serve/tiles.ts";

const PORT = 4390;
const features = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const parts = new Set((process.argv[4] ?? "tiles,warm,items").split(","));
if (!hasWrk()) throw new Error("wrk is needed: apt-get install wrk");
const folder = await mkdtemp(path.join(tmpdir(), "archipel-serve-"));
const cluster = await startCluster(PORT + 1);
process.env.DATABASE_URL = cluster.url;
const started: ChildProcess[] = [];
try {
  console.log(`${machine()}\n${features.toLocaleString("en")} buildings, ${rounds} rounds`);
  const layer = await publish("buildings.geojson", buildingsText(features));
  const workers = os.availableParallelism();
  for (let index = 0; index < workers; index++)
    started.push(
      await startCore({
        port: PORT,
        folder: path.join(folder, "core"),
        secret: "a secret of the benchmarks, of 32 characters",
        isShared: true,
      }),
    );
  const postmaster = Number(execFileSync("pgrep", ["-of", `port=${PORT + 1}`], { encoding: "utf8" }));
  const ours = { name: "Archipel", port: PORT, pids: started.flatMap(({ pid }) => pid ?? []), postmaster };
  const world = { layer, ours, folder, workers, rounds, cluster, ports: { peer: PORT + 2, bare: PORT + 3 } };
  if (parts.has("tiles") || parts.has("warm")) await measureTiles(world, parts);
  if (parts.has("items")) await measureItems(world);
} finally {
  for (const child of started) child.kill();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Takes a generated file through the product, from its upload to its layer on a portal. */
async function publish(name: string, text: Iterable<string>): Promise<Published> {
  const file = path.join(folder, name);
  await pipeline(Readable.from(text), createWriteStream(file));
  const ran = await watchedRun(process.execPath, [path.join(import.meta.dirname, "measure/publish-file.ts"), JSON.stringify({ file })]);
  await rm(file);
  return JSON.parse(ran.output) as Published;
}
