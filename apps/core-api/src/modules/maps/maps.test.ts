import { createMapInput, publishMapInput, type SavedState, updateMapInput } from "@archipel/contracts/maps.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { startReaders } from "../../jobs/outbox/run-readers.ts";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { listNotices } from "../notifications/service/notices.ts";
import { mayOf, newSlug } from "./policy.ts";
import { createMap, publishMap, removeMap, shareMap, updateMap } from "./service/change.ts";
import { listManaged, listOwn, listPublished, viewMap } from "./service/read.ts";

let database: Database;
let on: Awaited<ReturnType<typeof world>>;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await world();
});
afterAll(() => database.close());

const view = { lon: 2, lat: 46, zoom: 10 };
const stateOf = (...ids: string[]): SavedState => ({ view, layers: ids.map((id) => ({ id, opacity: 0.5 })), marker: null });
const page = { limit: 30 };
const publication = (mapId: string, isPublished: boolean, said = "") =>
  publishMapInput.parse({ communityId: on.communityId, mapId, isPublished, said });

/** A portal with a public layer and one for members, and people. */
async function world() {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: portalId } = await createPortal(database, communityId);
  const layer = async (visibility: string) => {
    const { layerId, datasetId } = await buildTestLayer(database, communityId, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      fields: [],
      features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: [] }],
    });
    await database.withSystem(async (tx) => {
      await tx.dataset.update({ where: { id: datasetId }, data: { visibility } });
      await tx.portalDataset.create({ data: { portalId, datasetId, communityId } });
    });
    return layerId;
  };
  const person = async (role: Role): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const [open, closed] = [await layer("public"), await layer("members")];
  const [member, other, manager] = [await person("member"), await person("member"), await person("manager")];
  const visit = (actor: MemberActor | null) => visitPortal(core, actor ?? anonymous, portalId, "127.0.0.1");
  const seenBy = async (actor: MemberActor | null, slug: string) => viewMap(core, await visit(actor), slug).catch(({ code }) => code);
  const save = (actor: MemberActor, values: object = {}) =>
    createMap(
      core,
      actor,
      createMapInput.parse({ communityId, portalId, kind: "map", title: { fr: "Le port" }, state: stateOf(open), ...values }),
    );
  const share = (actor: MemberActor, mapId: string, status: "draft" | "unlisted", isProposed = false) =>
    shareMap(core, actor, { communityId, mapId, status, isProposed });
  const update = (actor: MemberActor, mapId: string, values: object) =>
    updateMap(core, actor, updateMapInput.parse({ communityId, mapId, ...values }));
  const listed = async () => (await listPublished(core, await visit(null), { portalId, ...page })).items.map(({ slug }) => slug);
  return { core, communityId, portalId, open, closed, member, other, manager, visit, seenBy, save, share, update, listed };
}

