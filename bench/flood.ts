// Floods of pages that are not kept: what other visitors notice of a portal, of the console and of the identity hub, behind nginx and without.
//   node bench/flood.ts [rounds = 3] [seconds = 8] [parts = portal,nginx,console,hub]
// Starts everything itself. The sites must be built (`npm run build`). Needs Debian's postgresql-17-postgis-3 and nginx.
// In each round a visitor asks alone, then while one address floods over 250 connections, then while 50 addresses do, each asking again as soon as it is
// answered. The visitor's requests come from changing addresses. Goal: p95 at most 1.3 × the one without a flood, kept pages unmoved.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "@archipel/database/database.ts";
import { nginxFiles, nginxTemporaryPaths } from "@archipel/testing/shipped-files.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import type { PageFlood } from "./measure/page-flood.ts";
import { seedTenants } from "./measure/seed-tenants.ts";
import { startConsole, startPortal } from "./measure/site-process.ts";
import { startFlood } from "./measure/start-flood.ts";
import { quantile, timed } from "./measure/times.ts";
import { startCluster } from "./serve/cluster.ts";

const PORT = Number(process.env.PORT ?? 4510);
const PORTS = { database: PORT, core: PORT + 1, portal: PORT + 2, console: PORT + 3, nginx: PORT + 4, unused: PORT + 5 };
const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 8);
const parts = new Set((process.argv[4] ?? "portal,nginx,console,hub").split(","));
const secret = "a secret of the benchmarks, of 32 characters";
const CONNECTIONS = 250;
const PORTAL = "t1.localhost";
/** In the bench's nginx, which believes it: all addresses are on this machine. */
const BENCH_HEADER = "x-bench-address";

interface Target {
  readonly name: string;
  readonly port: number;
  readonly host: string;
  readonly addressHeader: string;
  /** What floods, and what the visitor asks for, by name; `{n}` is a new number each time. */
  readonly flooded: string;
  readonly asked: Readonly<Record<string, string>>;
}

const SEARCH = "/fr/catalogue?q=mot-{n}";
const ofPortal = {
  host: PORTAL,
  flooded: SEARCH,
  asked: { "kept page": "/fr", "forwarded call": "/ogc/collections", "page not kept": SEARCH },
};
const targets: readonly Target[] = [
  { name: "portal", port: PORTS.portal, addressHeader: "x-forwarded-for", ...ofPortal },
  { name: "nginx", port: PORTS.nginx, addressHeader: BENCH_HEADER, ...ofPortal },
  {
    name: "console",
    port: PORTS.console,
    host: `localhost:${PORTS.console}`,
    addressHeader: "x-forwarded-for",
    flooded: "/?n={n}",
    asked: { page: "/?n={n}", health: "/api/health" },
  },
  {
    name: "hub",
    port: PORTS.core,
    host: `localhost:${PORTS.core}`,
    addressHeader: "x-forwarded-for",
    flooded: "/hub/problem?n={n}",
    asked: { "page of the hub": "/hub/problem?n={n}", "public call": "/ogc/collections" },
  },
];
const FLOODS = {
  "one address": ["203.0.113.9"],
  "50 addresses": Array.from({ length: 50 }, (_, index) => `203.0.113.${100 + index}`),
} as const;

