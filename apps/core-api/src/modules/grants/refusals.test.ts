// @database server
import { accessExplanation, accessRefusal } from "@archipel/contracts/grants.ts";
import type { Database } from "@archipel/database/database.ts";
import { createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { buildLensWorld, type Given, give, type LensWorld } from "../../testing/lens-world.ts";
import { newCommunityKey } from "../../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { explainPage } from "./explain/service.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  world = await buildLensWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const person = (userId: string): Person => ({ userId, isOperator: false, isSuspended: false });
const layerAt = (index: number) => {
  const layer = world.layers[index];
  if (!layer) throw new Error("no layer");
  return layer;
};
const given = (more: Partial<Given>): Given => ({
  ...{ to: "person", columns: null, area: null, state: "valid", isForAll: false },
  ...more,
});
const call = (url: string, userId: string) => app.inject({ url, headers: { ...bearer(userId), "accept-language": "en" } });

/** Every address of a layer, and of its dataset, that a person without a role is refused. */
function addressesOf({ layerId, datasetId }: { layerId: string; datasetId: string }): string[] {
  return [
    ...[`/tiles/${layerId}.json`, `/tiles/${layerId}/10/517/352.mvt`, `/downloads/datasets/${datasetId}.gpkg`],
    ...["geojson", "csv", "gpkg", "sld", "style.json"].map((extension) => `/downloads/${layerId}.${extension}`),
    ...["", "/items", "/items/1", "/schema", "/queryables"].map((rest) => `/ogc/collections/${layerId}${rest}`),
    ...["", "/items", "/items/1"].map((rest) => `/stac/collections/${layerId}${rest}`),
  ];
}

test("every address says which condition a grant fails, and where to ask", async () => {
  const layer = layerAt(0);
  for (const [state, condition] of [
    ["ended", "ended"],
    ["revoked", "revoked"],
    ["future", "not-begun"],
  ] as const) {
    await give(database, world, layer, [given({ state })]);
    for (const address of addressesOf(layer)) {
      const answer = await call(address, world.person);
      expect(answer.statusCode, address).toBe(404);
      const { missing, ask } = accessRefusal.parse(revived(answer.json()));
      expect(
        missing.map((one) => one.condition),
        address,
      ).toEqual([condition]);
      expect(missing[0]?.at, address).toBeInstanceOf(Date);
      expect(ask, address).toMatchObject({ owner: "Owner", url: expect.stringMatching(/^https?:\/\/[^/]+\/en\/catalogue\/[^/]+$/) });
    }
  }
});

/** JSON with its moments as dates again. */
function revived(json: { missing?: { at: string | null }[] }) {
  return { ...json, missing: json.missing?.map((one) => ({ ...one, at: one.at && new Date(one.at) })) };
}

test("a stranger and a visitor get the same answer as for a layer that does not exist", async () => {
  const layer = layerAt(0);
  await give(database, world, layer, [given({ state: "ended" })]);
  const nobody = { layerId: "00000000-0000-4000-8000-000000000000", datasetId: "00000000-0000-4000-8000-000000000001" };
  const told = ({ statusCode, body }: { statusCode: number; body: string }, ids: { layerId: string; datasetId: string }) =>
    `${statusCode} ${body
      .replaceAll(ids.layerId, "LAYER")
      .replaceAll(ids.datasetId, "DATASET")
      .replace(/"requestId":"[^"]*"/, "")}`;
  const both = [...addressesOf(layer).keys()].map((index) => [addressesOf(layer)[index], addressesOf(nobody)[index]] as const);
  const explain = (ids: typeof nobody) => [`/access/explain?layer=${ids.layerId}`, `/access/explain?dataset=${ids.datasetId}`];
  for (const [hidden = "", absent = ""] of [...both, ...explain(layer).map((one, index) => [one, explain(nobody)[index]] as const)]) {
    for (const headers of [bearer(world.stranger), {}]) {
      const answer = await app.inject({ url: hidden, headers });
      expect(told(answer, layer), hidden).toBe(told(await app.inject({ url: absent, headers }), nobody));
      expect(answer.body).not.toMatch(/missing"|"ask"/);
    }
  }
});

test("a grant that does not cover what is asked says so, whether or not it exists", async () => {
  const layer = layerAt(0);
  await give(database, world, layer, [given({ columns: ["name"], area: [0, 0, 2, 2] })]);
  const items = `/ogc/collections/${layer.layerId}/items`;
  const conditionsAt = async (url: string) =>
    (await call(url, world.person)).json().missing?.map((one: { condition: string }) => one.condition);
  // Feature 20 is elsewhere, and there is no feature 999.
  expect(await conditionsAt(`${items}/20`)).toEqual(["area"]);
  expect(await conditionsAt(`${items}/999`)).toEqual(["area"]);
  expect(await conditionsAt(`${items}?NOTE=x`)).toEqual(["columns"]);
  expect(await conditionsAt(`${items}?NO_SUCH=x`)).toEqual(["columns"]);
  expect((await call(`${items}/1`, world.person)).statusCode).toBe(200);
  // What grants never open, and a layer of which nothing is given.
  expect(await conditionsAt(`/stac/collections/${layer.layerId}`)).toEqual(["use"]);
  const { layerId: otherId } = layerAt(1);
  await database.withSystem((tx) =>
    tx.layer.update({ where: { id: otherId }, data: { datasetId: layer.datasetId, name: "other", position: 1 } }),
  );
  expect(await conditionsAt(`/ogc/collections/${otherId}`)).toEqual(["layer"]);
  await database.withSystem((tx) => tx.layer.update({ where: { id: otherId }, data: { datasetId: layerAt(1).datasetId, position: 0 } }));
  // In a dataset of its own, nothing is known of it.
  expect((await call(`/ogc/collections/${otherId}`, world.person)).json()).not.toHaveProperty("missing");
});

test("a refusal of someone who reads all of it names nothing that is missing", async () => {
  const layer = layerAt(0);
  const { id: memberId } = await createMember(database, world.community.id, "contributor");
  const refused = (await call(`/ogc/collections/${layer.layerId}/items/999`, memberId)).json();
  expect(refused).toMatchObject({ code: "feature-not-found" });
  expect(refused).not.toHaveProperty("missing");
  expect((await call(`/access/explain?layer=${layer.layerId}`, memberId)).json()).toMatchObject({ access: "whole", missing: [] });
});

test("the explanation by address says what is shown and what is missing, also to the key of a community", async () => {
  const layer = layerAt(0);
  await give(database, world, layer, [
    given({ columns: ["name"], area: [0, 0, 2, 2] }),
    given({ to: "office", state: "ended" }),
    given({ state: "revoked" }),
  ]);
  for (const name of [`layer=${layer.layerId}`, `dataset=${layer.datasetId}`]) {
    const answer = await call(`/access/explain?${name}`, world.person);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const { layers, missing, ...others } = answer.json();
    expect(others).toMatchObject({ dataset: layer.datasetId, access: "part", hasClosedLayers: false, ask: { owner: "Owner" } });
    expect(layers).toMatchObject([{ id: layer.layerId, withheld: 2 }]);
    expect(missing.map((one: { condition: string }) => one.condition)).toEqual(["columns", "revoked"]);
  }
  const { secret } = await newCommunityKey(database, world.office.id, world.colleague, "read");
  const asked = await app.inject({ url: `/access/explain?layer=${layer.layerId}`, headers: { authorization: `Bearer ${secret}` } });
  expect(asked.json()).toMatchObject({ access: "none", layers: [], missing: [{ condition: "ended" }] });
  for (const wrong of ["", "?layer=x", `?layer=${layer.layerId}&dataset=${layer.datasetId}`, `?layer=${layer.layerId}&layer=x`, "?q=1"]) {
    const answer = await call(`/access/explain${wrong}`, world.person);
    expect(answer.statusCode, wrong).toBe(400);
    expect(answer.json()).toMatchObject({ code: "access-names-one", detail: expect.stringContaining("?layer=") });
  }
  expect((await app.inject({ url: `/access/explain?layer=${layer.layerId}` })).statusCode).toBe(404);
});

test("the OpenAPI document describes every member of an explanation", async () => {
  const { paths } = (await app.inject({ url: "/access/api" })).json();
  const { schema } = paths["/access/explain"].get.responses[200].content["application/json"];
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(accessExplanation.shape).sort());
  expect(JSON.stringify(schema.properties.missing)).toContain('"format":"date-time"');
});

test("the page of a closed dataset exists for those who had a grant, and for nobody else", async () => {
  const layer = layerAt(0);
  await give(database, world, layer, [given({ state: "ended" })]);
  const { slug, title } = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: layer.datasetId } }));
  const page = { portalId: world.portalId, slug };
  expect(await explainPage(core, person(world.person), page)).toMatchObject({
    ...{ datasetId: layer.datasetId, title },
    explanation: { access: "none", failing: [{ flaw: "ended", at: expect.any(Date) }], ownerName: "Owner" },
  });
  const stranger = person((await createUser(database)).id);
  for (const [who, at] of [
    [stranger, page],
    [person(world.person), { ...page, slug: "no-such-dataset" }],
  ] as const) {
    await expect(explainPage(core, who, at)).rejects.toMatchObject({ kind: "not-found", code: "dataset-not-found" });
  }
});
