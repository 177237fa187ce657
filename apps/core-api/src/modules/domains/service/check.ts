import type { DomainFound } from "@archipel/contracts/domains.ts";
import { domainState } from "@archipel/contracts/domains.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { portalHost } from "../../../kernel/addresses.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { forgetHosts } from "../../portals/service.ts";
import { lookUp } from "../dns/look-up.ts";
import { createResolver, type DomainResolver } from "../dns/resolver.ts";
import { shownName } from "../policy/domain-name.ts";
import { CLAIM_DAYS, type DomainEvent, nextCheckAt, stepOf } from "../policy/state.ts";
import {
  type DomainRow,
  deleteExpired,
  keepCheck,
  lockDomain,
  serveDomain,
  setPrimaryIn,
  slugOf,
  stopDomain,
  takeDue,
} from "../queries.ts";

/** Domains of one round, and how many are looked up at a time. */
const ROUND = 200;
const AT_ONCE = 8;

const resolvers = perCore((): { resolver?: DomainResolver } => ({}));

export function resolverOf(core: Core): DomainResolver {
  const known = resolvers(core);
  known.resolver ??= createResolver(core.env.DOMAINS_DNS_SERVERS);
  return known.resolver;
}

const EVENT_OF: Record<DomainEvent, string> = {
  proved: "domain.proved",
  failing: "domain.failing",
  warned: "domain.warned",
  suspended: "domain.suspended",
  recovered: "domain.recovered",
};

/**
 * Looks a domain up and records what that changes. The look-up happens outside of any transaction.
 *
 * @param actorId the manager who asks; null for the daily check
 * @returns what was found; null when the platform's own resolver does not answer, and nothing was changed
 */
export async function checkDomain(core: Core, domain: DomainRow, actorId: string | null, now: Date): Promise<DomainFound | null> {
  const slug = await core.database.sqlAs({ role: "system" }, (sql) => slugOf(sql, domain.portalId));
  if (slug === null) return null;
  const question = {
    host: domain.host,
    token: domain.token,
    slugHost: portalHost(core.env, slug),
    ownAddresses: core.env.DOMAINS_ADDRESSES,
  };
  const found = await lookUp(resolverOf(core), question);
  if (!found) {
    core.log.error({ host: domain.host }, "no DNS server answers: domains of portals are not checked. See DOMAINS_DNS_SERVERS");
    return null;
  }
  const { recorded, isMoved } = await core.database.sqlAs({ role: "system" }, (sql) => record(core, sql, domain.id, found, actorId, now));
  if (isMoved) forgetHosts(core);
  return recorded;
}

async function record(core: Core, sql: SqlSession, id: string, found: DomainFound, actorId: string | null, now: Date) {
  const domain = await lockDomain(sql, id);
  // Removed meanwhile.
  if (!domain) return { recorded: found, isMoved: false };
  const before = domainState.parse(domain.state);
  const isServing = before === "proved" || before === "failing";
  const isTaken = found.proof === "proved" && !isServing && !(await serveDomain(sql, domain));
  const recorded: DomainFound = isTaken ? { ...found, proof: "taken" } : found;
  const step = stepOf({ ...domain, state: before }, recorded.proof, now);
  let { wasPrimary } = domain;
  if (step.event === "suspended") {
    wasPrimary = await stopDomain(sql, id);
    if (wasPrimary) await setPrimaryIn(sql, domain.portalId, portalHost(core.env, domain.slug));
  }
  if (step.event === "recovered" && wasPrimary && !isServing) {
    await setPrimaryIn(sql, domain.portalId, domain.host);
    wasPrimary = false;
  }
  const next = nextCheckAt(step, domain.createdAt, now, Math.random());
  await keepCheck(sql, { id, ...step, checkedAt: now, nextCheckAt: next, found: recorded, wasPrimary });
  if (step.event) {
    const { communityId, portalId, host, portalName } = domain;
    const action = EVENT_OF[step.event];
    const summary = { name: shownName(host), portal: portalName, proof: recorded.proof };
    await auditIn(sql, { communityId, actorId, action, resourceType: "domain", resourceId: id, summary });
    await emitIn(sql, action, communityId, { domainId: id, portalId });
  }
  return { recorded, isMoved: step.state !== before };
}

/**
 * Checks the domains that are due, a few at a time. Domains of different processes do not overlap.
 *
 * @param now the clock of the states: tests move it
 * @returns how many domains were checked
 */
export async function recheckDomains(core: Core, now: Date = new Date()): Promise<number> {
  const due = await core.database.sqlAs({ role: "system" }, (sql) => takeDue(sql, now, ROUND));
  const waiting = due.values();
  const work = async () => {
    for (const domain of waiting) {
      await checkDomain(core, domain, null, now).catch((error: unknown) =>
        core.log.error({ err: error, host: domain.host }, "the check of a domain failed"),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return due.length;
}

/** Forgets claims that were never proved, and former addresses whose year is over. */
export async function sweepDomains(core: Core, now: Date = new Date()): Promise<number> {
  const count = await core.database.sqlAs({ role: "system" }, (sql) => deleteExpired(sql, now, CLAIM_DAYS));
  if (count > 0) forgetHosts(core);
  return count;
}
