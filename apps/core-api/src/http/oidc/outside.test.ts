import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { PASSWORD } from "../../testing/hub-server.ts";
import { callIdentity, mailTo, signIn } from "../../testing/oidc-client.ts";
import {
  comeBack,
  enter,
  linkOf,
  newPerson,
  type OutsideWorld,
  openSignIn,
  reset,
  resultOf,
  startOutsideWorld,
  waysOf,
} from "../../testing/outside-world.ts";

// People sign in at a second, real OpenID Connect provider that behaves like ProConnect, and strangers attack that.

let world: OutsideWorld;
beforeAll(async () => {
  world = await startOutsideWorld();
});
afterAll(() => world.stop());
beforeEach(() => reset(world));

let count = 0;
const users = (where: object) => world.hub.core.database.withSystem((tx) => tx.user.count({ where }));
const call = (token: string, procedure: string, input: object) => callIdentity(world.hub, token, procedure, input);
const isIn = ({ url, status }: Page) => status === 0 && url.searchParams.has("code");

describe("a sign-in", () => {
  test("makes an account at the first time, with the verified address and the name, and opens it the next time", async () => {
    const { token, person } = await enter(world);
    const me = await fetch(`${world.hub.url}/hub/session`, { headers: bearer(token) });
    expect(await me.json()).toMatchObject({ email: person.email, name: "Inès Le Goff" });
    const again = await comeBack(world);
    expect(isIn(again.page)).toBe(true);
    expect(await users({ email: person.email })).toBe(1);
    const request = world.outside.asked[0]?.query;
    expect([request?.get("state")?.length, request?.get("nonce")?.length]).toEqual([43, 43]);
    expect([...(request?.keys() ?? [])].sort()).toEqual([
      "claims",
      "client_id",
      "nonce",
      "redirect_uri",
      "response_type",
      "scope",
      "state",
    ]);
  });

  test("is on the sign-in page only while the operator has it on", async () => {
    const browser = new Browser();
    const { page } = await openSignIn(world, browser);
    expect(page.text).toContain("Continuer avec Mon ministère");
    const link = linkOf(page);
    await world.set({ isOn: false });
    const closed = await browser.open(link);
    expect([closed.status, closed.text.includes("Mon ministère")]).toEqual([404, false]);
  });

  test("keeps to the listed parameters; with PKCE it sends a challenge, which a strict provider refuses", async () => {
    await world.set({ usesPkce: true });
    const { page } = await comeBack(world);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining("Y000400: code_challenge")]);
  });

  test("asks a first time for an address that the provider verified, and never makes an account without", async () => {
    world.outside.person = newPerson({ email_verified: false });
    const { page } = await comeBack(world);
    expect(page.text).toContain("ne dit pas que votre adresse électronique est vérifiée");
    expect(page.text).not.toContain("/outside/create");
    await world.set({ trustsAddresses: true });
    const trusted = await comeBack(world);
    expect(trusted.page.text).toContain("/outside/create");
    world.outside.person = { sub: "no-address" };
    const without = await comeBack(world);
    expect(without.page.text).not.toContain("/outside/create");
  });

  test("of an address of another domain is refused, in an account that exists too", async () => {
    const { person } = await enter(world);
    await world.set({ emailDomains: ["autre.example"] });
    const { page } = await comeBack(world);
    expect([page.status, page.text.includes(person.email ?? "-")]).toEqual([403, true]);
    await world.set({ emailDomains: ["ministere.example"] });
    expect(isIn((await comeBack(world)).page)).toBe(true);
    world.outside.person = newPerson({ email: "x@ministere.example.evil.example" });
    expect((await comeBack(world)).page.status).toBe(403);
  });

  test("of a suspended account is refused", async () => {
    const { person } = await enter(world);
    await world.hub.core.database.withSystem((tx) =>
      tx.user.update({ where: { email: person.email ?? "" }, data: { status: "suspended" } }),
    );
    const { page } = await comeBack(world);
    expect([page.status, page.text.includes("suspendu")]).toEqual([403, true]);
  });
});

