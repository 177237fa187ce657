import { DOMAINS_PER_PORTAL } from "@archipel/contracts/domains.ts";
import type { Database } from "@archipel/database/database.ts";
import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startReaders } from "../../jobs/outbox/run-readers.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { siteOfClient, siteOfHost } from "../identity/service/sites.ts";
import { noticesReader } from "../notifications/events.ts";
import { portalByHost } from "../portals/service.ts";
import { createResolver } from "./dns/resolver.ts";
import { checkDomain, recheckDomains, sweepDomains } from "./service/check.ts";
import * as domains from "./service/manage.ts";

// Real DNS messages from a server of the test, and a clock that the test moves.

const HOUR = 3600_000;
let database: Database;
let core: TestCore;
let dns: DnsTestServer;
let clock: number;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  dns = await startDnsServer();
  core.env.DOMAINS_DNS_SERVERS = [dns.address];
  core.env.DOMAINS_ADDRESSES = ["192.0.2.1"];
});
beforeEach(() => {
  dns.zone.clear();
  dns.failing.clear();
  clock = Date.now();
});
afterAll(async () => {
  await dns.stop();
  await database.close();
});

const now = () => new Date(clock);
let count = 0;

async function world() {
  const community = await createCommunity(database, { name: `Agglo ${++count}` });
  const user = await createMember(database, community.id, "manager");
  const actor: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const portal = await createPortal(database, community.id, { slug: `agglo-${count}` });
  const name = `carte.agglo-${count}.fr`;
  return { actor, portal, name, slugHost: `agglo-${count}.localhost` };
}
type World = Awaited<ReturnType<typeof world>>;

async function claim({ actor, portal }: Pick<World, "actor" | "portal">, name: string) {
  const all = await domains.addDomain(core, actor, portal.id, name);
  const made = all.domains.find(({ host }) => host === name);
  if (!made) throw new Error("the domain is not in the list");
  return made;
}

function publish({ host, proofRecord }: { host: string; proofRecord: { name: string; value: string } }) {
  dns.zone.set(proofRecord.name, { TXT: [proofRecord.value] });
  dns.zone.set(host, { A: ["192.0.2.1"] });
}

async function proved(own: World, name = own.name) {
  const made = await claim(own, name);
  publish(made);
  await domains.checkNow(core, own.actor, made.id, now());
  return made;
}

const stateOf = async ({ actor, portal }: World, id: string) =>
  (await domains.portalAddresses(core, actor, portal.id)).domains.find((one) => one.id === id);
/** Everything by which a host serves a portal. */
const served = async (host: string) => [(await portalByHost(core, host)) !== null, (await siteOfHost(core, host)) !== null];
const at = (hours: number) => {
  clock += hours * HOUR;
};
const dueNow = (id: string) => database.withSystem((tx) => tx.portalDomain.update({ where: { id }, data: { nextCheckAt: now() } }));
async function recheck(id: string) {
  await dueNow(id);
  return recheckDomains(core, now());
}

