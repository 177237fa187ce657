// @database server
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@archipel/database/database.ts";
import { hostileImages } from "@archipel/images/testing/hostile-images.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { IMAGES_AT_ONCE, imageLimits, imageQueue, imageTurns } from "../kernel/images.ts";
import { signIn } from "../modules/identity/service/sign-in.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { buildPermissionWorld, demoPassword, type PermissionWorld } from "../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: PermissionWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  imageLimits(core).cpuSeconds = 1;
  imageTurns(core).waitSeconds = 300;
  app = await createServer(core);
  world = await buildPermissionWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const MEGABYTE = 2 ** 20;

function sendPhoto(payload: Buffer, address: string) {
  const headers = { "x-forwarded-for": address };
  return app.inject({ method: "POST", url: "/reports/files", query: { portal: world.portal.id, name: "photo" }, payload, headers });
}

function sendLogo(payload: Buffer) {
  const headers = bearer(world.users.manager);
  return app.inject({ method: "POST", url: `/portals/${world.portal.id}/logo`, payload, headers });
}

/** Children of this process that draw images. */
function drawingChildren(): number {
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && isDrawing(entry)).length;
}

function isDrawing(pid: string): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return status.includes(`PPid:\t${process.pid}\n`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("archipel-images-program");
  } catch {
    return false;
  }
}

/** Looks at this process and its children until it is stopped. */
function watchSelf() {
  const seen = { children: 0, rss: 0 };
  const timer = setInterval(() => {
    seen.children = Math.max(seen.children, drawingChildren());
    seen.rss = Math.max(seen.rss, process.memoryUsage.rss());
  }, 50);
  return { seen, stop: () => clearInterval(timer) };
}

it("stays small and answers others while hostile images are sent", async () => {
  const files = Object.entries(hostileImages).map(([name, make]) => ({ name, file: make() }));
  expect(files.length).toBeGreaterThanOrEqual(20);
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#369" } })
    .jpeg()
    .toBuffer();
  expect((await sendPhoto(photo, "192.0.2.1")).statusCode).toBe(200);
  const { email } = await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: world.users.stranger ?? "" } }));
  expect(await signIn(core, { email, password: demoPassword, network: "127.0.0.1" })).toMatchObject({ outcome: "signed-in" });

  const before = process.memoryUsage.rss();
  const watch = watchSelf();
  let waiting = files.length;
  const sending = files.map(async ({ name, file }, index) => {
    const answer = await (name.includes("SVG") ? sendLogo(file) : sendPhoto(file, `203.0.113.${index % 4}`));
    waiting--;
    return { name, status: answer.statusCode, error: answer.statusCode === 200 ? null : answer.json().error };
  });
  await expect.poll(() => imageQueue(core).load.running).toBe(IMAGES_AT_ONCE);
  expect(await signIn(core, { email, password: demoPassword, network: "127.0.0.1" })).toMatchObject({ outcome: "signed-in" });
  expect(waiting).toBeGreaterThan(0);

  const answers = await Promise.all(sending);
  await delay(100);
  watch.stop();
  // What is drawn was harmless; everything else is refused in words, and nothing is an internal error.
  for (const { name, status, error } of answers) {
    expect([200, 422, 429, 503], name).toContain(status);
    if (error) expect(error, name).toMatch(/^(logo|report|image|images)-/);
  }
  expect(watch.seen.children).toBeGreaterThan(0);
  expect(watch.seen.children).toBeLessThanOrEqual(IMAGES_AT_ONCE);
  expect(watch.seen.rss - before).toBeLessThan(100 * MEGABYTE);
  expect(imageQueue(core).load).toEqual({ running: 0, waiting: 0 });
  await expect.poll(() => process.memoryUsage.rss() - before).toBeLessThan(60 * MEGABYTE);
});

it("gives the place of a sender who disconnects to the next one", async () => {
  const slow = hostileImages["a JPEG of 25 megapixels with 4,000 scans"]?.() ?? Buffer.alloc(0);
  const url = new URL(await app.listen({ port: 0, host: "127.0.0.1" }));
  url.pathname = "/reports/files";
  url.search = `portal=${world.portal.id}&name=photo`;
  // Time enough to see them all in the queue.
  imageLimits(core).cpuSeconds = 8;
  const leaving = new AbortController();
  const send = () => fetch(url, { method: "POST", body: new Uint8Array(slow), signal: leaving.signal }).catch((error: Error) => error.name);
  const sent = Array.from({ length: IMAGES_AT_ONCE + 2 }, send);
  await expect.poll(() => imageQueue(core).load).toEqual({ running: IMAGES_AT_ONCE, waiting: 2 });
  leaving.abort();
  expect(new Set(await Promise.all(sent))).toEqual(new Set(["AbortError"]));
  await expect.poll(() => imageQueue(core).load).toEqual({ running: 0, waiting: 0 });
  await expect.poll(drawingChildren).toBe(0);
  imageLimits(core).cpuSeconds = 1;
});

it("lets an ordinary photo have its turn between those of one who sends many", async () => {
  const order: string[] = [];
  const slow = hostileImages["a JPEG of 25 megapixels with 4,000 scans"]?.() ?? Buffer.alloc(0);
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#369" } })
    .jpeg()
    .toBuffer();
  const sent = async (who: string, file: Buffer, address: string) => {
    const { statusCode } = await sendPhoto(file, address);
    order.push(`${who} ${statusCode}`);
  };
  const flood = Array.from({ length: 3 * IMAGES_AT_ONCE }, () => sent("flood", slow, "203.0.113.9"));
  await expect.poll(() => imageQueue(core).load.running).toBe(IMAGES_AT_ONCE);
  await sent("neighbour", photo, "192.0.2.7");
  expect(order.filter((entry) => entry.startsWith("flood")).length).toBeLessThan(3 * IMAGES_AT_ONCE);
  expect(order.at(-1)).toBe("neighbour 200");
  await Promise.all(flood);
});
