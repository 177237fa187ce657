import { createServer } from "node:http";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoAddress } from "../../modules/identity/address/service.ts";
import { issueCode } from "../../modules/identity/service/one-time-codes.ts";
import { type Deviation, makePasskey, type SoftPasskey, signWith } from "../../testing/authenticator.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { attestedWithAddress } from "../../testing/device-certificates.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, callIdentity, mailTo, signIn } from "../../testing/oidc-client.ts";

// Passkeys at the hub: added to an account, alone at a sign-in, after the password, and every way to forge one.

let hub: HubServer;
let reef: { clientId: string; origin: string };
beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
});
afterAll(() => hub.stop());

const call = (token: string, procedure: string, input: object) => callIdentity(hub, token, procedure, input);
async function answer<T>(token: string, procedure: string, input: object): Promise<T> {
  const response = await call(token, procedure, input);
  expect(response.status, procedure).toBe(200);
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}
async function ownPasskeys(token: string) {
  const response = await fetch(`${hub.url}/trpc/identity.passkeys`, { headers: bearer(token) });
  type Own = { passkeys: { id: string; name: string; lastUsedAt: string | null; copiedAt: string | null }[] };
  return ((await response.json()) as { result: { data: { json: Own } } }).result.data.json.passkeys;
}

/** Where a form of a page sends what a passkey signed, and asks what to sign. */
function passkeyForm({ text, url }: Page) {
  const [, options = ""] = /data-options="([^"]+)"/.exec(text) ?? [];
  const [, ticket] = /name="ticket" value="([^"]*)"/.exec(text.slice(text.indexOf("data-passkey"))) ?? [];
  return { options: new URL(options.replaceAll("&amp;", "&"), url), ticket };
}

