// @on-demand attacks
// @database server
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { exchange } from "@archipel/testing/raw-requests.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningReaders, startReaders } from "../jobs/outbox/run-readers.ts";
import { createServer } from "../server.ts";
import { createTestCore } from "../testing/test-core.ts";

// The built portal (`npm run build`) in a process of its own, with memory for pages: whatever strangers send, a host shows its own portal,
// nothing of a visitor's request is sent to others, and the memory stays bounded.

const HOSTS = 50;
const REQUESTS = 200;
/** Room for the pages of these portals, not for all that strangers make up. */
const PAGES_BYTES = 16_000_000;
const PATHS = [
  "/fr",
  "/en",
  "/fr/catalogue",
  "/fr/catalogue?sort=title",
  "/fr/help",
  "/fr/legal/cookies",
  "/fr/embed",
  "/fr/news",
  "/fr/nowhere",
];
const MARK = "s3cr3t";

let database: Database;
let readers: RunningReaders;
let app: FastifyInstance;
let portal: ChildProcess;
let port: number;
const portals: { id: string; communityId: string }[] = [];
const nameOf = (index: number) => `hote-${index}-x`;
const hostOf = (index: number) => `${nameOf(index)}.localhost`;

beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  readers = await startReaders(core);
  app = await createServer(core);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const coreUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const { id: communityId } = await createCommunity(database);
  for (let index = 0; index < HOSTS; index++) {
    const { id } = await createPortal(database, communityId, { slug: nameOf(index) });
    portals.push({ id, communityId });
  }
  await database.withSystem((tx) => tx.portal.updateMany({ where: { communityId }, data: { locales: ["fr", "en"] } }));
  port = await freePort();
  portal = spawn(process.execPath, ["src/server.ts", "-p", String(port)], {
    cwd: path.join(import.meta.dirname, "../../../portal-template"),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      CORE_API_URL: coreUrl,
      ARCHIPEL_PUBLIC_URL: coreUrl,
      ARCHIPEL_SECRET: core.env.ARCHIPEL_SECRET,
      ARCHIPEL_PAGES_BYTES: String(PAGES_BYTES),
    },
  });
  await vi.waitUntil(async () => (await get(hostOf(0), "/fr").catch(() => null))?.headers.includes("public, max-age=0"), {
    timeout: 60_000,
    interval: 200,
  });
}, 120_000);
afterAll(async () => {
  portal?.kill("SIGKILL");
  await readers.stop();
  await app.close();
  await database.close();
});

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends a request as it is written, and reads to the end. */
async function send(lines: readonly string[]): Promise<Answer> {
  const text = await exchange(port, `${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`, { isOpen: true });
  const end = text.indexOf("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    headers: text.slice(0, Math.max(0, end)),
    body: text.slice(end + 4),
  };
}
const get = (host: string, address: string, headers: readonly string[] = [], method = "GET") =>
  send([`${method} ${address} HTTP/1.1`, `Host: ${host}`, ...headers]);

const namesIn = ({ headers, body }: Answer) => [...new Set(`${headers}${body}`.match(/hote-\d+-x/g) ?? [])];
/** As the server in front says it: what Next answers for one visitor is `private` or `no-store`. */
const isKept = ({ headers }: Answer) => /^cache-control: public, max-age=0, must-revalidate\r?$/m.test(headers);
const etagOf = ({ headers }: Answer) => /^etag: (.*)$/im.exec(headers)?.[1] ?? "";

