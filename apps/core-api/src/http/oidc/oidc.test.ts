import { clientSecretOf, siteKeyOf } from "@archipel/session/client-keys.ts";
import * as oidc from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, type Page } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
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

/** A client as any OIDC library makes it, from the discovery document. */
async function clientOf(clientId: string, secret = clientSecretOf(siteKeyOf(hub.core.env.ARCHIPEL_SECRET), clientId)) {
  return oidc.discovery(new URL(`${hub.url}/oidc`), clientId, undefined, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
  });
}

interface Attempt {
  config: oidc.Configuration;
  url: URL;
  verifier: string;
  state: string;
}

async function attempt(clientId: string, redirectUri: string, more: Record<string, string> = {}, secret?: string): Promise<Attempt> {
  const config = await clientOf(clientId, secret);
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...more,
  });
  return { config, url, verifier, state };
}

const callbackOf = (site: { origin: string }) => `${site.origin}/api/auth/callback/archipel`;

/** A person signs in by hand; gives the tokens. */
async function signIn(browser: Browser, site: { clientId: string; origin: string }, email: string) {
  const { config, url, verifier, state } = await attempt(site.clientId, callbackOf(site));
  let page = await browser.open(url, site.origin);
  if (page.status !== 0) page = await browser.submit(page, "/sign-in", { email, password: PASSWORD }, site.origin);
  expect(page.url.href, page.text).toContain(callbackOf(site));
  return oidc.authorizationCodeGrant(config, page.url, { pkceCodeVerifier: verifier, expectedState: state });
}

async function isAlive(token: string): Promise<boolean> {
  return (await fetch(`${hub.url}/hub/session`, { headers: { authorization: `Bearer ${token}` } })).status === 200;
}

async function mailTo(email: string) {
  await expect.poll(() => hub.sentMails.some(({ to }) => to === email), { timeout: 5000 }).toBe(true);
  return hub.sentMails.filter(({ to }) => to === email).at(-1);
}

function linkIn(text: string | undefined): string {
  return /http:\/\/localhost\S+/.exec(text ?? "")?.[0] ?? "";
}

describe("signing in", () => {
  it("gives an opaque token and who the person is", async () => {
    const userId = await hub.addPerson("camille@example.org");
    const tokens = await signIn(new Browser(), reef, "camille@example.org");
    expect(tokens.claims()).toMatchObject({ sub: userId, name: "Camille Martin", email: "camille@example.org", email_verified: true });
    expect(tokens.access_token).not.toContain(".");
    expect(tokens.refresh_token).toBeUndefined();
    expect(await hub.core.identify(tokens.access_token)).toBe(userId);
  });

  it("asks nothing on a second site, and signs out of both at once", async () => {
    await hub.addPerson("sso@example.org");
    const browser = new Browser();
    const first = await signIn(browser, reef, "sso@example.org");
    const { config, url, verifier, state } = await attempt(dune.clientId, callbackOf(dune));
    const page = await browser.open(url, dune.origin);
    expect(page.status).toBe(0);
    const second = await oidc.authorizationCodeGrant(config, page.url, { pkceCodeVerifier: verifier, expectedState: state });
    expect([await isAlive(first.access_token), await isAlive(second.access_token)]).toEqual([true, true]);

    const ended = await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: { authorization: `Bearer ${first.access_token}` } });
    expect(ended.status).toBe(204);
    expect([await isAlive(first.access_token), await isAlive(second.access_token)]).toEqual([false, false]);
    await expect.poll(() => hub.core.identify(second.access_token), { timeout: 4000 }).toBeNull();
    const again = await browser.open((await attempt(dune.clientId, callbackOf(dune))).url, dune.origin);
    expect(again.text).toContain('name="password"');
  });

  it("leaves another browser of the same person signed in", async () => {
    await hub.addPerson("two@example.org");
    const [phone, desk] = [await signIn(new Browser(), reef, "two@example.org"), await signIn(new Browser(), reef, "two@example.org")];
    await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: { authorization: `Bearer ${phone.access_token}` } });
    expect([await isAlive(phone.access_token), await isAlive(desk.access_token)]).toEqual([false, true]);
  });

  it("says the same of an unknown address and of a wrong password", async () => {
    await hub.addPerson("known@example.org");
    const answers: string[] = [];
    for (const email of ["known@example.org", "nobody@example.org"]) {
      const browser = new Browser();
      const page = await browser.open((await attempt(reef.clientId, callbackOf(reef))).url, reef.origin);
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
    let page = await browser.open((await attempt(reef.clientId, callbackOf(reef))).url, reef.origin);
    for (let tries = 0; tries < 10; tries++)
      page = await browser.submit(page, "/sign-in", { email: "guessed@example.org", password: "wrong" });
    expect(page.status).toBe(422);
    page = await browser.submit(page, "/sign-in", { email: "guessed@example.org", password: PASSWORD });
    expect(page.status).toBe(429);
  });

  it("refuses a form that another site's page sent", async () => {
    await hub.addPerson("csrf@example.org");
    const browser = new Browser();
    const page = await browser.open((await attempt(reef.clientId, callbackOf(reef))).url, reef.origin);
    const values = { email: "csrf@example.org", password: PASSWORD };
    for (const headers of [{ origin: "http://evil.example" }, { origin: hub.url, "sec-fetch-site": "cross-site" }, {}]) {
      expect((await browser.submit(page, "/sign-in", values, reef.origin, headers)).status).toBe(403);
    }
    expect((await browser.submit(page, "/sign-in", values, reef.origin)).status).toBe(0);
  });
});