async function ask<T>(browser: Browser, page: Page): Promise<T> {
  const { options, ticket } = passkeyForm(page);
  const body = new URLSearchParams(ticket === undefined ? {} : { ticket });
  const response = await browser.fetch(options, { method: "POST", body });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
type Creation = Parameters<typeof makePasskey>[0];
type Request = Parameters<typeof signWith>[1] & { userVerification: string; allowCredentials?: { id: string }[] };

/** A signed-in person with a passkey. */
async function withPasskey(email: string, change: Deviation = {}) {
  const id = await hub.addPerson(email);
  const browser = new Browser();
  const { access_token: token } = await signIn(hub, browser, reef, email);
  return { id, browser, token, passkey: await addPasskey(browser, token, change) };
}

async function openNew(browser: Browser, token: string, code = ""): Promise<Page> {
  const address = await answer<string>(token, "beginPasskey", { password: PASSWORD, code, client: reef.clientId });
  return browser.open(address);
}
async function addPasskey(browser: Browser, token: string, change: Deviation = {}): Promise<SoftPasskey> {
  const page = await openNew(browser, token);
  expect(page.text).toContain('data-passkey="register"');
  const { passkey, sent } = makePasskey(await ask<Creation>(browser, page), hub.url, change);
  const done = await browser.submit(page, "/passkeys/new", { signed: sent, name: "Bureau" });
  expect([done.status, done.text.includes("est prête")]).toEqual([200, true]);
  return passkey;
}

async function atSignIn() {
  const browser = new Browser();
  const page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
  return { browser, page };
}
const send = (browser: Browser, page: Page, signed: string) => browser.submit(page, "/passkey?", { signed }, reef.origin);
const isIn = ({ url }: Page) => url.href.startsWith(callbackOf(reef)) && url.searchParams.has("code");

test("a passkey opens the account without address or password, and the session has proved two factors", async () => {
  const email = "alone@example.org";
  const { id, token, passkey } = await withPasskey(email);
  expect((await mailTo(hub, email))?.text).toMatch(/«\s?Bureau\s?»/);
  const { browser, page } = await atSignIn();
  expect(page.text).toContain('autocomplete="username webauthn"');
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'; connect-src 'self'");
  const options = await ask<Request>(browser, page);
  expect([options.userVerification, options.rpId, options.allowCredentials ?? []]).toEqual(["required", "localhost", []]);
  expect(isIn(await send(browser, page, signWith(passkey, options, hub.url)))).toBe(true);
  const { access_token: opened } = await signIn(hub, browser, reef, email);
  expect(await hub.core.identify(opened)).toEqual({ userId: id, hasSecondStep: true });
  expect(await hub.core.identify(token)).toEqual({ userId: id, hasSecondStep: false });
  expect(await ownPasskeys(opened)).toMatchObject([{ name: "Bureau", lastUsedAt: expect.any(String), copiedAt: null }]);
});

test("every wrong signature gets the same answer, and the right one still opens the account", async () => {
  const { passkey } = await withPasskey("attacked@example.org", { counter: 5 });
  const { passkey: another } = await withPasskey("another@example.org");
  const gone = { ...another, id: Buffer.from("nobody has this one").toString("base64url") };
  const attacks: Record<string, (options: Request) => string> = {
    "another origin": (options) => signWith(passkey, options, "https://evil.example"),
    "another host": (options) => signWith(passkey, options, hub.url, { rpId: "evil.example" }),
    "an embedded page": (options) => signWith(passkey, options, hub.url, { crossOrigin: true }),
    "another kind of ceremony": (options) => signWith(passkey, options, hub.url, { type: "webauthn.create" }),
    "another challenge": (options) => signWith(passkey, options, hub.url, { challenge: "AAAA" }),
    "a wrong signature": (options) => signWith(passkey, options, hub.url, { signedBy: another }),
    "nobody verified": (options) => signWith(passkey, options, hub.url, { isVerified: false }),
    "nobody present": (options) => signWith(passkey, options, hub.url, { isPresent: false }),
    "the account of another": (options) => signWith(passkey, options, hub.url, { userHandle: another.userHandle }),
    "no account named": (options) => signWith(passkey, options, hub.url, { userHandle: "" }),
    "the id of another": (options) => signWith(passkey, options, hub.url, { id: another.id }),
    "an unknown passkey": (options) => signWith(gone, options, hub.url),
    "no signature": () => "{}",
    "no JSON": () => "x".repeat(9000),
  };
  const shown = new Set<string>();
  for (const [name, attack] of Object.entries(attacks)) {
    const { browser, page } = await atSignIn();
    const refused = await send(browser, page, attack(await ask<Request>(browser, page)));
    expect(refused.status, name).toBe(422);
    shown.add(/<div class="summary"[\s\S]*?<\/div>/.exec(refused.text)?.[0] ?? name);
  }
  expect([...shown]).toEqual([expect.stringContaining("n’ouvre aucun compte ici")]);
  const { browser, page } = await atSignIn();
  expect(isIn(await send(browser, page, signWith(passkey, await ask<Request>(browser, page), hub.url)))).toBe(true);
});

test("what was signed counts once, for the step that asked", async () => {
  const { passkey } = await withPasskey("replay@example.org");
  const first = await atSignIn();
  const signed = signWith(passkey, await ask<Request>(first.browser, first.page), hub.url);
  const other = await atSignIn();
  await ask<Request>(other.browser, other.page);
  expect((await send(other.browser, other.page, signed)).status).toBe(422);
  const results = await Promise.all([1, 2, 3].map(() => send(first.browser, first.page, signed)));
  expect(results.filter(isIn)).toHaveLength(1);
  const late = await atSignIn();
  const aged = signWith(passkey, await ask<Request>(late.browser, late.page), hub.url);
  await hub.core.database.withSystem((tx) => tx.passkeyChallenge.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } }));
  expect((await send(late.browser, late.page, aged)).status).toBe(422);
  // Without the cookie of the sign-in, the step asks nothing.
  expect((await new Browser().fetch(passkeyForm(late.page).options, { method: "POST" })).status).toBe(410);
});

