// @database server
import type { Database } from "@archipel/database/database.ts";
import { ambiguousRequests, exchange, SMUGGLED, statusesOf } from "@archipel/testing/raw-requests.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer } from "../server.ts";
import { createTestCore } from "../testing/test-core.ts";

// Bytes that no HTTP client sends: requests whose end is ambiguous, and addresses that clients would tidy up before they send them.

let database: Database;
let app: FastifyInstance;
let port: number;
/** Addresses of the requests that core-api read. */
const read: string[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  app = await createServer(await createTestCore(database));
  app.addHook("onRequest", async ({ raw }) => void read.push(raw.url ?? ""));
  port = Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe("a request whose end is ambiguous", () => {
  test("two requests in a row are read as two: the tests below can see a second one", async () => {
    read.length = 0;
    const answer = await exchange(
      port,
      `GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET ${SMUGGLED} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect(statusesOf(answer)).toEqual([200, 404]);
    expect(read).toContain(SMUGGLED);
  });

  test.each(ambiguousRequests)("%s: hides no second request", async (_, request) => {
    read.length = 0;
    const statuses = statusesOf(await exchange(port, request));
    expect(read).not.toContain(SMUGGLED);
    for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400);
  });
});

const TRAVERSALS = [
  "/../../../../etc/passwd",
  "/basemap/../../../../../etc/passwd",
  "/hub/assets/fonts/../../../../../etc/passwd",
  "/hub/assets/fonts/..%2f..%2f..%2f..%2fetc%2fpasswd.woff2",
  "/hub/assets/fonts/%2e%2e%2f%2e%2e%2fpackage.json%00.woff2",
  "/assets/..%2f..%2fsecret",
  "/assets/portals/..%5c..%5csecret/logo.png",
  "/downloads/..%2f..%2fsecret.csv",
  "/downloads/attachments/..%2f..%2fsecret",
  "/checks/..%2f..%2fsecret/report.csv",
  "/uploads/..%2f..%2fsecret",
  "/tiles/..%2f..%2fsecret/0/0/0.mvt",
  "//etc/passwd",
  "/\\..\\..\\secret",
  "http://127.0.0.1/../secret",
];

test("no address reaches a file: each is unknown or refused, and shows no file of the machine or of the platform", async () => {
  const secret = "a secret of the tests, of 32 characters";
  for (const address of TRAVERSALS) {
    const answer = await exchange(port, `GET ${address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const [status = 0] = statusesOf(answer);
    expect([address, status >= 400 && status < 500]).toEqual([address, true]);
    expect(answer).not.toMatch(new RegExp(`root:|"dependencies"|${secret}`));
  }
});

test("TRACE, CONNECT and methods that no route has are answered without an echo of the request", async () => {
  for (const method of ["TRACE", "CONNECT", "TRACK", "PROPFIND"]) {
    const answer = await exchange(
      port,
      `${method} /health HTTP/1.1\r\nHost: localhost\r\nX-Echo: echoed-value\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toContain("echoed-value");
    for (const status of statusesOf(answer)) expect(status).toBeGreaterThanOrEqual(400);
  }
});

test("a header of a megabyte is refused, and the next request is answered", async () => {
  const large = await exchange(port, `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Large: ${"x".repeat(1_000_000)}\r\n\r\n`);
  expect(statusesOf(large)).toEqual([431]);
  expect(statusesOf(await exchange(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))).toEqual([200]);
});

test.each([
  ["a list of features", "/ogc/collections/a/items?filter="],
  ["a tile", "/tiles/a/0/0/0.mvt?v="],
  ["a search", "/trpc/search.places?input="],
  ["a batch of procedures", "/trpc/search.places,search.places?batch=1&input="],
  ["a page of the hub", "/hub/steps/a?x="],
  ["an address that nothing answers", "/unknown?x="],
])("an address of %s that is too long is answered 414, however long it is", async (_, start) => {
  read.length = 0;
  for (const length of [8_001, 20_000, 40_000, 1_000_000]) {
    const request = `GET ${start.padEnd(length, "a")} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const answer = await exchange(port, request, { isOpen: true });
    expect([length, ...statusesOf(answer)]).toEqual([length, 414]);
    expect(answer).toMatch(/address-too-long|This address is too long/);
  }
  const longest = `GET ${start.padEnd(8_000, "a")} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  expect(statusesOf(await exchange(port, longest))).not.toContain(414);
});

test("a batch that names more procedures than fit in its path is answered 414 in the form of procedures", async () => {
  const names = Array.from({ length: 300 }, () => "search.places").join();
  const answer = await exchange(port, `GET /trpc/${names}?batch=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(statusesOf(answer)).toEqual([414]);
  expect(answer).toContain('"httpStatus":414,"domain":{"code":"address-too-long"');
});

test("a client that sends its headers slowly, or never, does not hold a connection for ever", () => {
  // Node's own limits, which a setting of the server could switch off.
  expect(app.server.headersTimeout).toBeGreaterThan(0);
  expect(app.server.headersTimeout).toBeLessThanOrEqual(60_000);
});
