// Public pages of many portals: requests a second from memory, drawn for each request, and with portals that nobody visited before.
//   node bench/tenants.ts [portals = 10000] [memberships = 1000000] [seconds = 4] [rounds = 3]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine. The portal must be built (`npm run build`).
//   PHASES: some of serving,drawing,cold,memory. TURN: how many portals the memory phase visits (3000), MEMORY_SECONDS: its limit (240).
// core-api and two portal processes run as in production, one of them without memory for pages. Beside them, nginx serves the same
// compressed bodies as files. Requests wait for nothing but the answer before.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { refreshOpenings } from "@archipel/core-api/modules/portals/open/refresh.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { type Load, type Loaded, load } from "./measure/http-load.ts";
import { measureMemory } from "./measure/memory-growth.ts";
import { seedTenants } from "./measure/seed-tenants.ts";
import { startNginx, startPortal } from "./measure/site-process.ts";
import { median, quantile } from "./measure/times.ts";

const url = process.env.DATABASE_URL;
if (!url) throw new Error("set DATABASE_URL to a scratch PostgreSQL database");
const [portals, memberships, seconds, rounds] = [10_000, 1_000_000, 4, 3].map((standard, index) =>
  Number(process.argv[2 + index] ?? standard),
) as [number, number, number, number];
const PORTS = { core: 4810, kept: 4811, drawn: 4812, nginx: 4813, inspect: 4814 };
const secret = "a secret of the benchmarks, of 32 characters";
const CONNECTIONS = 4;
/** The seeded portals have four themes in turn. */
const KNOWN = 4;
/** That of core-api without settings: openings name the addresses of portals. */
const STANDARD_PORTAL_URL = "http://{slug}.localhost:3000";
const MEMORY_SECONDS = Number(process.env.MEMORY_SECONDS ?? 240);

const host = (number: number) => `t${number}.localhost`;
const PAGES = { home: "/fr", catalogue: "/fr/catalogue", map: "/fr/map", page: "/fr/presentation" } as const;
const of = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ host: host(1 + ((first - 1 + index) % portals)), path: PAGES.home }));
const drawnOf = (requests: Load["requests"], answers: number, connections = CONNECTIONS) =>
  measured({ port: PORTS.drawn, requests, connections, answers });

const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const begun = performance.now();
await database.sqlAs({ role: "system" }, (sql) => seedTenants(sql, { portals, memberships }));
await database.driver.execute("ANALYZE");
const folder = await mkdtemp(path.join(tmpdir(), "archipel-tenants-"));
console.log(
  `${machine()}\n${portals} portals and ${memberships} memberships, there after ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
console.log(`${rounds} rounds of ${seconds} s, medians; ${CONNECTIONS} connections\n`);

await writeOpenings();
const core = await startCore({ port: PORTS.core, folder, secret, inspectPort: PORTS.inspect });
const [kept, drawn] = [
  await startPortal({ port: PORTS.kept, corePort: PORTS.core, secret, inspectPort: PORTS.inspect + 1 }),
  await startPortal({ port: PORTS.drawn, corePort: PORTS.core, secret, pagesBytes: 0, inspectPort: PORTS.inspect + 2 }),
];
// core-api reads the events of the last hour first: those of the seed.
await new Promise((resolve) => setTimeout(resolve, 10_000));
const bodies: Record<string, Buffer> = {};
for (const [name, address] of Object.entries(PAGES)) bodies[name] = await bodyOf(address);
const nginx = await startNginx(PORTS.nginx, folder, bodies);

try {
  const wanted = (process.env.PHASES ?? "serving,drawing,cold,memory").split(",");
  for (const [name, phase] of Object.entries({ serving, drawing, cold, memory })) if (wanted.includes(name)) await phase();
} finally {
  for (const child of [nginx, kept, drawn, core]) child?.kill("SIGTERM");
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** What portals are opened with is written by a task of the jobs after each change, as after that of the seed: here before core-api starts. */
async function writeOpenings(): Promise<void> {
  const begun = performance.now();
  const testCore = await createTestCore(database);
  const asStarted = { ...testCore, env: { ...testCore.env, ARCHIPEL_PORTAL_URL: process.env.ARCHIPEL_PORTAL_URL ?? STANDARD_PORTAL_URL } };
  let written = 0;
  for (;;) {
    const count = await refreshOpenings(asStarted);
    written += count;
    if (count === 0) break;
  }
  console.log(`${written} openings written in ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
}

/** The page as the portal sends it, compressed. */
async function bodyOf(address: string): Promise<Buffer> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    request({ port: PORTS.kept, host: "127.0.0.1", path: address, headers: { host: host(1), "accept-encoding": "gzip" } }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () =>
        response.statusCode === 200 ? resolve(Buffer.concat(pieces)) : reject(new Error(`${address} answers ${response.statusCode}`)),
      );
    })
      .once("error", reject)
      .end();
  });
}

async function measured(parts: Load): Promise<Loaded> {
  const found = await load(parts);
  const wrong = Object.keys(found.statuses).filter((status) => status !== "200" && status !== "304");
  if (wrong.length > 0) throw new Error(`answers ${JSON.stringify(found.statuses)}`);
  return found;
}

