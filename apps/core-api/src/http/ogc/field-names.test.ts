import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { saveEditRules } from "../../modules/contributions/service/rules.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { createTestCore } from "../../testing/test-core.ts";

let database: Database;
let app: FastifyInstance;
let layerId: string;
let managerId: string;
const NAMES = ["TYPEZONE", "Nom", "nom", "GRAND", "FID"];
const LARGE = "9007199254740993";

beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  app = await createServer(core);
  const { id } = await createCommunity(database);
  managerId = (await createMember(database, id, "manager")).id;
  const point = (x: number) => ({ type: "Point" as const, coordinates: [x, 48] as [number, number] });
  const layer = await buildTestLayer(database, id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [
      { name: "TYPEZONE", column: "typezone", type: "text" },
      { name: "Nom", column: "nom", type: "text" },
      { name: "nom", column: "nom_2", type: "text" },
      { name: "GRAND", column: "grand", type: "integer" },
      { name: "FID", column: "source_fid", type: "text" },
    ],
    features: [
      { geometry: point(2), values: ["U", "un", "one", LARGE, "f1"] },
      { geometry: point(3), values: ["N", "deux", "two", 7, "f2"] },
    ],
  });
  ({ layerId } = layer);
  const rules = { isOpen: true, directRole: "manager" as const, approvals: 1, territoryCounts: false, lockedColumns: {} };
  const manager = { userId: managerId, isOperator: false, isSuspended: false, communityId: id, role: "manager" as const };
  await saveEditRules(core, manager, { communityId: id, datasetId: layer.datasetId, rules });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const at = (path: string) => `/ogc/collections/${layerId}${path}`;
const write = (method: "POST" | "PUT" | "PATCH", path: string, payload: string, more: Record<string, string> = {}) => {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/geo+json";
  return app.inject({ method, url: at(path), payload, headers: { ...bearer(managerId), "content-type": type, ...more } });
};

test("fields have the names of the file everywhere, as in downloads", async () => {
  const features = (await app.inject(at("/items"))).json().features;
  const downloaded = (await app.inject(`/downloads/${layerId}.geojson`)).json().features;
  for (const one of [features[0], downloaded[0], (await app.inject(at("/items/1"))).json()])
    expect(Object.keys(one.properties)).toEqual(NAMES);
  for (const path of ["/queryables", "/schema"])
    expect(Object.keys((await app.inject(at(path))).json().properties)).toEqual(expect.arrayContaining(NAMES));
  expect((await app.inject({ url: at("/queryables"), headers: { accept: "text/html" } })).body).toContain("<code>TYPEZONE</code>");
});

test("other downloads have these names too, except those that their format cannot hold", async () => {
  const csv = (await app.inject(`/downloads/${layerId}.csv`)).body;
  expect(csv.split("\r\n").slice(0, 2)).toEqual(["\uFEFFfid;TYPEZONE;Nom;nom;GRAND;source_fid;lon;lat", `1;U;un;one;${LARGE};f1;2;48`]);
  const folder = await mkdtemp(join(tmpdir(), "archipel-field-names-"));
  try {
    const file = join(folder, "layer.gpkg");
    await writeFile(file, (await app.inject(`/downloads/${layerId}.gpkg`)).rawPayload);
    const written = new DatabaseSync(file, { readOnly: true });
    const [first] = written.prepare("SELECT fid, TYPEZONE, Nom, nom_2, CAST(GRAND AS TEXT) AS GRAND, source_fid FROM things").all();
    written.close();
    expect(first).toEqual({ fid: 1, TYPEZONE: "U", Nom: "un", nom_2: "one", GRAND: LARGE, source_fid: "f1" });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ["TYPEZONE=U", [1]],
  ["typezone=N", [2]],
  ["Nom=un", [1]],
  ["nom=two", [2]],
  ["nom_2=two", [2]],
  ["nom=un", []],
  [`GRAND=${LARGE}`, [1]],
])("?%s filters by that field; a column is still accepted where no field has its name", async (query, expected) => {
  expect((await app.inject(at(`/items?${query}`))).json().features.map(({ id }: { id: number }) => id)).toEqual(expected);
});

test("an unknown name is refused in words", async () => {
  const answer = await app.inject(at("/items?TypeZone=U"));
  expect([answer.statusCode, answer.json().params]).toEqual([400, { parameter: "TypeZone" }]);
});

test("integers are numbers in the whole column, to the last digit, also when they are sent back", async () => {
  for (const url of [at("/items"), `/downloads/${layerId}.geojson`]) {
    const { body } = await app.inject(url);
    expect(body).toContain(`"GRAND":${LARGE}`);
    expect(body).toContain('"GRAND":7');
  }
  expect((await app.inject(at("/schema"))).json().properties.GRAND).toMatchObject({ type: "integer", format: "int64" });
  const seen = (await app.inject(at("/items/1"))).body;
  const unchanged = await write("PUT", "/items/1", seen);
  expect([unchanged.statusCode, unchanged.headers.etag]).toEqual([200, '"1"']);
  const larger = await write("PATCH", "/items/1", '{"properties":{"GRAND":9007199254740995}}');
  expect(larger.body).toContain('"GRAND":9007199254740995');
});

test("writes name fields in the same way, by name or column, and never one field twice", async () => {
  const added = await write(
    "POST",
    "/items",
    '{"type":"Feature","properties":{"TYPEZONE":"A","nom":"three"},"geometry":{"type":"Point","coordinates":[4,48]}}',
  );
  expect([added.statusCode, added.json().properties]).toEqual([201, { TYPEZONE: "A", Nom: null, nom: "three", GRAND: null, FID: null }]);
  expect((await write("PATCH", "/items/2", '{"properties":{"typezone":"AU"}}')).json().properties.TYPEZONE).toBe("AU");
  const twice = await write("PATCH", "/items/2", '{"properties":{"typezone":"AU","TYPEZONE":"U"}}');
  expect([twice.statusCode, twice.json().code]).toEqual([422, "value-given-twice"]);
  const stale = await write("PATCH", "/items/2", '{"properties":{"TYPEZONE":"N"}}', { "if-match": '"1"' });
  expect([stale.statusCode, stale.json().theirs.properties.TYPEZONE, stale.json().mine.properties.TYPEZONE]).toEqual([412, "AU", "N"]);
});