const folder = await mkdtemp(path.join(tmpdir(), "archipel-flood-"));
const cluster = await startCluster(PORTS.database);
process.env.DATABASE_URL = cluster.url;
const started: ChildProcess[] = [];
const visitor = new Agent({ keepAlive: true });
let asked = 0;
/** Requests of the visitor that were not answered with what they asked for: there should be none. */
let refused = 0;
try {
  const database = await openDatabase({ kind: "server", url: cluster.url, poolSize: 2 });
  await database.migrate();
  await database.sqlAs({ role: "system" }, (sql) => seedTenants(sql, { portals: 20, memberships: 20 }));
  await database.close();
  started.push(await startCore({ port: PORTS.core, folder: path.join(folder, "core"), secret }));
  if (parts.has("portal") || parts.has("nginx")) started.push(await startPortal({ port: PORTS.portal, corePort: PORTS.core, secret }));
  if (parts.has("console")) started.push(await startConsole({ port: PORTS.console, corePort: PORTS.core, secret }));
  if (parts.has("nginx")) started.push(await startNginx());
  console.log(`${machine()}, load ${os.loadavg()[0]?.toFixed(1)}\n${rounds} rounds of ${seconds} s each; milliseconds of the visitor\n`);
  for (const target of targets) if (parts.has(target.name)) await measure(target);
} finally {
  visitor.destroy();
  for (const child of started) child.kill();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(target: Target): Promise<void> {
  const kinds = Object.keys(target.asked);
  const all = new Map(["no flood", ...Object.keys(FLOODS)].map((name) => [name, new Map(kinds.map((kind) => [kind, [] as number[]]))]));
  await visit(target, new Map(kinds.map((kind) => [kind, []])), 2);
  for (let round = 0; round < rounds; round++) {
    await visit(target, all.get("no flood"), seconds);
    for (const [name, addresses] of Object.entries(FLOODS)) {
      const { port, host, addressHeader, flooded } = target;
      const flood: PageFlood = { port, host, addressHeader, addresses, connections: CONNECTIONS, path: flooded };
      const stop = await startFlood("page-flood.ts", flood);
      let answers = "";
      try {
        await visit(target, all.get(name), seconds);
      } finally {
        answers = await stop();
      }
      console.log(`  ${target.name}, ${name}: the flood was answered ${answers}`);
      // What the flood counts for is over by now, for it and for the next round.
      await delay(12_000);
    }
  }
  console.log(`${target.name}   load ${os.loadavg()[0]?.toFixed(1)}   requests of the visitor that were refused: ${refused}`);
  refused = 0;
  for (const [name, times] of all) {
    for (const [kind, list] of times) {
      const alone = all.get("no flood")?.get(kind) ?? [];
      const ratio = name === "no flood" ? "" : `   p95 ${(quantile(list, 0.95) / quantile(alone, 0.95)).toFixed(2)} ×`;
      const figures = [0.5, 0.95, 1].map((share) => quantile(list, share).toFixed(1).padStart(8)).join(" ");
      console.log(`  ${name.padEnd(14)} ${kind.padEnd(18)} p50, p95, max ${figures}   of ${list.length}${ratio}`);
    }
  }
}

/** Asks for one kind after the other until the time is over. */
async function visit(
  { port, host, addressHeader, asked: paths }: Target,
  times: Map<string, number[]> | undefined,
  forSeconds: number,
): Promise<void> {
  const until = performance.now() + forSeconds * 1000;
  while (performance.now() < until) {
    for (const [kind, written] of Object.entries(paths)) {
      const address = `198.51.100.${1 + (asked++ % 250)}`;
      const headers = { host, "accept-encoding": "gzip", accept: "text/html", [addressHeader]: address };
      times?.get(kind)?.push(await timed(() => open(port, written.replace("{n}", `${asked}`), headers)));
      await delay(20);
    }
  }
}

function open(port: number, asked: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: asked, headers, agent: visitor }, (response) => {
      if ((response.statusCode ?? 0) >= 400) refused++;
      response.resume().once("end", resolve).once("error", reject);
    })
      .once("error", reject)
      .end();
  });
}

/** The shipped nginx files without TLS, in front of the portal and core-api. */
async function startNginx(): Promise<ChildProcess> {
  const files = nginxFiles(folder, [
    [/^\s*(ssl_\w+|http2) .*;$/gm, ""],
    ["listen 443 ssl default_server;", `listen 127.0.0.1:${PORTS.nginx} default_server;`],
    ["listen 443 ssl;", `listen 127.0.0.1:${PORTS.unused};`],
    ["listen 80 default_server;", `listen 127.0.0.1:${PORTS.unused + 1};`],
    ["127.0.0.1:4080", `127.0.0.1:${PORTS.unused + 2}`],
    [/127\.0\.0\.1:400[01]/g, `127.0.0.1:${PORTS.core}`],
    [/127\.0\.0\.1:30[01]0/g, `127.0.0.1:${PORTS.portal}`],
    ["127.0.0.1:3001", `127.0.0.1:${PORTS.console}`],
  ]);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  await writeFile(
    path.join(folder, "nginx.conf"),
    `user root; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events { worker_connections 2048; }
http { include /etc/nginx/mime.types; access_log off; ${nginxTemporaryPaths(folder)}
 set_real_ip_from 127.0.0.0/8; real_ip_header X-Bench-Address; include ${folder}/archipel.conf; }`,
  );
  const child = spawn("/usr/sbin/nginx", ["-c", path.join(folder, "nginx.conf"), "-e", path.join(folder, "error.log")], {
    stdio: "inherit",
  });
  await delay(1000);
  if (child.exitCode !== null) throw new Error("nginx did not start");
  return child;
}
