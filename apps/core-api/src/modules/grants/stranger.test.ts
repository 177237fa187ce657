// @database server
import { randomUUID } from "node:crypto";
import { cloudTilePath } from "@archipel/contracts/clouds.ts";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { at, type BuiltLayer } from "../../testing/lens-world.ts";
import { buildMixedWorld, holds, type MixedReader, type MixedWorld, newMixedReader } from "../../testing/mixed-readers.ts";
import { GIVEN_ALL, newOrganisation } from "../../testing/organisation-world.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { insertGrant } from "./queries.ts";

// What a stranger tries who knows addresses and tags: each attempt must be answered like one about something that does not exist.

let database: Database;
let app: FastifyInstance;
let world: MixedWorld;
/** Of one layer, with different parts. */
let readers: readonly [MixedReader, MixedReader];
let stranger: string;
/** A session token is a person's id; with `+`, the session proved two factors. */
const stepped = (userId: string) => `${userId}+`;
beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  core.identify = async (token) => ({ userId: token.replace("+", ""), hasSecondStep: token.endsWith("+") });
  app = await createServer(core);
  world = await buildMixedWorld(database, core);
  readers = [await newMixedReader(database, world, 1), await newMixedReader(database, world, 2)];
  stranger = (await createUser(database)).id;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (url: string, credential: string | null, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { ...bearer(credential), ...headers } });
const call = (path: string, input: unknown, credential: string | null) =>
  app.inject({
    ...{ method: "POST", url: `/trpc/${path}`, payload: JSON.stringify(wire.serialize(input)) },
    headers: { ...bearer(credential), "content-type": "application/json" },
  });
const query = (path: string, input: unknown) => `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(wire.serialize(input)))}`;

const tileOf = (layerId: string) => {
  const [lon = 0, lat = 0] = at(10, 10);
  const { z, x, y } = lonLatToTile(lon, lat, 10);
  return `/tiles/${layerId}/${z}/${x}/${y}.mvt`;
};
const addressesOf = ({ layerId }: BuiltLayer) => [
  tileOf(layerId),
  `/tiles/${layerId}.json`,
  `/ogc/collections/${layerId}/items?limit=5`,
  `/ogc/collections/${layerId}`,
  `/downloads/${layerId}.csv`,
  `/downloads/${layerId}.geojson`,
];

test("a tag of one lens never confirms the answer of another, and confirms nothing to who reads nothing", async () => {
  const [one, other] = readers;
  const urls = addressesOf(one.layer);
  let tags = 0;
  for (const url of urls) {
    const own = await get(url, one.userId);
    expect([url, own.statusCode]).toEqual([url, 200]);
    const tag = own.headers.etag;
    if (!tag) continue;
    tags += 1;

    expect([url, (await get(url, one.userId, { "if-none-match": tag })).statusCode]).toEqual([url, 304]);
    const asOther = await get(url, other.userId, { "if-none-match": tag });
    expect([url, asOther.statusCode]).toEqual([url, 200]);
    expect(asOther.headers.etag).not.toBe(tag);
    for (const nobody of [stranger, null]) {
      const plain = await get(url, nobody);
      for (const named of [tag, "*", `W/${tag}`]) {
        const tried = await get(url, nobody, { "if-none-match": named });
        expect([url, tried.statusCode, tried.headers.etag]).toEqual([url, plain.statusCode, undefined]);
        expect(plain.statusCode).toBe(404);
      }
    }
  }
  // The tile, its description and the collection: texts that are written for a part of a layer have no tag.
  expect(tags).toBe(3);
});