test("a copy of a passkey is refused like any other, ends the key, and its owner learns of it", async () => {
  const email = "copied@example.org";
  const { id, token, passkey } = await withPasskey(email, { counter: 10 });
  const one = await atSignIn();
  expect(isIn(await send(one.browser, one.page, signWith(passkey, await ask<Request>(one.browser, one.page), hub.url)))).toBe(true);
  const two = await atSignIn();
  const copied = signWith(passkey, await ask<Request>(two.browser, two.page), hub.url, { counter: 11 });
  expect((await send(two.browser, two.page, copied)).status).toBe(422);
  expect((await mailTo(hub, email))?.subject).toContain("copie");
  // The original may be the copy: neither opens anything.
  const three = await atSignIn();
  expect((await send(three.browser, three.page, signWith(passkey, await ask<Request>(three.browser, three.page), hub.url))).status).toBe(
    422,
  );
  expect(await ownPasskeys(token)).toMatchObject([{ copiedAt: expect.any(String) }]);
  const noted = await hub.core.database.withSystem((tx) =>
    tx.auditEntry.count({ where: { resourceId: id, action: "account.passkey-copied" } }),
  );
  expect([noted, hub.sentMails.filter(({ to, subject }) => to === email && subject.includes("copie")).length]).toEqual([1, 1]);
});

/** A person with an app and a passkey. */
async function withBoth(email: string) {
  const person = await withPasskey(email);
  const { secret } = await answer<{ secret: string }>(person.token, "beginSecondFactor", { password: PASSWORD });
  const code = (ahead: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 * ahead });
  await answer(person.token, "confirmSecondFactor", { code: code(-1) });
  return { ...person, code };
}
async function typePassword(email: string) {
  const { browser, page } = await atSignIn();
  return { browser, page: await browser.submit(page, "/sign-in", { email, password: PASSWORD }, reef.origin) };
}

test("after the password, a passkey of the person replaces the app's code; another's does not", async () => {
  const email = "both@example.org";
  const { id, passkey } = await withBoth(email);
  const { passkey: another } = await withPasskey("not-both@example.org");
  const { browser, page } = await typePassword(email);
  expect(page.text).toContain('data-passkey="second-step"');
  const options = await ask<Request>(browser, page);
  expect(options.allowCredentials?.map((one) => one.id)).toEqual([passkey.id]);
  const refused = await send(browser, page, signWith(another, options, hub.url));
  expect([refused.status, refused.text.includes('data-passkey="second-step"')]).toEqual([422, true]);
  // The password says who it is: that somebody holds the key is enough.
  const again = await ask<Request>(browser, refused);
  const entered = await send(browser, refused, signWith(passkey, again, hub.url, { isVerified: false }));
  expect(isIn(entered)).toBe(true);
  const { access_token: token } = await signIn(hub, browser, reef, email);
  expect(await hub.core.identify(token)).toEqual({ userId: id, hasSecondStep: true });
  // The ticket was used up, and what a second step signs opens nothing alone.
  expect(
    (
      await browser.fetch(passkeyForm(page).options, {
        method: "POST",
        body: new URLSearchParams({ ticket: passkeyForm(page).ticket ?? "" }),
      })
    ).status,
  ).not.toBe(200);
  const alone = await atSignIn();
  const second = await typePassword(email);
  const signed = signWith(passkey, await ask<Request>(second.browser, second.page), hub.url);
  expect((await send(alone.browser, alone.page, signed)).status).toBe(422);
});

test("people without a passkey are offered none after the password", async () => {
  const email = "app-only@example.org";
  await hub.addPerson(email);
  const { access_token: token } = await signIn(hub, new Browser(), reef, email);
  const { secret } = await answer<{ secret: string }>(token, "beginSecondFactor", { password: PASSWORD });
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await answer(token, "confirmSecondFactor", { code });
  expect((await typePassword(email)).page.text).not.toContain("data-passkey");
});

