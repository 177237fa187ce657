import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { addMember, createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import type { MemberActor, Person } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { newCommunityKey } from "../../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { viewDataset } from "../datasets/service.ts";
import { listFieldValues, listLayers } from "../layers/service.ts";
import { listNotices } from "../notifications/service/notices.ts";
import { portalLayers } from "../portals/service.ts";
import { explainAccess, listOpened } from "./explain/service.ts";
import { acceptAccess, declineAccess, listAccessRequests } from "./requests/service/decide.ts";
import { askAccess, withdrawAccessRequest } from "./requests/service/send.ts";
import { endGrant, giveGrant, revokeGrant } from "./service/give.ts";
import { listGrants } from "./service/read.ts";
import { sweepGrants } from "./service/sweep.ts";

const fields: LayerField[] = [
  { name: "NOM", column: "nom", type: "text", label: "Nom" },
  { name: "PRIX", column: "prix", type: "integer", label: "Prix" },
  { name: "HUSH", column: "hush", type: "text", isHidden: true },
];
const square = (lon: number, lat: number, side = 1): Position[] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
  [lon, lat],
];
const areaOf = (lon: number, side = 1) => ({
  name: "Saint-Essai",
  source: { geometry: { type: "Polygon" as const, coordinates: [square(lon, 46, side)] } },
});
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let readers: RunningReaders;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  readers = await startReaders(core);
});
afterAll(async () => {
  await readers.stop();
  await app.close();
  await database.close();
});

const person = (userId: string): Person => ({ userId, isOperator: false, isSuspended: false });

async function world() {
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  const portal = await createPortal(database, communityId);
  const user = await createMember(database, communityId, "manager");
  const manager: MemberActor = { ...person(user.id), communityId, role: "manager" };
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Polygon", srid: 4326, hasZ: false },
    fields,
    dataset: { visibility: "private" },
    features: [0, 1, 2].map((lon) => ({ geometry: { type: "Polygon", coordinates: [square(lon, 46)] }, values: [`n${lon}`, lon, "hush"] })),
  });
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } }));
  const { slug } = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: datasetId } }));
  const account = await createUser(database);
  const to = { kind: "person" as const, email: account.email };
  const give = (given: Partial<Parameters<typeof giveGrant>[2]> = {}) =>
    giveGrant(core, manager, { communityId, datasetId, layerId, subject: to, until: null, purpose: "", ...given });
  return { communityId, portal, manager, layerId, datasetId, slug, office: person(account.id), to, give };
}

const view = (of: Awaited<ReturnType<typeof world>>) => viewDataset(core, of.office, { portalId: of.portal.id, slug: of.slug });
const noticed = (userId: string, kind: string) => {
  database.notifier.signal();
  return expect.poll(async () => (await listNotices(core, person(userId), { limit: 30 })).items.map((one) => one.kind)).toContain(kind);
};

test("a grant opens the catalogue, the map and the values, and nothing beyond it", async () => {
  const of = await world();
  await expect(view(of)).rejects.toMatchObject({ code: "dataset-not-found" });
  await of.give({ columns: ["nom"], area: areaOf(0, 1.5), until: inDays(30) });
  const dataset = await view(of);
  expect(dataset).toMatchObject({ isPartial: true, featureCount: 2, layerCount: 1, attachmentCount: 0 });
  expect(dataset.bbox).toEqual([0, 46, 1.5, 47.5]);
  expect(dataset.layers[0]).toMatchObject({ featureCount: 2, bbox: [0, 46, 1.5, 47.5], fields: [{ column: "nom" }] });
  expect(await listLayers(core, of.office, of.datasetId)).toMatchObject([{ featureCount: 2, fields: [{ column: "nom" }] }]);
  expect(await portalLayers(core, of.office, of.portal.id)).toMatchObject([{ id: of.layerId, featureCount: 2 }]);
  expect((await listFieldValues(core, of.office, { layerId: of.layerId, column: "nom" })).values.map(({ value }) => value)).toEqual([
    "n0",
    "n1",
  ]);
  await expect(listFieldValues(core, of.office, { layerId: of.layerId, column: "prix" })).rejects.toMatchObject({
    code: "column-not-found",
  });
  expect(await listOpened(core, of.office, of.portal.id)).toMatchObject([{ datasetId: of.datasetId, slug: of.slug }]);
  // The whole community sees no change, and a stranger nothing.
  expect(await viewDataset(core, of.manager, { portalId: of.portal.id, slug: of.slug })).not.toHaveProperty("isPartial");
  const stranger = person((await createUser(database)).id);
  expect(await portalLayers(core, stranger, of.portal.id)).toEqual([]);
  await noticed(of.office.userId, "access-given");
});