test("tags, conditions and ranges say nothing of a tile of points that the border closes, nor of a hidden feature", async () => {
  const [one] = readers;
  const [inside, outside] = [true, false].map((isIn) => world.grid.tiles.find(({ column, row }) => holds(one.tiles, column, row) === isIn));
  const path = (id = "") => cloudTilePath({ id, revision: 1 });
  const open = await get(path(inside?.id), one.userId);
  expect(open.statusCode).toBe(200);
  const unknown = "00000000-0000-4000-8000-000000000000";
  const attempts: Record<string, string>[] = [
    ...["bytes=0-", "bytes=-1", "bytes=99999999-", "bytes=0-0,5-6", "bytes=9-1", "lines=0-1"].map((range) => ({ range })),
    ...["*", String(open.headers.etag)].flatMap((tag) => [
      { "if-none-match": tag },
      { "if-match": tag },
      { "if-range": tag, range: "bytes=0-3" },
    ]),
    { "if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT" },
  ];
  const said = async (url: string, headers: Record<string, string>, method: "GET" | "HEAD" = "GET") => {
    const { statusCode, headers: more, body } = await app.inject({ url, method, headers: { ...bearer(one.userId), ...headers } });
    const text = body.replace(/"requestId":"[^"]*"/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
    return [statusCode, text, more.etag, more["content-range"], more["accept-ranges"], more["cache-control"]];
  };
  for (const headers of attempts) {
    expect(await said(path(outside?.id), headers)).toEqual(await said(path(unknown), headers));
    expect((await said(path(outside?.id), headers))[0]).toBe(404);
  }
  expect(await said(path(outside?.id), {}, "HEAD")).toEqual(await said(path(unknown), {}, "HEAD"));
  for (const revision of [0, 2, 99])
    expect((await get(cloudTilePath({ id: outside?.id ?? "", revision }), one.userId)).statusCode).toBe(
      (await get(cloudTilePath({ id: unknown, revision }), one.userId)).statusCode,
    );

  const items = `/ogc/collections/${one.layer.layerId}/items`;
  const hidden = Array.from({ length: 31 }, (_, index) => index + 1).find((fid) => !one.seen.has(fid));
  for (const headers of [{}, { "if-none-match": "*" }, { "if-none-match": '"1"' }, { "if-match": '"1"' }]) {
    const [tried, missing] = [await said(`${items}/${hidden}`, headers), await said(`${items}/999999`, headers)];
    const withoutNumber = (all: unknown[]) => all.map((part) => String(part).replaceAll(/\d+/g, ""));
    expect(withoutNumber(tried)).toEqual(withoutNumber(missing));
    expect(tried[0]).toBe(404);
  }
  // Filters, boxes and pages beyond what is seen.
  const [west, south] = [at(-50, -50), at(70, 70)];
  for (const more of [`bbox=${west},${south}&limit=1`, "limit=1&offset=100000", "limit=10000"]) {
    const { numberMatched } = (await get(`${items}?${more}`, one.userId)).json<{ numberMatched?: number }>();
    if (numberMatched !== undefined) expect(numberMatched).toBeLessThanOrEqual(one.seen.size);
  }
});

test("a session with two factors lends nothing to one of the same person without", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const { community, office } = world;
  const both = { where: { id: { in: [community.id, office.id] } } };
  await database.withSystem((tx) => tx.community.updateMany({ ...both, data: { secondFactorFrom: "moderator" } }));
  // What moderators of the office were given, and what only managers of the community read.
  const moderator = (await createMember(database, office.id, "moderator")).id;
  const grant = { communityId: community.id, datasetId: layer.datasetId, layerId: null, columns: null, area: null, areaName: "" };
  const subject = { communityId: office.id, role: "moderator" };
  await database.sqlAs({ role: "system" }, (sql) =>
    insertGrant(sql, { ...grant, id: randomUUID(), subject, from: null, until: null, purpose: "", givenById: world.giver }),
  );
  const urls = [...addressesOf(layer), query("features.rows", { layerId: layer.layerId, limit: 5 })];
  const lists: [string, string][] = [
    [query("datasets.catalogue", { portalId: world.portalId, limit: 20 }), layer.datasetId],
    ["/ogc/collections", layer.layerId],
  ];
  for (const url of [...urls, ...urls]) {
    expect([url, (await get(url, stepped(moderator))).statusCode]).toEqual([url, 200]);
    expect([url, (await get(url, moderator)).statusCode]).toEqual([url, 404]);
  }
  for (const [url, id] of lists) {
    expect((await get(url, stepped(moderator))).body).toContain(id);
    expect((await get(url, moderator)).body).not.toContain(id);
  }
  const given = query("grants.list", { communityId: community.id, datasetId: layer.datasetId });
  for (let turn = 0; turn < 2; turn++) {
    expect((await get(given, stepped(world.giver))).statusCode).toBe(200);
    expect((await get(given, world.giver)).statusCode).toBe(403);
  }
  await database.withSystem((tx) => tx.community.updateMany({ ...both, data: { secondFactorFrom: null } }));
});

