// Requests go through a socket: tests that call routes alone do not pass here.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { budgetsOf } from "../../gate/limits/readers.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { expectClosedSoon } from "../../testing/expect-closed.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";

type Built = Awaited<ReturnType<typeof buildTestLayer>>;
const COUNT = 40;

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let port: number;
let open: Built;
let restricted: Built;
let memberId: string;
/** Statements that read features, by the route and ahead of it. */
let reads = 0;
/** Requests that a route answered. */
let routed = 0;
const ROUTED = "tracing:fastify.request.handler:start";
const countRouted = () => {
  routed += 1;
};

beforeAll(async () => {
  subscribe(ROUTED, countRouted);
  database = await openTestDatabase();
  core = await createTestCore({
    ...database,
    readAs: (scope) => {
      const reading = database.readAs(scope);
      return {
        ...reading,
        texts: (statement, isKept) => {
          reads += 1;
          return reading.texts(statement, isKept);
        },
      };
    },
  });
  budgetsOf(core).search = { ...budgetsOf(core).search, caller: 5 };
  app = await createServer(core);
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as AddressInfo).port;
  const community = await createCommunity(database);
  memberId = (await createMember(database, community.id, "member")).id;
  const layer: Parameters<typeof buildTestLayer>[2] = {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [
      { name: "name", column: "name", type: "text" },
      { name: "secret", column: "secret", type: "text", isHidden: true },
    ],
    features: Array.from({ length: COUNT }, (_, at) => ({
      geometry: { type: "Point", coordinates: [at, 45] },
      values: [`é${at}`, "hush"],
    })),
  };
  open = await buildTestLayer(database, community.id, layer);
  restricted = await buildTestLayer(database, community.id, { ...layer, dataset: { visibility: "members" } });
});
afterAll(async () => {
  unsubscribe(ROUTED, countRouted);
  await app.close();
  await database.close();
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}
async function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const sent = httpRequest({ port, host: "127.0.0.1", path, method, headers }).end();
  const [response] = await once(sent, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}
const itemsOf = ({ layerId }: Built, query = "") => `/ogc/collections/${layerId}/items${query}`;
const steady = ({ status, headers: { date: _date, "x-request-id": id, ...rest }, body }: Answer) => ({
  status,
  ...{ headers: { ...rest, hasId: typeof id === "string" }, body },
});
/** The answer of the route: it reads this parameter, which changes nothing. */
const byRoute = async (path: string, headers: Record<string, string> = {}) =>
  steady(await get(`${path}${path.includes("?") ? "&" : "?"}datetime=..%2F2030-01-01`, headers));

test("a page ahead of the routes is the page of the route, header by header", async () => {
  const { body } = await get(itemsOf(open, "?limit=7"));
  const next = JSON.parse(body)
    .links.find(({ rel }: { rel: string }) => rel === "next")
    .href.replace(/^.*\?/, "?");
  for (const query of ["", "?limit=7", "?offset=5&limit=3", "?limit=3&offset=500", next]) {
    for (const headers of [
      {},
      { "accept-language": "en", accept: "application/json" },
      { "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
    ] as Record<string, string>[]) {
      const route = await byRoute(itemsOf(open, query), headers);
      const ahead = steady(await get(itemsOf(open, query), headers));
      expect({ ...ahead.headers, "content-length": "" }, query).toEqual({ ...route.headers, "content-length": "" });
      expect(ahead.status).toBe(200);
      const [one, other] = [JSON.parse(ahead.body), JSON.parse(route.body)];
      expect([one.features, one.numberMatched, one.numberReturned]).toEqual([other.features, other.numberMatched, other.numberReturned]);
      expect(one.links.map(({ href }: { href: string }) => href.split("?")[0])).toEqual(
        other.links.map(({ href }: { href: string }) => href.split("?")[0]),
      );
      expect(ahead.body).not.toContain("hush");
    }
  }
  expect((await get(itemsOf(open), { "x-request-id": "sent-by-a-proxy" })).headers["x-request-id"]).toBe("sent-by-a-proxy");
});

test("a page that no one read before is read ahead of the routes", async () => {
  let limit = 0;
  await expect
    .poll(async () => {
      await get(itemsOf(open));
      const before = { reads, routed };
      const { status } = await get(itemsOf(open, `?limit=${++limit}`));
      return [status, reads - before.reads, routed - before.routed];
    })
    .toEqual([200, 1, 0]);
});

test("the links of a page lead through all features", async () => {
  const seen: number[] = [];
  let path = itemsOf(open, "?limit=7");
  for (let pages = 0; path !== ""; pages++) {
    expect(pages).toBeLessThan(7);
    const { links, features } = JSON.parse((await get(path)).body);
    seen.push(...features.map(({ id }: { id: number }) => id));
    const next = links.find(({ rel }: { rel: string }) => rel === "next")?.href;
    path = next ? new URL(next).pathname + new URL(next).search : "";
  }
  expect(seen).toEqual(Array.from({ length: COUNT }, (_, at) => at + 1));
});

test("what is not a visitor's plain request goes to the route", async () => {
  await get(itemsOf(open));
  for (const [query, status] of [
    ["?limit=0", 400],
    ["?limit=x", 400],
    ["?limit=2&limit=3", 400],
    ["?cursor=abc", 400],
    ["?cursor=MS4&offset=3", 400],
    ["?secret=hush", 400],
    ["?name=x", 200],
    ["?bbox=0,40,1,50", 200],
    ["?limit=5000", 200],
  ] as const) {
    expect([query, (await get(itemsOf(open, query))).status]).toEqual([query, status]);
  }
  expect((await get(itemsOf(open), { accept: "text/html" })).headers["content-type"]).toContain("text/html");
  expect((await get(itemsOf(open), {}, "HEAD")).body).toBe("");
  expect((await get(itemsOf(open), { authorization: "Bearer ak_wrong" })).status).not.toBe(200);
  expect((await get(itemsOf(open), bearer(memberId))).status).toBe(200);
});

test("a page that a moment ago was read is not read again, and pages of other hosts and languages are their own", async () => {
  await get(itemsOf(open, "?limit=2"));
  await expect
    .poll(async () => {
      const before = reads;
      const answers = [await get(itemsOf(open, "?limit=2")), await get(itemsOf(open, "?limit=2"))];
      return [reads - before, answers[0]?.body === answers[1]?.body];
    })
    .toEqual([0, true]);
  await get(itemsOf(open, "?limit=2"), { host: "other.example" });
  expect((await get(itemsOf(open, "?limit=2"), { host: "other.example" })).body).toContain("http://other.example/ogc/");
});

test("a layer for members is never answered ahead of the routes", async () => {
  for (let time = 0; time < 2; time++) expect((await get(itemsOf(restricted), bearer(memberId))).status).toBe(200);
  for (let time = 0; time < 2; time++) expect((await get(itemsOf(restricted))).status).toBe(404);
});

test("a layer that is no longer public is closed within a second", async () => {
  await expectClosedSoon(database, open.datasetId, async () => (await get(itemsOf(open))).status);
});

test("pages count for the budget of a network, and the refusal says so as the route does", async () => {
  await get(itemsOf(open));
  const visitor = { "x-forwarded-for": "203.0.113.7" };
  const statuses = [];
  for (let call = 0; call < 7; call++) statuses.push((await get(itemsOf(open, `?limit=${call + 1}`), visitor)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await get(itemsOf(open), visitor);
  expect(refused.headers["content-type"]).toContain("application/problem+json");
  expect(JSON.parse(refused.body)).toMatchObject({ code: "too-many-requests", params: { seconds: expect.any(Number) } });
  expect((await get(itemsOf(open), { "x-forwarded-for": "198.51.100.9" })).status).toBe(200);
});