test("50 hosts get 200 requests each, mixed with what strangers add, and only their own pages, while portals change", async () => {
  const total = HOSTS * REQUESTS;
  const etags = new Map<number, string>();
  const statuses: Record<number, number> = {};
  let kept = 0;
  const added = (index: number): { headers: string[]; method: string } => {
    const foreign = hostOf((index * 13 + 7) % HOSTS);
    const kinds: [string[], string][] = [
      [[], "GET"],
      [[`X-Forwarded-Host: ${foreign}`, `Forwarded: host=${foreign}`], "GET"],
      [[`If-None-Match: ${etags.get((index * 13 + 7) % HOSTS) || '"x"'}`], "GET"],
      [["Cookie: mode=dark; language=en"], "GET"],
      [["Range: bytes=0-99", "Accept-Encoding: br;q=0, gzip;q=0"], "GET"],
      [["Accept-Language: en,fr;q=0.1"], "GET"],
      [[], "HEAD"],
    ];
    const [headers, method] = kinds[(index * 31) % kinds.length] ?? [[], "GET"];
    return { headers, method };
  };
  const workers = Array.from({ length: 16 }, async (_, worker) => {
    for (let index = worker; index < total; index += 16) {
      const at = (index * 17) % total;
      const host = at % HOSTS;
      if (index % 499 === 0) {
        await database.withSystem((tx) =>
          tx.portal.update({ where: { id: portals[host]?.id ?? "" }, data: { tagline: { fr: `Phrase ${index}` } } }),
        );
      }
      const { headers, method } = added(index);
      const answer = await get(hostOf(host), PATHS[(at * 7) % PATHS.length] ?? "", headers, method);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (isKept(answer)) kept++;
      if (answer.status === 200) etags.set(host, etagOf(answer));
      expect(
        namesIn(answer).filter((name) => name !== nameOf(host)),
        `${method} ${hostOf(host)} ${headers}`,
      ).toEqual([]);
      // Another portal's ETag never answers for this page.
      if (method === "GET") expect([200, 404]).toContain(answer.status);
    }
  });
  await Promise.all(workers);
  console.log(`answers ${JSON.stringify(statuses)}, ${kept} of ${total} kept or from memory`);
  expect(kept).toBeGreaterThan(total * 0.9);
}, 300_000);

test("hosts that are nearly a portal's show no portal, and those that HTTP calls the same show their own", async () => {
  const parts = ["", ".", "..", "%00", "/", "@", "#", "?", "\\", " ", "_", "-", "ﬀ", "x", "0", "\t", ",", ";", "%2e"];
  const own = hostOf(1);
  const payloads = new Set(
    parts.flatMap((part) => [
      `${part}${own}`,
      `${own}${part}`,
      `${own}${part}:80`,
      `${part}.${own}`,
      `${own}.${part}x`,
      `hote-1-x${part}.localhost`,
      `${own},${part}${hostOf(2)}`,
      `${own} ${part}${hostOf(2)}`,
      `user:${part}@${own}`,
      `[${part}${own}]`,
      `xn--${part}${own}`,
      `${own}:${part}x`,
      own.toUpperCase().replace("X", `${part}X`),
    ]),
  );
  expect(payloads.size).toBeGreaterThan(200);
  for (const host of payloads) {
    const answer = await get(host, "/fr");
    // A port, the final dot and the case of letters do not make another host.
    const isSame = /^[\s]*hote-1-x\.localhost\.?(:\d{1,5})?\.?[\s]*$/i.test(host);
    if (isSame) continue;
    // The page that says so may repeat the host that was asked for.
    expect([JSON.stringify(host), isKept(answer), answer.body.includes(`<title>${nameOf(1)}`)]).toEqual([
      JSON.stringify(host),
      false,
      false,
    ]);
  }
  for (const same of [own.toUpperCase(), `${own}.`, `${own}:8443`]) expect(namesIn(await get(same, "/fr"))).toEqual([nameOf(1)]);
  const two = await send(["GET /fr HTTP/1.1", `Host: ${own}`, `Host: ${hostOf(2)}`]);
  // nginx refuses it. Node reads the first, and so does everything behind it.
  expect(two.status === 400 ? [] : namesIn(two)).toEqual(two.status === 400 ? [] : [nameOf(1)]);
  expect(namesIn(await get(hostOf(2), "/fr"))).toEqual([nameOf(2)]);
}, 120_000);

