// All targets by one command: each bench in turn, on a PostgreSQL of its own, with what it prints under the targets that it judges.
//   node bench/targets.ts [parts = all] [small]   parts: serve,encoder,ingest,updates,tenants,front,scale,live,pages,cloud,search
// `small`: a tenth of the data and one round, to see that all of it runs. The portal must be built (`npm run build`).
// Needs Debian's postgresql-17-postgis-3, cgi-mapserver, spawn-fcgi, nginx-light, wrk, gdal-bin, zip, chromium; tippecanoe and pdal if they are to be compared.
import { type ChildProcess, spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { startCluster } from "./serve/cluster.ts";

const CLUSTER_PORT = 4380;
const DEMO = { CORE_PORT: "4381", PORTAL_PORT: "4382", ADMIN_PORT: "4383" };
const DEMO_STARTS_MS = 300_000;
const isSmall = process.argv.includes("small");
const wanted = process.argv[2] === undefined || ["all", "small"].includes(process.argv[2]) ? null : new Set(process.argv[2].split(","));
const million = isSmall ? "100000" : "1000000";
const rounds = isSmall ? "1" : "3";

interface Part {
  name: string;
  targets: string;
  /** Files of this folder with their arguments, one after the other. */
  runs: readonly (readonly [file: string, ...args: string[]])[];
  needs?: "database" | "trigrams" | "demo";
}

const PARTS: readonly Part[] = [
  {
    name: "serve",
    targets: "P1, P3, P7",
    runs: [["serve.ts", million, rounds, `tiles,points,lines,warm,items${isSmall ? "" : ",growth"}`]],
  },
  { name: "encoder", targets: "P2, P4", runs: [["tiles.ts", million, rounds]], needs: "database" },
  { name: "ingest", targets: "P5, P6", runs: [["ingest.ts", million, "geojson,gpkg,fgb,shp", rounds]], needs: "database" },
  { name: "updates", targets: "updates", runs: [["updates.ts", isSmall ? "50000" : "500000,1000000", "part,bare"]], needs: "database" },
  { name: "tenants", targets: "P8", runs: [["tenants.ts", ...(isSmall ? ["1000", "10000", "2", "1"] : [])]], needs: "database" },
  { name: "front", targets: "P3 and P10 through a portal's host", runs: [["front.ts", isSmall ? "50000" : "200000", rounds]] },
  { name: "scale", targets: "several processes and a replica", runs: [["scale.ts", isSmall ? "20000" : "200000", rounds]] },
  { name: "live", targets: "P9", runs: [["live.ts", isSmall ? "5" : "30", "100000", isSmall ? "50" : "1,200,1000"]], needs: "database" },
  {
    name: "pages",
    targets: "P10",
    runs: [
      ["pages.ts", rounds],
      ["usable.ts", rounds],
    ],
    needs: "demo",
  },
  { name: "cloud", targets: "P11", runs: [["copc.ts", isSmall ? "1000000" : "10000000"]] },
  { name: "search", targets: "P12", runs: [["search.ts", million]], needs: "trigrams" },
];

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("exit", resolve));
const failed: string[] = [];
for (const part of PARTS.filter(({ name }) => wanted === null || wanted.has(name))) {
  console.log(`\n==== ${part.name}: ${part.targets}   load ${os.loadavg()[0]?.toFixed(1)}`);
  const isWell = await measure(part).catch((error) => {
    console.error(error);
    return false;
  });
  if (!isWell) failed.push(part.name);
}
if (failed.length > 0) console.log(`\nfailed, or beyond a limit of its own: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function measure({ runs, needs }: Part): Promise<boolean> {
  if (needs === "demo") return withDemo(() => runAll(runs, DEMO));
  if (needs === undefined) return runAll(runs, {});
  const cluster = await startCluster(CLUSTER_PORT);
  try {
    if (needs === "trigrams") await addTrigrams(cluster.peerUrl);
    return await runAll(runs, { DATABASE_URL: cluster.url });
  } finally {
    await cluster.stop();
  }
}

async function runAll(runs: Part["runs"], env: Readonly<Record<string, string>>): Promise<boolean> {
  let isWell = true;
  for (const [file, ...args] of runs) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, file), ...args], {
      stdio: "inherit",
      env: { ...process.env, ...env },
    });
    isWell = (await ended(child)) === 0 && isWell;
  }
  return isWell;
}

async function addTrigrams(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("CREATE EXTENSION pg_trgm");
  await client.end();
}

/** The demo of this folder, which is left as it was found: its data stay. */
async function withDemo(work: () => Promise<boolean>): Promise<boolean> {
  const demo = spawn(process.execPath, [path.join(import.meta.dirname, "../scripts/demo/main.mjs")], {
    stdio: "ignore",
    env: { ...process.env, ...DEMO },
  });
  try {
    const isThere = (port: string) =>
      fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).then(
        () => true,
        () => false,
      );
    const until = performance.now() + DEMO_STARTS_MS;
    while (!(await isThere(DEMO.PORTAL_PORT)) || !(await isThere(DEMO.ADMIN_PORT))) {
      if (performance.now() > until || demo.exitCode !== null) throw new Error("the demo did not start");
      await delay(500);
    }
    return await work();
  } finally {
    demo.kill("SIGTERM");
    if (demo.exitCode === null) await ended(demo);
  }
}
