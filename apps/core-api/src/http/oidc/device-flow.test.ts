// @database server
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAllowed, revokeAllowed } from "../../modules/identity/applications/service.ts";
import { type ApplicationWorld, applicationWorld } from "../../testing/application-world.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { forgetAsks } from "./device-polls.ts";

let hub: HubServer;
let items: ApplicationWorld["items"];
let post: ApplicationWorld["post"];
let world: ApplicationWorld["world"];
beforeAll(async () => {
  hub = await startHub();
  ({ items, post, world } = applicationWorld(hub));
});
afterAll(() => hub.stop());

describe("the device flow of the command line", () => {
  const begin = () =>
    post("/device/auth", { client_id: "archipel-cli", scope: "openid offline_access read contribute produce", prompt: "consent" });
  const poll = (deviceCode = "", clientId = "archipel-cli") =>
    post("/token", { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: clientId, device_code: deviceCode });
  const patient = (deviceCode?: string) => {
    forgetAsks(hub.core);
    return poll(deviceCode);
  };

  /** A person types the code, confirms and chooses a community. */
  async function typed(userCode: string, email: string, community: string, answer = "yes") {
    const browser = new Browser();
    const confirm = await browser.submit(await browser.open(`${hub.url}/oidc/device`), "/oidc/device", { user_code: userCode });
    expect(confirm.text).toContain(userCode);
    const signIn = await browser.submit(confirm, "/oidc/device", { confirm: "yes" });
    const consent = await browser.submit(signIn, "/sign-in", { email, password: PASSWORD });
    return browser.submit(consent, "/consent", { answer, community });
  }

  it("connects after the person typed the code, for one community, and polls no faster than every five seconds", async () => {
    const { email, communityId, own, foreign, core, person } = await world();
    const { status, json } = await begin();
    expect([status, json.verification_uri, /^[B-Z]{4}-[B-Z]{4}$/.test(json.user_code ?? "")]).toEqual([
      200,
      `${hub.url}/oidc/device`,
      true,
    ]);
    expect((await poll(json.device_code)).json.error).toBe("authorization_pending");
    expect((await poll(json.device_code)).json.error).toBe("slow_down");
    const done = await typed(json.user_code ?? "", email, communityId);
    expect(done.status).toBe(200);
    const got = await patient(json.device_code);
    expect([got.status, typeof got.json.refresh_token]).toEqual([200, "string"]);
    const token = got.json.access_token ?? "";
    const introduced = await (await fetch(`${hub.url}/trpc/access.ownKey`, { headers: bearer(token) })).json();
    expect(introduced).toMatchObject({ result: { data: { json: { communityId, scope: "produce" } } } });
    expect([(await items(own.layerId, token)).status, (await items(foreign.layerId, token)).status]).toEqual([200, 404]);
    const list = (id: string) =>
      fetch(`${hub.url}/trpc/uploads.list?input=${encodeURIComponent(JSON.stringify({ json: { communityId: id } }))}`, {
        headers: bearer(token),
      });
    expect([(await list(communityId)).status, (await list(foreign.datasetId)).status]).toEqual([200, 404]);
    // Never more than its person: a contributor publishes nothing, and keys are closed.
    expect((await fetch(`${hub.url}/trpc/access.keys`, { headers: bearer(token) })).status).toBe(403);
    const [allowed] = await listAllowed(core, person);
    expect(allowed).toMatchObject({ name: null });
    await revokeAllowed(core, person, allowed?.id ?? "");
    expect((await items(own.layerId, token)).status).toBe(401);
  });

  it("gives its token once: a second question ends what the first one gave", async () => {
    const { email, communityId, own } = await world();
    const { json } = await begin();
    await typed(json.user_code ?? "", email, communityId);
    const token = (await patient(json.device_code)).json.access_token;
    expect((await items(own.layerId, token)).status).toBe(200);
    expect((await patient(json.device_code)).json.error).toBe("invalid_grant");
    expect((await items(own.layerId, token)).status).toBe(401);
  });

  it("gives nothing when the person refuses, chooses a foreign community, or leaves it", async () => {
    const { email, communityId, foreign, own, database, person } = await world();
    const refused = await begin();
    await typed(refused.json.user_code ?? "", email, communityId, "no");
    expect((await patient(refused.json.device_code)).json.error).toBe("access_denied");
    const elsewhere = await begin();
    await typed(elsewhere.json.user_code ?? "", email, foreign.datasetId);
    const token = (await patient(elsewhere.json.device_code)).json.access_token;
    expect((await items(own.layerId, token)).status).toBe(401);
    const left = await begin();
    await typed(left.json.user_code ?? "", email, communityId);
    const kept = (await patient(left.json.device_code)).json.access_token;
    expect((await items(own.layerId, kept)).status).toBe(200);
    await database.withSystem((tx) => tx.membership.deleteMany({ where: { userId: person.userId } }));
    expect((await items(own.layerId, kept)).status).toBe(401);
  });

  it("is for its client alone, and its code is neither guessed nor used twice", async () => {
    const { register, email, communityId } = await world();
    const app = await register();
    const { json } = await begin();
    expect((await poll(json.device_code, app.clientId)).json.error).toMatch(/invalid_(grant|request)/);
    const browser = new Browser();
    const page = await browser.open(`${hub.url}/oidc/device`);
    expect((await browser.submit(page, "/oidc/device", { user_code: "BBBB-BBBB" })).text).toContain('role="alert"');
    await typed(json.user_code ?? "", email, communityId);
    const second = await browser.submit(await browser.open(`${hub.url}/oidc/device`), "/oidc/device", { user_code: json.user_code ?? "" });
    expect(second.text).toContain('role="alert"');
    // Other applications cannot use the flow at all.
    expect((await post("/device/auth", { client_id: app.clientId, scope: "openid read" })).status).toBe(400);
    let last = 0;
    for (let guess = 0; guess < 40 && last !== 429; guess++)
      last = (await fetch(`${hub.url}/oidc/device`, { method: "POST", body: new URLSearchParams({ user_code: "X" }) })).status;
    expect(last).toBe(429);
    const rows = await hub.core.database.withSystem((tx) => tx.oidcPayload.findMany({ where: { model: "DeviceCode" } }));
    expect(JSON.stringify(rows)).not.toContain(json.device_code);
  });
});
