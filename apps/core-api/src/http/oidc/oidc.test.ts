import * as oidc from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, isAlive, secretOf, signIn } from "../../testing/oidc-client.ts";
import { registerExternalClient } from "./clients.ts";

let hub: HubServer;
let reef: { clientId: string; origin: string };
let dune: { clientId: string; origin: string };

beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
  dune = await hub.addPortal("dune");
});
afterAll(() => hub.stop());

describe("signing in", () => {
  it("returns an opaque token and the person's claims", async () => {
    const userId = await hub.addPerson("camille@example.org");
    const tokens = await signIn(hub, new Browser(), reef, "camille@example.org");
    expect(tokens.claims()).toMatchObject({ sub: userId, name: "Camille Martin", email: "camille@example.org", email_verified: true });
    expect(tokens.access_token).not.toContain(".");
    expect(tokens.refresh_token).toBeUndefined();
    expect(await hub.core.identify(tokens.access_token)).toEqual({ userId, hasSecondStep: false });
  });

  it("needs no password on a second site, and signs out of both at once", async () => {
    await hub.addPerson("sso@example.org");
    const browser = new Browser();
    const first = await signIn(hub, browser, reef, "sso@example.org");
    const { config, url, verifier, state } = await attempt(hub, dune.clientId, callbackOf(dune));
    const page = await browser.open(url, dune.origin);
    expect(page.status).toBe(0);
    const second = await oidc.authorizationCodeGrant(config, page.url, { pkceCodeVerifier: verifier, expectedState: state });
    expect([await isAlive(hub, first.access_token), await isAlive(hub, second.access_token)]).toEqual([true, true]);

    const ended = await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: bearer(first.access_token) });
    expect(ended.status).toBe(204);
    expect([await isAlive(hub, first.access_token), await isAlive(hub, second.access_token)]).toEqual([false, false]);
    await expect.poll(() => hub.core.identify(second.access_token)).toBeNull();
    const again = await browser.open((await attempt(hub, dune.clientId, callbackOf(dune))).url, dune.origin);
    expect(again.text).toContain('name="password"');
  });

  it("needs the password again a month after it was typed, however often the person came back", async () => {
    const userId = await hub.addPerson("month@example.org");
    const browser = new Browser();
    await signIn(hub, browser, reef, "month@example.org");
    const secondSite = async () => (await browser.open((await attempt(hub, dune.clientId, callbackOf(dune))).url, dune.origin)).text;
    expect(await secondSite()).not.toContain('name="password"');
    await hub.core.database.sqlAs({ role: "system" }, (sql) =>
      sql.query(
        `UPDATE oidc_payloads SET payload = jsonb_set(payload, '{loginTs}', to_jsonb((payload->>'loginTs')::bigint - 31 * 86400))
         WHERE model = 'Session' AND payload->>'accountId' = $1`,
        [userId],
      ),
    );
    expect(await secondSite()).toContain('name="password"');
  });

  it("leaves another browser of the same person signed in", async () => {
    await hub.addPerson("two@example.org");
    const [phone, desk] = [
      await signIn(hub, new Browser(), reef, "two@example.org"),
      await signIn(hub, new Browser(), reef, "two@example.org"),
    ];
    await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: bearer(phone.access_token) });
    expect([await isAlive(hub, phone.access_token), await isAlive(hub, desk.access_token)]).toEqual([false, true]);
  });

  it("gives the same answer for an unknown address and a wrong password", async () => {
    await hub.addPerson("known@example.org");
    const answers: string[] = [];
    for (const email of ["known@example.org", "nobody@example.org"]) {
      const browser = new Browser();
      const page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
      const answer = await browser.submit(page, "/sign-in", { email, password: "not the password" });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(`value="${email}"`);
      expect(answer.text).not.toContain("not the password");
      answers.push(answer.text.replaceAll(email, "").replaceAll(/steps\/[\w-]+/g, ""));
    }
    expect(answers[0]).toBe(answers[1]);
  });

  it("stops guessing after ten tries", async () => {
    await hub.addPerson("guessed@example.org");
    const browser = new Browser();
    let page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    for (let tries = 0; tries < 10; tries++)
      page = await browser.submit(page, "/sign-in", { email: "guessed@example.org", password: "wrong" });
    expect(page.status).toBe(422);
    page = await browser.submit(page, "/sign-in", { email: "guessed@example.org", password: PASSWORD });
    expect(page.status).toBe(429);
  });

  it("refuses a form that was sent by another site's page", async () => {
    await hub.addPerson("csrf@example.org");
    const browser = new Browser();
    const page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    const values = { email: "csrf@example.org", password: PASSWORD };
    for (const headers of [{ origin: "http://evil.example" }, { origin: hub.url, "sec-fetch-site": "cross-site" }, {}]) {
      expect((await browser.submit(page, "/sign-in", values, reef.origin, headers)).status).toBe(403);
    }
    expect((await browser.submit(page, "/sign-in", values, reef.origin)).status).toBe(0);
  });
});

