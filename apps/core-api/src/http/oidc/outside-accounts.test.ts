import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { PASSWORD } from "../../testing/hub-server.ts";
import { callIdentity, isAlive, mailTo, signIn } from "../../testing/oidc-client.ts";
import { comeBack, enter, type OutsideWorld, reset, resultOf, startOutsideWorld, waysOf } from "../../testing/outside-world.ts";

// Identities of a second, real OpenID Connect provider: linked and removed on the account page, signed out, and set up by an operator.

let world: OutsideWorld;
beforeAll(async () => {
  world = await startOutsideWorld();
});
afterAll(() => world.stop());
beforeEach(() => reset(world));

let count = 0;
const call = (token: string, procedure: string, input: object) => callIdentity(world.hub, token, procedure, input);

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
    const identityId = (await waysOf(world, token)).providers[0]?.linked?.id ?? "";
    const elsewhere = await enter(world, world.outside.person ?? undefined);
    expect((await call(token, "unlink", { identityId, password: "wrong" })).status).toBe(422);
    expect((await call(token, "unlink", { identityId, password: PASSWORD })).status).toBe(200);
    expect([await isAlive(world.hub, token), await isAlive(world.hub, elsewhere.token)]).toEqual([true, false]);
    expect((await mailTo(world.hub, email))?.text).toContain("n’est plus lié");
    expect((await comeBack(world)).page.text).toContain("/outside/create");
  });

  test("with an app, an identity is linked and removed with its code too: its second step would replace the app's", async () => {
    const { browser, token } = await member();
    const { secret } = await resultOf<{ secret: string }>(await call(token, "beginSecondFactor", { password: PASSWORD }));
    const code = (ahead: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 * ahead });
    const { codes } = await resultOf<{ codes: string[] }>(await call(token, "confirmSecondFactor", { code: code(-1) }));
    const about = { providerId: world.provider.id, password: PASSWORD };
    for (const wrong of [{}, { code: "000000" }, { code: code(-1) }])
      expect((await call(token, "beginLink", { ...about, ...wrong })).status).toBe(422);
    expect(await waysOf(world, token)).toMatchObject({ needs: { password: true, code: true } });
    const page = await browser.open(await resultOf<string>(await call(token, "beginLink", { ...about, code: codes[0] })));
    expect(page.text).toContain("C’est lié");
    const identityId = (await waysOf(world, token)).providers[0]?.linked?.id ?? "";
    expect((await call(token, "unlink", { identityId, password: PASSWORD })).status).toBe(422);
    expect((await call(token, "unlink", { identityId, password: PASSWORD, code: codes[1] })).status).toBe(200);
  });

  test("the last way in stays", async () => {
    const { token } = await enter(world);
    const ways = await waysOf(world, token);
    expect(ways.needs).toEqual({ password: false, code: false });
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
    expect((await waysOf(world, victim.token)).providers[0]?.linked).toBeNull();
    // The answer of the provider counts for the person who began alone, too.
    const own = await resultOf<string>(await begin(thief.token));
    const { url } = await thief.browser.open(own, `${world.hub.url}/hub/providers/${world.provider.id}/callback`);
    expect((await victim.browser.open(url)).status).toBe(410);
  });

  test("an identity belongs to one account", async () => {
    const { person } = await enter(world);
    const { browser, token } = await member();
    world.outside.person = person;
    expect((await browser.open(await resultOf<string>(await begin(token)))).status).toBe(409);
    expect((await waysOf(world, token)).providers[0]?.linked).toBeNull();
  });

  test("an account without a password links another identity only after a recent sign-in", async () => {
    const { token, browser } = await enter(world);
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
    const [first] = (await waysOf(world, token)).providers.flatMap(({ linked }) => linked ?? []);
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
    const { token, browser } = await enter(world);
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
    const { token, browser } = await enter(world);
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
    const { token } = await enter(world);
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
