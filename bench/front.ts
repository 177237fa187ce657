// What a visitor gets through a portal's host where there is no reverse proxy. Starts everything itself.
//   node bench/front.ts [features = 200000] [rounds = 3] [parts = tiles,pages,viewers]
// The portal must be built (`npm run build`). Needs Debian's postgresql-17-postgis-3 and wrk. Rounds are interleaved, medians.
// One core-api process and one portal process, as in the embedded mode. Beside the portal runs Next alone, without the server in front of it.
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { firstScreen, measureViewers } from "./measure/first-viewers.ts";
import { publishText } from "./measure/publish-text.ts";
import { startPortal } from "./measure/site-process.ts";
import { buildingsText, townPlaces } from "./measure/towns.ts";
import { hasWrk } from "./measure/wrk.ts";
import { startCluster } from "./serve/cluster.ts";
import { compare, type Side } from "./serve/sides.ts";
import { tilesOf } from "./serve/tiles.ts";

const PORT = Number(process.env.PORT ?? 4480);
const PORTS = { core: PORT, database: PORT + 1, front: PORT + 2, next: PORT + 3 };
const features = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 3);
const parts = new Set((process.argv[4] ?? "tiles,pages,viewers").split(","));
const secret = "a secret of the benchmarks, of 32 characters";
const VIEWERS = 20;
if (!hasWrk()) throw new Error("wrk is needed: apt-get install wrk");

const folder = await mkdtemp(path.join(tmpdir(), "archipel-front-"));
const cluster = await startCluster(PORTS.database);
process.env.DATABASE_URL = cluster.url;
const started: ChildProcess[] = [];
/** A new layer on a portal of its own. */
const publish = (count: number) => publishText(folder, "buildings.geojson", buildingsText(count));
try {
  console.log(`${machine()}, load ${os.loadavg()[0]?.toFixed(1)}\n${features.toLocaleString("en")} buildings, ${rounds} rounds`);
  const layer = await publish(features);
  const core = await startCore({ port: PORTS.core, folder: path.join(folder, "core"), secret });
  started.push(core);
  const front = await startPortal({ port: PORTS.front, corePort: PORTS.core, secret });
  started.push(front);
  const host = `${layer.portalSlug}.localhost`;
  const pids = (...children: ChildProcess[]) => children.flatMap(({ pid }) => pid ?? []);
  const ours: Side = { name: "the portal's host", port: PORTS.front, host, pids: pids(core, front) };
  // Under its own name, which has no budget.
  const direct: Side = { name: "core-api directly", port: PORTS.core, pids: pids(core) };
  if (parts.has("tiles") || parts.has("pages")) {
    const next = await startPortal({ port: PORTS.next, corePort: PORTS.core, secret, pagesBytes: 0, isNextAlone: true });
    started.push(next);
    const alone: Side = { name: "Next alone", port: PORTS.next, host, pids: pids(core, next) };
    // All rounds together stay within a portal's budget of tiles for a minute.
    const how = { connections: 16, seconds: 2, folder };
    if (parts.has("tiles")) {
      const tiles = tilesOf(14, 200, 77).map(({ z, x, y }) => `/tiles/${layer.layerId}/${z}/${x}/${y}.mvt`);
      for (const tile of tiles) await fetch(`http://127.0.0.1:${PORTS.core}${tile}`).then((answer) => answer.arrayBuffer());
      await compare("warm tiles z14 (target: 5 × Next alone)", [ours, alone, direct], rounds, () => tiles, how);
    }
    if (parts.has("pages")) {
      for (const page of ["/fr", "/fr/catalogue", "/fr/map"]) {
        await compare(`warm ${page} (target: 1,000/s)`, [ours, alone], rounds, () => [page], how);
      }
    }
    next.kill();
    await delay(500);
  }
  if (parts.has("viewers")) {
    console.log(`\n${VIEWERS} first viewers of a new layer at the same time (target: p95 of the first full map 1,000 ms)`);
    const [[lon = 0, lat = 0] = []] = townPlaces(1, 77);
    const inTown = [lon, lat] as const;
    for (let round = 0; round < rounds; round++) {
      const fresh = await publish(features);
      const screens = { "whole layer": firstScreen(5, [1.75, 46.75]), town: firstScreen(13, inTown) };
      for (const [name, tiles] of Object.entries(screens)) {
        const asked = {
          port: PORTS.front,
          host: `${fresh.portalSlug}.localhost`,
          paths: tiles.map((tile) => `/tiles/${fresh.layerId}/${tile}.mvt`),
        };
        const { first, p50, p95, requests, kilobytes } = await measureViewers(asked, VIEWERS);
        console.log(
          `  ${name.padEnd(12)} ${requests} requests, ${kilobytes.toFixed(0)} KB each viewer   first ${first.toFixed(0)}   p50 ${p50.toFixed(0)}   p95 ${p95.toFixed(0)} ms   load ${os.loadavg()[0]?.toFixed(1)}`,
        );
      }
    }
  }
} finally {
  for (const child of started) child.kill();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