describe("what the hub refuses", () => {
  it("an address that is not the portal's", async () => {
    const page = await new Browser().open((await attempt(reef.clientId, "http://evil.example/api/auth/callback/archipel")).url);
    expect(page.status).toBe(400);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("another portal's address", async () => {
    expect((await new Browser().open((await attempt(reef.clientId, callbackOf(dune))).url)).status).toBe(400);
  });

  it("an archived portal, at once", async () => {
    const gone = await hub.addPortal("gone");
    const { url } = await attempt(gone.clientId, callbackOf(gone));
    expect((await new Browser().open(url, gone.origin)).status).toBe(200);
    await hub.core.database.withSystem((tx) => tx.portal.updateMany({ where: { slug: "gone" }, data: { status: "archived" } }));
    expect((await new Browser().open(url, gone.origin)).status).toBe(400);
    expect((await fetch(`${hub.url}/hub/sites/gone.localhost`)).status).toBe(404);
  });

  it("a request without PKCE", async () => {
    const { url } = await attempt(reef.clientId, callbackOf(reef));
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    const page = await new Browser().open(url, reef.origin);
    expect(page.url.searchParams.get("error")).toBe("invalid_request");
  });

  it("another site's secret", async () => {
    await hub.addPerson("secret@example.org");
    const wrong = clientSecretOf(siteKeyOf(hub.core.env.ARCHIPEL_SECRET), dune.clientId);
    const { config, url, verifier, state } = await attempt(reef.clientId, callbackOf(reef), {}, wrong);
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

  it("a forged host: addresses stay the issuer's", async () => {
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

  it("a person who is suspended, at sign-in and at the next call", async () => {
    await hub.addPerson("out@example.org", { status: "suspended" });
    const browser = new Browser();
    const page = await browser.open((await attempt(reef.clientId, callbackOf(reef))).url, reef.origin);
    expect((await browser.submit(page, "/sign-in", { email: "out@example.org", password: PASSWORD })).status).toBe(403);

    const userId = await hub.addPerson("later@example.org");
    const later = new Browser();
    const tokens = await signIn(later, reef, "later@example.org");
    await hub.core.database.withSystem((tx) => tx.user.update({ where: { id: userId }, data: { status: "suspended" } }));
    expect(await isAlive(tokens.access_token)).toBe(false);
    const me = await fetch(`${hub.url}/trpc/identity.me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect(me.status).toBe(403);
    expect(await me.text()).toContain("account-suspended");
    const elsewhere = await later.open((await attempt(dune.clientId, callbackOf(dune))).url, dune.origin);
    expect(elsewhere.text).toContain('name="password"');
  });

  it("a code that was used: of a hundred that redeem it at once, one succeeds", async () => {
    await hub.addPerson("hundred@example.org");
    const browser = new Browser();
    const { url, verifier } = await attempt(reef.clientId, callbackOf(reef));
    const page = await browser.submit(
      await browser.open(url, reef.origin),
      "/sign-in",
      { email: "hundred@example.org", password: PASSWORD },
      reef.origin,
    );
    const secret = clientSecretOf(siteKeyOf(hub.core.env.ARCHIPEL_SECRET), reef.clientId);
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

describe("accounts", () => {
  async function openForm(browser: Browser, page: "sign-up" | "forgot"): Promise<Page> {
    const start = await browser.open((await attempt(reef.clientId, callbackOf(reef))).url, reef.origin);
    return browser.open(`${start.url.href.split("?")[0]}/${page}?client=${reef.clientId}`);
  }

  it("are made by name and address, a mail, and a password; the browser that asked is then signed in", async () => {
    const browser = new Browser();
    const asked = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "Noé", email: "Noe@Example.org" });
    expect(asked.url.pathname).toMatch(/\/sent$/);
    const mail = await mailTo("noe@example.org");
    expect(mail?.subject).toContain("reef");
    const page = await browser.open(linkIn(mail?.text));
    expect(page.text).toContain("noe@example.org");
    const short = await browser.submit(page, "/confirm", { password: "short" });
    expect(short.status).toBe(422);
    const done = await browser.submit(short, "/confirm", { password: PASSWORD }, reef.origin);
    expect(done.url.searchParams.get("code")).toBeTruthy();
    const used = await browser.open(linkIn(mail?.text));
    expect(used.status).toBe(410);
  });

  it("cannot be prepared on another's address: without the mail there is no password", async () => {
    const browser = new Browser();
    await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "Mallory", email: "victim@example.org" });
    await mailTo("victim@example.org");
    const user = await hub.core.database.withSystem((tx) => tx.user.findUnique({ where: { email: "victim@example.org" } }));
    expect(user).toMatchObject({ passwordHash: null, emailVerifiedAt: null });
  });

  it("are not told apart by the sign-up form; the owner is told by mail", async () => {
    await hub.addPerson("taken@example.org");
    const browser = new Browser();
    const taken = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "X", email: "taken@example.org" });
    const free = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "X", email: "free@example.org" });
    const neutral = (page: Page) => page.text.replaceAll(/steps\/[\w-]+/g, "");
    expect(neutral(taken)).toBe(neutral(free));
    expect((await mailTo("taken@example.org"))?.text).toContain(`${reef.origin}/api/session/sign-in`);
  });

  it("get another password by mail, which ends every session", async () => {
    await hub.addPerson("lost@example.org");
    const old = await signIn(new Browser(), reef, "lost@example.org");
    const browser = new Browser();
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "lost@example.org" });
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "unknown@example.org" });
    const link = linkIn((await mailTo("lost@example.org"))?.text);
    const elsewhere = new Browser();
    const done = await elsewhere.submit(await elsewhere.open(link), "/reset", { password: "un tout autre mot de passe" });
    expect(done.url.pathname).toMatch(/\/done$/);
    expect(await isAlive(old.access_token)).toBe(false);
    expect(hub.sentMails.some(({ to }) => to === "unknown@example.org")).toBe(false);
  });

  it("redeem a mail's code once, however many ask together", async () => {
    await hub.addPerson("race@example.org");
    const browser = new Browser();
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "race@example.org" });
    const code = new URL(linkIn((await mailTo("race@example.org"))?.text)).searchParams.get("code") ?? "";
    const { resetPassword } = await import("../../modules/identity/service/reset-password.ts");
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => resetPassword(hub.core, code, "encore un autre mot de passe")),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("change their password and keep only the session that asked", async () => {
    await hub.addPerson("change@example.org");
    const [here, there] = [
      await signIn(new Browser(), reef, "change@example.org"),
      await signIn(new Browser(), dune, "change@example.org"),
    ];
    const change = (current: string) =>
      fetch(`${hub.url}/trpc/identity.changePassword`, {
        method: "POST",
        headers: { authorization: `Bearer ${here.access_token}`, "content-type": "application/json" },
        body: JSON.stringify({ json: { current, next: "une phrase vraiment neuve" } }),
      });
    expect((await change("not my password")).status).toBe(422);
    expect((await change(PASSWORD)).status).toBe(200);
    expect([await isAlive(here.access_token), await isAlive(there.access_token)]).toEqual([true, false]);
  });
});

describe("applications that are not the platform's own", () => {
  const redirectUri = "http://127.0.0.1:9/callback";

  beforeAll(() =>
    registerExternalClient(hub.core, {
      clientId: "field-app",
      clientSecret: "s".repeat(43),
      name: "Relevés <terrain>",
      redirectUris: [redirectUri],
    }),
  );

  it("learn who a person is only once the person agrees, and end the session by the standard way", async () => {
    await hub.addPerson("consent@example.org");
    const browser = new Browser();
    const { config, url, verifier, state } = await attempt("field-app", redirectUri, {}, "s".repeat(43));
    const consent = await browser.submit(await browser.open(url), "/sign-in", { email: "consent@example.org", password: PASSWORD });
    expect(consent.text).toContain("Relevés &lt;terrain&gt;");
    expect(consent.headers.get("content-security-policy")).toContain("http://127.0.0.1:9");
    const back = await browser.submit(consent, "/consent", { answer: "yes" }, redirectUri);
    const tokens = await oidc.authorizationCodeGrant(config, back.url, { pkceCodeVerifier: verifier, expectedState: state });
    expect(await isAlive(tokens.access_token)).toBe(true);

    const question = await browser.open(oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? "" }));
    const ended = await browser.submit(question, "/session/end/confirm", { logout: "yes" });
    expect(ended.status).toBe(200);
    expect(await isAlive(tokens.access_token)).toBe(false);
  });

  it("learn nothing when the person refuses", async () => {
    await hub.addPerson("refuses@example.org");
    const browser = new Browser();
    const { url } = await attempt("field-app", redirectUri, {}, "s".repeat(43));
    const consent = await browser.submit(await browser.open(url), "/sign-in", { email: "refuses@example.org", password: PASSWORD });
    const back = await browser.submit(consent, "/consent", { answer: "no" }, redirectUri);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
    expect(back.url.searchParams.has("code")).toBe(false);
  });
});

describe("what is stored", () => {
  it("opens nothing by itself: neither tokens nor session ids stand in the table", async () => {
    await hub.addPerson("stored@example.org");
    const tokens = await signIn(new Browser(), reef, "stored@example.org");
    const rows = await hub.core.database.withSystem((tx) =>
      tx.oidcPayload.findMany({ where: { model: { in: ["AccessToken", "Session"] } } }),
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain(tokens.access_token);
  });
});