/** Warm pages of one portal, beside nginx with the same bodies. */
async function serving(): Promise<void> {
  console.log("from memory   requests/s       304/s    nginx, same body   share of nginx   KB");
  for (const [name, address] of Object.entries(PAGES)) {
    const one = [{ host: host(1), path: address }];
    const response = await fetch(`http://127.0.0.1:${PORTS.kept}${address}`, { headers: { host: host(1) } }).catch(() => null);
    await response?.arrayBuffer();
    const etag = await etagOf(address);
    const known = [{ host: host(1), path: address, headers: { "if-none-match": etag } }];
    const rates: number[][] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      rates[0]?.push((await measured({ port: PORTS.kept, requests: one, connections: CONNECTIONS, seconds })).perSecond);
      rates[1]?.push((await measured({ port: PORTS.kept, requests: known, connections: CONNECTIONS, seconds: seconds / 2 })).perSecond);
      if (nginx) {
        const file = [{ host: "localhost", path: `/${name}` }];
        rates[2]?.push((await measured({ port: PORTS.nginx, requests: file, connections: CONNECTIONS, seconds: seconds / 2 })).perSecond);
      }
    }
    const [own = 0, unchanged = 0, files = 0] = rates.map(median);
    console.log(
      name.padEnd(12),
      own.toFixed(0).padStart(11),
      unchanged.toFixed(0).padStart(11),
      files.toFixed(0).padStart(19),
      (own / files).toFixed(2).padStart(16),
      ((bodies[name]?.length ?? 0) / 1024).toFixed(0).padStart(4),
    );
  }
}

async function etagOf(address: string): Promise<string> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    request({ port: PORTS.kept, host: "127.0.0.1", path: address, method: "HEAD", headers: { host: host(1) } }, (response) => {
      response.resume();
      resolve(response.headers.etag ?? "");
    })
      .once("error", reject)
      .end();
  });
}

/** Pages that are drawn for each request, as those of signed-in people are. */
async function drawing(): Promise<void> {
  console.log("\ndrawn         requests/s     p50 ms   p95 ms");
  for (const [name, address] of Object.entries(PAGES)) {
    const requests = [1, 2, 3].map((number) => ({ host: host(number), path: address }));
    await measured({ port: PORTS.drawn, requests, connections: CONNECTIONS, seconds: 1 });
    const all: Loaded[] = [];
    for (let round = 0; round < rounds; round++)
      all.push(await measured({ port: PORTS.drawn, requests, connections: CONNECTIONS, seconds }));
    row(name, all);
  }
}

function row(name: string, all: readonly Loaded[]): number {
  const rate = median(all.map(({ perSecond }) => perSecond));
  const times = all.flatMap((one) => one.times);
  console.log(
    name.padEnd(12),
    rate.toFixed(0).padStart(11),
    quantile(times, 0.5).toFixed(1).padStart(10),
    quantile(times, 0.95).toFixed(1).padStart(8),
  );
  return rate;
}

/**
 * The first page of portals that nobody visited, in no process: neither the portal's nor core-api's knows them, and nothing asked for them
 * before. Beside it in each round, the same page of portals whose data are known, one for each theme, because the homes of themes are
 * differently long: drawn by Next for each request, too.
 */
async function cold(): Promise<void> {
  console.log("\nhome, drawn   requests/s     p50 ms   p95 ms");
  // Connections to the database keep the plans of statements: these portals make them.
  await drawnOf(of(portals - 60, 60), 60);
  await drawnOf(of(1, KNOWN), 60);
  const [warm, first, known, turn]: Loaded[][] = [[], [], [], []] as Loaded[][];
  const each = Math.min(100, Math.floor(portals / 40));
  let next = 10;
  const unseen = (count: number) => {
    next += count;
    return of(next - count, count);
  };
  for (let round = 0; round < Math.max(rounds, 3); round++) {
    // One after the other: what a visitor waits for.
    warm?.push(await drawnOf(of(1, KNOWN), each, 1));
    first?.push(await drawnOf(unseen(each), each, 1));
    known?.push(await drawnOf(of(1, KNOWN), 2 * each));
    turn?.push(await drawnOf(unseen(2 * each), 2 * each));
  }
  const half = (all: readonly Loaded[] = []) => median(all.flatMap(({ times }) => times));
  row("warm, 1", warm ?? []);
  row("first, 1", first ?? []);
  console.log(`a cold portal's first page takes ${(half(first) / half(warm)).toFixed(2)} × a warm one`);
  const base = row("4 portals", known ?? []);
  const all = row("all in turn", turn ?? []);
  console.log(`portals in turn, each for the first time: ${(all / base).toFixed(2)} × four portals\n`);
}

/** Memory while more and more portals are visited for the first time, then all of them again. */
async function memory(): Promise<void> {
  const processes = { drawn, kept, core };
  const inspectors = { drawn: PORTS.inspect + 2, kept: PORTS.inspect + 1, core: PORTS.inspect };
  await measureMemory(processes, inspectors, {
    most: Math.min(portals, Number(process.env.TURN ?? 3_000)),
    seconds: MEMORY_SECONDS,
    visit: async (first, count) => {
      const requests = of(first, count);
      await drawnOf(requests, count);
      await measured({ port: PORTS.kept, requests, connections: CONNECTIONS, answers: count });
    },
  });
}
