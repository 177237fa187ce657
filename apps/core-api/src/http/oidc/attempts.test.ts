import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, linkIn, mailTo, signIn } from "../../testing/oidc-client.ts";

const PASSWORD_TRIES = 10;
const CODE_TRIES = 30;

let hub: HubServer;
let reef: { clientId: string; origin: string };
/** Another process of the same platform. */
let other: Awaited<ReturnType<typeof createServer>>;
let otherOrigin: string;

beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
  other = await createServer({ ...hub.core, memory: {} });
  otherOrigin = (await other.listen({ host: "localhost", port: 0 })).replace(/\/\/[^:]+|\/\/\[[^\]]+\]/, "//localhost");
});
afterAll(async () => {
  await other.close();
  await hub.stop();
});

const start = async (browser: Browser) => browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
const from = (address: string) => ({ "sec-fetch-site": "same-origin", "x-forwarded-for": address });
const tryPassword = (browser: Browser, page: Page, given: { email: string; password: string; address: string }) =>
  browser.submit(page, "/sign-in", { email: given.email, password: given.password }, reef.origin, from(given.address));
const counted = (statuses: readonly number[]) =>
  Object.fromEntries([...Map.groupBy(statuses, String)].map(([status, all]) => [status, all.length]));
const entriesOf = (userId: string) =>
  hub.core.database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: userId }, orderBy: { createdAt: "asc" } }));

function changePassword(token: string, current: string, address: string, next = "une phrase vraiment neuve") {
  return fetch(`${hub.url}/trpc/identity.changePassword`, {
    method: "POST",
    headers: { ...bearer(token), "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify({ json: { current, next } }),
  });
}

describe("tries of a password", () => {
  it("of 120 at once, to two processes, from 120 addresses of one IPv6 network, exactly the limit is checked", async () => {
    const userId = await hub.addPerson("parallel@example.org");
    const browser = new Browser();
    const page = await start(browser);
    const elsewhere = { ...page, url: new URL(page.url.href.replace(page.url.origin, otherOrigin)) };
    const warn = vi.spyOn(hub.core.log, "warn");
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        tryPassword(browser, n % 2 ? page : elsewhere, {
          email: "Parallel@example.org",
          password: `wrong ${n}`,
          address: `2001:db8:0:7::${n.toString(16)}`,
        }),
      ),
    );
    expect(counted(answers.map(({ status }) => status))).toEqual({ 422: PASSWORD_TRIES, 429: 120 - PASSWORD_TRIES });
    // The right password is refused too: a guess that is right must not stand out.
    const right = { email: "parallel@example.org", password: PASSWORD };
    expect((await tryPassword(browser, page, { ...right, address: "2001:db8:0:7:ffff::1" })).status).toBe(429);
    // Nobody is locked out elsewhere.
    const home = new Browser();
    expect((await tryPassword(home, await start(home), { ...right, address: "2001:db8:0:8::1" })).url.href).toContain(callbackOf(reef));

    const entries = await entriesOf(userId);
    expect(entries.filter(({ action }) => action === "account.sign-in-failed")).toHaveLength(PASSWORD_TRIES);
    expect(entries.filter(({ action }) => action === "account.tries-exhausted")).toHaveLength(1);
    expect(entries[0]).toMatchObject({ communityId: null, actorId: null, resourceType: "user", summary: { network: "2001:db8:0:7::/64" } });
    const lines = warn.mock.calls.filter((call) => JSON.stringify(call).includes(`"account":"${userId}"`));
    expect(lines.length).toBeGreaterThanOrEqual(PASSWORD_TRIES + 1);
    warn.mockRestore();
  });

  it("of an unknown address have the same answers and limit, and leave what was typed nowhere", async () => {
    const warn = vi.spyOn(hub.core.log, "warn");
    const browser = new Browser();
    const page = await start(browser);
    const typed = "un secret tapé au mauvais endroit";
    const answers = await Promise.all(
      Array.from({ length: 14 }, () => tryPassword(browser, page, { email: typed, password: "wrong", address: "198.51.100.9" })),
    );
    expect(counted(answers.map(({ status }) => status))).toEqual({ 422: PASSWORD_TRIES, 429: 4 });
    const lines = JSON.stringify(warn.mock.calls);
    expect(lines).toContain("198.51.100.9");
    expect(lines).not.toContain(typed);
    const stored = await hub.core.database.withSystem((tx) => tx.$queryRaw<{ key: string }[]>`SELECT key FROM try_counters`);
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(typed);
    warn.mockRestore();
  });

  it("that end with the right one are given back", async () => {
    await hub.addPerson("slips@example.org");
    const given = { email: "slips@example.org", address: "198.51.100.10" };
    for (let round = 0; round < 3; round++) {
      const browser = new Browser();
      const page = await start(browser);
      for (let slip = 0; slip < 4; slip++) expect((await tryPassword(browser, page, { ...given, password: "slip" })).status).toBe(422);
      expect((await tryPassword(browser, page, { ...given, password: PASSWORD })).url.href).toContain(callbackOf(reef));
    }
  });

  it("to change it count with those of sign-ins, for anyone who holds a session", async () => {
    const userId = await hub.addPerson("oracle@example.org");
    const { access_token: token } = await signIn(hub, new Browser(), reef, "oracle@example.org");
    const address = "198.51.100.11";
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => changePassword(token, `wrong ${n}`, address)));
    expect(counted(answers.map(({ status }) => status))).toEqual({ 422: PASSWORD_TRIES, 429: 30 - PASSWORD_TRIES });
    const refused = answers.find(({ status }) => status === 429);
    expect(JSON.stringify(await refused?.json())).toContain("too-many-tries");
    expect((await changePassword(token, PASSWORD, address)).status).toBe(429);
    const browser = new Browser();
    expect((await tryPassword(browser, await start(browser), { email: "oracle@example.org", password: PASSWORD, address })).status).toBe(
      429,
    );
    const actions = (await entriesOf(userId)).map(({ action }) => action);
    expect(actions.filter((action) => action === "account.password-change-failed")).toHaveLength(PASSWORD_TRIES);
    // From elsewhere the person still can.
    expect((await changePassword(token, PASSWORD, "198.51.100.12")).status).toBe(200);
  });
});