describe("the hub refuses", () => {
  it("a redirect address that is not the portal's", async () => {
    const page = await new Browser().open((await attempt(hub, reef.clientId, "http://evil.example/api/auth/callback/archipel")).url);
    expect(page.status).toBe(400);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("another portal's redirect address", async () => {
    expect((await new Browser().open((await attempt(hub, reef.clientId, callbackOf(dune))).url)).status).toBe(400);
  });

  it("an archived portal, at once", async () => {
    const gone = await hub.addPortal("gone");
    const { url } = await attempt(hub, gone.clientId, callbackOf(gone));
    expect((await new Browser().open(url, gone.origin)).status).toBe(200);
    await hub.core.database.withSystem((tx) => tx.portal.updateMany({ where: { slug: "gone" }, data: { status: "archived" } }));
    expect((await new Browser().open(url, gone.origin)).status).toBe(400);
    expect((await fetch(`${hub.url}/hub/sites/gone.localhost`)).status).toBe(404);
  });

  it("a request without PKCE", async () => {
    const { url } = await attempt(hub, reef.clientId, callbackOf(reef));
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    const page = await new Browser().open(url, reef.origin);
    expect(page.url.searchParams.get("error")).toBe("invalid_request");
  });

  it("another site's secret", async () => {
    await hub.addPerson("secret@example.org");
    const wrong = secretOf(hub, dune.clientId);
    const { config, url, verifier, state } = await attempt(hub, reef.clientId, callbackOf(reef), wrong);
    const browser = new Browser();
    const page = await browser.submit(
      await browser.open(url, reef.origin),
      "/sign-in",
      { email: "secret@example.org", password: PASSWORD },
      reef.origin,
    );
    await expect(oidc.authorizationCodeGrant(config, page.url, { pkceCodeVerifier: verifier, expectedState: state })).rejects.toMatchObject(
      { status: 401 },
    );
  });

  it("a forged host: URLs stay the issuer's", async () => {
    const { hostname, port } = new URL(hub.url);
    const { request } = await import("node:http");
    const body = await new Promise<string>((resolve, reject) => {
      request(
        {
          hostname,
          port,
          path: "/oidc/.well-known/openid-configuration",
          headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
        },
        (answer) => {
          let text = "";
          answer.on("data", (chunk) => {
            text += chunk;
          });
          answer.on("end", () => resolve(text));
        },
      )
        .on("error", reject)
        .end();
    });
    expect(body).toContain(`${hub.url}/oidc/token`);
    expect(body).not.toContain("evil.example");
  });

  it("a suspended person, at sign-in and at the next call", async () => {
    await hub.addPerson("out@example.org", { status: "suspended" });
    const browser = new Browser();
    const page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    expect((await browser.submit(page, "/sign-in", { email: "out@example.org", password: PASSWORD })).status).toBe(403);

    const userId = await hub.addPerson("later@example.org");
    const later = new Browser();
    const tokens = await signIn(hub, later, reef, "later@example.org");
    await hub.core.database.withSystem((tx) => tx.user.update({ where: { id: userId }, data: { status: "suspended" } }));
    expect(await isAlive(hub, tokens.access_token)).toBe(false);
    const me = await fetch(`${hub.url}/trpc/identity.me`, { headers: bearer(tokens.access_token) });
    expect(me.status).toBe(403);
    expect(await me.text()).toContain("account-suspended");
    const elsewhere = await later.open((await attempt(hub, dune.clientId, callbackOf(dune))).url, dune.origin);
    expect(elsewhere.text).toContain('name="password"');
  });

  it("a used code: of a hundred concurrent redemptions, one succeeds", async () => {
    await hub.addPerson("hundred@example.org");
    const browser = new Browser();
    const { url, verifier } = await attempt(hub, reef.clientId, callbackOf(reef));
    const page = await browser.submit(
      await browser.open(url, reef.origin),
      "/sign-in",
      { email: "hundred@example.org", password: PASSWORD },
      reef.origin,
    );
    const secret = secretOf(hub, reef.clientId);
    const redeem = () =>
      fetch(`${hub.url}/oidc/token`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${reef.clientId}:${encodeURIComponent(secret)}`).toString("base64")}` },
        body: new URLSearchParams({
          grant_type: "authorization_code",
          code: page.url.searchParams.get("code") ?? "",
          redirect_uri: callbackOf(reef),
          code_verifier: verifier,
        }),
      });
    const answers = await Promise.all(Array.from({ length: 100 }, redeem));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(99);
  });
});

