// Hostile images: what others notice while twenty of them are sent at once, and what core-api's memory does.
//   node bench/images.ts [requests = 200]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
// core-api runs in its own process. Another visitor signs in and opens pages, first alone, then during the attack.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hashPassword } from "@archipel/core-api/modules/identity/service/passwords.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { hostileImages } from "@archipel/images/testing/hostile-images.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { residentMegabytes, startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { signInAtHub, tokenOf, type Visitor } from "./measure/hub-visitor.ts";
import { timed, timesRow } from "./measure/times.ts";

const requests = Number(process.argv[2] ?? 200);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");

const PORT = 4398;
const base = `http://localhost:${PORT}`;
const PASSWORD = "les marées montent deux fois";
// The same in each run, so that encrypted values in the scratch database can be decrypted again.
const SECRET = "a secret of the benchmarks, of 32 characters";
const SIGN_IN_EVERY = 10;
const REST_MS = 10_000;

const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const community = await createCommunity(database);
const portal = await createPortal(database, community.id, { slug: `bench-${randomBytes(4).toString("hex")}` });
const user = await createMember(database, community.id, "manager");
const passwordHash = await hashPassword(PASSWORD);
await database.withSystem(async (tx) => {
  await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
  await tx.portal.update({ where: { id: portal.id }, data: { reporting: "everyone" } });
});
const files = Object.entries(hostileImages).map(([name, make]) => ({ isLogo: name.includes("SVG"), file: make() }));
const visitor: Visitor = { base, slug: portal.slug, email: user.email, password: PASSWORD };
const folder = await mkdtemp(path.join(tmpdir(), "archipel-images-"));
const server = await startCore({ port: PORT, folder, secret: SECRET });
console.log(`${machine()}\n${requests} requests of another visitor, a sign-in every ${SIGN_IN_EVERY}; milliseconds\n`);

try {
  const token = await tokenOf(visitor, await signInAtHub(visitor), SECRET);
  await visit(20);
  const before = residentMegabytes(server);
  report("idle", await visit(requests));
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(server));
  }, 100);
  const stop = new AbortController();
  const attack = flood(token, stop.signal);
  await delay(1000);
  report("under attack", await visit(requests));
  stop.abort();
  const answers = await attack;
  clearInterval(timer);
  await delay(REST_MS);
  console.log(`\nanswers ${JSON.stringify(answers)}`);
  console.log(`core-api ${before} MB before, ${peak} MB at most, ${residentMegabytes(server)} MB ten seconds after`);
} finally {
  server.kill("SIGTERM");
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** Sends all images at the same time, SVGs as logos and the others as photos, each again when it is answered. Counts the answers by status. */
async function flood(token: string, stop: AbortSignal): Promise<Record<number, number>> {
  const answers: Record<number, number> = {};
  await Promise.all(
    files.map(async ({ isLogo, file }, index) => {
      const address = isLogo ? `/portals/${portal.id}/logo` : `/reports/files?portal=${portal.id}&name=x`;
      const headers = { "x-forwarded-for": `203.0.113.${index}`, ...(isLogo ? { authorization: `Bearer ${token}` } : {}) };
      while (!stop.aborted) {
        const { status } = await fetch(`${base}${address}`, { method: "POST", headers, body: new Uint8Array(file) });
        answers[status] = (answers[status] ?? 0) + 1;
        if (status === 429) await delay(1000);
      }
    }),
  );
  return answers;
}

async function visit(times: number): Promise<{ page: number[]; signIn: number[] }> {
  const took = { page: [] as number[], signIn: [] as number[] };
  for (let index = 0; index < times; index++) {
    took.page.push(await timed(openPortal));
    if (index % SIGN_IN_EVERY === 0) took.signIn.push(await timed(() => signInAtHub(visitor)));
  }
  return took;
}

/** The first call of a portal's page. */
async function openPortal(): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ json: { host: `${portal.slug}.localhost` } }));
  const response = await fetch(`${base}/trpc/portals.byHost?input=${input}`);
  if (!response.ok) throw new Error(`portals.byHost answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

function report(label: string, { page, signIn: signIns }: { page: number[]; signIn: number[] }): void {
  console.log(`${label.padEnd(14)} ${timesRow("page", page)}   ${timesRow("sign-in", signIns)}`);
}
