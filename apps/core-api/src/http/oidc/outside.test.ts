import type { WaysIn } from "@archipel/contracts/identity-providers.ts";
import type { OutsidePerson } from "@archipel/testing/outside-provider.ts";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { PASSWORD } from "../../testing/hub-server.ts";
import { callIdentity, isAlive, mailTo, signIn } from "../../testing/oidc-client.ts";
import { linkOf, type OutsideWorld, openSignIn, resultOf, startOutsideWorld } from "../../testing/outside-world.ts";

// People sign in at a second, real OpenID Connect provider that behaves like ProConnect, and strangers attack that.

let world: OutsideWorld;
beforeAll(async () => {
  world = await startOutsideWorld();
});
afterAll(() => world.stop());

let count = 0;
/** Someone whom the provider alone knows. */
function newPerson(values: Partial<OutsidePerson> = {}): OutsidePerson {
  const sub = `subject-${++count}`;
  return { sub, email: `${sub}@ministere.example`, email_verified: true, given_name: "Inès", usual_name: "Le Goff", ...values };
}
beforeEach(async () => {
  Object.assign(world.outside, { person: newPerson(), tampering: {}, delay: 0, isDown: false, asked: [] });
  await world.set({ isOn: true, emailDomains: [], trustsAddresses: false, secondStepValues: [], wantsAmr: true, usesPkce: false });
});

const users = (where: object) => world.hub.core.database.withSystem((tx) => tx.user.count({ where }));
/** Goes to the provider and back, until a page of the hub or the portal. */
async function comeBack(browser = new Browser()) {
  const { page, finish } = await openSignIn(world, browser);
  return { browser, finish, page: await browser.open(linkOf(page), world.portal.origin) };
}
/** Signs a person of the provider in, with a new account if they have none. */
async function enter(person = newPerson(), browser = new Browser()): Promise<{ token: string; browser: Browser; person: OutsidePerson }> {
  world.outside.person = person;
  const { page, finish } = await comeBack(browser);
  const last = page.status === 0 ? page : await browser.submit(page, "/outside/create", {}, world.portal.origin);
  return { token: await finish(last), browser, person };
}
const call = (token: string, procedure: string, input: object) => callIdentity(world.hub, token, procedure, input);
const waysOf = async (token: string) => resultOf<WaysIn>(await fetch(`${world.hub.url}/trpc/identity.waysIn`, { headers: bearer(token) }));
const isIn = ({ url, status }: Page) => status === 0 && url.searchParams.has("code");

describe("a sign-in", () => {
  test("makes an account at the first time, with the verified address and the name, and opens it the next time", async () => {
    const { token, person } = await enter();
    const me = await fetch(`${world.hub.url}/hub/session`, { headers: bearer(token) });
    expect(await me.json()).toMatchObject({ email: person.email, name: "Inès Le Goff" });
    const again = await comeBack();
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
    const { page } = await comeBack();
    expect([page.status, page.text]).toEqual([400, expect.stringContaining("Y000400: code_challenge")]);
  });

  test("asks a first time for an address that the provider verified, and never makes an account without", async () => {
    world.outside.person = newPerson({ email_verified: false });
    const { page } = await comeBack();
    expect(page.text).toContain("ne dit pas que votre adresse électronique est vérifiée");
    expect(page.text).not.toContain("/outside/create");
    await world.set({ trustsAddresses: true });
    const trusted = await comeBack();
    expect(trusted.page.text).toContain("/outside/create");
    world.outside.person = { sub: "no-address" };
    const without = await comeBack();
    expect(without.page.text).not.toContain("/outside/create");
  });

  test("of an address of another domain is refused, in an account that exists too", async () => {
    const { person } = await enter();
    await world.set({ emailDomains: ["autre.example"] });
    const { page } = await comeBack();
    expect([page.status, page.text.includes(person.email ?? "-")]).toEqual([403, true]);
    await world.set({ emailDomains: ["ministere.example"] });
    expect(isIn((await comeBack()).page)).toBe(true);
    world.outside.person = newPerson({ email: "x@ministere.example.evil.example" });
    expect((await comeBack()).page.status).toBe(403);
  });

  test("of a suspended account is refused", async () => {
    const { person } = await enter();
    await world.hub.core.database.withSystem((tx) =>
      tx.user.update({ where: { email: person.email ?? "" }, data: { status: "suspended" } }),
    );
    const { page } = await comeBack();
    expect([page.status, page.text.includes("suspendu")]).toEqual([403, true]);
  });
});