describe("who sees a map", () => {
  it("follows its status: owner, address, everyone", async () => {
    const { core, communityId, portalId, member, other, manager, seenBy, save, share, listed } = on;
    const { id, slug } = await save(member);
    expect(await seenBy(member, slug)).toMatchObject({ isMine: true, may: { edit: true, publish: false } });
    for (const actor of [null, other, manager]) expect(await seenBy(actor, slug)).toBe("map-not-found");
    await share(member, id, "unlisted", true);
    expect(await seenBy(null, slug)).toMatchObject({ isMine: false, may: { edit: false, publish: false } });
    expect(await seenBy(null, `${slug}x`)).toBe("map-not-found");
    expect(await listed()).not.toContain(slug);
    const [proposed] = (await listManaged(core, manager, { communityId, portalId, ...page })).items;
    expect(proposed).toMatchObject({ slug, isProposed: true, isMine: false });
    await publishMap(core, manager, publication(id, true));
    expect(await listed()).toContain(slug);
    await share(member, id, "draft");
    expect(await listed()).not.toContain(slug);
    expect(await seenBy(null, slug)).toBe("map-not-found");
    const [own] = (await listOwn(core, member, { communityId, portalId, ...page })).items;
    expect(own).toMatchObject({ slug, status: "draft" });
  });

  it("leaves out layers that the visitor does not see, and counts them", async () => {
    const { member, open, closed, seenBy, save } = on;
    const chapter = { key: "aaaa", title: { fr: "Un" }, text: {}, state: stateOf(closed) };
    const { slug } = await save(member, { kind: "story", status: "unlisted", state: stateOf(open, closed), chapters: [chapter] });
    expect(await seenBy(member, slug)).toMatchObject({ missingLayers: 0, chapters: [{ state: { layers: [{ id: closed }] } }] });
    expect(await seenBy(null, slug)).toMatchObject({
      missingLayers: 1,
      state: { layers: [{ id: open, opacity: 0.5 }] },
      chapters: [{ key: "aaaa", state: { layers: [] } }],
    });
  });

  it("draws only what everyone sees, again with each new view", async () => {
    const { member, open, closed, seenBy, save, update } = on;
    const { id, slug } = await save(member, { state: stateOf(open, closed) });
    expect((await seenBy(member, slug)).preview).toEqual([{ shape: "point", path: "M160 65h0" }]);
    await update(member, id, { basedOn: 1, title: { fr: "Autre" } });
    expect((await seenBy(member, slug)).preview).toHaveLength(1);
    await update(member, id, { basedOn: 2, state: stateOf(closed) });
    expect((await seenBy(member, slug)).preview).toEqual([]);
  });
});

describe("proposals", () => {
  it("notify managers, and the owner of the decision", async () => {
    const { core, member, other, manager, save, share, seenBy } = on;
    const readers = await startReaders(core);
    const unread = async (actor: MemberActor) =>
      (await listNotices(core, actor, { limit: 30, isUnread: true })).items.map(({ kind, params, consoleUrl }) => ({
        kind,
        params,
        consoleUrl,
      }));
    const eventually = (actor: MemberActor, ...kinds: string[]) => {
      database.notifier.signal();
      return expect.poll(async () => (await unread(actor)).map(({ kind }) => kind)).toEqual(kinds);
    };
    const { id, slug } = await save(member, { title: { fr: "Les quais" } });
    await share(member, id, "unlisted", true);
    await eventually(manager, "map-proposed");
    expect((await unread(manager))[0]).toMatchObject({
      params: { title: "Les quais", actor: "Test Person" },
      consoleUrl: expect.stringMatching(/\/fr\/maps\/mine$/),
    });
    await publishMap(core, manager, publication(id, false, "Trop proche d’une autre."));
    // Nothing is left to do for managers.
    await eventually(manager);
    await eventually(member, "map-declined");
    expect((await unread(member))[0]?.params).toMatchObject({ said: "Trop proche d’une autre.", actor: null });
    expect(await seenBy(member, slug)).toMatchObject({ isProposed: false, status: "unlisted" });
    await share(member, id, "unlisted", true);
    await eventually(manager, "map-proposed");
    await publishMap(core, manager, publication(id, true));
    await eventually(member, "map-published", "map-declined");
    await eventually(manager);
    const { id: withdrawn } = await save(member);
    await share(member, withdrawn, "unlisted", true);
    await eventually(manager, "map-proposed");
    await share(member, withdrawn, "unlisted");
    await eventually(manager);
    expect(await unread(other)).toEqual([]);
    await readers.stop();
  });
});

