import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { createTestCore } from "../../testing/test-core.ts";

let database: Database;
let app: FastifyInstance;
let open: Awaited<ReturnType<typeof buildTestLayer>>;
let restricted: typeof open;
let memberId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  app = await createServer(await createTestCore(database));
  const { id: communityId } = await createCommunity(database);
  memberId = (await createMember(database, communityId, "member")).id;
  const layer: Parameters<typeof buildTestLayer>[2] = {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: [{ geometry: { type: "Point", coordinates: [2, 48] } }],
  };
  open = await buildTestLayer(database, communityId, layer);
  restricted = await buildTestLayer(database, communityId, { ...layer, dataset: { visibility: "members" } });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (path: string, headers: Record<string, string> = {}) => app.inject({ url: `/ogc${path}`, headers });
const tagOf = async (path: string, headers: Record<string, string> = {}) => {
  const { etag } = (await get(path, headers)).headers;
  expect(etag, path).toMatch(/^"[\w-]{27}"$/);
  return String(etag);
};
const paths = () => {
  const collection = `/collections/${open.layerId}`;
  return ["", "/conformance", "/api", "/collections", collection, `${collection}/schema`, `${collection}/queryables`];
};

it("answers 304 without a body to a client that has a list or a description, with the headers of the answer", async () => {
  for (const path of paths()) {
    const first = await get(path);
    const etag = await tagOf(path);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await get(path, { "if-none-match": known });
      expect([again.statusCode, again.body], `${path} ${known}`).toEqual([304, ""]);
      for (const name of ["etag", "cache-control", "vary"]) expect(again.headers[name], `${path} ${name}`).toBe(first.headers[name]);
    }
    expect((await get(path, { "if-none-match": '"other"' })).statusCode, path).toBe(200);
    const head = await app.inject({ method: "HEAD", url: `/ogc${path}`, headers: { "if-none-match": etag } });
    expect([head.statusCode, head.headers.etag], path).toEqual([304, etag]);
    expect(first.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
    expect(first.headers.vary).toContain("authorization, accept, accept-language, host");
  }
});

it("has another ETag under another host, and another form", async () => {
  for (const path of paths()) {
    const etag = await tagOf(path);
    const elsewhere = await get(path, { "if-none-match": etag, host: "other.example" });
    if (path !== "") expect((await get(path, { "if-none-match": etag, accept: "text/html" })).statusCode, path).toBe(200);
    expect([path, elsewhere.statusCode]).toEqual([path, 200]);
  }
});

it("never answers a member's list to a visitor, nor the other way round", async () => {
  const [visitors, members] = [await tagOf("/collections"), await tagOf("/collections", bearer(memberId))];
  expect(visitors).not.toBe(members);
  expect((await get("/collections", { "if-none-match": members })).statusCode).toBe(200);
  const own = await get("/collections", { ...bearer(memberId), "if-none-match": members });
  expect([own.statusCode, own.headers["cache-control"]]).toEqual([304, "private, no-cache"]);
  expect((await get("/collections", { ...bearer(memberId), "if-none-match": visitors })).body).toContain(restricted.layerId);
  const collection = `/collections/${restricted.layerId}`;
  const etag = await tagOf(collection, bearer(memberId));
  expect((await get(collection, { "if-none-match": etag })).statusCode, "no visitor learns that it exists").toBe(404);
});

it("has another ETag once what it lists has changed", async () => {
  const etag = await tagOf("/collections");
  await database.withSystem((tx) => tx.dataset.update({ where: { id: open.datasetId }, data: { title: "Renamed" } }));
  const changed = await get("/collections", { "if-none-match": etag });
  expect(changed.statusCode).toBe(200);
  expect(changed.body).toContain("Renamed");
});