describe("a domain", () => {
  it("serves nothing before its proof, and then pages and sign-in", async () => {
    const own = await world();
    const made = await claim(own, own.name);
    expect(made).toMatchObject({ state: "pending", proofRecord: { type: "TXT", name: `_archipel.${own.name}` } });
    expect(made.pointRecords).toEqual([{ type: "CNAME", name: own.name, value: own.slugHost }]);
    dns.zone.set(own.name, { A: ["192.0.2.1"] });
    await domains.checkNow(core, own.actor, made.id, now());
    expect(await stateOf(own, made.id)).toMatchObject({ state: "pending", found: { proof: "missing", points: "here" } });
    expect(await served(own.name)).toEqual([false, false]);
    publish(made);
    at(1);
    await domains.checkNow(core, own.actor, made.id, now());
    expect(await stateOf(own, made.id)).toMatchObject({ state: "proved", isPrimary: false, found: { proof: "proved" } });
    expect(await served(own.name)).toEqual([true, true]);
    expect((await siteOfClient(core, `portal-${own.portal.slug}`))?.origins).toContain(`http://${own.name}:3000`);
  });

  it("is not proved by the text of another portal's claim, and the first proof wins", async () => {
    const [one, two] = [await world(), await world()];
    const [first, second] = [await claim(one, one.name), await claim(two, one.name)];
    dns.zone.set(first.proofRecord.name, { TXT: [second.proofRecord.value] });
    await domains.checkNow(core, one.actor, first.id, now());
    expect(await stateOf(one, first.id)).toMatchObject({ state: "pending", found: { proof: "other" } });
    dns.zone.set(first.proofRecord.name, { TXT: [first.proofRecord.value, second.proofRecord.value] });
    await Promise.all([first, second].map(({ id }) => dueNow(id)));
    await recheckDomains(core, now());
    const states = [await stateOf(one, first.id), await stateOf(two, second.id)].map((domain) => domain?.found?.proof);
    expect(states.toSorted()).toEqual(["proved", "taken"]);
  });

  it("is refused to another community once proved, without saying whose it is; a mere claim refuses nobody", async () => {
    const [one, two] = [await world(), await world()];
    await claim(one, one.name);
    await claim(two, one.name);
    const name = `autre.agglo-${count}.fr`;
    await proved(one, name);
    const error = await claim(two, name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "domain-taken", field: "name", params: { name } });
  });

  it("is the community's own: another manager neither sees, checks nor removes it", async () => {
    const [one, two] = [await world(), await world()];
    const made = await proved(one);
    await expect(domains.portalAddresses(core, two.actor, one.portal.id)).rejects.toMatchObject({ code: "portal-not-found" });
    await expect(domains.checkNow(core, two.actor, made.id)).rejects.toMatchObject({ code: "domain-not-found" });
    await expect(domains.removeDomain(core, two.actor, made.id)).rejects.toMatchObject({ code: "domain-not-found" });
    await expect(domains.makePrimary(core, two.actor, two.portal.id, one.name)).rejects.toMatchObject({ code: "domain-not-proved" });
    await expect(domains.addDomain(core, two.actor, one.portal.id, "x.agglo.fr")).rejects.toMatchObject({ code: "portal-not-found" });
  });

  it("is checked again at most every ten seconds by hand, and limited in number", async () => {
    const own = await world();
    const made = await claim(own, own.name);
    await domains.checkNow(core, own.actor, made.id, now());
    await expect(domains.checkNow(core, own.actor, made.id, now())).rejects.toMatchObject({
      code: "domain-just-checked",
      params: { seconds: 10 },
    });
    for (let n = 1; n < DOMAINS_PER_PORTAL; n++) await claim(own, `n${n}.agglo-${count}.fr`);
    await expect(claim(own, `more.agglo-${count}.fr`)).rejects.toMatchObject({ code: "too-many-domains" });
    await expect(claim(own, own.name)).rejects.toMatchObject({ code: "too-many-domains" });
  });
});

