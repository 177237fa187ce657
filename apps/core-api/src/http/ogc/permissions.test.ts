// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { buildPermissionWorld, type Caller, callers, headersOf, type PermissionWorld } from "../../testing/permission-world.ts";
import { createTestCore } from "../../testing/test-core.ts";

// Every caller × every read and write method, on a public layer and on a members' layer.

let database: Database;
let app: FastifyInstance;
let world: PermissionWorld;
let forMembers: Awaited<ReturnType<typeof buildTestLayer>>;
beforeAll(async () => {
  database = await openTestDatabase();
  app = await createServer(await createTestCore(database));
  world = await buildPermissionWorld(database);
  forMembers = await buildTestLayer(database, world.communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: ["Ici"] }],
    dataset: { visibility: "members" },
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

function send(caller: Caller, method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", path: string, payload?: object) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/geo+json";
  const headers = { ...headersOf(world, caller), ...(payload && { "content-type": type }) };
  return app.inject({ method, url: `/ogc${path}`, headers, ...(payload && { payload: JSON.stringify(payload) }) });
}

const KEYS: readonly Caller[] = ["contributingKey", "producingKey"];
/** People of an organisation to which the community gives reading read what members do. */
const MEMBERS: readonly Caller[] = [
  ...(["member", "contributor", "moderator", "manager", "readingKey"] as const),
  ...(["organisationReader", "organisationManager"] as const),
  ...KEYS,
];
const MERGERS: readonly Caller[] = ["manager", "producingKey"];
const WRITERS: readonly Caller[] = ["contributor", "moderator", "manager", ...KEYS];
const proposal = { type: "Feature", properties: { nom: "Neuf" }, geometry: { type: "Point", coordinates: [2.5, 46.5] } };

/** The error for a caller who may read the layer but not write it. */
function refusalOf(caller: Caller): [number, string] {
  if (caller === "anonymous") return [401, "sign-in-first"];
  if (caller === "readingKey") return [403, "key-reads-only"];
  if (caller === "suspended") return [403, "account-suspended"];
  return caller === "member" ? [403, "role-too-weak"] : [403, "contributors-only"];
}

describe.each(callers)("%s", (caller) => {
  it("reads the public layer, and the members' layer only as a member", async () => {
    const listed = (await send(caller, "GET", "/collections")).json().collections.map((one: { id: string }) => one.id);
    expect(listed.includes(world.layerId)).toBe(true);
    expect(listed.includes(forMembers.layerId)).toBe(MEMBERS.includes(caller));
    for (const path of ["", "/items", "/items/1", "/schema", "/queryables"]) {
      expect((await send(caller, "GET", `/collections/${world.layerId}${path}`)).statusCode, path).toBe(200);
      const restricted = await send(caller, "GET", `/collections/${forMembers.layerId}${path}`);
      expect(restricted.statusCode, path).toBe(MEMBERS.includes(caller) ? 200 : 404);
      if (MEMBERS.includes(caller)) expect(restricted.headers["cache-control"]).toMatch(/^private/);
    }
  });

  it("gets its methods from OPTIONS, and may use exactly these", async () => {
    for (const { layerId, isPublic } of [
      { layerId: world.layerId, isPublic: true },
      { layerId: forMembers.layerId, isPublic: false },
    ]) {
      const items = `/collections/${layerId}/items`;
      const isReader = isPublic || MEMBERS.includes(caller);
      const isWriter = WRITERS.includes(caller);
      const [ofItems, ofItem] = [await send(caller, "OPTIONS", items), await send(caller, "OPTIONS", `${items}/1`)];
      expect(ofItems.statusCode).toBe(isReader ? 204 : 404);
      if (isReader) {
        expect(ofItems.headers.allow).toBe(`GET, HEAD, OPTIONS${isWriter ? ", POST" : ""}`);
        expect(ofItem.headers.allow).toBe(`GET, HEAD, OPTIONS${isWriter ? ", PUT, PATCH, DELETE" : ""}`);
      }
      const before = await countContributions();
      for (const [method, path, payload] of [
        ["POST", items, proposal],
        ["PUT", `${items}/1`, proposal],
        ["PATCH", `${items}/1`, { properties: { nom: caller } }],
        ["DELETE", `${items}/99`, undefined],
      ] as const) {
        const { statusCode, body } = await send(caller, method, path, payload);
        const code = body.startsWith('{"type":"about:blank"') ? JSON.parse(body).code : null;
        const label = `${method} ${isPublic ? "public" : "members"}`;
        if (!isReader) expect([statusCode, code], label).toEqual([404, "layer-not-found"]);
        else if (!isWriter) expect([statusCode, code], label).toEqual(refusalOf(caller));
        else if (method === "DELETE") expect([statusCode, code], label).toEqual([404, "feature-not-found"]);
        // Managers merge at once, other writes wait for review.
        else expect(statusCode, label).toBe(MERGERS.includes(caller) ? (method === "POST" ? 201 : 200) : 202);
      }
      expect((await countContributions()) > before).toBe(isWriter);
    }
  });
});

const countContributions = () => database.withSystem((tx) => tx.contribution.count());

it("a proposed edit is visible only to its author", async () => {
  const items = `/collections/${world.layerId}/items`;
  const location = String((await send("contributor", "POST", items, proposal)).headers.location);
  const address = new URL(location).pathname.replace(/^\/ogc/, "");
  for (const caller of callers) {
    const { statusCode } = await send(caller, "GET", address);
    if (caller === "contributor") expect(statusCode).toBe(200);
    else expect(statusCode, caller).toBeGreaterThanOrEqual(401);
    if (caller === "contributor") continue;
    expect((await send(caller, "PUT", address, proposal)).statusCode, caller).toBeGreaterThanOrEqual(401);
    expect((await send(caller, "DELETE", address)).statusCode, caller).toBeGreaterThanOrEqual(401);
  }
  expect((await send("contributor", "DELETE", address)).statusCode).toBe(202);
});

it("preflight requests of other origins succeed, for programs with a token", async () => {
  const response = await app.inject({
    method: "OPTIONS",
    url: `/ogc/collections/${world.layerId}/items/1`,
    headers: { origin: "https://elsewhere.example", "access-control-request-method": "PUT", "access-control-request-headers": "if-match" },
  });
  expect(response.headers).toMatchObject({ "access-control-allow-origin": "*" });
  expect(response.headers["access-control-allow-methods"]).toContain("PUT");
  expect(response.headers["access-control-allow-credentials"]).toBeUndefined();
});
