import { updatePortalInput } from "@archipel/contracts/portals.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { anonymous } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { setCommunityStatus } from "../communities/service.ts";
import * as portals from "./service.ts";
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
async function world() {
  const community = await createCommunity(database, { name: `Agglo ${++count}` });
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const input = {
    communityId: community.id,
    name: "Plan commun",
    slug: `plan-${count}`,
    tagline: { fr: "Le plan" },
    baseTheme: "urbanisme",
    theme: {},
    locales: ["fr" as const],
    view: { lon: 2, lat: 46, zoom: 8 },
    content: {},
    showPoweredBy: false,
    reporting: "signed-in" as const,
    embedding: { by: "everyone" as const, origins: [] as string[] },
    reportReview: "before" as const,
    datasets: [] as { datasetId: string; isVisible: boolean }[],
    isOnline: true,
  };
  return { community, manager, input, host: `plan-${count}.localhost` };
}

describe("a new portal", () => {
  it("answers on its host at once, although the host was requested before", async () => {
    const { manager, input, host, community } = await world();
    expect(await portals.portalByHost(core, host)).toBeNull();
    const made = await portals.createPortal(core, manager, input);
    expect(made.address).toBe(`http://${host}:3000`);
    expect(await portals.portalByHost(core, host.toUpperCase())).toMatchObject({
      name: "Plan commun",
      communityName: `Agglo ${count}`,
      locales: ["fr"],
    });
    const written = await database.withSystem(async (tx) => ({
      audits: await tx.auditEntry.findMany({ where: { communityId: community.id } }),
      events: await tx.outboxEvent.findMany({ where: { communityId: community.id } }),
    }));
    expect(written.audits.map((entry) => [entry.action, entry.actorId])).toEqual([["portal.created", manager.userId]]);
    expect(written.events.map((event) => event.topic)).toEqual(["portal.created"]);
  });

  it("cannot take an address that is taken or reserved, and says which of the two", async () => {
    const { manager, input } = await world();
    await portals.createPortal(core, manager, input);
    const other = await world();
    expect(await portals.checkAddress(core, other.manager, input.slug)).toMatchObject({ isFree: false, reason: "taken" });
    await expect(portals.createPortal(core, other.manager, { ...other.input, slug: input.slug })).rejects.toMatchObject({
      code: "address-taken",
    });
    for (const slug of ["admin", "login", "log-in", "logout", "sign-in", "connexion", "mon-compte", "ns3", "login2", "xn--a"])
      await expect(portals.createPortal(core, other.manager, { ...other.input, slug })).rejects.toMatchObject({ code: "address-reserved" });
  });

  it("is created once when two request the same address at the same moment", async () => {
    const { manager, input } = await world();
    const asked = await Promise.allSettled([1, 2, 3].map(() => portals.createPortal(core, manager, input)));
    expect(asked.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of asked)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "address-taken", field: "slug" });
  });

  it("refuses a theme that nobody can read, and names the colours", async () => {
    const { manager, input } = await world();
    const theme = { colours: { light: { ground: "#ffffff" as const, surface: "#000000" as const } } };
    await expect(portals.createPortal(core, manager, { ...input, theme })).rejects.toMatchObject({
      code: "theme-contrast",
      params: { mode: "light" },
    });
    await expect(portals.createPortal(core, manager, { ...input, baseTheme: "unknown" })).rejects.toMatchObject({ code: "theme-unknown" });
  });
});

describe("what a portal lists", () => {
  it("can be own and shared datasets; any other dataset rolls the whole creation back", async () => {
    const { manager, input, host, community } = await world();
    const foreign = await createCommunity(database);
    const own = await createDataset(database, community.id);
    const shared = await createDataset(database, foreign.id, { isShared: true });
    const closed = await createDataset(database, foreign.id);
    const list = (...ids: string[]) => ids.map((datasetId) => ({ datasetId, isVisible: true }));
    await expect(portals.createPortal(core, manager, { ...input, datasets: list(own.id, closed.id) })).rejects.toMatchObject({
      code: "dataset-not-listable",
    });
    expect(await portals.portalByHost(core, host)).toBeNull();
    const made = await portals.createPortal(core, manager, { ...input, datasets: list(shared.id, own.id) });
    expect(made.datasets.map((dataset) => dataset.datasetId)).toEqual([shared.id, own.id]);
    await database.withSystem((tx) => tx.dataset.update({ where: { id: shared.id }, data: { isShared: false } }));
    expect((await portals.getPortal(core, manager, made.id)).datasets.map((dataset) => dataset.datasetId)).toEqual([own.id]);
  });
});