describe("an account that exists", () => {
  test("is never opened by an address alone: the person signs in to it once, and the identity is linked", async () => {
    const email = `known-${++count}@ministere.example`;
    await world.hub.addPerson(email);
    world.outside.person = newPerson({ email });
    const browser = new Browser();
    const { page, finish } = await comeBack(browser);
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
    expect((await waysOf(token)).providers[0]?.linked?.email).toBe(email);
    expect((await mailTo(world.hub, email))?.text).toContain("Mon ministère");
    expect(isIn((await comeBack()).page)).toBe(true);
  });

  test("under another address is linked too; a plain sign-in after a visit to the provider links nothing", async () => {
    const email = `other-${++count}@example.org`;
    await world.hub.addPerson(email);
    const browser = new Browser();
    const { page, finish } = await comeBack(browser);
    const start = await browser.open(page.url.href.replace("/outside", ""));
    const token = await finish(await browser.submit(start, "/sign-in", { email, password: PASSWORD }, world.portal.origin));
    expect((await waysOf(token)).providers[0]?.linked).toBeNull();
    const second = await comeBack();
    const form = await second.browser.submit(second.page, "/outside/link", {});
    await second.finish(await second.browser.submit(form, "/sign-in", { email, password: PASSWORD }, world.portal.origin));
    expect((await waysOf(token)).providers[0]?.linked).not.toBeNull();
  });

  test("that waits for its first password as an operator is not taken by the provider's address", async () => {
    const email = `chief-${++count}@ministere.example`;
    await world.hub.core.database.withSystem((tx) => tx.user.create({ data: { email, name: "Chef", isOperator: true } }));
    world.outside.person = newPerson({ email });
    expect((await comeBack()).page.text).not.toContain("/outside/create");
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
    const { browser, page, finish } = await comeBack();
    const form = await browser.submit(page, "/outside/link", {});
    const asked = await browser.submit(form, "/sign-in", { email, password: PASSWORD }, world.portal.origin);
    await finish(await browser.submit(asked, "/second-factor", { recovery: codes[0] ?? "" }, world.portal.origin));
    return { codes, person: world.outside.person };
  }

  test("is the app's code, unless the operator lets the provider's count and the provider says so", async () => {
    const { codes, person } = await withApp();
    const plain = await comeBack();
    expect([isIn(plain.page), plain.page.text.includes('autocomplete="one-time-code"')]).toEqual([false, true]);
    expect(isIn(await plain.browser.submit(plain.page, "/second-factor", { recovery: codes[1] ?? "" }, world.portal.origin))).toBe(true);
    // The provider says it, and the operator does not count it.
    world.outside.person = { ...person, amr: ["pwd", "mfa"] };
    expect(isIn((await comeBack()).page)).toBe(false);
    await world.set({ secondStepValues: ["mfa"] });
    expect(isIn((await comeBack()).page)).toBe(true);
    // Without the parameter `claims`, the provider says nothing: the code is asked.
    await world.set({ secondStepValues: ["mfa"], wantsAmr: false });
    expect(isIn((await comeBack()).page)).toBe(false);
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
    expect((await mine.open(own)).status).toBe(502);
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
    const { page } = await comeBack();
    expect([page.status, page.text.includes("n’a pas pu être vérifiée")]).toEqual([502, true]);
    expect(await users({ email: world.outside.person?.email ?? "" })).toBe(0);
  });

  test("cannot create or link from another site, nor on a step of another browser", async () => {
    const { browser, page } = await comeBack();
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

describe("on the account page", () => {
  /** A person with a password, and their browser with a session at the hub. */
  async function member() {
    const email = `member-${++count}@example.org`;
    await world.hub.addPerson(email);
    const browser = new Browser();
    const { access_token: token } = await signIn(world.hub, browser, world.portal, email);
    return { email, browser, token };
  }
  const begin = (token: string, password = PASSWORD) =>
    call(token, "beginLink", { providerId: world.provider.id, password, client: world.portal.clientId });

  test("a person links an identity with the password, and removes it again", async () => {
    const { browser, token, email } = await member();
    expect((await begin(token, "wrong")).status).toBe(422);
    const page = await browser.open(await resultOf<string>(await begin(token)));
    expect([page.status, page.text.includes("C’est lié")]).toEqual([200, true]);
    expect((await begin(token)).status).toBe(409);
    const identityId = (await waysOf(token)).providers[0]?.linked?.id ?? "";
    const elsewhere = await enter(world.outside.person ?? undefined);
    expect((await call(token, "unlink", { identityId, password: "wrong" })).status).toBe(422);
    expect((await call(token, "unlink", { identityId, password: PASSWORD })).status).toBe(200);
    expect([await isAlive(world.hub, token), await isAlive(world.hub, elsewhere.token)]).toEqual([true, false]);
    expect((await mailTo(world.hub, email))?.text).toContain("n’est plus lié");
    expect((await comeBack()).page.text).toContain("/outside/create");
  });

  test("the last way in stays", async () => {
    const { token } = await enter();
    const ways = await waysOf(token);
    expect(ways.hasPassword).toBe(false);
    const identityId = ways.providers[0]?.linked?.id ?? "";
    const removed = await call(token, "unlink", { identityId, password: "" });
    expect([removed.status, (await removed.text()).includes("last-way-in")]).toEqual([409, true]);
    expect((await call(token, "changePassword", { current: "x", next: PASSWORD })).status).toBe(409);
  });

  test("an address of somebody else links nothing, and each opens once", async () => {
    const thief = await member();
    const victim = await member();
    const address = await resultOf<string>(await begin(thief.token));
    const page = await victim.browser.open(address);
    expect([page.status, page.text.includes("Ce n’est pas votre session")]).toEqual([403, true]);
    expect((await new Browser().open(await resultOf<string>(await begin(thief.token)))).status).toBe(403);
    expect((await thief.browser.open(address)).status).toBe(410);
    expect((await waysOf(victim.token)).providers[0]?.linked).toBeNull();
    // The answer of the provider counts for the person who began alone, too.
    const own = await resultOf<string>(await begin(thief.token));
    const { url } = await thief.browser.open(own, `${world.hub.url}/hub/providers/${world.provider.id}/callback`);
    expect((await victim.browser.open(url)).status).toBe(410);
  });

  test("an identity belongs to one account", async () => {
    const { person } = await enter();
    const { browser, token } = await member();
    world.outside.person = person;
    expect((await browser.open(await resultOf<string>(await begin(token)))).status).toBe(409);
    expect((await waysOf(token)).providers[0]?.linked).toBeNull();
  });

  test("an account without a password links another identity only after a recent sign-in", async () => {
    const { token, browser } = await enter();
    const other = await world.hub.core.database.withSystem((tx) =>
      tx.signInProvider
        .findFirstOrThrow({ where: { id: world.provider.id } })
        .then(({ id: _id, createdAt: _c, updatedAt: _u, ...rest }) =>
          tx.signInProvider.create({ data: { ...rest, name: { fr: "Deux", en: "Two" }, sealedSecret: rest.sealedSecret ?? {} } }),
        ),
    );
    await world.hub.core.database.withSystem(
      (tx) =>
        tx.$executeRaw`UPDATE oidc_payloads SET payload = jsonb_set(payload, '{loginTs}', to_jsonb(extract(epoch FROM now())::int - 3600)) WHERE model = 'Session'`,
    );
    const asked = await call(token, "beginLink", { providerId: other.id, password: "" });
    expect((await browser.open(await resultOf<string>(asked))).status).toBe(403);
    // Two removals at the same time leave one of two ways.
    const [first] = (await waysOf(token)).providers.flatMap(({ linked }) => linked ?? []);
    const { userId } = await world.hub.core.database.withSystem((tx) =>
      tx.linkedIdentity.findUniqueOrThrow({ where: { id: first?.id ?? "" } }),
    );
    const { id: second } = await world.hub.core.database.withSystem((tx) =>
      tx.linkedIdentity.create({ data: { userId, providerId: other.id, subject: "second" } }),
    );
    const removals = await Promise.all([first?.id, second].map((identityId) => call(token, "unlink", { identityId, password: "" })));
    expect(removals.map(({ status }) => status).sort()).toEqual([200, 409]);
    await world.hub.core.database.withSystem((tx) => tx.signInProvider.delete({ where: { id: other.id } }));
  });
});

describe("a sign-out", () => {
  const signOut = (token: string) => fetch(`${world.hub.url}/hub/session`, { method: "DELETE", headers: bearer(token) });

  test("ends the session at the provider too, and leads home", async () => {
    const { token, browser } = await enter();
    const answer = await signOut(token);
    const { next } = (await answer.json()) as { next: string };
    expect(await isAlive(world.hub, token)).toBe(false);
    const atProvider = await browser.open(next);
    expect(atProvider.url.origin).toBe(world.outside.issuer);
    const request = world.outside.asked.at(-1);
    expect([...(request?.query.keys() ?? [])].sort()).toEqual(["id_token_hint", "post_logout_redirect_uri", "state"]);
    const home = await browser.submit(
      { ...atProvider, text: atProvider.text.replace("</form>", "</form>") },
      "/session/end/confirm",
      { logout: "yes" },
      world.portal.origin,
    );
    expect([home.status, home.url.href]).toEqual([0, `${world.portal.origin}/`]);
    // Both addresses worked once.
    expect((await browser.open(next)).url.pathname).toBe("/hub/sign-out");
  });

  test("of another session has nothing to end there, and a provider that is away keeps nobody", async () => {
    await world.hub.addPerson(`plain-${++count}@example.org`);
    const plain = await signIn(world.hub, new Browser(), world.portal, `plain-${count}@example.org`);
    expect((await signOut(plain.access_token)).status).toBe(204);
    const { token, browser } = await enter();
    const { next } = (await (await signOut(token)).json()) as { next: string };
    await world.set({ name: { fr: "Mon ministère", en: "A ministry" } });
    world.outside.isDown = true;
    expect((await browser.open(next, world.portal.origin)).url.href).toBe(`${world.portal.origin}/`);
  });
});

describe("the operator's form", () => {
  const draft = () => ({
    ...{ issuer: world.outside.issuer, scopes: ["email"], usesPkce: false, clientAuth: "post", userinfoAlgorithm: "RS256" },
    ...{ wantsAmr: true, wantedAcr: ["eidas1-mfa"] },
  });
  const codes = async (changes: object) =>
    (await resultOf<{ code: string }[]>(await call(world.operator, "tryProvider", { ...draft(), ...changes }))).map(({ code }) => code);

  test("tries a provider and says what is wrong", async () => {
    expect(await codes({})).toEqual(["pkce-possible", "works"]);
    expect(await codes({ scopes: ["phone"], usesPkce: true, wantedAcr: ["loa9"] })).toEqual(["scope-unknown", "acr-unknown"]);
    expect(await codes({ userinfoAlgorithm: "PS256" })).toContain("algorithm-unknown");
    expect(await codes({ issuer: `${world.outside.issuer}/` })).toEqual(["other-issuer"]);
    expect(await codes({ issuer: `${world.outside.issuer}/nowhere` })).toEqual(["no-document"]);
    world.outside.isDown = true;
    expect(await codes({})).toEqual(["unreachable"]);
  });

  test("does not read this server's own network", async () => {
    expect(await codes({ issuer: world.hub.url })).toEqual(["insecure"]);
    for (const host of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]", "0x7f000001", "2130706433"])
      expect(await codes({ issuer: `https://${host}` }), host).toEqual(["private"]);
    expect(await codes({ issuer: "https://localhost" })).toEqual(["private"]);
    expect(await codes({ issuer: "https://nowhere.invalid" })).toEqual(["unknown-host"]);
  });

  test("never shows the secret, keeps the issuer of people's identities, and is the operators' alone", async () => {
    const { token } = await enter();
    const listed = await fetch(`${world.hub.url}/trpc/identity.providers`, { headers: bearer(world.operator) });
    expect(await listed.text()).not.toContain("a secret that the provider made");
    const stored = await world.hub.core.database.withSystem((tx) => tx.signInProvider.findFirstOrThrow());
    expect(JSON.stringify(stored)).not.toContain("a secret that the provider made");
    const { people: _p, redirectUri: _r, signOutUri: _s, ...settings } = world.provider;
    const moved = await call(world.operator, "saveProvider", { ...settings, isNew: false, issuer: "https://evil.example" });
    expect([moved.status, (await moved.text()).includes("provider-issuer-fixed")]).toEqual([409, true]);
    const without = await call(world.operator, "saveProvider", { ...settings, isNew: true, id: "00000000-0000-4000-8000-000000000000" });
    expect([without.status, (await without.text()).includes("provider-secret-missing")]).toEqual([422, true]);
    for (const [procedure, input] of [
      ["saveProvider", { ...settings, isNew: false }],
      ["tryProvider", draft()],
      ["deleteProvider", { id: settings.id }],
    ] as const)
      expect((await call(token, procedure, input)).status, procedure).toBe(403);
  });
});