describe("external applications", () => {
  const redirectUri = "http://127.0.0.1:9/callback";

  beforeAll(() =>
    registerExternalClient(hub.core, {
      clientId: "field-app",
      clientSecret: "s".repeat(43),
      name: "Relevés <terrain>",
      redirectUris: [redirectUri],
    }),
  );

  it("learn who a person is only after consent, and end the session by the standard logout", async () => {
    await hub.addPerson("consent@example.org");
    const browser = new Browser();
    const { config, url, verifier, state } = await attempt(hub, "field-app", redirectUri, "s".repeat(43));
    const consent = await browser.submit(await browser.open(url), "/sign-in", { email: "consent@example.org", password: PASSWORD });
    expect(consent.text).toContain("Relevés &lt;terrain&gt;");
    expect(consent.headers.get("content-security-policy")).toContain("http://127.0.0.1:9");
    const back = await browser.submit(consent, "/consent", { answer: "yes" }, redirectUri);
    const tokens = await oidc.authorizationCodeGrant(config, back.url, { pkceCodeVerifier: verifier, expectedState: state });
    const known = () => fetch(`${hub.url}/oidc/me`, { headers: bearer(tokens.access_token) });
    expect(await (await known()).json()).toMatchObject({ email: "consent@example.org" });
    // What the consent page promises: with it, the application can neither act as the person nor end their session.
    expect(await hub.core.identify(tokens.access_token)).toBeNull();
    expect(await isAlive(hub, tokens.access_token)).toBe(false);
    await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: bearer(tokens.access_token) });
    expect((await known()).status).toBe(200);

    const question = await browser.open(oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? "" }));
    const ended = await browser.submit(question, "/session/end/confirm", { logout: "yes" });
    expect(ended.status).toBe(200);
    expect((await known()).status).toBe(401);
  });

  it("cannot have the name of a site, whose tokens open core-api", async () => {
    for (const clientId of ["admin", "portal-reef"]) {
      const client = { clientId, clientSecret: "s".repeat(43), name: "Ruse", redirectUris: [redirectUri] };
      await expect(registerExternalClient(hub.core, client)).rejects.toThrow(/reserved/);
    }
  });

  it("learn nothing when the person refuses", async () => {
    await hub.addPerson("refuses@example.org");
    const browser = new Browser();
    const { url } = await attempt(hub, "field-app", redirectUri, "s".repeat(43));
    const consent = await browser.submit(await browser.open(url), "/sign-in", { email: "refuses@example.org", password: PASSWORD });
    const back = await browser.submit(consent, "/consent", { answer: "no" }, redirectUri);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
    expect(back.url.searchParams.has("code")).toBe(false);
  });
});

describe("what is stored", () => {
  it("grants no access by itself: the table holds neither tokens nor session ids", async () => {
    await hub.addPerson("stored@example.org");
    const tokens = await signIn(hub, new Browser(), reef, "stored@example.org");
    const rows = await hub.core.database.withSystem((tx) =>
      tx.oidcPayload.findMany({ where: { model: { in: ["AccessToken", "Session"] } } }),
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain(tokens.access_token);
  });
});