test("a style that reads a column which is not given is not shown: its classes are values", async () => {
  const of = await world();
  const style = {
    kind: "categorised",
    column: "prix",
    classes: [{ value: "2", color: "#ff0000", label: "very secret" }],
    other: "#cccccc",
  };
  await database.withSystem((tx) => tx.layer.update({ where: { id: of.layerId }, data: { style } }));
  await of.give({ columns: ["nom"] });
  expect(JSON.stringify(await view(of))).not.toContain("very secret");
});

test("a GeoPackage has the part alone, and another for who sees another part", async () => {
  const of = await world();
  await of.give({ columns: ["nom"], area: areaOf(0, 1.5) });
  const get = async (userId: string) => app.inject({ url: `/downloads/${of.layerId}.gpkg`, headers: bearer(userId) });
  const part = await get(of.office.userId);
  expect(part.statusCode).toBe(200);
  expect(part.rawPayload.includes("n1")).toBe(true);
  expect(part.rawPayload.includes("n2")).toBe(false);
  expect(part.rawPayload.includes("PRIX")).toBe(false);
  const whole = await get(of.manager.userId);
  expect(whole.rawPayload.includes("n2")).toBe(true);
  expect(whole.headers.etag).not.toBe(part.headers.etag);
  expect(part.headers["cache-control"]).toContain("private");
});

test("members of a community and its keys read what their community was given, and their own grants do not follow the key", async () => {
  const of = await world();
  const office = await createCommunity(database);
  const maker = await createMember(database, office.id, "manager");
  const { secret } = await newCommunityKey(database, office.id, maker.id, "read");
  const read = (token: string) =>
    app.inject({ url: `/ogc/collections/${of.layerId}/items`, headers: { authorization: `Bearer ${token}` } });
  await of.give({ subject: { kind: "person", email: maker.email } });
  expect((await read(maker.id)).statusCode).toBe(200);
  expect((await read(secret)).statusCode).toBe(404);
  await of.give({ subject: { kind: "community", slug: office.slug }, area: areaOf(1) });
  expect((await read(secret)).json().features).toHaveLength(1);
  const member = await createUser(database);
  await addMember(database, office.id, member.id, "member");
  expect((await read(member.id)).json().features).toHaveLength(1);
  await database.withSystem((tx) => tx.membership.updateMany({ where: { userId: member.id }, data: { status: "suspended" } }));
  expect((await read(member.id)).statusCode).toBe(404);
});

test("what is given never changes; its end can, and a revoked grant stays in the history", async () => {
  const of = await world();
  const { id: grantId } = await of.give({ until: inDays(2), purpose: "Étude" });
  await endGrant(core, of.manager, { grantId, until: inDays(9) });
  await expect(endGrant(core, of.manager, { grantId, until: inDays(-1) })).rejects.toMatchObject({ code: "grant-end-past" });
  expect(await listGrants(core, of.manager, of.datasetId)).toMatchObject([
    { subject: { kind: "person", name: "Test Person", email: of.to.email }, columns: null, area: null, purpose: "Étude", state: "valid" },
  ]);
  await revokeGrant(core, of.manager, grantId);
  await expect(view(of)).rejects.toMatchObject({ code: "dataset-not-found" });
  expect(await listGrants(core, of.manager, of.datasetId)).toMatchObject([{ state: "revoked" }]);
  await expect(revokeGrant(core, of.manager, grantId)).rejects.toMatchObject({ code: "grant-revoked" });
  await expect(endGrant(core, of.manager, { grantId, until: null })).rejects.toMatchObject({ code: "grant-revoked" });
  const entries = await database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { communityId: of.communityId }, orderBy: { createdAt: "asc" } }),
  );
  expect(entries.map(({ action }) => action)).toEqual(["grant.given", "grant.ended", "grant.revoked"]);
  // A year later nothing is left of it.
  expect(await sweepGrants(core)).toBe(0);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE grants SET revoked_at = now() - interval '400 days' WHERE id = $1::uuid", [grantId]),
  );
  expect(await sweepGrants(core)).toBe(1);
});

