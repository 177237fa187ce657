import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import * as domains from "../../modules/domains/service/manage.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, isAlive, signIn } from "../../testing/oidc-client.ts";

// A portal's own domain, from its claim to its end, as the hub sees it. The tests are one story; its clock is moved by hand.

const HOUR = 3600_000;
const NAME = "carte.recif.fr";
const own = { clientId: "portal-recif", origin: `http://${NAME}:3000` };

let hub: HubServer;
let dns: DnsTestServer;
let actor: MemberActor;
let portalId: string;
let domainId: string;
let proof: { name: string; value: string };
let clock = Date.now();

beforeAll(async () => {
  hub = await startHub();
  dns = await startDnsServer();
  hub.core.env.DOMAINS_DNS_SERVERS = [dns.address];
  hub.core.env.DOMAINS_ADDRESSES = ["192.0.2.1"];
  await hub.addPortal("recif");
  await hub.addPortal("dune");
  const portal = await hub.core.database.withSystem((tx) => tx.portal.findUniqueOrThrow({ where: { slug: "recif" } }));
  portalId = portal.id;
  const communityId = provenCommunityId(portal.communityId);
  const user = await createMember(hub.core.database, communityId, "manager");
  actor = { userId: user.id, communityId, role: "manager", isOperator: false, isSuspended: false };
});
afterAll(async () => {
  await dns.stop();
  await hub.stop();
});

const siteStatus = async (host: string) => (await fetch(`${hub.url}/hub/sites/${encodeURIComponent(host)}`)).status;
const startStatus = async (site: { clientId: string; origin: string }) =>
  (await new Browser().open((await attempt(hub, site.clientId, callbackOf(site))).url, site.origin)).status;
async function check(hoursLater: number) {
  clock += hoursLater * HOUR;
  await domains.checkNow(hub.core, actor, domainId, new Date(clock));
}

test("a claimed domain neither is a site nor gets a sign-in back", async () => {
  const { domains: all } = await domains.addDomain(hub.core, actor, portalId, NAME);
  [domainId, proof] = [all[0]?.id ?? "", all[0]?.proofRecord ?? { name: "", value: "" }];
  expect([await siteStatus(NAME), await startStatus(own)]).toEqual([404, 400]);
});

test("a proved one signs people in and out, for its own portal alone", async () => {
  dns.zone.set(proof.name, { TXT: [proof.value] });
  await check(0);
  expect([await siteStatus(NAME), await startStatus(own)]).toEqual([200, 200]);
  expect(await startStatus({ clientId: "portal-dune", origin: own.origin })).toBe(400);
  await hub.addPerson("lea@example.org");
  const browser = new Browser();
  const { access_token: token } = await signIn(hub, browser, own, "lea@example.org");
  expect(await isAlive(hub, token)).toBe(true);
  // One session at the hub: the portal's other address needs no password.
  const elsewhere = { clientId: own.clientId, origin: "http://recif.localhost:3000" };
  const back = await browser.open((await attempt(hub, own.clientId, callbackOf(elsewhere))).url, elsewhere.origin);
  expect(back.url.searchParams.get("code")).toBeTruthy();
  expect((await fetch(`${hub.url}/hub/session`, { method: "DELETE", headers: bearer(token) })).status).toBe(204);
  expect(await isAlive(hub, token)).toBe(false);
});

test("after 72 hours without a proof it signs nobody in, and does again with the proof", async () => {
  dns.zone.clear();
  await check(24);
  await check(71.9);
  expect([await siteStatus(NAME), await startStatus(own)]).toEqual([200, 200]);
  await check(0.1);
  expect([await siteStatus(NAME), await startStatus(own)]).toEqual([404, 400]);
  dns.zone.set(proof.name, { TXT: [proof.value] });
  await check(1);
  expect([await siteStatus(NAME), await startStatus(own)]).toEqual([200, 200]);
});

test("hosts that somebody made up are nobody's site", async () => {
  const parts = [
    "",
    ".",
    "..",
    "/",
    "\\",
    "@",
    "#",
    "?",
    "%2e",
    "%00",
    "%0d%0a",
    "\t",
    " ",
    "\u200b",
    "\u3002",
    ":",
    ":80",
    "*",
    "_",
    "-",
    "'",
    '"',
    "%",
    ",",
    ";",
  ];
  const shapes: readonly ((part: string) => string)[] = [
    (part) => `${part}${NAME}x`,
    (part) => `${NAME}${part}evil.fr`,
    (part) => `evil.fr${part}${NAME}`,
    (part) => `http://${part}${NAME}`,
    (part) => `[${part}${NAME}]`,
    (part) => `${NAME}/${part}fr`,
    (part) => `user${part}:pass@${NAME}`,
    (part) => `${NAME},${part}${NAME}`,
  ];
  const payloads = shapes.flatMap((shape) => parts.map(shape));
  expect(payloads.length).toBe(200);
  for (const payload of payloads) expect([400, 404], JSON.stringify(payload)).toContain(await siteStatus(payload));
});
