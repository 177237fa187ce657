// Requests go through a socket: tests that call routes alone do not pass here.
import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { budgetsOf } from "../gate/limits/readers.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { expectClosedSoon } from "../testing/expect-closed.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

type Built = Awaited<ReturnType<typeof buildTestLayer>>;

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let port: number;
let open: Built;
let restricted: Built;
let memberId: string;
/** The tile of the only point. */
const { x, y } = lonLatToTile(2, 48.85, 14);
const TILE = `14/${x}/${y}`;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  budgetsOf(core).tile = { ...budgetsOf(core).tile, caller: 5 };
  app = await createServer(core);
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as AddressInfo).port;
  const community = await createCommunity(database);
  memberId = (await createMember(database, community.id, "member")).id;
  const layer: Parameters<typeof buildTestLayer>[2] = {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "name", column: "name", type: "text" }],
    features: [{ geometry: { type: "Point", coordinates: [2, 48.85] }, values: ["one"] }],
  };
  open = await buildTestLayer(database, community.id, layer);
  restricted = await buildTestLayer(database, community.id, { ...layer, dataset: { visibility: "members" } });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}
async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = httpRequest({ port, host: "127.0.0.1", path, headers: { "accept-encoding": "gzip", ...headers } }).end();
  const [response] = await once(sent, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}
const tileOf = ({ layerId }: Built) => `/tiles/${layerId}/${TILE}.mvt`;
/** Headers that differ from request to request. */
const steady = ({ date: _date, "x-request-id": id, ...rest }: IncomingHttpHeaders) => ({ ...rest, hasId: typeof id === "string" });

test("a tile that is built ahead of the routes is answered as a route answers it, an empty one too", async () => {
  const tileAt = (zoom: number) => {
    const at = lonLatToTile(2, 48.85, zoom);
    return `/tiles/${open.layerId}/${zoom}/${at.x}/${at.y}.mvt`;
  };
  // The first request finds the layer, by the route.
  const byRoute = await get(tileAt(11));
  const built = await get(tileAt(12));
  expect([built.status, steady(built.headers)["content-type"]]).toEqual([200, byRoute.headers["content-type"]]);
  const again = await get(tileAt(12), { "x-forwarded-host": "elsewhere.test" });
  expect(again.body.equals(built.body)).toBe(true);
  expect(steady(again.headers)).toEqual(steady(built.headers));
  // A request through another host goes to the route.
  const nothing = `/tiles/${open.layerId}/12/1/1.mvt`;
  for (let time = 0; time < 2; time++) {
    const empty = await get(nothing);
    expect([empty.status, empty.body.length]).toEqual([204, 0]);
    expect(steady(empty.headers)).toEqual(steady((await get(nothing, { "x-forwarded-host": "elsewhere.test" })).headers));
  }
  expect((await get(`/tiles/${open.layerId}/30/1/1.mvt`)).status).toBe(404);
  expect((await get(`/tiles/${open.layerId}/12/9999/1.mvt`)).status).toBe(404);
});

test("a tile in memory is answered as the route answers it", async () => {
  const byRoute = await get(tileOf(open));
  expect(byRoute.status).toBe(200);
  const inMemory = await get(tileOf(open));
  expect(inMemory.body.equals(byRoute.body)).toBe(true);
  expect(gunzipSync(inMemory.body).length).toBeGreaterThan(0);
  expect(steady(inMemory.headers)).toEqual(steady(byRoute.headers));
  const versioned = `${tileOf(open)}?v=${String(byRoute.headers.etag).replaceAll('"', "")}`;
  expect((await get(versioned)).headers["cache-control"]).toBe("public, max-age=3600");
  expect((await get(`${tileOf(open)}?v=other`)).headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
  expect((await get(tileOf(open), { "x-request-id": "sent-by-a-proxy" })).headers["x-request-id"]).toBe("sent-by-a-proxy");
});

test("what is not a visitor's plain request goes to the route", async () => {
  const { etag } = (await get(tileOf(open))).headers;
  expect((await get(tileOf(open), { "if-none-match": String(etag) })).status).toBe(304);
  const plain = await get(tileOf(open), { "accept-encoding": "identity" });
  expect([plain.status, plain.headers["content-encoding"]]).toEqual([200, undefined]);
  expect((await get(`/tiles/${open.layerId}/${TILE}.png`)).status).toBe(404);
  expect((await get(tileOf(open), { authorization: "Bearer ak_wrong" })).status).toBe(400);
});

test("a tile that a member has in memory is not given to visitors", async () => {
  for (let time = 0; time < 2; time++) expect((await get(tileOf(restricted), bearer(memberId))).status).toBe(200);
  for (let time = 0; time < 2; time++) expect((await get(tileOf(restricted))).status).toBe(404);
});

test("a layer that is no longer public is closed within a second", async () => {
  await expectClosedSoon(database, open.datasetId, async () => (await get(tileOf(open))).status);
});

test("tiles in memory count for the budget of a network, and the refusal says so", async () => {
  await get(tileOf(open));
  const visitor = { "x-forwarded-for": "203.0.113.7" };
  const statuses = [];
  for (let call = 0; call < 7; call++) statuses.push((await get(tileOf(open), visitor)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await get(tileOf(open), visitor);
  expect(JSON.parse(refused.body.toString())).toMatchObject({ error: "too-many-requests", params: { seconds: expect.any(Number) } });
  expect((await get(tileOf(open), { "x-forwarded-for": "198.51.100.9" })).status).toBe(200);
});