describe("an account that exists", () => {
  test("is never opened by an address alone: the person signs in to it once, and the identity is linked", async () => {
    const email = `known-${++count}@ministere.example`;
    await world.hub.addPerson(email);
    world.outside.person = newPerson({ email });
    const browser = new Browser();
    const { page, finish } = await comeBack(world, browser);
    expect(page.text).toContain("un compte existe déjà");
    expect(page.text).not.toContain("/outside/create");
    // Even a forged form makes no second account and opens nothing.
    const forged = { ...page, text: page.text.replace("/outside/link", "/outside/create") };
    expect((await browser.submit(forged, "/outside/create", {}, world.portal.origin)).text).toContain("un compte existe déjà");
    const form = await browser.submit(page, "/outside/link", {});
    expect(form.text).toContain("il sera ensuite lié à Mon ministère");
    const wrong = await browser.submit(form, "/sign-in", { email, password: "wrong" }, world.portal.origin);
    expect(wrong.status).toBe(422);
    const token = await finish(await browser.submit(wrong, "/sign-in", { email, password: PASSWORD }, world.portal.origin));
    expect((await waysOf(world, token)).providers[0]?.linked?.email).toBe(email);
    expect((await mailTo(world.hub, email))?.text).toContain("Mon ministère");
    expect(isIn((await comeBack(world)).page)).toBe(true);
  });

  test("under another address is linked too; a plain sign-in after a visit to the provider links nothing", async () => {
    const email = `other-${++count}@example.org`;
    await world.hub.addPerson(email);
    const browser = new Browser();
    const { page, finish } = await comeBack(world, browser);
    const start = await browser.open(page.url.href.replace("/outside", ""));
    const token = await finish(await browser.submit(start, "/sign-in", { email, password: PASSWORD }, world.portal.origin));
    expect((await waysOf(world, token)).providers[0]?.linked).toBeNull();
    const second = await comeBack(world);
    const form = await second.browser.submit(second.page, "/outside/link", {});
    await second.finish(await second.browser.submit(form, "/sign-in", { email, password: PASSWORD }, world.portal.origin));
    expect((await waysOf(world, token)).providers[0]?.linked).not.toBeNull();
  });

  test("that waits for its first password as an operator is not taken by the provider's address", async () => {
    const email = `chief-${++count}@ministere.example`;
    await world.hub.core.database.withSystem((tx) => tx.user.create({ data: { email, name: "Chef", isOperator: true } }));
    world.outside.person = newPerson({ email });
    expect((await comeBack(world)).page.text).not.toContain("/outside/create");
  });
});

describe("the second step", () => {
  async function withApp() {
    const email = `app-${++count}@ministere.example`;
    await world.hub.addPerson(email);
    const { access_token: token } = await signIn(world.hub, new Browser(), world.portal, email);
    const { secret } = await resultOf<{ secret: string }>(await call(token, "beginSecondFactor", { password: PASSWORD }));
    const code = (ahead: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 * ahead });
    const { codes } = await resultOf<{ codes: string[] }>(await call(token, "confirmSecondFactor", { code: code(-1) }));
    world.outside.person = newPerson({ email });
    const { browser, page, finish } = await comeBack(world);
    const form = await browser.submit(page, "/outside/link", {});
    const asked = await browser.submit(form, "/sign-in", { email, password: PASSWORD }, world.portal.origin);
    await finish(await browser.submit(asked, "/second-factor", { recovery: codes[0] ?? "" }, world.portal.origin));
    return { codes, person: world.outside.person };
  }

  test("is the app's code, unless the operator lets the provider's count and the provider says so", async () => {
    const { codes, person } = await withApp();
    const plain = await comeBack(world);
    expect([isIn(plain.page), plain.page.text.includes('autocomplete="one-time-code"')]).toEqual([false, true]);
    expect(isIn(await plain.browser.submit(plain.page, "/second-factor", { recovery: codes[1] ?? "" }, world.portal.origin))).toBe(true);
    // The provider says it, and the operator does not count it.
    world.outside.person = { ...person, amr: ["pwd", "mfa"] };
    expect(isIn((await comeBack(world)).page)).toBe(false);
    await world.set({ secondStepValues: ["mfa"] });
    const { page, finish } = await comeBack(world);
    expect(isIn(page)).toBe(true);
    // A community's rule asks the session, and this one proved two factors.
    expect(await world.hub.core.identify(await finish(page))).toMatchObject({ hasSecondStep: true });
    const onlyCode = newPerson();
    const { token } = await enter(world, onlyCode);
    expect(await world.hub.core.identify(token)).toMatchObject({ hasSecondStep: false });
    world.outside.person = { ...person, amr: ["pwd", "mfa"] };
    // Without the parameter `claims`, the provider says nothing: the code is asked.
    await world.set({ secondStepValues: ["mfa"], wantsAmr: false });
    expect(isIn((await comeBack(world)).page)).toBe(false);
  });
});