describe("changes", () => {
  it("are refused when the map was saved elsewhere, and keep what they do not name", async () => {
    const { member, save, update, seenBy } = on;
    const { id, slug } = await save(member, { text: { fr: "**Quais**" } });
    expect(await update(member, id, { basedOn: 1, title: { fr: "La rade", en: "The roads" } })).toMatchObject({ revision: 2 });
    await expect(update(member, id, { basedOn: 1, title: { fr: "Autre" } })).rejects.toMatchObject({ code: "map-changed" });
    expect(await seenBy(member, slug)).toMatchObject({ title: { fr: "La rade", en: "The roads" }, text: { fr: "**Quais**" }, revision: 2 });
  });

  it("belong to the owner, and once published to managers", async () => {
    const { core, member, other, manager, save, update, share } = on;
    const { id } = await save(member, { status: "unlisted" });
    await expect(update(other, id, { basedOn: 1 })).rejects.toMatchObject({ code: "map-not-found" });
    await expect(removeMap(core, other, id)).rejects.toMatchObject({ code: "map-not-found" });
    await expect(share(manager, id, "draft")).rejects.toMatchObject({ code: "map-not-yours" });
    await publishMap(core, manager, publication(id, true));
    await expect(update(member, id, { basedOn: 1 })).rejects.toMatchObject({ code: "map-published" });
    expect(await update(manager, id, { basedOn: 1, text: { fr: "Relu" } })).toMatchObject({ revision: 2 });
    await removeMap(core, manager, id);
    const { id: draft } = await save(member);
    await expect(removeMap(core, manager, draft)).rejects.toMatchObject({ code: "map-not-found" });
    await removeMap(core, member, draft);
  });

  it("keep layers that the editor could not show, and refuse unknown ones", async () => {
    const { communityId, member, manager, open, closed, save, update, seenBy } = on;
    const { id, slug } = await save(member, { state: stateOf(open, closed) });
    await database.withSystem((tx) => tx.dataset.updateMany({ where: { communityId, visibility: "members" }, data: { status: "draft" } }));
    expect(await seenBy(member, slug)).toMatchObject({ missingLayers: 1 });
    await update(member, id, { basedOn: 1, state: stateOf(open) });
    await database.withSystem((tx) => tx.dataset.updateMany({ where: { communityId }, data: { status: "published" } }));
    expect((await seenBy(member, slug)).state.layers.map((layer: { id: string }) => layer.id)).toEqual([open, closed]);
    const unknown = stateOf("00000000-0000-4000-8000-000000000000");
    await expect(save(manager, { state: unknown })).rejects.toMatchObject({ code: "map-layers-unknown" });
  });

  it("are in the audit log and the outbox", async () => {
    const { core, communityId, manager, save } = on;
    const { id } = await save(manager);
    await publishMap(core, manager, publication(id, true));
    const { audits, events } = await database.withSystem(async (tx) => ({
      audits: await tx.auditEntry.findMany({ where: { communityId, resourceId: id }, orderBy: { createdAt: "asc" } }),
      events: await tx.outboxEvent.findMany({
        where: { communityId, payload: { path: ["mapId"], equals: id } },
        orderBy: { sequence: "asc" },
      }),
    }));
    expect(audits.map(({ action }) => action)).toEqual(["map.created", "map.published"]);
    expect(events.map(({ topic }) => topic)).toEqual(["map.created", "map.published"]);
  });
});

it("limits the maps of a person", async () => {
  const { communityId, portalId, other, save } = on;
  const row = { communityId, portalId, ownerId: other.userId, kind: "map", title: { fr: "x" }, state: { view, layers: [] } };
  const data = Array.from({ length: 100 }, (_, index) => ({ ...row, slug: `x-${index}` }));
  await database.withSystem((tx) => tx.savedMap.createMany({ data }));
  await expect(save(other)).rejects.toMatchObject({ code: "too-many-maps" });
});

it("makes addresses that start with the title and cannot be guessed", () => {
  expect(newSlug({ fr: "L’île & ses crêtes" })).toMatch(/^l-ile-ses-cretes-[a-z0-9]{12}$/);
  expect(newSlug({ en: "!" })).toMatch(/^1-[a-z0-9]{12}$/);
  expect(newSlug({ fr: "a".repeat(100) }).length).toBeLessThan(64);
});

it("lets managers publish what they see", () => {
  expect(mayOf({ isMine: false, isManager: true, status: "draft" })).toEqual({ edit: false, publish: false });
  expect(mayOf({ isMine: true, isManager: false, status: "published" })).toEqual({ edit: false, publish: false });
  expect(mayOf({ isMine: true, isManager: true, status: "draft" })).toEqual({ edit: true, publish: true });
});