test("a passkey is added with password and code, in the person's own browser, once", async () => {
  const email = "adds@example.org";
  const { token, browser, code } = await withBoth(email);
  expect((await call(token, "beginPasskey", { password: "wrong", code: code(0) })).status).toBe(422);
  expect((await call(token, "beginPasskey", { password: PASSWORD, code: "000000" })).status).toBe(422);
  const page = await openNew(browser, token, code(0));
  // Neither a browser without a session, nor that of somebody else.
  expect((await new Browser().open(page.url)).status).toBe(403);
  const thief = new Browser();
  await hub.addPerson("thief@example.org");
  await signIn(hub, thief, reef, "thief@example.org");
  expect((await thief.open(page.url)).status).toBe(403);
  expect(
    (
      await thief.fetch(passkeyForm(page).options, {
        method: "POST",
        body: new URLSearchParams({ ticket: passkeyForm(page).ticket ?? "" }),
      })
    ).status,
  ).toBe(410);

  const options = await ask<Creation & { excludeCredentials: object[] }>(browser, page);
  expect(options.excludeCredentials).toHaveLength(1);
  for (const [name, change] of Object.entries({
    "another origin": { origin: "https://evil.example" },
    "another host": { rpId: "evil.example" },
    "an embedded page": { crossOrigin: true },
    "another challenge": { challenge: "AAAA" },
    "nobody verified": { isVerified: false },
    "a signature": { type: "webauthn.get" },
  })) {
    const { sent } = makePasskey(await ask<Creation>(browser, page), hub.url, change);
    expect((await browser.submit(page, "/passkeys/new", { signed: sent, name: "" })).status, name).toBe(422);
  }
  const { sent } = makePasskey(await ask<Creation>(browser, page), hub.url);
  expect(
    (await browser.submit(page, "/passkeys/new", { signed: sent, name: "" }, undefined, { "sec-fetch-site": "cross-site" })).status,
  ).toBe(403);
  expect((await browser.submit(page, "/passkeys/new", { signed: sent, name: "  " })).status).toBe(200);
  expect((await browser.submit(page, "/passkeys/new", { signed: sent, name: "" })).status).toBe(410);
  expect((await ownPasskeys(token)).map(({ name }) => name)).toEqual(["Bureau", "Passkey"]);
});