test("a grant is refused with what is wrong with it", async () => {
  const of = await world();
  const other = await world();
  const bowtie = {
    name: "x",
    source: {
      geometry: {
        type: "Polygon" as const,
        coordinates: [
          [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, 0],
          ],
        ],
      },
    },
  };
  const wrong: [Parameters<typeof of.give>[0], string][] = [
    [{ subject: { kind: "person", email: "nobody@example.org" } }, "grant-person-unknown"],
    [{ subject: { kind: "community", slug: "no-such-community" } }, "grant-community-unknown"],
    [{ columns: ["hush"] }, "column-not-found"],
    [{ columns: ["no_such"] }, "column-not-found"],
    [{ layerId: null, columns: ["nom"] }, "grant-columns-of-layer"],
    [{ layerId: other.layerId }, "layer-not-found"],
    [{ datasetId: other.datasetId }, "dataset-not-found"],
    [{ until: inDays(-1) }, "grant-end-past"],
    [{ from: inDays(3), until: inDays(2) }, "grant-end-before-start"],
    [{ area: bowtie }, "territory-no-area"],
    [{ area: { name: "x", source: { features: { layerId: other.layerId, fids: [1] } } } }, "layer-not-found"],
  ];
  for (const [given, code] of wrong) await expect(of.give(given), code).rejects.toMatchObject({ code });
  // A layer that another community publishes names areas too: a right in one of its communes.
  const published = { visibility: "public", status: "published" };
  await database.withSystem((tx) => tx.dataset.update({ where: { id: other.datasetId }, data: published }));
  await of.give({ area: { name: "Ailleurs", source: { features: { layerId: other.layerId, fids: [2] } } } });
  expect((await listGrants(core, of.manager, of.datasetId))[0]?.area).toMatchObject({ name: "Ailleurs", bbox: [1, 46, 2, 47] });
  // Another community's manager neither sees nor revokes it.
  const { id: grantId } = await of.give();
  await expect(revokeGrant(core, other.manager, grantId)).rejects.toMatchObject({ code: "grant-not-found" });
  await expect(listGrants(core, other.manager, of.datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
});

test("a person reads why not more, asks for it, and gets what the manager chose", async () => {
  const of = await world();
  const { id: grantId } = await of.give({ columns: ["nom"], area: areaOf(0), until: inDays(30) });
  expect(await explainAccess(core, of.office, of.datasetId)).toMatchObject({
    access: "part",
    layers: [{ columns: ["Nom"], withheld: 1, areas: ["Saint-Essai"], until: expect.any(Date) }],
    hasClosedLayers: false,
    hasClosedFiles: false,
    failing: [],
    ownerName: "Brélandes",
    request: null,
  });
  expect(await explainAccess(core, of.manager, of.datasetId)).toMatchObject({ access: "whole" });
  const stranger = person((await createUser(database)).id);
  await expect(explainAccess(core, stranger, of.datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
  const asked = { portalId: of.portal.id, datasetId: of.datasetId, reason: "Les prix aussi, pour l’étude." };
  await expect(askAccess(core, stranger, asked)).rejects.toMatchObject({ code: "dataset-not-found" });
  await expect(askAccess(core, of.manager, asked)).rejects.toMatchObject({ code: "access-held" });
  expect(await askAccess(core, of.office, asked)).toMatchObject({ request: { status: "open" } });
  await expect(askAccess(core, of.office, asked)).rejects.toMatchObject({ code: "request-open" });
  await noticed(of.manager.userId, "access-requested");
  const [request] = await listAccessRequests(core, of.manager, { isDecided: false });
  expect(request).toMatchObject({ personName: "Test Person", reason: asked.reason });
  const given = { layerId: of.layerId, until: inDays(9), purpose: "" };
  await acceptAccess(core, of.manager, { requestId: request?.id ?? "", answer: "Bonne étude", ...given });
  expect(await explainAccess(core, of.office, of.datasetId)).toMatchObject({
    layers: [{ columns: ["Nom", "Prix"], withheld: 0, areas: [] }],
    request: { status: "accepted", answer: "Bonne étude" },
  });
  expect((await view(of)).featureCount).toBe(3);
  await noticed(of.office.userId, "access-accepted");
  await expect(acceptAccess(core, of.manager, { requestId: request?.id ?? "", answer: "", ...given })).rejects.toMatchObject({
    code: "request-decided",
  });
  // A grant that ended is explained, and still lets the person ask.
  for (const grant of await listGrants(core, of.manager, of.datasetId))
    if (grant.id !== grantId) await revokeGrant(core, of.manager, grant.id);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE grants SET valid_from = now() - interval '3 days', valid_until = now() - interval '1 day' WHERE id = $1::uuid", [
      grantId,
    ]),
  );
  expect(await explainAccess(core, of.office, of.datasetId)).toMatchObject({
    access: "none",
    failing: [{ flaw: "revoked" }, { flaw: "ended" }],
  });
});

