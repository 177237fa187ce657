import type { OwnSession } from "@archipel/contracts/identity-sessions.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetExpired } from "../../modules/identity/service/sessions.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { callIdentity, isAlive, signIn } from "../../testing/oidc-client.ts";
import { linkOf, type OutsideWorld, openSignIn, resultOf, startOutsideWorld } from "../../testing/outside-world.ts";

// What a person sees of their sessions at the hub, and how they end them.

let world: OutsideWorld;
beforeAll(async () => {
  world = await startOutsideWorld();
});
afterAll(() => world.stop());

const sessionsOf = async (token: string) =>
  resultOf<OwnSession[]>(await fetch(`${world.hub.url}/trpc/identity.sessions`, { headers: bearer(token) }));
const call = (token: string, procedure: string, input: object = {}) => callIdentity(world.hub, token, procedure, input);
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const EDGE =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

async function enter(email: string, userAgent: string) {
  const browser = new Browser({}, userAgent);
  return { browser, token: (await signIn(world.hub, browser, world.portal, email)).access_token };
}

test("a person sees each session: browser, since when, way in; and ends one, which every site forgets at once", async () => {
  await world.hub.addPerson("two@example.org");
  const desk = await enter("two@example.org", FIREFOX);
  const cafe = await enter("two@example.org", EDGE);
  const dune = await world.hub.addPortal("dune");
  // The same session on another site.
  const { access_token: elsewhere } = await signIn(world.hub, cafe.browser, dune, "two@example.org");
  const listed = await sessionsOf(desk.token);
  expect(listed).toHaveLength(2);
  const forgotten = listed.find(({ isThis }) => !isThis);
  expect(listed.find(({ isThis }) => isThis)).toMatchObject({ browser: "Firefox", system: "Linux", provider: null, hasSecondStep: false });
  expect(forgotten).toMatchObject({ browser: "Edge", system: "Windows" });
  expect(Math.abs(Date.now() - new Date(forgotten?.since ?? 0).getTime())).toBeLessThan(600_000);
  expect((await call(desk.token, "endOwnSession", { id: forgotten?.id })).status).toBe(200);
  expect([await isAlive(world.hub, cafe.token), await isAlive(world.hub, elsewhere), await isAlive(world.hub, desk.token)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(await sessionsOf(desk.token)).toHaveLength(1);
  expect((await call(desk.token, "endOwnSession", { id: forgotten?.id })).status).toBe(404);
});

test("nobody ends the session of another person; one's own others end together", async () => {
  await world.hub.addPerson("a@example.org");
  await world.hub.addPerson("b@example.org");
  const [a, also, b] = [await enter("a@example.org", FIREFOX), await enter("a@example.org", EDGE), await enter("b@example.org", FIREFOX)];
  const [theirs] = await sessionsOf(b.token);
  expect((await call(a.token, "endOwnSession", { id: theirs?.id })).status).toBe(404);
  expect(await isAlive(world.hub, b.token)).toBe(true);
  expect((await call(a.token, "endOtherSessions")).status).toBe(200);
  expect([await isAlive(world.hub, a.token), await isAlive(world.hub, also.token), await isAlive(world.hub, b.token)]).toEqual([
    true,
    false,
    true,
  ]);
});

test("a session that came from an institution says so", async () => {
  world.outside.person = { sub: "inès", given_name: "Inès", email: "ines@ministere.example", email_verified: true };
  const browser = new Browser();
  const { page, finish } = await openSignIn(world, browser);
  const first = await browser.open(linkOf(page), world.portal.origin);
  const token = await finish(await browser.submit(first, "/outside/create", {}, world.portal.origin));
  expect(await sessionsOf(token)).toMatchObject([{ provider: { fr: "Mon ministère" }, isThis: true }]);
});

test("what was noted of a session goes with it, and holds no address and no user agent", async () => {
  const userId = await world.hub.addPerson("gone@example.org");
  const { token } = await enter("gone@example.org", EDGE);
  const notes = () => world.hub.core.database.withSystem((tx) => tx.hubSession.findMany({ where: { userId } }));
  expect(JSON.stringify(await notes())).not.toMatch(/Mozilla|127\.0\.0\.1|::1/);
  expect(await notes()).toHaveLength(1);
  await fetch(`${world.hub.url}/hub/session`, { method: "DELETE", headers: bearer(token) });
  await forgetExpired(world.hub.core);
  expect(await notes()).toEqual([]);
});
