import { readDated } from "@archipel/contracts/dated-json.ts";
import { createPortalInput, type PortalSite } from "@archipel/contracts/portals.ts";
import type { Database } from "@archipel/database/database.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { fieldsOf, pointAt, searchWorld } from "../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { clonePortal } from "./clones/service.ts";
import { changeLink, openPass, passesOf } from "./passes/service.ts";
import { closedPortalByHost, createPortal, getPortal, portalByHost, portalLayers, updatePortal } from "./service.ts";
import { changeStart, startLists } from "./start/service.ts";
import { setPortalStatus } from "./states/service.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

let count = 0;
/** A new portal, which nobody has put online, with one public dataset that has names. */
async function world() {
  const { community, portal: other, add } = await searchWorld(core);
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { ...anonymous, userId: user.id, communityId: community.id, role: "manager" };
  const layer = await add({
    name: "lieux",
    fields: fieldsOf("nom"),
    rows: [["Moulin"], ["Abbaye"]],
    geometry: (row) => pointAt(2 + row, 46),
  });
  const slug = `preparing-${++count}`;
  const input = createPortalInput.parse({ communityId: community.id, name: "Rivages", slug, baseTheme: "neutral" });
  const portal = await createPortal(core, manager, input);
  const list = () =>
    updatePortal(core, manager, {
      communityId: community.id,
      portalId: portal.id,
      datasets: [{ datasetId: layer.datasetId, isVisible: true }],
    });
  const host = `${slug}.localhost`;
  const site = async (pass: string | null) =>
    readDated<PortalSite | null>((await app.inject({ url: `/portals/site?host=${host}&locale=fr`, headers: bearer(pass) })).body);
  const call = async (path: string, pass: string | null) => {
    const asked = encodeURIComponent(JSON.stringify({ json: { portalId: portal.id } }));
    return (await app.inject({ url: `/trpc/${path}?input=${asked}`, headers: bearer(pass) })).statusCode;
  };
  const makeLink = async () => passIn((await changeLink(core, manager, { portalId: portal.id, isWanted: true })).link);
  return { community, manager, portal, other, layer, list, host, slug, site, call, makeLink };
}

const passIn = (address: string | null) => address?.split("/private/")[1] ?? "";

describe("a portal in preparation", () => {
  it("does not exist for visitors, members of its community included, in any of its answers", async () => {
    const { manager, portal, host, site, call, list } = await world();
    await list();
    expect(portal).toMatchObject({ status: "preparing", isOnline: false });
    expect([await portalByHost(core, host), await closedPortalByHost(core, host), await site(null)]).toEqual([null, null, null]);
    for (const path of ["site.frame", "site.list", "portals.layers", "alerts.current", "maps.list"])
      expect([path, await call(path, null)]).toEqual([path, 404]);
    expect((await app.inject({ url: `/hub/sites/${host}` })).statusCode).toBe(404);
    await expect(visitPortal(core, manager, portal.id, "127.0.0.1")).rejects.toMatchObject({ code: "portal-not-found" });
    await expect(portalLayers(core, manager, portal.id)).rejects.toMatchObject({ code: "portal-not-found" });
  });

  it("is seen by a pass as visitors will see it, which changes nothing and opens no other portal", async () => {
    const { portal, host, site, call, list, makeLink, other } = await world();
    await list();
    const pass = await makeLink();
    expect((await site(pass))?.portal).toMatchObject({ name: "Rivages", isOnline: false });
    for (const path of ["site.frame", "site.list", "portals.layers", "alerts.current", "maps.list"])
      expect([path, await call(path, pass)]).toEqual([path, 200]);
    expect(await portalLayers(core, { ...anonymous, passTo: portal.id }, portal.id)).toHaveLength(1);
    expect((await app.inject({ url: `/hub/sites/${host}`, headers: bearer(pass) })).json().origin).toContain(host);
    const holder = { ...anonymous, passTo: portal.id };
    await expect(visitPortal(core, holder, portal.id, "127.0.0.1", "reports.send")).rejects.toMatchObject({ code: "portal-not-online" });
    await database.withSystem((tx) => tx.portal.update({ where: { id: other.id }, data: { status: "preparing" } }));
    await expect(visitPortal(core, holder, other.id, "127.0.0.1")).rejects.toMatchObject({ code: "portal-not-found" });
    // What a holder of a pass was shown is kept for nobody.
    expect(await database.withSystem((tx) => tx.portalOpening.count({ where: { portalId: portal.id } }))).toBe(0);
    expect(await site(null)).toBeNull();
  });

  it("has a link that is replaced, revoked, and never true when somebody changed it", async () => {
    const { manager, portal, makeLink, site } = await world();
    const first = await makeLink();
    expect(await openPass(core, first)).toBe(portal.id);
    const second = await makeLink();
    expect([await openPass(core, first), await openPass(core, second)]).toEqual([null, portal.id]);
    const changed = [
      second.replace(".link.", ".999999999."),
      `${second.slice(0, -1)}${second.endsWith("A") ? "B" : "A"}`,
      "portal-pass.x",
      "",
    ];
    for (const pass of changed) expect(await openPass(core, pass)).toBeNull();
    const { link } = await changeLink(core, manager, { portalId: portal.id, isWanted: false });
    expect([link, await openPass(core, second), await site(second)]).toEqual([null, null, null]);
  });

  it("goes online by one act of a manager: then everybody sees it, and its link says nothing more", async () => {
    const { manager, portal, host, makeLink, site } = await world();
    const pass = await makeLink();
    await expect(setPortalStatus(core, manager, portal.id, "archived")).rejects.toMatchObject({ code: "portal-not-online" });
    expect(await setPortalStatus(core, manager, portal.id, "live")).toMatchObject({ status: "live", isOnline: true });
    expect((await site(null))?.portal.isOnline).toBe(true);
    expect([await portalByHost(core, host), await openPass(core, pass)]).toMatchObject([{ name: "Rivages" }, null]);
    await setPortalStatus(core, manager, portal.id, "archived");
    expect(await openPass(core, pass)).toBeNull();
    const actions = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: portal.id }, orderBy: { id: "asc" } }));
    expect(actions.map(({ action }) => action)).toEqual(["portal.created", "portal.link-created", "portal.published", "portal.archived"]);
  });

  it("is what a copy of a portal begins as", async () => {
    const { manager, portal, slug } = await world();
    await setPortalStatus(core, manager, portal.id, "live");
    const copy = await clonePortal(core, manager, {
      communityId: manager.communityId,
      portalId: portal.id,
      name: "Copie",
      slug: `${slug}-2`,
    });
    expect(copy.status).toBe("preparing");
  });
});