test("nobody but a manager of the community looks as somebody else, whatever they send", async () => {
  const { community, office, layers } = world;
  const [layer] = layers;
  const email = readers[0].email;
  const input = { communityId: community.id, datasetId: layer?.datasetId, layerId: null, offset: 0, subject: { kind: "person", email } };
  const [otherManager, moderator] = [
    (await createMember(database, office.id, "manager")).id,
    (await createMember(database, community.id, "moderator")).id,
  ];
  const delegate = (await createUser(database)).id;
  await newOrganisation(database, { people: { [delegate]: "manager" }, communities: { [community.id]: GIVEN_ALL } });
  for (const credential of [null, stranger, readers[0].userId, otherManager, moderator, delegate]) {
    const tried = await call("grants.viewAs", input, credential);
    expect([401, 403, 404]).toContain(tried.statusCode);
  }
  // A dataset of another community, and subjects that are no ids: the setting takes nothing else.
  expect((await call("grants.viewAs", { ...input, communityId: office.id }, otherManager)).statusCode).toBe(404);
  for (const subject of [
    { kind: "group", groupId: "x', true), set_config('role', 'archipel_system" },
    { kind: "group", groupId: "community_00000000-0000-4000-8000-000000000000_manager" },
    { kind: "role", slug: "x", role: "manager_x" },
    { kind: "organisation", organisationId: "*" },
  ])
    expect([400, 404]).toContain((await call("grants.viewAs", { ...input, subject }, world.giver)).statusCode);
  const noted = await database.withSystem((tx) => tx.auditEntry.count({ where: { communityId: community.id, action: "grant.viewed-as" } }));
  expect(noted).toBe(0);
});

test("who administers by an organisation reads no draft, and becomes nothing more", async () => {
  const { community } = world;
  const delegate = await createUser(database);
  await newOrganisation(database, { people: { [delegate.id]: "manager" }, communities: { [community.id]: GIVEN_ALL } });
  const { id: datasetId } = await database.withSystem((tx) =>
    tx.dataset.create({ data: { communityId: community.id, title: "Brouillon secret", slug: "brouillon-secret", status: "draft" } }),
  );
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: world.portalId, datasetId, communityId: community.id } }));
  const attempts = [
    query("datasets.view", { portalId: world.portalId, slug: "brouillon-secret" }),
    query("datasets.get", { communityId: community.id, datasetId }),
    query("datasets.list", { communityId: community.id, limit: 20 }),
    query("grants.explain", { datasetId }),
    query("audit.list", { communityId: community.id, limit: 20 }),
  ];
  for (const url of attempts) {
    const { statusCode, body } = await get(url, delegate.id);
    expect([url, statusCode]).toEqual([url, url.includes("datasets.list") ? 200 : 404]);
    expect(body).not.toContain("Brouillon secret");
  }
  // A grant of one's own on a draft opens nothing of it.
  const grant = {
    ...{ communityId: community.id, datasetId, layerId: null, columns: null, area: null, from: null, until: null, purpose: "Mine" },
    subject: { kind: "person", email: delegate.email },
  };
  await call("grants.give", { ...grant, permission: "edit" }, delegate.id);
  for (const url of attempts.slice(0, 3)) expect((await get(url, delegate.id)).body).not.toContain("Brouillon secret");
  for (const role of ["member", "contributor", "manager"]) {
    const invited = await call("members.invite", { communityId: community.id, email: delegate.email, role }, delegate.id);
    expect(invited.statusCode).toBeGreaterThanOrEqual(400);
  }
  const own = await database.withSystem((tx) => tx.membership.count({ where: { communityId: community.id, userId: delegate.id } }));
  expect(own).toBe(0);
});
