// Hostile images: what others notice while twenty of them are sent at once, and what core-api's memory does.
//   node bench/images.ts [requests = 200]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
// core-api runs in its own process, the attack in another. In each of three rounds another visitor signs in and opens pages, first alone, then
// during the attack.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hashPassword } from "@archipel/core-api/modules/identity/service/passwords.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { residentMegabytes, startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { signInAtHub, tokenOf, type Visitor } from "./measure/hub-visitor.ts";
import { startFlood } from "./measure/start-flood.ts";
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
const ROUNDS = 3;
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
const visitor: Visitor = { base, slug: portal.slug, email: user.email, password: PASSWORD };
const folder = await mkdtemp(path.join(tmpdir(), "archipel-images-"));
const server = await startCore({ port: PORT, folder, secret: SECRET });
console.log(`${machine()}\n${requests} requests of another visitor, a sign-in every ${SIGN_IN_EVERY}; milliseconds\n`);

try {
  const token = await tokenOf(visitor, await signInAtHub(visitor), SECRET);
  await visit(20);
  const [idle, attacked] = [noTimes(), noTimes()];
  for (let round = 1; round <= ROUNDS; round++) {
    add(idle, await visit(requests));
    const memory = watchMemory();
    try {
      const stop = await startFlood("image-flood.ts", { base, portalId: portal.id, token });
      add(attacked, await visit(requests).finally(async () => console.log(`answers ${await stop()}`)));
      await delay(REST_MS);
    } finally {
      console.log(memory());
    }
  }
  report("idle", idle);
  report("under attack", attacked);
} finally {
  server.kill("SIGTERM");
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** Memory of core-api from now on, as a function that ends the watch and says what it saw. */
function watchMemory(): () => string {
  const before = residentMegabytes(server);
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(server));
  }, 100);
  return () => {
    clearInterval(timer);
    return `core-api ${before} MB before, ${peak} MB at most, ${residentMegabytes(server)} MB ten seconds after`;
  };
}

interface Times {
  page: number[];
  signIn: number[];
}

function noTimes(): Times {
  return { page: [], signIn: [] };
}

function add(all: Times, more: Times): void {
  all.page.push(...more.page);
  all.signIn.push(...more.signIn);
}

async function visit(times: number): Promise<Times> {
  const took = noTimes();
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

function report(label: string, { page, signIn: signIns }: Times): void {
  console.log(`${label.padEnd(14)} ${timesRow("page", page)}   ${timesRow("sign-in", signIns)}`);
}
