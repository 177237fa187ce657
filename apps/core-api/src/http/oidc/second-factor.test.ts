import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCode } from "../../modules/identity/service/one-time-codes.ts";
import { applicationWorld } from "../../testing/application-world.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, callIdentity, isAlive, linkIn, mailTo, signIn } from "../../testing/oidc-client.ts";

// A sign-in with an authenticator app: what opens an account, and what no longer does.

let hub: HubServer;
let reef: { clientId: string; origin: string };
beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
});
afterAll(() => hub.stop());

const call = (token: string, procedure: string, input: object) => callIdentity(hub, token, procedure, input);
async function resultOf<T>(response: Response): Promise<T> {
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}
async function answer<T>(token: string, procedure: string, input: object): Promise<T> {
  const response = await call(token, procedure, input);
  expect(response.status, procedure).toBe(200);
  return resultOf<T>(response);
}

const hashOf = (code: string) => createHash("sha256").update(code).digest("base64url");

/** The code that an app shows, `ahead` steps of thirty seconds from now. */
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 * ahead });

/** A person whose app is proved by the code of the step before this one, so that the next two are left. */
async function withApp(email: string) {
  const id = await hub.addPerson(email);
  const { access_token: token } = await signIn(hub, new Browser(), reef, email);
  const { secret, uri } = await answer<{ secret: string; uri: string }>(token, "beginSecondFactor", { password: PASSWORD });
  expect(uri).toBe(
    `otpauth://totp/Archipel:${encodeURIComponent(email)}?issuer=Archipel&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
  const { codes } = await answer<{ codes: string[] }>(token, "confirmSecondFactor", { code: codeOf(secret, -1) });
  return { id, token, secret, codes };
}

async function typePassword(email: string, browser = new Browser()) {
  const page = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
  return { browser, page: await browser.submit(page, "/sign-in", { email, password: PASSWORD }, reef.origin) };
}
const typeCode = (browser: Browser, page: Page, values: { code?: string; recovery?: string }) =>
  browser.submit(page, "/second-factor", values, reef.origin);
const isIn = ({ url }: Page) => url.href.startsWith(callbackOf(reef)) && url.searchParams.has("code");

test("after the password, a code of the app opens the account, once", async () => {
  const email = "app@example.org";
  const { secret } = await withApp(email);
  const { browser, page } = await typePassword(email);
  expect(isIn(page)).toBe(false);
  expect(page.text).toContain('autocomplete="one-time-code"');
  const empty = await typeCode(browser, page, {});
  expect([empty.status, empty.text.includes('id="code-error"')]).toEqual([422, true]);
  const wrong = await typeCode(browser, empty, { code: codeOf(secret, 40) });
  expect(wrong.status).toBe(422);
  // The code that proved the app does not open the account too.
  expect((await typeCode(browser, wrong, { code: codeOf(secret, -1) })).status).toBe(422);
  const code = codeOf(secret, 1);
  const entered = await typeCode(browser, wrong, { code: `${code.slice(0, 3)} ${code.slice(3)}` });
  expect(isIn(entered)).toBe(true);
  const again = await typePassword(email);
  expect((await typeCode(again.browser, again.page, { code })).status).toBe(422);
});

test("a code without the password's ticket opens nothing, nor a ticket that was used or is another's", async () => {
  const { codes } = await withApp("ticket@example.org");
  await withApp("other@example.org");
  const other = await typePassword("other@example.org");
  expect((await typeCode(other.browser, other.page, { recovery: codes[0] ?? "" })).status).toBe(422);
  const { browser, page } = await typePassword("ticket@example.org");
  const forged = {
    ...page,
    text: page.text.replace(/name="ticket" value="[^"]*"/, 'name="ticket" value="0123456789012345678901234567890"'),
  };
  expect((await typeCode(browser, forged, { recovery: codes[0] ?? "" })).status).toBe(410);
  expect(isIn(await typeCode(browser, page, { recovery: codes[0] ?? "" }))).toBe(true);
  const stolen = await typePassword("other@example.org");
  expect((await typeCode(stolen.browser, { ...stolen.page, text: page.text }, { recovery: codes[1] ?? "" })).status).toBe(410);
});

test("a recovery code opens the account once, however it is typed", async () => {
  const email = "recovery@example.org";
  const { codes, token } = await withApp(email);
  expect(codes).toHaveLength(10);
  const first = await typePassword(email);
  expect(isIn(await typeCode(first.browser, first.page, { recovery: ` ${(codes[3] ?? "").toUpperCase().replace("-", " ")} ` }))).toBe(true);
  const second = await typePassword(email);
  const refused = await typeCode(second.browser, second.page, { recovery: codes[3] ?? "" });
  expect([refused.status, refused.text.includes("<details open>")]).toEqual([422, true]);
  const left = await fetch(`${hub.url}/trpc/identity.secondFactor`, { headers: bearer(token) });
  expect(await resultOf<object>(left)).toMatchObject({ recoveryCodesLeft: 9 });
});

test("of many requests with one code at the same time, one opens the account", async () => {
  const email = "race@example.org";
  const { codes } = await withApp(email);
  const doors = await Promise.all(Array.from({ length: 5 }, () => typePassword(email)));
  const entered = await Promise.all(doors.map(({ browser, page }) => typeCode(browser, page, { recovery: codes[0] ?? "" })));
  expect(entered.filter(isIn)).toHaveLength(1);
});

test("wrong codes are limited for the account, and each is in its journal", async () => {
  const email = "guessed@example.org";
  const { id, codes } = await withApp(email);
  const { browser, page } = await typePassword(email);
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) statuses.push((await typeCode(browser, page, { recovery: `aaaaa-aaaa${i % 10}` })).status);
  expect(statuses).toEqual([...Array(10).fill(422), 429]);
  // The right code waits too.
  expect((await typeCode(browser, page, { recovery: codes[0] ?? "" })).status).toBe(429);
  const noted = await hub.core.database.withSystem((tx) =>
    tx.auditEntry.count({ where: { resourceId: id, action: "account.second-factor-failed" } }),
  );
  expect(noted).toBe(10);
});

test("a mail that sets another password does not replace the app", async () => {
  const email = "mailbox@example.org";
  const { codes } = await withApp(email);
  const browser = new Browser();
  const start = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
  const forgot = await browser.open(`${start.url.href.split("?")[0]}/forgot?client=${reef.clientId}`);
  await browser.submit(forgot, "/forgot", { email });
  const page = await browser.open(linkIn((await mailTo(hub, email))?.text));
  const asked = await browser.submit(page, "/reset", { password: "une tout autre phrase de passe" }, reef.origin);
  expect(isIn(asked)).toBe(false);
  expect(isIn(await typeCode(browser, asked, { recovery: codes[0] ?? "" }))).toBe(true);
});

/** Every way to a session but the sign-in page: each begins with what a thief of the password and of the mailbox has, and ends without a code. */
const ENTRIES: Record<string, (email: string, id: string, browser: Browser) => Promise<Page>> = {
  "the link of a lost password": async (_email, id, browser) => {
    const start = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    const code = await hub.core.database.withSystem((tx) => issueCode(tx, id, "reset"));
    const page = await browser.open(`${start.url.href.split("?")[0]}/reset?client=${reef.clientId}&code=${code}`);
    return browser.submit(page, "/reset", { password: PASSWORD }, reef.origin);
  },
  "the link of a lost password, before the deletion of the account": async (email, id, browser) => {
    await hub.core.database.withSystem((tx) =>
      tx.user.update({ where: { id }, data: { status: "leaving", deletionAt: new Date(Date.now() + 86_400_000) } }),
    );
    return ENTRIES["the link of a lost password"]?.(email, id, browser) as Promise<Page>;
  },
  "the link to a new address": async (email, id, browser) => {
    const code = await hub.core.database.withSystem((tx) => issueCode(tx, id, "address", `new-${email}`));
    return browser.submit(await browser.open(`${hub.url}/hub/address/confirm?code=${code}`), "/hub/address/confirm", {}, reef.origin);
  },
  "the link that takes an address back": async (email, id, browser) => {
    await hub.core.database.withSystem((tx) =>
      tx.secondFactor.updateMany({ where: { userId: id }, data: { createdAt: new Date(0), confirmedAt: new Date(0) } }),
    );
    const code = await hub.core.database.withSystem((tx) => issueCode(tx, id, "undo", email));
    const start = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    const reset = await browser.submit(
      await browser.open(`${hub.url}/hub/address/undo?code=${code}`),
      "/hub/address/undo",
      {},
      reef.origin,
    );
    // The thief moves the code to the step of a sign-in.
    const page = await browser.open(`${start.url.href.split("?")[0]}/reset?code=${reset.url.searchParams.get("code")}`);
    return browser.submit(page, "/reset", { password: PASSWORD }, reef.origin);
  },
  "an invitation": async (email, id, browser) => {
    const { communityId } = await hub.core.database.withSystem((tx) => tx.portal.findFirstOrThrow());
    const data = {
      communityId,
      invitedById: id,
      email,
      role: "member",
      codeHash: hashOf("invited"),
      expiresAt: new Date(Date.now() + 1e6),
    };
    await hub.core.database.withSystem((tx) => tx.invitation.create({ data: data as never }));
    const { url } = await attempt(hub, reef.clientId, callbackOf(reef));
    url.searchParams.set("invitation", "invited");
    const page = await browser.open(`${(await browser.open(url, reef.origin)).url.href.split("?")[0]}/sign-up`);
    return browser.submit(page, "/sign-up", { name: "Thief", email }, reef.origin);
  },
  "a session of the hub that is older than the app": async (_email, _id, browser) =>
    browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin),
  "an application of a partner": async (email, _id, browser) => {
    const partners = applicationWorld(hub);
    const app = await (await partners.world()).register();
    return (await partners.consentPage(partners.ask(app, "openid profile read"), email, browser)).page;
  },
  "the command line": async (email, _id, browser) => {
    const { post } = applicationWorld(hub);
    const { json } = await post("/device/auth", { client_id: "archipel-cli", scope: "openid offline_access read", prompt: "consent" });
    const confirm = await browser.submit(await browser.open(`${hub.url}/oidc/device`), "/oidc/device", { user_code: json.user_code ?? "" });
    return browser.submit(await browser.submit(confirm, "/oidc/device", { confirm: "yes" }), "/sign-in", { email, password: PASSWORD });
  },
};

test.each(Object.keys(ENTRIES))("opens nothing without the code: %s", async (name) => {
  const email = `entry-${Object.keys(ENTRIES).indexOf(name)}@example.org`;
  const id = await hub.addPerson(email);
  const thief = new Browser();
  // The thief was signed in with the password before there was an app.
  await signIn(hub, thief, reef, email);
  const { access_token: token } = await signIn(hub, new Browser(), reef, email);
  const { secret } = await answer<{ secret: string }>(token, "beginSecondFactor", { password: PASSWORD });
  await answer(token, "confirmSecondFactor", { code: codeOf(secret, -1) });
  const page = await ENTRIES[name]?.(email, id, thief);
  expect(page && [isIn(page), page.text.includes("/consent")]).toEqual([false, false]);
  // Nor does any later page: the browser has no session.
  const next = await thief.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
  expect([isIn(next), next.text.includes('name="password"')]).toEqual([false, true]);
  const grants = { grant_type: "password", username: email, password: PASSWORD, client_id: "archipel-cli" };
  expect((await applicationWorld(hub).post("/token", grants)).json).toMatchObject({ error: "unsupported_grant_type" });
});

test("an account that is about to be deleted asks for the code before it offers to stay", async () => {
  const email = "leaving@example.org";
  const { token, codes } = await withApp(email);
  expect((await call(token, "requestDeletion", { password: PASSWORD })).status).toBe(200);
  const { browser, page } = await typePassword(email);
  expect(page.text).not.toContain("/keep");
  const offered = await typeCode(browser, page, { recovery: codes[0] ?? "" });
  expect(isIn(await browser.submit(offered, "/keep", {}, reef.origin))).toBe(true);
});

test("a new password of an account that is about to be deleted is followed by the offer to stay", async () => {
  const email = "leaving-by-mail@example.org";
  const id = await hub.addPerson(email);
  const browser = new Browser();
  const page = await ENTRIES["the link of a lost password, before the deletion of the account"]?.(email, id, browser);
  expect(page && isIn(page)).toBe(false);
  expect(page && isIn(await browser.submit(page, "/keep", {}, reef.origin))).toBe(true);
});

test("turning it on ends the other sessions; off needs the password and a code, and a mail says so", async () => {
  const email = "onoff@example.org";
  await hub.addPerson(email);
  const { access_token: elsewhere } = await signIn(hub, new Browser(), reef, email);
  const { access_token: token } = await signIn(hub, new Browser(), reef, email);
  expect((await call(token, "beginSecondFactor", { password: "wrong" })).status).toBe(422);
  expect((await call(token, "confirmSecondFactor", { code: "123456" })).status).toBe(409);
  const { secret } = await answer<{ secret: string }>(token, "beginSecondFactor", { password: PASSWORD });
  expect((await call(token, "confirmSecondFactor", { code: codeOf(secret, 40) })).status).toBe(422);
  // Until a code proved the app, the password alone opens the account.
  expect(isIn((await typePassword(email)).page)).toBe(true);
  await answer(token, "confirmSecondFactor", { code: codeOf(secret, -1) });
  expect([await isAlive(hub, token), await isAlive(hub, elsewhere)]).toEqual([true, false]);
  expect((await call(token, "beginSecondFactor", { password: PASSWORD })).status).toBe(409);
  expect((await call(token, "endSecondFactor", { password: PASSWORD, code: "000000" })).status).toBe(422);
  expect((await call(token, "endSecondFactor", { password: "wrong", code: codeOf(secret) })).status).toBe(422);
  const { codes } = await answer<{ codes: string[] }>(token, "renewRecoveryCodes", { password: PASSWORD, code: codeOf(secret) });
  expect((await call(token, "endSecondFactor", { password: PASSWORD, code: codes[0] })).status).toBe(200);
  expect((await mailTo(hub, email))?.text).toContain("mot de passe seul");
  expect(isIn((await typePassword(email)).page)).toBe(true);
});

test("an operator removes the app of a person who lost it; nobody else does", async () => {
  const email = "lost@example.org";
  const { id, token } = await withApp(email);
  expect((await call(token, "resetSecondFactor", { userId: id })).status).toBe(403);
  const operatorId = await hub.addPerson("operator@example.org");
  await hub.core.database.withSystem((tx) => tx.user.update({ where: { id: operatorId }, data: { isOperator: true } }));
  const { access_token: operator } = await signIn(hub, new Browser(), reef, "operator@example.org");
  expect((await call(operator, "resetSecondFactor", { userId: id })).status).toBe(200);
  expect((await call(operator, "resetSecondFactor", { userId: id })).status).toBe(409);
  expect((await mailTo(hub, email))?.text).toContain("opérateur");
  expect(isIn((await typePassword(email)).page)).toBe(true);
});

test("who takes a stolen address back gets rid of the thief's app", async () => {
  const id = await hub.addPerson("owner@example.org");
  const { access_token: thief } = await signIn(hub, new Browser(), reef, "owner@example.org");
  await call(thief, "requestAddress", { email: "thief@example.org", password: PASSWORD, client: reef.clientId });
  const browser = new Browser();
  await browser.submit(await browser.open(linkIn((await mailTo(hub, "thief@example.org"))?.text)), "/hub/address/confirm", {});
  const { access_token: again } = await signIn(hub, new Browser(), reef, "thief@example.org");
  const { secret } = await answer<{ secret: string }>(again, "beginSecondFactor", { password: PASSWORD });
  await answer(again, "confirmSecondFactor", { code: codeOf(secret) });
  const undo = await browser.open(linkIn((await mailTo(hub, "owner@example.org"))?.text));
  const reset = await browser.submit(undo, "/hub/address/undo", {});
  await browser.submit(reset, "/reset", { password: "une phrase que seul le maître sait" });
  expect(await hub.core.database.withSystem((tx) => tx.secondFactor.count({ where: { userId: id } }))).toBe(0);
});