describe("a proof that disappears", () => {
  it("warns at once and after 48 h, ends the domain after 72 h, and brings everything back with it", async () => {
    const own = await world();
    const readers = await startReaders(core, [noticesReader]);
    const made = await proved(own);
    await domains.makePrimary(core, own.actor, own.portal.id, own.name);
    expect((await portalByHost(core, own.slugHost))?.origin).toBe(`http://${own.name}:3000`);
    dns.zone.delete(made.proofRecord.name);
    at(24);
    await recheck(made.id);
    expect(await stateOf(own, made.id)).toMatchObject({
      state: "failing",
      failingSince: now(),
      suspendsAt: new Date(clock + 72 * HOUR),
      isPrimary: true,
    });
    at(47);
    await recheck(made.id);
    at(1);
    await recheck(made.id);
    expect(await served(own.name)).toEqual([true, true]);
    at(23.9);
    await recheck(made.id);
    expect(await served(own.name)).toEqual([true, true]);
    at(0.1);
    await recheck(made.id);
    expect(await stateOf(own, made.id)).toMatchObject({ state: "suspended", isPrimary: false });
    expect(await served(own.name)).toEqual([false, false]);
    // Visitors of the other address are not redirected to where nothing answers.
    expect((await portalByHost(core, own.slugHost))?.origin).toBe(`http://${own.slugHost}:3000`);
    publish(made);
    at(200);
    await domains.checkNow(core, own.actor, made.id, now());
    expect(await stateOf(own, made.id)).toMatchObject({ state: "proved", isPrimary: true, failingSince: null });
    expect(await served(own.name)).toEqual([true, true]);
    const notices = () => database.withSystem((tx) => tx.notice.findMany({ where: { personId: own.actor.userId } }));
    const kinds = ["domain-failing", "domain-proved", "domain-recovered", "domain-suspended", "domain-warned"];
    await expect.poll(async () => (await notices()).map(({ kind }) => kind).toSorted()).toEqual(kinds);
    await readers.stop();
    const audit = await database.withSystem((tx) =>
      tx.auditEntry.findMany({ where: { resourceId: made.id }, orderBy: { createdAt: "asc" } }),
    );
    expect(audit.map(({ action }) => action)).toEqual(
      ["added", "proved", "failing", "warned", "suspended", "recovered"].map((verb) => `domain.${verb}`),
    );
    expect(audit.map(({ actorId }) => actorId !== null)).toEqual([true, true, false, false, false, true]);
  });

  it("holds no new holder up: their proof gets the domain at once, and the former one does not get it back by an old record", async () => {
    const [former, next] = [await world(), await world()];
    const made = await proved(former);
    dns.zone.clear();
    await recheck(made.id);
    const taken = await claim(next, former.name);
    publish({ ...taken, proofRecord: { name: taken.proofRecord.name, value: taken.proofRecord.value } });
    await domains.checkNow(core, next.actor, taken.id, now());
    expect(await stateOf(former, made.id)).toMatchObject({ state: "suspended", found: { proof: "missing" } });
    expect((await siteOfHost(core, former.name))?.clientId).toBe(`portal-${next.portal.slug}`);
    dns.zone.set(made.proofRecord.name, { TXT: [made.proofRecord.value, taken.proofRecord.value] });
    at(1);
    await domains.checkNow(core, former.actor, made.id, now());
    expect(await stateOf(former, made.id)).toMatchObject({ state: "suspended", found: { proof: "taken" } });
    expect((await siteOfHost(core, former.name))?.clientId).toBe(`portal-${next.portal.slug}`);
  });

  it("gives way to a present one that waited, although nobody has noticed that it is gone", async () => {
    const [former, next] = [await world(), await world()];
    const waiting = await claim(next, former.name);
    const made = await proved(former);
    await domains.makePrimary(core, former.actor, former.portal.id, former.name);
    dns.zone.set(made.proofRecord.name, { TXT: [made.proofRecord.value, waiting.proofRecord.value] });
    await domains.checkNow(core, next.actor, waiting.id, now());
    expect(await stateOf(next, waiting.id)).toMatchObject({ state: "pending", found: { proof: "taken" } });
    publish(waiting);
    expect(await stateOf(former, made.id)).toMatchObject({ state: "proved" });
    at(1);
    await recheck(waiting.id);
    expect(await stateOf(next, waiting.id)).toMatchObject({ state: "proved", found: { proof: "proved" } });
    expect(await stateOf(former, made.id)).toMatchObject({ state: "suspended", failingSince: now(), isPrimary: false });
    expect((await portalByHost(core, former.name))?.slug).toBe(next.portal.slug);
    expect((await portalByHost(core, former.slugHost))?.origin).toBe(`http://${former.slugHost}:3000`);
    const audit = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: made.id, action: "domain.suspended" } }));
    expect(audit).toMatchObject([{ communityId: former.actor.communityId, actorId: null }]);
  });

  it("refuses nobody's claim, also before a check has found that it is gone", async () => {
    const [former, next] = [await world(), await world()];
    const made = await proved(former);
    const add = () => domains.addDomain(core, next.actor, next.portal.id, former.name, now());
    at(1);
    await expect(add()).rejects.toMatchObject({ code: "domain-taken" });
    dns.failing.add(made.proofRecord.name);
    at(1);
    await expect(add()).rejects.toMatchObject({ code: "domain-taken" });
    dns.failing.clear();
    dns.zone.delete(made.proofRecord.name);
    at(1);
    expect((await add()).domains).toMatchObject([{ host: former.name, state: "pending" }]);
    expect(await stateOf(former, made.id)).toMatchObject({ state: "failing" });
    expect(await served(former.name)).toEqual([true, true]);
  });

  it("lets the claims that wait be checked in the next round", async () => {
    const [former, next] = [await world(), await world()];
    const waiting = await claim(next, former.name);
    const made = await proved(former);
    at(100);
    await recheck(waiting.id);
    publish(waiting);
    await recheck(made.id);
    await recheckDomains(core, now());
    expect(await stateOf(next, waiting.id)).toMatchObject({ state: "proved" });
  });

  it("gives way to one of two that are present at the same time", async () => {
    const [former, one, two] = [await world(), await world(), await world()];
    const claims = [await claim(one, former.name), await claim(two, former.name)] as const;
    const made = await proved(former);
    dns.zone.set(made.proofRecord.name, { TXT: claims.map(({ proofRecord }) => proofRecord.value) });
    at(1);
    await Promise.all([domains.checkNow(core, one.actor, claims[0].id, now()), domains.checkNow(core, two.actor, claims[1].id, now())]);
    const found = [await stateOf(one, claims[0].id), await stateOf(two, claims[1].id)].map((domain) => domain?.found?.proof);
    expect(found.toSorted()).toEqual(["proved", "taken"]);
    expect(await stateOf(former, made.id)).toMatchObject({ state: "suspended" });
  });

  it("is not absent by an answer that is older than its own check", async () => {
    const [former, next] = [await world(), await world()];
    const waiting = await claim(next, former.name);
    const made = await proved(former);
    publish(waiting);
    const row = await database.withSystem((tx) => tx.portalDomain.findUniqueOrThrow({ where: { id: waiting.id } }));
    expect(await checkDomain(core, row, null, new Date(clock - 1000))).toMatchObject({ proof: "taken" });
    expect(await stateOf(former, made.id)).toMatchObject({ state: "proved" });
  });

  it("changes nothing while no DNS server answers at all", async () => {
    const own = await world();
    const made = await proved(own);
    const quiet = { ...(await createTestCore(database)), env: { ...core.env, DOMAINS_DNS_SERVERS: ["127.0.0.1:9"] } };
    const row = await database.withSystem((tx) => tx.portalDomain.findUniqueOrThrow({ where: { id: made.id } }));
    expect(await checkDomain(quiet, row, null, new Date(clock + 100 * HOUR))).toBeNull();
    await expect(domains.checkNow(quiet, own.actor, made.id, new Date(clock + HOUR))).rejects.toMatchObject({ code: "domain-dns-away" });
    expect(await stateOf(own, made.id)).toMatchObject({ state: "proved" });
    expect(await createResolver(["127.0.0.1:9"], 50).texts("x.fr")).toEqual({ kind: "silent" });
  });
});

