// What a user gets over HTTP, beside what else they could install, on the same tables in the same run. Starts everything itself.
//   node bench/serve.ts [features = 1000000] [rounds = 3] [parts = tiles,points,lines,warm,items]   one more part: growth
// Needs Debian's postgresql-17-postgis-3, cgi-mapserver, spawn-fcgi, wrk and nginx-light. Rounds are interleaved, medians; the ratio is ours to the peer's.
// `growth` publishes layers of 10,000 to 5,000,000 features, which takes some minutes and 3 GB.
import { type ChildProcess, execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { publishText } from "./measure/publish-text.ts";
import { buildingsText, streetsText, treesText } from "./measure/towns.ts";
import { hasWrk } from "./measure/wrk.ts";
import { startCluster } from "./serve/cluster.ts";
import { measureGrowth } from "./serve/growth.ts";
import { measureItems } from "./serve/items.ts";
import { measureTiles, measureWarmTiles, warmUp } from "./serve/tiles.ts";

const PORT = 4390;
const features = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const parts = new Set((process.argv[4] ?? "tiles,points,lines,warm,items").split(","));
if (!hasWrk()) throw new Error("wrk is needed: apt-get install wrk");
const folder = await mkdtemp(path.join(tmpdir(), "archipel-serve-"));
const cluster = await startCluster(PORT + 1);
process.env.DATABASE_URL = cluster.url;
const started: ChildProcess[] = [];
try {
  console.log(`${machine()}\n${features.toLocaleString("en")} buildings, ${rounds} rounds`);
  const layer = await publishText(folder, "buildings.geojson", buildingsText(features));
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
  await warmUp(world);
  if (parts.has("tiles")) await measureTiles(world, "POLYGON");
  if (parts.has("points"))
    await measureTiles({ ...world, layer: await publishText(folder, "trees.geojson", treesText(features)) }, "POINT");
  if (parts.has("lines"))
    await measureTiles({ ...world, layer: await publishText(folder, "streets.geojson", streetsText(features * 0.3)) }, "LINE");
  if (parts.has("warm")) await measureWarmTiles(world);
  if (parts.has("items")) await measureItems(world);
  if (parts.has("growth")) await measureGrowth(world);
} finally {
  for (const child of started) child.kill();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
