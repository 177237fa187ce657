import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newInvitationCode } from "../../kernel/invitation-codes.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser, type Page } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, isAlive, linkIn, mailTo, signIn } from "../../testing/oidc-client.ts";

let hub: HubServer;
let reef: { clientId: string; origin: string };
let dune: { clientId: string; origin: string };

beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
  dune = await hub.addPortal("dune");
});
afterAll(() => hub.stop());

describe("accounts", () => {
  async function openForm(browser: Browser, page: "sign-up" | "forgot"): Promise<Page> {
    const start = await browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);
    return browser.open(`${start.url.href.split("?")[0]}/${page}?client=${reef.clientId}`);
  }

  it("are created with name and address, a mail, and a password; the browser is then signed in", async () => {
    const browser = new Browser();
    const asked = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "Noé", email: "Noe@Example.org" });
    expect(asked.url.pathname).toMatch(/\/sent$/);
    const mail = await mailTo(hub, "noe@example.org");
    expect(mail?.subject).toContain("reef");
    const page = await browser.open(linkIn(mail?.text));
    expect(page.text).toContain("noe@example.org");
    const short = await browser.submit(page, "/confirm", { password: "short" });
    expect(short.status).toBe(422);
    const easy = await browser.submit(short, "/confirm", { password: "Password-2026" });
    expect([easy.status, easy.text.includes('id="password-error"')]).toEqual([422, true]);
    const done = await browser.submit(easy, "/confirm", { password: PASSWORD }, reef.origin);
    expect(done.url.searchParams.get("code")).toBeTruthy();
    const used = await browser.open(linkIn(mail?.text));
    expect(used.status).toBe(410);
  });

  it("of an invited person need no second mail, for the invited address alone and only while the invitation is open", async () => {
    const { code, codeHash, expiresAt } = newInvitationCode();
    const invitedById = await hub.addPerson("manager@example.org");
    await hub.core.database.withSystem(async (tx) => {
      const { id: communityId } = await tx.community.findFirstOrThrow();
      await tx.invitation.create({ data: { communityId, invitedById, email: "ines@example.org", role: "member", codeHash, expiresAt } });
    });
    const signUp = async (invitation: string, email: string) => {
      const browser = new Browser();
      const { url } = await attempt(hub, reef.clientId, callbackOf(reef));
      url.searchParams.set("invitation", invitation);
      const start = await browser.open(url, reef.origin);
      const form = await browser.open(`${start.url.href.split("?")[0]}/sign-up?client=${reef.clientId}`);
      return { browser, page: await browser.submit(form, "/sign-up", { name: "Inès", email }) };
    };
    expect((await signUp(code, "other@example.org")).page.url.pathname).toMatch(/\/sent$/);
    expect((await signUp("x".repeat(43), "ines@example.org")).page.url.pathname).toMatch(/\/sent$/);
    expect(await mailTo(hub, "ines@example.org")).toBeDefined();
    // An invitation to a group is as good.
    const toGroup = newInvitationCode();
    await hub.core.database.withSystem(async (tx) => {
      const { id: communityId } = await tx.community.findFirstOrThrow();
      const group = await tx.group.create({ data: { communityId, name: "Field crew" } });
      const { codeHash: hash, expiresAt: until } = toGroup;
      const data = { communityId, groupId: group.id, email: "guest@example.org", codeHash: hash, invitedById, expiresAt: until };
      await tx.groupInvitation.create({ data });
    });
    expect((await signUp(toGroup.code, "guest@example.org")).page.url.pathname).toMatch(/\/confirm$/);
    expect((await signUp(toGroup.code, "stranger@example.org")).page.url.pathname).toMatch(/\/sent$/);
    // Her sign-in begins with the new account: for her alone, and no longer than she has none.
    const begin = async (invitation: string, email: string) => {
      const visitor = new Browser();
      const { url } = await attempt(hub, reef.clientId, callbackOf(reef));
      url.searchParams.set("invitation", invitation);
      url.searchParams.set("login_hint", email);
      return { visitor, first: await visitor.open(url, reef.origin) };
    };
    const { visitor, first } = await begin(code, "ines@example.org");
    expect(first.url.pathname).toMatch(/\/sign-up$/);
    expect(first.text).toContain('value="ines@example.org"');
    const back = /href="([^"]*account=known[^"]*)"/.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect((await visitor.open(`${first.url.origin}${back}`)).text).toContain('name="password"');
    for (const [invitation, email] of [
      [code, "manager@example.org"],
      ["x".repeat(43), "ines@example.org"],
      ["", "ines@example.org"],
    ] as const)
      expect((await begin(invitation, email)).first.text, invitation).toContain('name="password"');
    const { browser, page } = await signUp(code, "ines@example.org");
    expect(page.url.pathname).toMatch(/\/confirm$/);
    const done = await browser.submit(page, "/confirm", { password: PASSWORD }, reef.origin);
    expect(done.url.searchParams.get("code")).toBeTruthy();
    // The invitation itself stays: it is accepted by a click, once.
    expect(await hub.core.database.withSystem((tx) => tx.invitation.count({ where: { codeHash } }))).toBe(1);
    expect((await begin(code, "ines@example.org")).first.text).toContain('name="password"');
    // With an account, the form answers as it does without an invitation.
    expect((await signUp(code, "ines@example.org")).page.url.pathname).toMatch(/\/sent$/);
  });

  it("cannot be prepared on another's address: without the mail there is no password", async () => {
    const browser = new Browser();
    await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "Mallory", email: "victim@example.org" });
    await mailTo(hub, "victim@example.org");
    const user = await hub.core.database.withSystem((tx) => tx.user.findUnique({ where: { email: "victim@example.org" } }));
    expect(user).toMatchObject({ passwordHash: null, emailVerifiedAt: null });
  });

  it("get the same answer from the sign-up form as new addresses; the owner gets a mail", async () => {
    await hub.addPerson("taken@example.org");
    const browser = new Browser();
    const taken = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "X", email: "taken@example.org" });
    const free = await browser.submit(await openForm(browser, "sign-up"), "/sign-up", { name: "X", email: "free@example.org" });
    const neutral = (page: Page) => page.text.replaceAll(/steps\/[\w-]+/g, "");
    expect(neutral(taken)).toBe(neutral(free));
    expect((await mailTo(hub, "taken@example.org"))?.text).toContain(`${reef.origin}/api/session/sign-in`);
  });

  it("can reset the password by mail, which ends every session", async () => {
    await hub.addPerson("lost@example.org");
    const old = await signIn(hub, new Browser(), reef, "lost@example.org");
    const browser = new Browser();
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "lost@example.org" });
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "unknown@example.org" });
    const link = linkIn((await mailTo(hub, "lost@example.org"))?.text);
    const elsewhere = new Browser();
    const done = await elsewhere.submit(await elsewhere.open(link), "/reset", { password: "un tout autre mot de passe" });
    expect(done.url.pathname).toMatch(/\/done$/);
    expect(await isAlive(hub, old.access_token)).toBe(false);
    expect(hub.sentMails.some(({ to }) => to === "unknown@example.org")).toBe(false);
  });

  it("redeem a mail's code once, also for concurrent requests", async () => {
    await hub.addPerson("race@example.org");
    const browser = new Browser();
    await browser.submit(await openForm(browser, "forgot"), "/forgot", { email: "race@example.org" });
    const code = new URL(linkIn((await mailTo(hub, "race@example.org"))?.text)).searchParams.get("code") ?? "";
    const { resetPassword } = await import("../../modules/identity/service/reset-password.ts");
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => resetPassword(hub.core, code, "encore un autre mot de passe")),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("change their password and keep only the current session", async () => {
    await hub.addPerson("change@example.org");
    const [here, there] = [
      await signIn(hub, new Browser(), reef, "change@example.org"),
      await signIn(hub, new Browser(), dune, "change@example.org"),
    ];
    const change = (current: string) =>
      fetch(`${hub.url}/trpc/identity.changePassword`, {
        method: "POST",
        headers: { ...bearer(here.access_token), "content-type": "application/json" },
        body: JSON.stringify({ json: { current, next: "une phrase vraiment neuve" } }),
      });
    expect((await change("not my password")).status).toBe(422);
    expect((await change(PASSWORD)).status).toBe(200);
    expect([await isAlive(hub, here.access_token), await isAlive(hub, there.access_token)]).toEqual([true, false]);
  });
});