describe("the recheck", () => {
  it("checks each due domain once although two processes run it, and not again before its next time", async () => {
    const own = await world();
    const made = await Promise.all(Array.from({ length: 5 }, (_, n) => claim(own, `r${n}.agglo-${count}.fr`)));
    await database.withSystem((tx) => tx.portalDomain.updateMany({ data: { nextCheckAt: new Date(clock + 10 * HOUR) } }));
    await database.withSystem((tx) =>
      tx.portalDomain.updateMany({ where: { id: { in: made.map(({ id }) => id) } }, data: { nextCheckAt: now() } }),
    );
    dns.asked.length = 0;
    const counts = await Promise.all([recheckDomains(core, now()), recheckDomains(core, now())]);
    expect(counts[0] + counts[1]).toBe(5);
    expect(dns.asked.filter(({ name, type }) => type === 16 && name.startsWith("_archipel.r"))).toHaveLength(5);
    expect(await recheckDomains(core, now())).toBe(0);
  });

  it("forgets claims that were never proved", async () => {
    const own = await world();
    const made = await claim(own, own.name);
    expect(await sweepDomains(core, new Date(clock + 29 * 24 * HOUR))).toBe(0);
    await sweepDomains(core, new Date(clock + 31 * 24 * HOUR));
    expect(await stateOf(own, made.id)).toBeUndefined();
  });
});

