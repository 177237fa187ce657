import { randomBytes } from "node:crypto";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  DOMAINS_PER_COMMUNITY,
  DOMAINS_PER_PORTAL,
  domainFound,
  domainState,
  FORMER_ADDRESS_DAYS,
  FORMER_ADDRESSES_MAX,
  type PortalAddresses,
  type PortalDomain,
} from "@archipel/contracts/domains.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import { parse } from "tldts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { ownHosts, portalHost, portalOrigin, portalParent } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { forgetHosts, isAddressReserved } from "../../portals/service.ts";
import { readDomainName, shownName } from "../policy/domain-name.ts";
import { pointRecords, proofRecord } from "../policy/records.ts";
import { SUSPENDED_AFTER_MS } from "../policy/state.ts";
import {
  type DomainRow,
  findPortal,
  hostRow,
  hostsOfPortal,
  keepFormer,
  lockPortal,
  setPrimary,
  setSlug,
  takeSlugHost,
} from "../queries.ts";
import { checkDomain, isProvedNow, resolverOf } from "./check.ts";

/** A manager may ask for a check this often; each one asks DNS several times. */
const CHECK_PAUSE_MS = 10_000;
const DAY_MS = 24 * 3600_000;

const portalMissing = () => new DomainError("not-found", "portal-not-found");
const domainMissing = () => new DomainError("not-found", "domain-not-found");