describe("strangers", () => {
  /** The address with which the provider sends the browser back. */
  async function callbackUrl(browser: Browser): Promise<URL> {
    const { page } = await openSignIn(world, browser);
    const { url } = await browser.open(linkOf(page), `${world.hub.url}/hub/providers/`);
    expect(url.pathname).toMatch(/\/callback$/);
    return url;
  }

  test("cannot use a state twice, nor in another browser", async () => {
    const browser = new Browser();
    const url = await callbackUrl(browser);
    expect((await new Browser().open(url)).status).toBe(410);
    expect((await browser.open(url)).status).toBe(200);
    expect((await browser.open(url)).status).toBe(410);
    const other = new Browser();
    await callbackUrl(other);
    expect((await other.open(await callbackUrl(new Browser()))).status).toBe(410);
    for (const search of ["", "?state=", "?state=x&code=y", `?state=${"x".repeat(5000)}`]) {
      expect((await browser.open(`${url.origin}${url.pathname}${search}`)).status).toBe(410);
    }
  });

  test("cannot swap a code into another sign-in, nor send an answer to another provider's address", async () => {
    const [mine, theirs] = [new Browser(), new Browser()];
    const own = await callbackUrl(mine);
    const stolen = await callbackUrl(theirs);
    own.searchParams.set("code", stolen.searchParams.get("code") ?? "");
    // The nonce in the id token is of the other sign-in.
    expect((await mine.open(own)).status).toBe(400);
    const again = await callbackUrl(mine);
    again.pathname = again.pathname.replace(world.provider.id, "00000000-0000-4000-8000-000000000000");
    expect((await mine.open(again)).status).toBe(410);
    again.pathname = again.pathname.replace("00000000-0000-4000-8000-000000000000", "not-an-id");
    expect((await mine.open(again)).status).toBe(410);
  });

  const now = () => Math.floor(Date.now() / 1000);
  test.each([
    ["an unsigned id token", { idToken: (claims: object) => ({ claims: { ...claims }, by: "none" as const }) }],
    ["an id token signed by another key", { idToken: (claims: object) => ({ claims: { ...claims }, by: "other" as const }) }],
    ["an id token for another client", { idToken: (claims: object) => ({ claims: { ...claims, aud: "another" }, by: "own" as const }) }],
    [
      "an id token of another issuer",
      { idToken: (claims: object) => ({ claims: { ...claims, iss: "https://evil.example" }, by: "own" as const }) },
    ],
    ["an expired id token", { idToken: (claims: object) => ({ claims: { ...claims, exp: now() - 600 }, by: "own" as const }) }],
    [
      "an id token with another nonce",
      { idToken: (claims: object) => ({ claims: { ...claims, nonce: "x".repeat(43) }, by: "own" as const }) },
    ],
    [
      "an id token without a nonce",
      { idToken: ({ ...claims }: Record<string, unknown>) => ({ claims: { ...claims, nonce: undefined }, by: "own" as const }) },
    ],
    ["unsigned user information", { userinfo: (claims: object) => ({ claims: { ...claims }, by: "none" as const }) }],
    ["user information signed by another key", { userinfo: (claims: object) => ({ claims: { ...claims }, by: "other" as const }) }],
    ["user information as plain JSON", { userinfo: (claims: object) => ({ claims: { ...claims }, by: "json" as const }) }],
    [
      "user information of another person",
      { userinfo: (claims: object) => ({ claims: { ...claims, sub: "subject-1" }, by: "own" as const }) },
    ],
    [
      "user information for another client",
      { userinfo: (claims: object) => ({ claims: { ...claims, aud: "another" }, by: "own" as const }) },
    ],
    [
      "user information for nobody",
      { userinfo: ({ ...claims }: Record<string, unknown>) => ({ claims: { ...claims, aud: undefined }, by: "own" as const }) },
    ],
  ])("get nowhere with %s", async (_what, tampering) => {
    world.outside.tampering = tampering;
    const { page } = await comeBack(world);
    expect([page.status, page.text.includes("n’a pas pu être vérifiée")]).toEqual([400, true]);
    expect(await users({ email: world.outside.person?.email ?? "" })).toBe(0);
  });

  test("cannot create or link from another site, nor on a step of another browser", async () => {
    const { browser, page } = await comeBack(world);
    const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await browser.submit(page, "/outside/create", {}, world.portal.origin, elsewhere)).status).toBe(403);
    expect((await browser.submit(page, "/outside/link", {}, world.portal.origin, elsewhere)).status).toBe(403);
    expect((await new Browser().submit(page, "/outside/create", {}, world.portal.origin)).status).toBe(410);
    expect((await new Browser().open(page.url)).status).toBe(410);
  });

  test("are not redirected to an address of theirs", async () => {
    for (const path of [
      "/hub/sign-out?ticket=x&next=https://evil.example/",
      "/hub/signed-out?state=x&post_logout_redirect_uri=https://evil.example/",
    ]) {
      const page = await new Browser().open(`${world.hub.url}${path}`);
      expect([page.status, page.url.origin, page.text.includes("evil.example")]).toEqual([200, world.hub.url, false]);
    }
  });

  test("a refusal of the provider is said plainly, and uses the sign-in up", async () => {
    const browser = new Browser();
    const url = await callbackUrl(browser);
    url.searchParams.delete("code");
    url.searchParams.set("error", "access_denied");
    url.searchParams.set("error_description", "<script>");
    const page = await browser.open(url);
    expect([page.status, page.text.includes("<script>"), page.text.includes("Retour à la connexion")]).toEqual([403, false, true]);
    expect((await browser.open(url)).status).toBe(410);
  });

  test("a provider that is away, slow or endless does not hold the page", async () => {
    const browser = new Browser();
    const { page } = await openSignIn(world, browser);
    // A changed setting makes the hub read the provider again.
    await world.set({ name: { fr: "Mon ministère", en: "The ministry" } });
    world.outside.isDown = true;
    const away = await browser.open(linkOf(page));
    expect([away.status, away.text.includes("Mon ministère ne répond pas")]).toEqual([503, true]);
    world.outside.isDown = false;
    world.outside.delay = 7000;
    const begun = performance.now();
    expect((await browser.open(linkOf(page))).status).toBe(503);
    expect(performance.now() - begun).toBeLessThan(7000);
    world.outside.delay = 0;
    expect((await browser.open(linkOf(page), world.portal.origin)).text).toContain("/outside/create");
  });
});