describe("a portal's addresses", () => {
  it("follow a new slug: the former one redirects for a year, signs in, and is nobody else's", async () => {
    const [own, other] = [await world(), await world()];
    await domains.changeSlug(core, own.actor, own.portal.id, "neuf", now());
    expect(await portalByHost(core, own.slugHost)).toMatchObject({
      slug: "neuf",
      origin: "http://neuf.localhost:3000",
      hosts: ["neuf.localhost", own.slugHost],
    });
    expect(await served(own.slugHost)).toEqual([true, true]);
    expect((await siteOfClient(core, `portal-${own.portal.slug}`))?.name).toBe(own.portal.name);
    await expect(domains.changeSlug(core, other.actor, other.portal.id, own.portal.slug)).rejects.toMatchObject({
      code: "address-taken",
      field: "slug",
    });
    await expect(domains.changeSlug(core, other.actor, other.portal.id, "neuf")).rejects.toMatchObject({ code: "address-taken" });
    await expect(domains.changeSlug(core, other.actor, other.portal.id, "admin")).rejects.toMatchObject({ code: "address-reserved" });
    await expect(domains.makePrimary(core, own.actor, own.portal.id, own.slugHost)).rejects.toMatchObject({ code: "domain-not-proved" });
    // Its own former address, it may take back.
    await domains.changeSlug(core, own.actor, own.portal.id, own.portal.slug, now());
    expect((await portalByHost(core, "neuf.localhost"))?.origin).toBe(`http://${own.slugHost}:3000`);
    await sweepDomains(core, new Date(clock + 366 * 24 * HOUR));
    expect(await portalByHost(core, "neuf.localhost")).toBeNull();
  });

  it("keep a domain as the main one when the slug changes, and the slug when the domain is removed", async () => {
    const own = await world();
    const made = await proved(own);
    await domains.makePrimary(core, own.actor, own.portal.id, own.name);
    await domains.changeSlug(core, own.actor, own.portal.id, `vite-${count}`, now());
    expect((await portalByHost(core, own.slugHost))?.origin).toBe(`http://${own.name}:3000`);
    await domains.removeDomain(core, own.actor, made.id);
    expect((await portalByHost(core, own.slugHost))?.origin).toBe(`http://vite-${count}.localhost:3000`);
    expect(await served(own.name)).toEqual([false, false]);
  });

  it("keep at most five former ones", async () => {
    const own = await world();
    for (let n = 0; n < 5; n++) await domains.changeSlug(core, own.actor, own.portal.id, `s${n}-${count}`, now());
    await expect(domains.changeSlug(core, own.actor, own.portal.id, `s9-${count}`)).rejects.toMatchObject({
      code: "too-many-former-addresses",
    });
    await domains.changeSlug(core, own.actor, own.portal.id, `s0-${count}`);
  });

  it("are forgotten by another process at once", async () => {
    const own = await world();
    const other = await createTestCore(database);
    expect(await portalByHost(other, own.name)).toBeNull();
    await proved(own);
    await expect.poll(async () => (await portalByHost(other, own.name))?.slug, { timeout: 2_000 }).toBe(own.portal.slug);
  });
});