test("nothing that a visitor sends is sent to others", async () => {
  const clean = await get(hostOf(3), "/fr");
  const said = ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Original-URL", "X-Rewrite-URL", "X-Nonce", "X-Portal-Path"];
  const more = ["User-Agent", "Referer", "Origin", "Accept-Language", "X-Next-Intl-Locale", "X-Closed-Portal", "X-Archipel-After", "Via"];
  const special = ["Next-Action", "Next-Router-State-Tree", "X-Middleware-Subrequest", "X-Middleware-Rewrite", "X-Invoke-Path", "RSC"];
  const attempts: [string, string[]][] = [
    ...[...said, ...more, ...special].map((name): [string, string[]] => ["/fr", [`${name}: ${MARK}`]]),
    ["/fr", [`Cookie: mode=${MARK}; language=${MARK}; a=${MARK}`]],
    ["/fr", [`Cookie: archipel.session=${MARK}`]],
    ["/fr", ["X-Forwarded-Proto: https", `X-Forwarded-Host: ${MARK}.example`]],
    [`/fr?${MARK}=1&utm_source=${MARK}`, []],
    [`/fr?q=${MARK}#${MARK}`, []],
    [`/fr?__proto__=${MARK}&constructor=${MARK}`, []],
    [`/fr?%00=${MARK}`, []],
    [`/fr?_rsc=${MARK}`, ["RSC: 1"]],
    [`http://${hostOf(4)}/fr?${MARK}`, []],
    [`http://${MARK}.example/fr`, []],
    [`//${MARK}.example/fr`, []],
    [`/fr/../${MARK}`, []],
    [`/%66%72?${MARK}`, []],
    [`/fr%2F${MARK}`, []],
    [`/fr;${MARK}`, []],
    [`/fr%00${MARK}`, []],
    [`/fr\\${MARK}`, []],
    [`/fr/${MARK}/../`, []],
    [`/FR?${MARK}`, []],
    [`/fr//?${MARK}`, []],
    ["/fr", [`Cookie: x=${MARK.repeat(2_000)}`]],
  ];
  for (const [address, headers] of attempts) {
    for (const method of ["GET", "HEAD", "POST"]) {
      // Both of a page that is kept, and of one that nobody has asked for yet.
      for (const host of [hostOf(3), hostOf(5)]) await get(host, address, [...headers, "Content-Length: 0"], method);
    }
    const after = await get(hostOf(3), "/fr");
    expect(`${after.headers}${after.body}`, address).not.toContain(MARK);
    expect(namesIn(after)).toEqual([nameOf(3)]);
  }
  expect(etagOf(await get(hostOf(3), "/fr")), "the page is the same as before").toBe(etagOf(clean));
  const other = await get(hostOf(5), "/fr");
  expect(`${other.headers}${other.body}`).not.toContain(MARK);
  const tooMuch = await get(hostOf(3), "/fr", [`Cookie: x=${"a".repeat(40_000)}`]);
  expect(tooMuch.status).toBe(431);
}, 120_000);

test("a change is seen within a second, also while the page is asked for all the time", async () => {
  let isOver = false;
  const asking = (async () => {
    while (!isOver) await get(hostOf(6), "/fr");
  })();
  await get(hostOf(6), "/fr");
  await database.withSystem((tx) =>
    tx.portal.update({ where: { id: portals[6]?.id ?? "" }, data: { tagline: { fr: "Une phrase nouvelle" } } }),
  );
  const changedAt = performance.now();
  await vi.waitUntil(async () => (await get(hostOf(6), "/fr")).body.includes("Une phrase nouvelle"), { timeout: 5_000, interval: 20 });
  console.log(`seen after ${(performance.now() - changedAt).toFixed(0)} ms`);
  isOver = true;
  await asking;
  const later = await get(hostOf(6), "/fr");
  expect([isKept(later), later.body.includes("Une phrase nouvelle")]).toEqual([true, true]);
});

test("a thousand made-up addresses do not fill the memory", async () => {
  const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${portal.pid}/status`, "utf8"))?.[1]) / 1024;
  const stuff = async (from: number, count: number) => {
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        for (let index = from + worker; index < from + count; index += 8) {
          await get(hostOf(index % HOSTS), `/fr/page-${index}?utm_source=${index}`, [
            `Cookie: mode=${index % 2 ? "dark" : "light"}; n=${index}`,
          ]);
        }
      }),
    );
  };
  await stuff(0, 300);
  const before = resident();
  await stuff(300, 1_000);
  const after = resident();
  console.log(`resident memory ${before.toFixed(0)} → ${after.toFixed(0)} MB`);
  expect(after - before).toBeLessThan(80);
  expect(namesIn(await get(hostOf(7), "/fr"))).toEqual([nameOf(7)]);
}, 300_000);

test("the portal still runs", () => {
  expect(portal.exitCode).toBeNull();
});
