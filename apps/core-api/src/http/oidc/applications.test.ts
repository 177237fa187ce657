// @database server
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import {
  listAllowed,
  listApplications,
  removeApplication,
  renewSecret,
  revokeAllowed,
  suspendApplication,
} from "../../modules/identity/applications/service.ts";
import { endSessionsOf } from "../../modules/identity/service/sessions.ts";
import { type App, type ApplicationWorld, applicationWorld, REDIRECT, SCOPE, type World } from "../../testing/application-world.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, startHub } from "../../testing/hub-server.ts";

let hub: HubServer;
let ask: ApplicationWorld["ask"];
let codeFor: ApplicationWorld["codeFor"];
let consentPage: ApplicationWorld["consentPage"];
let exchange: ApplicationWorld["exchange"];
let items: ApplicationWorld["items"];
let missing: ApplicationWorld["missing"];
let post: ApplicationWorld["post"];
let refresh: ApplicationWorld["refresh"];
let world: ApplicationWorld["world"];
beforeAll(async () => {
  hub = await startHub();
  ({ ask, codeFor, consentPage, exchange, items, missing, post, refresh, world } = applicationWorld(hub));
});
afterAll(() => hub.stop());

describe("an application that a person allows", () => {
  it("says who asks, what it may do and until when, in words and never as markup", async () => {
    const { register, email } = await world();
    const app = await register();
    for (const [locale, words] of [
      ["fr", ["lire les données que vous pouvez lire", "jusqu’au", "objets et services OGC"]],
      ["en", ["read the data that you can read", "until", "features and OGC services"]],
    ] as const) {
      const { page } = await consentPage(ask(app, SCOPE, { ui_locales: locale }), email);
      for (const word of ["Suivi &lt;des&gt; arbres", "Compte les arbres.", ...words])
        expect(page.text.replaceAll("&#39;", "’")).toContain(word);
      expect(page.text).not.toContain("<des>");
      // In a frame of another page, a click could be stolen.
      expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(page.headers.get("x-frame-options")).toBe("DENY");
    }
  });

  it("reads what the person reads, by the services allowed, and nothing more", async () => {
    const { register, email, own, foreign, core, person } = await world();
    const app = await register();
    const { status, json } = await exchange(app, await codeFor(app, email, SCOPE));
    expect([status, json.token_type, json.access_token?.startsWith("archipelapp_")]).toEqual([200, "Bearer", true]);
    const token = json.access_token;
    expect((await items(own.layerId, token)).status).toBe(200);
    expect((await items(foreign.layerId, token)).status).toBe(404);
    const tile = await fetch(`${hub.url}/tiles/${own.layerId}.json`, { headers: bearer(token ?? "") });
    expect([tile.status, await missing(tile)]).toEqual([403, "tiles"]);
    const feature = { type: "Feature", properties: { nom: "x" }, geometry: null };
    const written = await items(own.layerId, token, {
      method: "POST",
      body: JSON.stringify(feature),
      headers: { "content-type": "application/geo+json" },
    });
    expect([written.status, await missing(written)]).toEqual([403, "contribute"]);
    // It is no session: procedures and the account are closed.
    expect((await fetch(`${hub.url}/trpc/access.keys`, { headers: bearer(token ?? "") })).status).toBe(401);
    expect((await fetch(`${hub.url}/hub/session`, { headers: bearer(token ?? "") })).status).toBe(401);
    expect(await core.identify(token ?? "")).toBeNull();
    expect(await listAllowed(core, person)).toMatchObject([{ name: "Suivi <des> arbres", lastUsedAt: expect.any(Date) }]);
  });

  it("is limited to the datasets that it was registered for", async () => {
    const { register, email, own, communityId, database } = await world();
    const other = await buildTestLayer(database, communityId, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      fields: [{ name: "nom", column: "nom", type: "text" }],
      features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: ["ici"] }],
      dataset: { visibility: "public" },
    });
    const app = await register("public", { layerIds: [own.layerId] });
    const { json } = await exchange(app, await codeFor(app, email, SCOPE));
    expect((await items(own.layerId, json.access_token)).status).toBe(200);
    expect((await items(other.layerId, json.access_token)).status).toBe(403);
  });

  it("is refused at once when the person revokes it, on every route, and its tokens with it", async () => {
    const { register, email, own, core, person } = await world(["read", "tiles", "features", "downloads"]);
    const app = await register();
    const { json } = await exchange(app, await codeFor(app, email, "openid offline_access read"));
    const token = json.access_token ?? "";
    const routes = [`/ogc/collections/${own.layerId}/items`, `/tiles/${own.layerId}.json`, `/downloads/${own.layerId}.geojson`, "/stac"];
    const statuses = async () => {
      const found: number[] = [];
      for (const route of routes) found.push((await fetch(hub.url + route, { headers: bearer(token) })).status);
      return found;
    };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    const [allowed] = await listAllowed(core, person);
    const stranger: Person = { ...person, userId: await hub.addPerson(`stranger${randomBytes(4).toString("hex")}@example.org`) };
    await expect(revokeAllowed(core, stranger, allowed?.id ?? "")).rejects.toMatchObject({ code: "application-not-allowed" });
    await revokeAllowed(core, person, allowed?.id ?? "");
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    expect((await refresh(app, json.refresh_token)).json.error).toBe("invalid_grant");
    expect(await listAllowed(core, person)).toEqual([]);
  });

  it.each<[string, (w: World, app: App) => Promise<unknown>]>([
    [
      "the person is suspended",
      ({ database, person }) =>
        database.withSystem((tx) => tx.user.update({ where: { id: person.userId }, data: { status: "suspended" } })),
    ],
    ["an operator suspends it", ({ core, manager }, app) => suspendApplication(core, manager, app.id, "Abus")],
    ["it is removed", ({ core, by }, app) => removeApplication(core, by, app.id)],
    [
      "its community is suspended",
      ({ database, communityId }) =>
        database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { status: "suspended" } })),
    ],
  ])("is refused at once when %s", async (_, end) => {
    const w = await world();
    const app = await w.register();
    const { json } = await exchange(app, await codeFor(app, w.email, SCOPE));
    expect((await items(w.own.layerId, json.access_token)).status).toBe(200);
    await end(w, app);
    expect((await items(w.own.layerId, json.access_token)).status).toBe(401);
    const again = await refresh(app, json.refresh_token);
    expect([again.status >= 400, again.json.access_token]).toEqual([true, undefined]);
    const { page } = await consentPage(ask(app, SCOPE), w.email);
    expect(page.text).not.toContain('value="yes"');
  });

  it("acts again when its suspension ends", async () => {
    const { register, email, own, core, manager, by } = await world();
    const app = await register();
    const { json } = await exchange(app, await codeFor(app, email, SCOPE));
    await suspendApplication(core, manager, app.id, "Abus");
    expect(await listApplications(core, by)).toMatchObject([{ suspendedReason: "Abus", people: 1 }]);
    await suspendApplication(core, manager, app.id, null);
    expect((await items(own.layerId, json.access_token)).status).toBe(200);
  });

  it("outlives the person's session only with offline_access", async () => {
    const { register, email, own, core } = await world();
    const app = await register();
    const [browser, other] = [new Browser(), new Browser()];
    const bound = await exchange(app, await codeFor(app, email, "openid read features", browser));
    const free = await exchange(app, await codeFor(app, email, SCOPE, other));
    expect([bound.json.refresh_token, typeof free.json.refresh_token]).toEqual([undefined, "string"]);
    const user = await core.database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { email } }));
    await core.database.withSystem((tx) => endSessionsOf(tx, user.id));
    expect((await items(own.layerId, bound.json.access_token)).status).toBe(401);
    expect((await items(own.layerId, free.json.access_token)).status).toBe(200);
  });
});

