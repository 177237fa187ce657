import { randomUUID } from "node:crypto";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let communityId: string;
let portalId: string;
let layerId: string;
let datasetId: string;
let people: Record<"manager" | "contributor" | "member", string>;

/** Names that no layer gets any more, and that older layers may have. */
const OLD = ["constructor", "prototype", "order"];

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  const community = await createCommunity(database);
  communityId = community.id;
  const person = async (role: "manager" | "contributor" | "member") => (await createMember(database, community.id, role)).id;
  people = { manager: await person("manager"), contributor: await person("contributor"), member: await person("member") };
  portalId = (await createPortal(database, community.id)).id;
  const fields = [
    ...OLD.map((name, index) => ({ name, column: `c${index}`, type: "text" as const })),
    { name: "rang", column: "rang", type: "integer" as const },
    { name: "taille", column: "taille", type: "double" as const },
    { name: "vu", column: "vu", type: "datetime" as const },
    { name: "secret", column: "secret", type: "text" as const, isHidden: true },
  ];
  const layer = await buildTestLayer(database, community.id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields,
    features: [{ geometry: { type: "Point", coordinates: [2, 48] }, values: [...OLD, 1, 1.5, null, "hush"] }],
  });
  ({ layerId, datasetId } = layer);
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId, communityId } }));
  await layer.open(async (sql) => {
    for (const [index, name] of OLD.entries())
      for (const suffix of ["", "_history"])
        await sql.script(`ALTER TABLE layers."${layer.spec.tableName}${suffix}" RENAME c${index} TO "${name}"`);
  });
  const renamed = fields.map((field, index) => ({ ...field, column: OLD[index] ?? field.column }));
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { fields: renamed } }));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function query(path: string, input: unknown, userId?: string) {
  const text = encodeURIComponent(JSON.stringify(wire.serialize(input)));
  const response = await app.inject({ url: `/trpc/${path}?input=${text}`, headers: bearer(userId) });
  return read(response);
}

async function mutate(path: string, input: unknown, userId?: string) {
  const headers = { ...bearer(userId), "content-type": "application/json" };
  return read(await app.inject({ method: "POST", url: `/trpc/${path}`, headers, payload: JSON.stringify(wire.serialize(input)) }));
}

function read(response: { statusCode: number; json(): { result?: { data: never }; error?: never } }) {
  const { result, error } = response.json();
  // The shape of each answer is what these tests look at.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const body = wire.deserialize<any>((result?.data ?? error) as never);
  return { status: response.statusCode, body };
}

describe("a layer whose fields are called like properties of every object", () => {
  const own = expect.objectContaining({ constructor: "constructor", prototype: "prototype", order: "order" });

  test("is read by every procedure", async () => {
    const one = { layerId, fid: 1 };
    expect((await query("features.get", one)).body.properties).toEqual(own);
    expect((await query("features.rows", { layerId })).body.items[0].properties).toEqual(own);
    expect((await query("features.rows", { layerId, sort: { column: "constructor", isDescending: true } })).status).toBe(200);
    expect((await query("features.inView", { layerId, bbox: [1, 47, 3, 49] })).body.items[0].properties).toEqual(own);
    expect((await query("features.history", one)).body.versions[0].properties).toEqual(own);
    expect((await query("features.at", { portalId, lon: 2, lat: 48 })).body[0].features[0].properties).toEqual(own);
  });

  test("is read at /ogc, and filtered by these fields", async () => {
    const items = (more: string) => app.inject(`/ogc/collections/${layerId}/items${more}`);
    expect((await items("")).json().features[0].properties).toEqual(own);
    expect((await items("?constructor=constructor")).json().numberMatched).toBe(1);
    expect((await items("?constructor=other")).json().numberMatched).toBe(0);
    expect((await items("/1")).json().properties).toEqual(own);
    for (const path of ["schema", "queryables"])
      expect((await app.inject(`/ogc/collections/${layerId}/${path}`)).json().properties).toHaveProperty("constructor");
  });
});