describe("tries of a mail's code", () => {
  it("are limited by network, for the page and for its form; a good link does not count", async () => {
    await hub.addPerson("code@example.org");
    const asked = new Browser();
    const begun = await start(asked);
    await asked.submit(await asked.open(`${begun.url.href.split("?")[0]}/forgot?client=${reef.clientId}`), "/forgot", {
      email: "code@example.org",
    });
    const link = linkIn((await mailTo(hub, "code@example.org"))?.text);
    const get = (url: string, address: string) => fetch(url, { headers: { "x-forwarded-for": address } });
    for (let time = 0; time < 5; time++) expect((await get(link, "203.0.113.5")).status).toBe(200);
    const wrong = (n: number) => link.replace(/code=[^&]+/, `code=${"x".repeat(30)}${n}`);
    const looked = await Promise.all(Array.from({ length: 20 }, (_, n) => get(wrong(n), "203.0.113.5")));
    const target = new URL(link);
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        fetch(`${target.origin}${target.pathname}${target.search}`, {
          method: "POST",
          headers: from("203.0.113.5"),
          body: new URLSearchParams({ code: `${"y".repeat(30)}${n}`, password: "un tout autre mot de passe" }),
        }),
      ),
    );
    expect(counted([...looked, ...sent].map(({ status }) => status))).toEqual({ 410: CODE_TRIES, 429: 40 - CODE_TRIES });
    expect((await get(link, "203.0.113.5")).status).toBe(429);
    expect((await get(link, "203.0.113.6")).status).toBe(200);
  });

  it("are limited for invitations too", async () => {
    const read = (n: number) => {
      const input = encodeURIComponent(JSON.stringify({ json: { code: `${"z".repeat(30)}${n}` } }));
      return fetch(`${hub.url}/trpc/members.readInvitation?input=${input}`, { headers: { "x-forwarded-for": "203.0.113.8" } });
    };
    const answers = await Promise.all(Array.from({ length: CODE_TRIES + 5 }, (_, n) => read(n)));
    expect(counted(answers.map(({ status }) => status))).toEqual({ 200: CODE_TRIES, 429: 5 });
  });
});
