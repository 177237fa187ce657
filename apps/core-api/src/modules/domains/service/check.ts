import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { DomainFound, DomainProof } from "@archipel/contracts/domains.ts";
import { domainFound, domainState } from "@archipel/contracts/domains.ts";
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
  checkRivalsSoon,
  type DomainRow,
  deleteExpired,
  holderOf,
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

const EVENT_OF: Record<DomainEvent, AuditAction> = {
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
  const { slug, holder } = await core.database.sqlAs({ role: "system" }, async (sql) => ({
    slug: await slugOf(sql, domain.portalId),
    holder: await holderOf(sql, domain.host),
  }));
  if (slug === null) return null;
  const rival = holder?.id === domain.id ? null : holder;
  const question = {
    host: domain.host,
    token: domain.token,
    holderToken: rival?.token,
    slugHost: portalHost(core.env, slug),
    ownAddresses: core.env.DOMAINS_ADDRESSES,
  };
  const found = await lookUp(resolverOf(core), question);
  if (!found) {
    core.log.error({ host: domain.host }, "no DNS server answers: domains of portals are not checked. See DOMAINS_DNS_SERVERS");
    return null;
  }
  const seen: Seen = { found, rivalId: rival?.id ?? null, actorId, now };
  const { recorded, isMoved } = await core.database.sqlAs({ role: "system" }, (sql) => record(core, sql, domain.id, seen));
  if (isMoved) forgetHosts(core);
  return recorded;
}

interface Seen {
  readonly found: DomainFound;
  /** The domain that served the host when DNS was asked, and whose proof was looked for in the same answer. */
  readonly rivalId: string | null;
  readonly actorId: string | null;
  readonly now: Date;
}
type LockedDomain = NonNullable<Awaited<ReturnType<typeof lockDomain>>>;

async function record(core: Core, sql: SqlSession, id: string, { found, rivalId, actorId, now }: Seen) {
  const domain = await lockDomain(sql, id);
  // Removed meanwhile.
  if (!domain) return { recorded: found, isMoved: false };
  const before = domainState.parse(domain.state);
  const isServing = before === "proved" || before === "failing";
  const isFree = async () =>
    (await serveDomain(sql, domain)) || ((await endRival(core, sql, rivalId, now)) && (await serveDomain(sql, domain)));
  const isTaken = found.proof === "proved" && !isServing && !(await isFree());
  const recorded: DomainFound = isTaken ? { ...found, proof: "taken" } : found;
  const step = stepOf({ ...domain, state: before }, recorded.proof, now);
  let { wasPrimary } = domain;
  if (step.event === "suspended") wasPrimary = await stop(core, sql, domain);
  if (step.event === "recovered" && wasPrimary && !isServing) {
    await setPrimaryIn(sql, domain.portalId, domain.host);
    wasPrimary = false;
  }
  const next = nextCheckAt(step, domain.createdAt, now, Math.random());
  await keepCheck(sql, { id, ...step, checkedAt: now, nextCheckAt: next, found: recorded, wasPrimary });
  if (step.state === "failing" || step.event === "suspended") await checkRivalsSoon(sql, domain, now);
  if (step.event) await publishStep(sql, domain, { event: step.event, proof: recorded.proof, actorId });
  return { recorded, isMoved: step.state !== before };
}

/** Stops a domain; visitors of its portal's other hosts stay where something answers. @returns whether it was the main address */
async function stop(core: Core, sql: SqlSession, domain: LockedDomain): Promise<boolean> {
  const wasPrimary = await stopDomain(sql, domain.id);
  if (wasPrimary) await setPrimaryIn(sql, domain.portalId, portalHost(core.env, domain.slug));
  return wasPrimary;
}

/**
 * Ends the domain of another portal whose proof is absent while that of a claim is present: an absent proof does not keep a name for its
 * 72 hours then.
 *
 * @returns false when it has been checked since DNS was asked, so that this answer may be the older one
 */
async function endRival(core: Core, sql: SqlSession, rivalId: string | null, now: Date): Promise<boolean> {
  const rival = rivalId && (await lockDomain(sql, rivalId));
  // Removed or suspended meanwhile: the host is free, or another claim has it, which the caller finds out.
  if (!rival || rival.state === "suspended") return true;
  if (rival.checkedAt && rival.checkedAt > now) return false;
  const wasPrimary = await stop(core, sql, rival);
  const step = { state: "suspended", failingSince: rival.failingSince ?? now, warnedAt: rival.warnedAt } as const;
  const found: DomainFound = { ...domainFound.catch(NOTHING_FOUND).parse(rival.found), proof: "missing", texts: [] };
  const nextAt = nextCheckAt(step, rival.createdAt, now, Math.random());
  await keepCheck(sql, { id: rival.id, ...step, checkedAt: now, nextCheckAt: nextAt, found, wasPrimary });
  await publishStep(sql, rival, { event: "suspended", proof: found.proof, actorId: null });
  return true;
}

const NOTHING_FOUND: DomainFound = { proof: "missing", texts: [], points: "no-answer", pointsTo: [] };

/** Records a step for the journal and the managers. */
async function publishStep(
  sql: SqlSession,
  { id, communityId, portalId, host, portalName }: LockedDomain,
  { event, proof, actorId }: { event: DomainEvent; proof: DomainProof; actorId: string | null },
): Promise<void> {
  const action = EVENT_OF[event];
  const summary = { name: shownName(host), portal: portalName, proof };
  await auditIn(sql, { communityId, actorId, action, resourceType: "domain", resourceId: id, summary });
  await emitIn(sql, action, communityId, { domainId: id, portalId });
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

/** How long a found proof answers for a host that somebody else wants to claim. */
const FRESH_MS = 5 * 60_000;

/** Whether another portal serves the host by a proof that is present. It is looked up unless it was a moment ago. */
export async function isProvedNow(core: Core, host: string, now: Date): Promise<boolean> {
  const holder = await core.database.sqlAs({ role: "system" }, (sql) => holderOf(sql, host));
  // An address of the platform needs no proof.
  if (!holder) return true;
  if (holder.state === "proved" && now.getTime() - (holder.checkedAt?.getTime() ?? 0) > FRESH_MS) {
    const found = await checkDomain(core, holder, null, now);
    return found === null || found.proof === "proved" || found.proof === "no-answer";
  }
  return holder.state === "proved";
}