describe("changing a portal", () => {
  it("says at once on its host which sites may embed its map, everyone's by default", async () => {
    const { manager, input, host, community } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    expect((await portals.portalByHost(core, host))?.embedding).toEqual({ by: "everyone", origins: [] });
    const embedding = { by: "listed" as const, origins: ["https://www.ville.fr"] };
    await portals.updatePortal(core, manager, { communityId: community.id, portalId: id, embedding });
    expect((await portals.portalByHost(core, host))?.embedding).toEqual(embedding);
  });

  it("chooses the sites that its search names for other places, none of them a script, and nobody else's portal does", async () => {
    const { manager, input, host, community } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    expect((await portals.portalByHost(core, host))?.content.elsewhere).toBeUndefined();
    const elsewhere = [{ name: { fr: "Le Géoportail" }, url: "https://www.geoportail-urbanisme.gouv.fr/" }];
    const change = { communityId: community.id, portalId: id, content: { elsewhere } };
    await portals.updatePortal(core, manager, change);
    expect((await portals.portalByHost(core, host))?.content.elsewhere).toEqual(elsewhere);
    const other = await world();
    await expect(portals.updatePortal(core, other.manager, { ...change, communityId: other.community.id })).rejects.toMatchObject({
      code: "portal-not-found",
    });
    const script = { elsewhere: [{ name: { fr: "Piège" }, url: "javascript:alert(1)" }] };
    expect(updatePortalInput.safeParse({ ...change, content: script }).success).toBe(false);
  });

  it("leaves fields that are not named unchanged", async () => {
    const { manager, input, community } = await world();
    const dataset = await createDataset(database, community.id);
    const made = await portals.createPortal(core, manager, { ...input, datasets: [{ datasetId: dataset.id, isVisible: false }] });
    const { updatedAt: _, ...before } = made;
    const { updatedAt: __, ...after } = await portals.updatePortal(core, manager, {
      communityId: community.id,
      portalId: made.id,
      name: "Autre nom",
    });
    expect(after).toEqual({ ...before, name: "Autre nom" });
  });

  it("closes it to visitors, with its community too, and opens it again", async () => {
    const { manager, input, host, community } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const isOpen = async () => (await portals.portalByHost(core, host)) !== null;
    await setPortalStatus(core, manager, id, "archived");
    expect(await isOpen()).toBe(false);
    await setPortalStatus(core, manager, id, "live");
    expect(await isOpen()).toBe(true);
    const operator = await database.withSystem((tx) =>
      tx.user.create({ data: { email: `op${count}@example.org`, name: "Op", isOperator: true } }),
    );
    const actor = { userId: operator.id, isOperator: true, isSuspended: false };
    await setCommunityStatus(core, actor, { id: community.id, status: "suspended", reason: "" });
    expect(await isOpen()).toBe(false);
    await expect(portals.portalLayers(core, anonymous, id)).rejects.toMatchObject({ code: "portal-not-found" });
    await setCommunityStatus(core, actor, { id: community.id, status: "active", reason: "" });
    expect(await isOpen()).toBe(true);
  });

  it("does not reach another community's portal", async () => {
    const { manager, input } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const other = await world();
    const change = { communityId: other.community.id, portalId: id, name: "Pris" };
    await expect(portals.updatePortal(core, other.manager, change)).rejects.toMatchObject({ code: "portal-not-found" });
  });
});