describe("attacks", () => {
  it("redirect addresses are compared whole, and only safe ones can be registered", async () => {
    const { register, email } = await world();
    const app = await register();
    for (const redirect_uri of [
      "https://partner.example/back/",
      "https://partner.example/back?x=1",
      "https://partner.example/back#x",
      "https://partner.example.evil.example/back",
      "https://partner.example/back/../evil",
      "https://partner.example@evil.example/back",
      "http://partner.example/back",
    ]) {
      const { page } = await consentPage(ask(app, SCOPE, { redirect_uri }), email);
      expect([redirect_uri, page.url.origin, page.text.includes('value="yes"')]).toEqual([redirect_uri, hub.url, false]);
    }
  });

  it("a code opens once, and its second use ends what it gave", async () => {
    const { register, email, own } = await world();
    const app = await register();
    const code = await codeFor(app, email, SCOPE);
    const first = await exchange(app, code);
    expect((await items(own.layerId, first.json.access_token)).status).toBe(200);
    expect((await exchange(app, code)).json.error).toBe("invalid_grant");
    expect((await items(own.layerId, first.json.access_token)).status).toBe(401);
  });

  it("a code is for its application, its verifier and its address", async () => {
    const { register, email } = await world();
    const [app, thief] = [await register(), await register()];
    const tries = [
      async () => exchange(thief, await codeFor(app, email, SCOPE)),
      async () => exchange(app, { ...(await codeFor(app, email, SCOPE)), verifier: randomBytes(32).toString("base64url") }),
      async () => exchange(app, await codeFor(app, email, SCOPE), { redirect_uri: "https://evil.example/" }),
    ];
    for (const attempt of tries) expect((await attempt()).json.error).toBe("invalid_grant");
    const plain = await consentPage({ url: new URL(ask(app, SCOPE).url.href.replace(/&code_challenge[^&]*/g, "")), verifier: "" }, email);
    expect(plain.page.url.searchParams.get("error")).toBe("invalid_request");
  });

  it("a confidential application needs its secret, and a renewed secret ends the old one", async () => {
    const { register, email, core, by } = await world();
    const app = await register("confidential");
    expect((await exchange(app, await codeFor(app, email, SCOPE))).json.error).toMatch(/invalid_(client|request)/);
    const body = async () => {
      const { code, verifier } = await codeFor(app, email, SCOPE);
      return { grant_type: "authorization_code", redirect_uri: REDIRECT, code, code_verifier: verifier };
    };
    expect((await post("/token", await body(), app)).status).toBe(200);
    const renewed = await renewSecret(core, by, app.id);
    expect((await post("/token", await body(), app)).json.error).toBe("invalid_client");
    expect((await post("/token", await body(), renewed)).status).toBe(200);
    expect(JSON.stringify(await hub.core.database.withSystem((tx) => tx.application.findMany()))).not.toContain(app.clientSecret);
  });

  it("scopes never grow: not beyond the registration, not at a refresh, not by what was allowed before", async () => {
    const { register, email, own } = await world(["read", "features"]);
    const app = await register();
    const { page } = await consentPage(ask(app, "openid read contribute"), email);
    expect(page.url.searchParams.get("error")).toBe("invalid_scope");
    const { json } = await exchange(app, await codeFor(app, email, "openid offline_access read"));
    expect((await refresh(app, json.refresh_token, { scope: "openid offline_access read features contribute" })).json.error).toBe(
      "invalid_scope",
    );
    // Without a level, a token opens no data.
    const nothing = await exchange(app, await codeFor(app, email, "openid features"));
    expect((await items(own.layerId, nothing.json.access_token)).status).toBe(401);
  });

  it("a refresh token is good once; a second use ends everything", async () => {
    const { register, email, own } = await world();
    const app = await register();
    const first = await exchange(app, await codeFor(app, email, SCOPE));
    const second = await refresh(app, first.json.refresh_token);
    expect([second.status, second.json.refresh_token === first.json.refresh_token]).toEqual([200, false]);
    expect((await items(own.layerId, second.json.access_token)).status).toBe(200);
    expect((await refresh(app, first.json.refresh_token)).json.error).toBe("invalid_grant");
    expect((await refresh(app, second.json.refresh_token)).json.error).toBe("invalid_grant");
    expect((await items(own.layerId, second.json.access_token)).status).toBe(401);
  });

  it("revocation (RFC 7009) ends a token, and one application cannot revoke another's", async () => {
    const { register, email, own } = await world();
    const [app, other] = [await register(), await register()];
    const { json } = await exchange(app, await codeFor(app, email, SCOPE));
    await post("/token/revocation", { client_id: other.clientId, token: json.access_token ?? "" });
    expect((await items(own.layerId, json.access_token)).status).toBe(200);
    expect((await post("/token/revocation", { client_id: app.clientId, token: json.refresh_token ?? "" })).status).toBe(200);
    expect((await items(own.layerId, json.access_token)).status).toBe(401);
  });

  it("consent is never given by a form of another page, nor by a wrong answer", async () => {
    const { register, email, core, person } = await world();
    const app = await register();
    const { browser, page } = await consentPage(ask(app, SCOPE), email);
    const forged = await browser.submit(page, "/consent", { answer: "yes" }, REDIRECT, {
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    });
    expect(forged.url.origin).toBe(hub.url);
    const refused = await browser.submit(page, "/consent", { answer: "maybe" }, REDIRECT);
    expect(refused.url.searchParams.get("error")).toBe("access_denied");
    expect(await listAllowed(core, person)).toEqual([]);
  });

  it("an owner has a limited number, and sees and changes only its own", async () => {
    const { register, core, person } = await world();
    const app = await register();
    for (let more = 1; more < 20; more++) await register();
    await expect(register()).rejects.toMatchObject({ code: "too-many-applications" });
    await expect(removeApplication(core, { actor: person, communityId: null }, app.id)).rejects.toMatchObject({
      code: "application-not-found",
    });
    expect(await listApplications(core, { actor: person, communityId: null })).toEqual([]);
  });

  it("pages of the registered addresses may ask for tokens, others may not read the answers", async () => {
    const { register } = await world();
    const app = await register();
    const from = async (origin: string) => {
      const body = new URLSearchParams({ grant_type: "refresh_token", client_id: app.clientId, refresh_token: "x" });
      return (await fetch(`${hub.url}/oidc/token`, { method: "POST", headers: { origin }, body })).headers.get(
        "access-control-allow-origin",
      );
    };
    expect(await from("https://partner.example")).toBe("https://partner.example");
    expect(await from("https://evil.example")).toBeNull();
  });
});

it("the metadata name the endpoints", async () => {
  const metadata = await (await fetch(`${hub.url}/oidc/.well-known/openid-configuration`)).json();
  expect(metadata).toMatchObject({
    scopes_supported: expect.arrayContaining(["read", "contribute", "tiles", "features", "downloads", "offline_access"]),
    device_authorization_endpoint: `${hub.url}/oidc/device/auth`,
    revocation_endpoint: `${hub.url}/oidc/token/revocation`,
    code_challenge_methods_supported: ["S256"],
  });
});