/** All addresses of a portal, the main one first, with what to write at the provider of each domain. */
export async function portalAddresses(core: Core, actor: MemberActor, portalId: string): Promise<PortalAddresses> {
  const { portal, hosts, rows } = await core.database.withTenant(actor, async (tx) => {
    const portal = await findPortal(tx, actor.communityId, portalId);
    if (!portal) throw portalMissing();
    const rows = await tx.portalDomain.findMany({
      where: { portalId, communityId: actor.communityId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return { portal, hosts: await hostsOfPortal(tx, portalId), rows };
  });
  const slugHost = portalHost(core.env, portal.slug);
  const addresses = await ownAddresses(core, slugHost, rows);
  return {
    portalName: portal.name,
    slug: portal.slug,
    addresses: hosts
      .filter(({ kind }) => kind !== "domain")
      .map(({ host, kind, isPrimary, reservedUntil }) => ({
        ...{ host, isPrimary, reservedUntil, isFormer: kind === "former" },
        origin: portalOrigin(core.env, host),
      })),
    domains: rows.map((row) =>
      viewOf(row, { slugHost, addresses, isPrimary: hosts.some(({ host, isPrimary }) => isPrimary && host === row.host) }),
    ),
  };
}

/** The platform's addresses, for domains that cannot be an alias: as the operator set them, otherwise as DNS has them. */
async function ownAddresses(core: Core, slugHost: string, rows: readonly { host: string }[]): Promise<readonly string[]> {
  if (core.env.DOMAINS_ADDRESSES.length > 0) return core.env.DOMAINS_ADDRESSES;
  if (!rows.some(({ host }) => registeredOf(host) === host)) return [];
  const answer = await resolverOf(core).addresses(slugHost);
  return answer.kind === "values" ? answer.values : [];
}

const registeredOf = (host: string) => parse(host, { allowPrivateDomains: true }).domain;

interface Around {
  slugHost: string;
  addresses: readonly string[];
  isPrimary: boolean;
}

function viewOf(row: DomainRow, { slugHost, addresses, isPrimary }: Around): PortalDomain {
  const { id, host, token, provedAt, checkedAt, failingSince } = row;
  const state = domainState.parse(row.state);
  return {
    ...{ id, host, state, isPrimary, provedAt, checkedAt, failingSince },
    name: shownName(host),
    proofRecord: proofRecord(host, token),
    pointRecords: pointRecords(host, registeredOf(host) ?? host, slugHost, addresses),
    found: domainFound.nullable().catch(null).parse(row.found),
    suspendsAt: state === "failing" && failingSince ? new Date(failingSince.getTime() + SUSPENDED_AFTER_MS) : null,
  };
}

/** Claims a domain for a portal. A claim holds nobody else back, and nobody is held back by a portal whose proof is absent. */
export async function addDomain(
  core: Core,
  actor: MemberActor,
  portalId: string,
  typed: string,
  now = new Date(),
): Promise<PortalAddresses> {
  const { host } = readDomainName(typed, [...ownHosts(core.env), portalParent(core.env)]);
  const { communityId } = actor;
  const serving = await core.database.withTenant(actor, async (tx) => {
    if (!(await findPortal(tx, communityId, portalId))) throw portalMissing();
    return hostRow(tx, host);
  });
  if (serving?.portalId === portalId) throw new DomainError("conflict", "domain-added", { name: host }, "name");
  if (serving && (await isProvedNow(core, host, now))) throw new DomainError("conflict", "domain-taken", { name: host }, "name");
  try {
    await core.database.withTenant(actor, async (tx) => {
      const portal = await lockPortal(tx, communityId, portalId);
      if (!portal) throw portalMissing();
      await assertRoom(tx, actor, portalId);
      const token = randomBytes(24).toString("base64url");
      const { id } = await tx.portalDomain.create({ data: { communityId, portalId, host, token }, select: { id: true } });
      await recordChange(tx, actor, "domain.added", id, { portalId, name: shownName(host), portal: portal.name });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "domain-added", { name: host }, "name");
    throw error;
  }
  return portalAddresses(core, actor, portalId);
}

async function assertRoom(tx: Tx, { communityId }: MemberActor, portalId: string): Promise<void> {
  const [ofPortal, ofCommunity] = [
    await tx.portalDomain.count({ where: { portalId, communityId } }),
    await tx.portalDomain.count({ where: { communityId } }),
  ];
  if (ofPortal >= DOMAINS_PER_PORTAL) throw new DomainError("conflict", "too-many-domains", { most: DOMAINS_PER_PORTAL }, "name");
  if (ofCommunity >= DOMAINS_PER_COMMUNITY)
    throw new DomainError("conflict", "too-many-domains-here", { most: DOMAINS_PER_COMMUNITY }, "name");
}

/** Looks the domain up now. */
export async function checkNow(core: Core, actor: MemberActor, domainId: string, now = new Date()): Promise<PortalAddresses> {
  const domain = await core.database.withTenant(actor, (tx) =>
    tx.portalDomain.findUnique({ where: { id: domainId, communityId: actor.communityId } }),
  );
  if (!domain) throw domainMissing();
  const waitMs = (domain.checkedAt?.getTime() ?? 0) + CHECK_PAUSE_MS - now.getTime();
  if (waitMs > 0) throw new DomainError("too-many", "domain-just-checked", { seconds: Math.ceil(waitMs / 1000) });
  if (!(await checkDomain(core, domain, actor.userId, now))) throw new DomainError("unavailable", "domain-dns-away", { seconds: 60 });
  return portalAddresses(core, actor, domain.portalId);
}

/** Gives a domain up: it stops serving the portal at once. */
export async function removeDomain(core: Core, actor: MemberActor, domainId: string): Promise<PortalAddresses> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const domain = await tx.portalDomain.findUnique({ where: { id: domainId, communityId: actor.communityId } });
    const portal = domain && (await lockPortal(tx, actor.communityId, domain.portalId));
    if (!portal) throw domainMissing();
    const { portalId, host } = domain;
    const serving = await hostRow(tx, host);
    if (serving?.portalId === portalId && serving.isPrimary) await setPrimary(tx, portalId, portalHost(core.env, portal.slug));
    // Its row among the hosts goes with it.
    await tx.portalDomain.delete({ where: { id: domainId, communityId: actor.communityId } });
    await recordChange(tx, actor, "domain.removed", domainId, { portalId, name: shownName(host), portal: portal.name });
    return portalId;
  });
  forgetHosts(core);
  return portalAddresses(core, actor, portalId);
}

/** Makes an address the main one: visitors of the others are redirected to it. */
export async function makePrimary(core: Core, actor: MemberActor, portalId: string, host: string): Promise<PortalAddresses> {
  await core.database.withTenant(actor, async (tx) => {
    const portal = await lockPortal(tx, actor.communityId, portalId);
    if (!portal) throw portalMissing();
    const row = await hostRow(tx, host);
    if (row?.portalId !== portalId || row.kind === "former") throw new DomainError("conflict", "domain-not-proved", { name: host });
    if (row.isPrimary) return;
    await setPrimary(tx, portalId, host);
    await recordChange(tx, actor, "domain.made-primary", portalId, { portalId, name: shownName(host), portal: portal.name });
  });
  forgetHosts(core);
  return portalAddresses(core, actor, portalId);
}

/** Changes the address on the platform. The former one redirects for a year, and no other portal gets it before. */
export async function changeSlug(
  core: Core,
  actor: MemberActor,
  portalId: string,
  slug: string,
  now = new Date(),
): Promise<PortalAddresses> {
  const { communityId } = actor;
  const host = portalHost(core.env, slug);
  const address = portalOrigin(core.env, host);
  if (isAddressReserved(core, slug)) throw new DomainError("conflict", "address-reserved", { address }, "slug");
  try {
    await core.database.withTenant(actor, async (tx) => {
      const portal = await lockPortal(tx, communityId, portalId);
      if (!portal) throw portalMissing();
      if (portal.slug === slug) return;
      const hosts = await hostsOfPortal(tx, portalId);
      const others = hosts.filter((one) => one.kind === "former" && one.host !== host);
      if (others.length >= FORMER_ADDRESSES_MAX)
        throw new DomainError("conflict", "too-many-former-addresses", { most: FORMER_ADDRESSES_MAX }, "slug");
      const before = portalHost(core.env, portal.slug);
      const wasPrimary = hosts.some((one) => one.host === before && one.isPrimary);
      if (!(await takeSlugHost(tx, communityId, portalId, host))) throw new DomainError("conflict", "address-taken", { address }, "slug");
      await keepFormer(tx, portalId, before, new Date(now.getTime() + FORMER_ADDRESS_DAYS * DAY_MS));
      if (wasPrimary) await setPrimary(tx, portalId, host);
      await setSlug(tx, communityId, portalId, slug);
      await recordChange(tx, actor, "portal.readdressed", portalId, { portalId, name: portal.name, host, former: before });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "address-taken", { address }, "slug");
    throw error;
  }
  forgetHosts(core);
  return portalAddresses(core, actor, portalId);
}

async function recordChange(
  tx: Tx,
  actor: MemberActor,
  action: AuditAction,
  id: string,
  { portalId, ...summary }: Record<string, string>,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  const resourceType = action.startsWith("domain.") && id !== portalId ? "domain" : "portal";
  await audit(tx, { communityId, actorId, action, resourceType, resourceId: id, summary });
  await emit(tx, action, communityId, { portalId: portalId ?? id });
}