describe("a logo", () => {
  const send = (id: string, userId: string | null, payload: Buffer, type = "image/png") =>
    app.inject({
      method: "POST",
      url: `/portals/${id}/logo`,
      payload,
      headers: { "content-type": type, ...bearer(userId) },
    });
  const picture = () => sharp({ create: { width: 1200, height: 900, channels: 4, background: "#b5482a" } });

  it("is drawn again, small and as PNG, and its versioned URL is cached permanently", async () => {
    const { manager, input, host } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const jpeg = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from("<script>")]);
    expect((await send(id, manager.userId, jpeg, "text/html")).statusCode).toBe(200);
    const path = (await portals.portalByHost(core, host))?.logoPath ?? "";
    const served = await app.inject({ url: path });
    expect(served.headers["content-type"]).toBe("image/png");
    expect(served.headers["cache-control"]).toContain("immutable");
    expect(await sharp(served.rawPayload).metadata()).toMatchObject({ format: "png", width: 427, height: 320 });
    expect(served.rawPayload.includes("<script>")).toBe(false);
    const again = await app.inject({ url: path, headers: { "if-none-match": String(served.headers.etag) } });
    expect(again.statusCode).toBe(304);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>`;
    expect((await send(id, manager.userId, Buffer.from(svg), "image/svg+xml")).statusCode).toBe(200);
    const drawn = await app.inject({ url: (await portals.portalByHost(core, host))?.logoPath ?? "" });
    expect(await sharp(drawn.rawPayload).metadata()).toMatchObject({ format: "png", width: 640, height: 320 });
  });

  it("has beside it one for the dark mode, an icon, and a picture for sharing, each in its own size", async () => {
    const { manager, input, host } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const payload = await picture().png().toBuffer();
    for (const one of ["dark-logo", "icon", "share"]) {
      const { statusCode } = await app.inject({ method: "POST", url: `/portals/${id}/${one}`, payload, headers: bearer(manager.userId) });
      expect(statusCode).toBe(200);
    }
    const drawn = async () => {
      const view = await portals.portalByHost(core, host);
      const served = [view?.logoPath, view?.darkLogoPath, view?.iconPath, view?.sharePath].map(async (path) => {
        if (!path) return null;
        const { headers, rawPayload } = await app.inject({ url: path });
        const { width, height } = await sharp(rawPayload).metadata();
        return [headers["content-type"], width, height];
      });
      return Promise.all(served);
    };
    const [icon, share] = [
      ["image/png", 512, 512],
      ["image/jpeg", 1200, 630],
    ];
    expect(await drawn()).toEqual([null, ["image/png", 427, 320], icon, share]);
    await app.inject({ method: "DELETE", url: `/portals/${id}/dark-logo`, headers: bearer(manager.userId) });
    expect(await drawn()).toEqual([null, null, icon, share]);
  });

  it("is refused when it is not an image, too large, or an SVG with what is not drawn", async () => {
    const { manager, input } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const svg = (content: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\n${content}</svg>`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`;
    const codes = [];
    const files = [
      Buffer.from("not a picture"),
      Buffer.alloc(0),
      (await picture().png().toBuffer()).subarray(0, 200),
      Buffer.from(bomb),
      Buffer.alloc(3 * 1024 * 1024),
      await picture().gif().toBuffer(),
      svg('<rect width="9" height="9" filter="url(#f)"/>'),
      svg("<script>alert(1)</script>"),
      svg("<g>"),
    ];
    for (const file of files) {
      const response = await send(id, manager.userId, file);
      codes.push([response.statusCode, response.json().error]);
    }
    expect(codes).toEqual([
      [422, "logo-format"],
      [422, "logo-unreadable"],
      [422, "logo-unreadable"],
      [422, "logo-svg-entities"],
      [422, "logo-too-large"],
      [422, "logo-format"],
      [422, "logo-svg-filter"],
      [422, "logo-svg-script"],
      [422, "logo-svg-broken"],
    ]);
  });

  it("can only be changed by managers", async () => {
    const { manager, input, community } = await world();
    const { id } = await portals.createPortal(core, manager, input);
    const file = await picture().png().toBuffer();
    const moderator = await createMember(database, community.id, "moderator");
    const stranger = await createMember(database, (await createCommunity(database)).id, "manager");
    const answers = [];
    for (const userId of [null, moderator.id, stranger.id, manager.userId]) answers.push((await send(id, userId, file)).statusCode);
    expect(answers).toEqual([401, 403, 404, 200]);
    const url = `/portals/${id}/logo`;
    expect((await app.inject({ method: "DELETE", url, headers: bearer(moderator.id) })).statusCode).toBe(403);
    expect((await app.inject({ method: "DELETE", url, headers: bearer(manager.userId) })).json().logoPath).toBeNull();
  });
});