test("certificates of a device are not read: core-api asks no address that a stranger chose, and keeps the passkey", async () => {
  let calls = 0;
  const canary = createServer((_, response) => {
    calls++;
    response.end();
  });
  await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
  const address = canary.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/revoked`;
  await hub.addPerson("device@example.org");
  const own = new Browser();
  const { access_token: token } = await signIn(hub, own, reef, "device@example.org");
  const form = await openNew(own, token);
  const { passkey, sent } = makePasskey(await ask<Creation>(own, form), hub.url, { attest: attestedWithAddress(url) });
  const { status } = await own.submit(form, "/passkeys/new", { signed: sent, name: "" });
  await new Promise((resolve) => canary.close(resolve));
  expect([calls, status]).toEqual([0, 200]);
  const { browser, page } = await atSignIn();
  expect(isIn(await send(browser, page, signWith(passkey, await ask<Request>(browser, page), hub.url)))).toBe(true);
});

test("a registration that is oversize or rubbish, or names another's passkey, is refused and changes nothing", async () => {
  const owner = await withPasskey("owner-of-key@example.org");
  await hub.addPerson("forger@example.org");
  const browser = new Browser();
  const { access_token: token } = await signIn(hub, browser, reef, "forger@example.org");
  const page = await openNew(browser, token);
  const withObject = (attestationObject: Uint8Array) => (sent: string) => {
    const made = JSON.parse(sent) as { response: object };
    return JSON.stringify({
      ...made,
      response: { ...made.response, attestationObject: Buffer.from(attestationObject).toString("base64url") },
    });
  };
  const authDataOf = (authData: Uint8Array) =>
    isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, string>>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
  const attacks: Record<string, (sent: string) => string> = {
    "an object of a megabyte": withObject(new Uint8Array(500_000)),
    "lists that hold one another": withObject(new Uint8Array(7_400).fill(0x81)),
    "a list as long as numbers go": withObject(Buffer.from("9affffffff00", "hex")),
    "no object": withObject(Buffer.from("00", "hex")),
    "data of nothing": withObject(authDataOf(new Uint8Array(0))),
    "data that end early": withObject(authDataOf(new Uint8Array(60).fill(0xff))),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    const { sent } = makePasskey(await ask<Creation>(browser, page), hub.url);
    const { status } = await browser.submit(page, "/passkeys/new", { signed: attack(sent), name: "" });
    expect([name, status]).toEqual([name, name.includes("megabyte") ? 413 : 422]);
  }
  const { sent } = makePasskey(await ask<Creation>(browser, page), hub.url, { id: owner.passkey.id });
  expect((await browser.submit(page, "/passkeys/new", { signed: sent, name: "" })).text).not.toContain("est prête");
  expect(await ownPasskeys(token)).toEqual([]);
  const { browser: at, page: start } = await atSignIn();
  expect(isIn(await send(at, start, signWith(owner.passkey, await ask<Request>(at, start), hub.url)))).toBe(true);
});

test("ten passkeys at most; a person names and removes their own, never another's", async () => {
  const { id, token } = await withPasskey("names@example.org");
  const { token: stranger } = await withPasskey("stranger@example.org");
  const [one] = await ownPasskeys(token);
  const passkeyId = one?.id ?? "";
  expect((await call(stranger, "renamePasskey", { passkeyId, name: "Mine" })).status).toBe(404);
  expect((await call(stranger, "removePasskey", { passkeyId, password: PASSWORD, code: "" })).status).toBe(404);
  await answer(token, "renamePasskey", { passkeyId, name: "Téléphone" });
  expect(await ownPasskeys(token)).toMatchObject([{ name: "Téléphone" }]);
  const more = Array.from({ length: 9 }, (_, at) => ({ userId: id, credentialId: `c${at}`, publicCose: Buffer.from("x"), name: "x" }));
  await hub.core.database.withSystem((tx) => tx.passkey.createMany({ data: more }));
  expect((await call(token, "beginPasskey", { password: PASSWORD, code: "" })).status).toBe(409);
  expect((await call(token, "removePasskey", { passkeyId, password: "wrong", code: "" })).status).toBe(422);
  await answer(token, "removePasskey", { passkeyId, password: PASSWORD, code: "" });
  expect(await ownPasskeys(token)).toHaveLength(9);
  expect((await mailTo(hub, "names@example.org"))?.text).toMatch(/«\s?Téléphone\s?»/);
});

test("the last way in stays, and an account without a password adds a key soon after a sign-in", async () => {
  const email = "no-password@example.org";
  const { id, token, browser, passkey } = await withPasskey(email);
  await hub.core.database.withSystem((tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
  const [one] = await ownPasskeys(token);
  const remove = { passkeyId: one?.id ?? "", password: "", code: "" };
  expect((await call(token, "removePasskey", remove)).status).toBe(409);
  const page = await openNew(browser, token);
  expect(page.text).toContain('data-passkey="register"');
  await hub.core.database.withSystem(
    (tx) => tx.$executeRaw`
      UPDATE oidc_payloads SET payload = jsonb_set(payload, '{loginTs}', to_jsonb((payload ->> 'loginTs')::bigint - 700))
      WHERE model = 'Session' AND payload ->> 'accountId' = ${id}`,
  );
  expect((await browser.open(page.url)).status).toBe(403);
  await hub.core.database.withSystem((tx) =>
    tx.passkey.create({ data: { userId: id, credentialId: "second", publicCose: Buffer.from("x"), name: "x" } }),
  );
  await answer(token, "removePasskey", remove);
  // Removed, it opens nothing.
  const { browser: other, page: start } = await atSignIn();
  expect((await send(other, start, signWith(passkey, await ask<Request>(other, start), hub.url))).status).toBe(422);
});

test("a suspended person stays out, and one who is leaving is asked to stay", async () => {
  const suspended = await withPasskey("suspended-key@example.org");
  await hub.core.database.withSystem((tx) => tx.user.update({ where: { id: suspended.id }, data: { status: "suspended" } }));
  const out = await atSignIn();
  expect((await send(out.browser, out.page, signWith(suspended.passkey, await ask<Request>(out.browser, out.page), hub.url))).status).toBe(
    403,
  );
  const leaving = await withPasskey("leaving-key@example.org");
  expect((await call(leaving.token, "requestDeletion", { password: PASSWORD })).status).toBe(200);
  const back = await atSignIn();
  const offered = await send(back.browser, back.page, signWith(leaving.passkey, await ask<Request>(back.browser, back.page), hub.url));
  expect(isIn(await back.browser.submit(offered, "/keep", {}, reef.origin))).toBe(true);
});

test("who takes a stolen address back gets rid of the thief's passkeys", async () => {
  const { id } = await withPasskey("taken@example.org");
  const code = await hub.core.database.withSystem((tx) => issueCode(tx, id, "undo", "taken@example.org"));
  await undoAddress(hub.core, code);
  expect(await hub.core.database.withSystem((tx) => tx.passkey.count({ where: { userId: id } }))).toBe(0);
});