test("a refusal holds for a week, a request can be withdrawn, and only by its person", async () => {
  const of = await world();
  await of.give();
  const asked = { portalId: of.portal.id, datasetId: of.datasetId, reason: "Une étude de six mois." };
  const { request } = await askAccess(core, of.office, asked);
  await expect(withdrawAccessRequest(core, of.manager, request?.id ?? "")).rejects.toMatchObject({ code: "request-decided" });
  await withdrawAccessRequest(core, of.office, request?.id ?? "");
  const again = await askAccess(core, of.office, asked);
  const other = await world();
  await expect(declineAccess(core, other.manager, { requestId: again.request?.id ?? "", answer: "Non." })).rejects.toMatchObject({
    code: "request-decided",
  });
  await declineAccess(core, of.manager, { requestId: again.request?.id ?? "", answer: "Précisez." });
  await expect(askAccess(core, of.office, asked)).rejects.toMatchObject({ code: "request-declined-lately", params: { days: 7 } });
  await noticed(of.office.userId, "access-declined");
});

test("what is open to everyone is read without an account, shared by caches that ask each time, and closed at once", async () => {
  const of = await world();
  const visitor = { userId: null, isOperator: false, isSuspended: false };
  const page = { portalId: of.portal.id, slug: of.slug };
  const url = `/ogc/collections/${of.layerId}/items`;
  const read = (who: string | null, headers: Record<string, string> = {}) => app.inject({ url, headers: { ...bearer(who), ...headers } });
  const changes = () => database.withSystem((tx) => tx.outboxEvent.count({ where: { topic: "content.changed" } }));
  expect((await read(null)).statusCode).toBe(404);
  const before = await changes();
  await of.give({ columns: ["prix"], area: areaOf(2, 1) });
  expect(await changes()).toBe(before);
  const { id: grantId } = await of.give({ subject: { kind: "everyone" }, columns: ["nom"], area: areaOf(0, 1) });
  // Pages that portals keep for visitors are drawn again.
  expect(await changes()).toBe(before + 1);
  // A process looks once a second whether anything is open.
  await expect.poll(async () => (await read(null)).statusCode).toBe(200);
  const shared = await read(null);
  expect(shared.headers).toMatchObject({
    "cache-control": "public, max-age=0, must-revalidate",
    vary: expect.stringMatching(/authorization/i),
  });
  expect(shared.json().features.map(({ properties }: { properties: unknown }) => properties)).toEqual([{ NOM: "n0" }]);
  // A person with more has another answer under another tag, which no shared cache keeps.
  const own = await read(of.office.userId);
  expect(own.headers["cache-control"]).toBe("private, no-cache");
  expect(own.json().numberMatched).toBe(2);
  const tag = (who: string | null) =>
    app
      .inject({ method: "HEAD", url: `/downloads/${of.layerId}.geojson`, headers: bearer(who) })
      .then(({ headers }) => headers.etag?.toString());
  const stranger = (await createUser(database)).id;
  expect(await tag(of.office.userId)).not.toBe(await tag(null));
  expect(await tag(stranger)).toBe(await tag(null));
  const withTag = (await tag(of.office.userId)) ?? "";
  const crossed = await app.inject({ url: `/downloads/${of.layerId}.geojson`, headers: { "if-none-match": withTag } });
  expect(crossed.statusCode).toBe(200);
  // The page and the map of a portal show it, and say why not more.
  const open = { ...visitor, hasOpenParts: true };
  expect(await viewDataset(core, open, page)).toMatchObject({ isPartial: true, featureCount: 1 });
  expect(await portalLayers(core, open, of.portal.id)).toMatchObject([{ id: of.layerId, featureCount: 1 }]);
  expect(await explainAccess(core, open, of.datasetId)).toMatchObject({ access: "part", layers: [{ columns: ["Nom"], withheld: 1 }] });
  await revokeGrant(core, of.manager, grantId);
  expect(await changes()).toBe(before + 2);
  expect((await read(null)).statusCode).toBe(404);
  await expect(viewDataset(core, open, page)).rejects.toMatchObject({ code: "dataset-not-found" });
  await expect(explainAccess(core, open, of.datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
});