describe("a closed portal", () => {
  it("is seen by its managers' pass, so that the editor shows its pages; a deleted one by nobody's", async () => {
    const { manager, portal, site } = await world();
    await setPortalStatus(core, manager, portal.id, "live");
    expect(await passesOf(core, manager, portal.id)).toEqual({ own: null, link: null });
    await setPortalStatus(core, manager, portal.id, "archived");
    const pass = passIn((await passesOf(core, manager, portal.id)).own);
    expect((await site(pass))?.portal.name).toBe("Rivages");
    await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status: "deleted" } }));
    expect([await site(pass), (await passesOf(core, manager, portal.id)).own]).toEqual([null, null]);
  });
});

describe("the first view of a portal", () => {
  it("frames what visitors see of its data until somebody chooses one, and again when it is given back", async () => {
    const { manager, portal, list, layer } = await world();
    const change = (view: { lon: number; lat: number; zoom: number } | null) =>
      updatePortal(core, manager, { communityId: manager.communityId, portalId: portal.id, view });
    expect(portal.view).toEqual({ lon: 2.4, lat: 46.6, zoom: 5 });
    expect((await list()).view).toMatchObject({ lon: 2.5, lat: 46 });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { status: "draft" } }));
    expect((await getPortal(core, manager, portal.id)).view.zoom).toBe(5);
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { status: "published" } }));
    const chosen = { lon: 1, lat: 45, zoom: 9 };
    expect(await change(chosen)).toMatchObject({ view: chosen, isViewChosen: true });
    expect(await change(null)).toMatchObject({ view: { lon: 2.5, lat: 46 }, isViewChosen: false });
  });
});

describe("the start list", () => {
  it("says of each step what is done, and is over once nothing is left", async () => {
    const { manager, portal, list, layer } = await world();
    const communityId = manager.communityId;
    const statesOf = async () => {
      const [found] = await startLists(core, manager, portal.id);
      return Object.fromEntries((found?.steps ?? []).map(({ key, state }) => [key, state]));
    };
    const nothing = {
      data: "todo",
      places: "todo",
      answers: "todo",
      view: "todo",
      look: "todo",
      legal: "todo",
      languages: "todo",
      online: "todo",
    };
    const texts = { languages: (await statesOf()).languages };
    expect(await statesOf()).toEqual({ ...nothing, ...texts });
    await list();
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { status: "draft" } }));
    expect(await statesOf()).toMatchObject({ data: "hidden", places: "todo", view: "todo" });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { status: "published" } }));
    expect(await statesOf()).toMatchObject({ data: "done", places: "done", view: "done", online: "todo" });
    await changeStart(core, manager, { communityId, portalId: portal.id, skipped: ["answers", "look", "languages", "legal", "online"] });
    // The law, and being online, are left out by nobody.
    expect(await statesOf()).toMatchObject({ answers: "skipped", look: "skipped", legal: "todo", online: "todo" });
    await expect(changeStart(core, manager, { communityId, portalId: portal.id, isPutAway: true })).rejects.toMatchObject({
      code: "portal-not-online",
    });
    await setPortalStatus(core, manager, portal.id, "live");
    expect(await startLists(core, manager)).toMatchObject([{ portalId: portal.id, isOver: false, isOnline: true }]);
    await changeStart(core, manager, { communityId, portalId: portal.id, isPutAway: true });
    expect(await startLists(core, manager)).toEqual([]);
  });
});