test("only people who may contribute learn the names of hidden fields", async () => {
  const names = async (userId?: string) => {
    const listed = (await query("layers.list", { datasetId }, userId)).body[0].fields.map(({ name }: { name: string }) => name);
    const got = (await query("layers.get", { layerId }, userId)).body.fields.map(({ name }: { name: string }) => name);
    expect(got).toEqual(listed);
    return listed.includes("secret");
  };
  expect([await names(), await names(people.member), await names(people.contributor), await names(people.manager)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  const map = await query("portals.layers", { portalId });
  expect(map.status).toBe(200);
  expect(JSON.stringify(map.body)).not.toContain("secret");
});

describe("input that the database cannot store", () => {
  const NUL = "a\u0000b";

  test.each([
    ["features.rows", { q: NUL }],
    ["features.rows", { sort: { column: NUL, isDescending: false } }],
    ["features.inView", { bbox: [1, 47, 3, 49], q: NUL }],
    ["features.inView", { bbox: [1, 47, 3, 49], q: "\ud800" }],
    ["layers.values", { column: NUL }],
  ] as const)("%s with %o is refused, with the place", async (path, more) => {
    const { status, body } = await query(path, { layerId, ...more });
    expect(status).toBe(400);
    expect(body.data.domain).toMatchObject({ code: "text-not-storable" });
  });

  test("a number beyond its type is refused", async () => {
    const big = 3_000_000_000;
    const id = randomUUID();
    const restore = await mutate("updates.restore", { communityId, layerId, revision: big }, people.manager);
    const changes = await query("features.changes", { layerId, from: { revision: big }, to: { revision: big } });
    const merge = await mutate("contributions.merge", { communityId, contributionId: id, editsVersion: big }, people.manager);
    const model = await query("models.get", { communityId, key: "x", version: big }, people.manager);
    expect([restore, changes, merge, model].map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  test.each([
    "q=a%00b",
    "rang=99999999999999999999",
    "taille=0b1",
    "taille=0o7",
    "taille=0x10",
    "taille=1e-999",
    "vu=2024-02-30",
    "vu=0000-01-01",
    "constructor=a%00b",
    "bbox=1,2,3,%00",
  ])("/ogc items with %s is a 400 in words", async (more) => {
    const response = await app.inject(`/ogc/collections/${layerId}/items?${more}`);
    expect(response.statusCode, response.body).toBe(400);
    expect(response.json().detail).toMatch(/\w{4}/);
  });

  test("parts of a path that are too long or hold NUL name nothing", async () => {
    const long = "x".repeat(1500);
    const addresses = [
      "/hub/sites/%s",
      "/hub/assets/fonts/%s.woff2",
      "/hub/steps/%s",
      "/tiles/%s.json",
      "/downloads/%s.csv",
      "/ogc/collections/%s",
      "/portals/%s/logo",
    ];
    for (const part of [long, "a%00b", "x".repeat(2500)]) {
      for (const address of addresses) {
        const { statusCode } = await app.inject(address.replace("%s", part));
        expect(statusCode, `${address} ${part.slice(0, 10)}`).toBeGreaterThanOrEqual(400);
        expect(statusCode, `${address} ${part.slice(0, 10)}`).toBeLessThan(500);
      }
    }
  });

  test("an input that contradicts its own description is the caller's mistake", async () => {
    for (const meta of [
      { values: { a: [["custom", "nothing"]] } },
      { values: { a: [["custom", "record"]] } },
      { values: { __proto__: ["Date"] } },
    ]) {
      const text = encodeURIComponent(JSON.stringify({ json: { layerId, a: 1 }, meta }));
      const { statusCode } = await app.inject(`/trpc/features.rows?input=${text}`);
      expect(statusCode).toBeLessThan(500);
    }
  });
});

test("a full disk has words, and nothing of the server is shown", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write '/srv/data'"), { code: "ENOSPC" });
  const put = vi.spyOn(core.storage, "put").mockRejectedValueOnce(full);
  const headers = { ...bearer(people.contributor), "content-type": "text/csv" };
  const url = `/imports?community=${communityId}&layer=${layerId}&name=a.csv`;
  const response = await app.inject({ method: "POST", url, headers, payload: "fid,rang\n1,2\n" });
  expect([response.statusCode, response.json()]).toEqual([507, { error: "disk-full", params: {}, requestId: expect.any(String) }]);
  put.mockRestore();
});

test("an answer that cannot be written is in the log", async () => {
  const log = vi.spyOn(core.log, "error").mockReturnValue(undefined);
  const serialize = vi.spyOn(wire, "serialize").mockImplementationOnce(() => {
    throw new Error("not serialisable");
  });
  const response = await app.inject(`/trpc/layers.list?input=${encodeURIComponent(JSON.stringify({ json: { datasetId } }))}`);
  expect(response.statusCode).toBe(500);
  expect(log).toHaveBeenCalledWith(
    expect.objectContaining({ err: expect.objectContaining({ message: "not serialisable" }) }),
    "call failed",
  );
  serialize.mockRestore();
  log.mockRestore();
});
