import { BlockList, isIP } from "node:net";
import { isStatementTimeout, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { DrawingTurns, Refusal } from "@archipel/limits/drawing-turns.ts";
import { FairQueue, QueueFullError } from "@archipel/limits/fair-queue.ts";
import { networkOf } from "@archipel/limits/network.ts";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import { ownHosts } from "../../kernel/addresses.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { perCore } from "../../kernel/per-core.ts";
import { type Budget, type BudgetedCost, budgets, type Cost, type DrawnCost, type LaneName, laneOf, lanes } from "./costs.ts";

/** Who calls, as the budgets see them. */
export interface Caller {
  readonly actor: Actor;
  /** IP address of the call. */
  readonly address: string;
  /** The host that the browser asked: a portal's, mostly. */
  readonly host: string;
}

/** One call. Each call of a batch is one. */
export interface BudgetedCall extends Caller {
  readonly cost: Cost;
  /** Aborted when the caller disconnects: a call that still waits for its turn is not begun then. */
  readonly left?: AbortSignal | undefined;
}

const MINUTE = 60;
/** Longest wait for a turn. */
const TURN_SECONDS = 10;
/** When to try again, for those who are refused because too many calls wait. */
const QUEUE_SECONDS = 5;

/** The budgets of a running core: tests lower them before the first call. */
export const budgetsOf = perCore<Record<BudgetedCost, Budget>>(() => ({ ...budgets }));
/** Each process counts separately, so N processes allow up to N times these figures. */
const countersOf = perCore(() => new Map<string, RateLimiterMemory>());
const queuesOf = perCore(() => new Map<LaneName, FairQueue>());
const drawingsOf = perCore(() => new DrawingTurns());

function counter(core: Core, cost: BudgetedCost, whose: "caller" | "portal"): RateLimiterMemory {
  const keyPrefix = `${whose}-${cost}`;
  const known = countersOf(core).get(keyPrefix);
  if (known) return known;
  const made = new RateLimiterMemory({ keyPrefix, points: budgetsOf(core)[cost][whose], duration: MINUTE });
  countersOf(core).set(keyPrefix, made);
  return made;
}

/**
 * Runs a call within the budgets of its caller and of its portal, with limits on its SQL statements; most reads also wait for their turn.
 *
 * @throws DomainError that says whose budget is used up and how long to wait, or that the call took too long
 */
export async function withinBudget<T>(core: Core, call: BudgetedCall, work: () => Promise<T>): Promise<T> {
  const { actor, cost } = call;
  if (cost === "light") return work();
  if (cost === "page" || cost === "form") return ofPage(core, call, cost, work);
  await charge(core, call, cost);
  const isKnown = actor.userId !== null;
  const seconds = budgetsOf(core)[cost][isKnown ? "knownSeconds" : "visitorSeconds"];
  const lane = laneOfCall(core, call, cost);
  // With parallel workers, one search would use several processors of the database server.
  const limits = { milliseconds: seconds * 1000, isParallel: cost !== "search" && cost !== "suggest" };
  const limited = () => withStatementLimits(limits, work);
  try {
    return await (lane === null ? limited() : queueOf(core, lane).run(callerOf(call).key, "", limited, call.left));
  } catch (error) {
    if (error instanceof QueueFullError) throw queueRefusal(error);
    if (call.left?.aborted && error === call.left.reason) throw queueRefusal(new QueueFullError("all"));
    if (!isStatementTimeout(error)) throw error;
    core.log.warn({ cost, seconds }, "an SQL statement of a call took too long and was cancelled");
    // Clients repeat what is unavailable by themselves, and this would take as long again.
    throw new DomainError("invalid", "took-too-long", { limit: seconds });
  }
}

/** Runs what a page of core-api needs, within the budget of its network; a page also waits for its turn. */
async function ofPage<T>(core: Core, call: BudgetedCall, cost: DrawnCost, work: () => Promise<T>): Promise<T> {
  const drawings = drawingsOf(core);
  const caller = isThisMachine(call) ? null : networkOf(call.address);
  try {
    drawings.admit(caller, cost === "page" ? "page" : "call");
    return cost === "page" ? await drawings.draw("", caller, work, call.left) : await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, seconds } = error;
    // Who asks for pages of the hub cannot sign in to have a larger budget.
    throw new DomainError(status === 429 ? "too-many" : "unavailable", code === "too-many-requests" ? "too-many-pages" : code, { seconds });
  }
}

/**
 * Takes a visitor's call that needs no database from the budgets of their network and of their portal.
 *
 * @returns null when no budget applies, else a promise that is rejected when one is used up
 */
export function chargeVisitor(
  core: Core,
  { address, host, cost }: { address: string; host: string; cost: BudgetedCost },
): Promise<void> | null {
  const call = { actor: anonymous, address, host, cost };
  return isThisMachine(call) && budgetedHost(core, host) === null ? null : charge(core, call, cost);
}

/**
 * The refusal of a batch of which each call would be refused, else null. It costs much less than to refuse the calls one by one, which is
 * what someone who floods would have the platform do.
 */
export async function refusalOfAll(core: Core, caller: Caller, costs: readonly Cost[]): Promise<DomainError | null> {
  let refusal: DomainError | null = null;
  for (const cost of new Set(costs)) {
    refusal = cost === "light" || cost === "page" || cost === "form" ? null : await refusalNow(core, { ...caller, cost }, cost);
    if (refusal === null) return null;
  }
  return refusal;
}

async function refusalNow(core: Core, call: BudgetedCall, cost: BudgetedCost): Promise<DomainError | null> {
  if (isThisMachine(call)) return null;
  const { key, refusal } = callerOf(call);
  const used = await counter(core, cost, "caller").get(key);
  if (used !== null && used.remainingPoints <= 0 && used.msBeforeNext > 0) return tooMany(refusal, used);
  const lane = laneOfCall(core, call, cost);
  const full = lane === null ? null : queueOf(core, lane).refusal(key, "");
  return full && queueRefusal(full);
}

function laneOfCall(core: Core, call: BudgetedCall, cost: BudgetedCost): LaneName | null {
  const isKnown = call.actor.userId !== null;
  return laneOf(cost, isKnown ? "known" : isThisMachine(call) ? "machine" : "visitor", core.database.poolSize);
}

async function charge(core: Core, call: BudgetedCall, cost: BudgetedCost): Promise<void> {
  const { key, refusal } = callerOf(call);
  if (!isThisMachine(call)) await take(counter(core, cost, "caller"), key, refusal);
  const host = budgetedHost(core, call.host);
  if (host !== null) await take(counter(core, cost, "portal"), host, "portal-too-busy");
}

async function take(limiter: RateLimiterMemory, key: string, refusal: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    throw tooMany(refusal, state);
  }
}

function tooMany(refusal: string, { msBeforeNext }: RateLimiterRes): DomainError {
  return new DomainError("too-many", refusal, { seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) });
}

/** Whose budget a call uses: the key's, else the person's, else the network's. */
function callerOf({ actor, address }: Caller): { key: string; refusal: string } {
  if (actor.program?.applicationId) return { key: `app ${actor.program.applicationId} ${actor.userId}`, refusal: "too-many-of-key" };
  if (actor.key) return { key: `key ${actor.program?.keyId ?? actor.key.id}`, refusal: "too-many-of-key" };
  if (actor.keyScope !== undefined) return { key: `own key ${actor.userId}`, refusal: "too-many-of-key" };
  if (actor.userId !== null) return { key: `account ${actor.userId}`, refusal: "too-many-of-account" };
  return { key: `address ${networkOf(address)}`, refusal: "too-many-requests" };
}

const ownAddresses = new BlockList();
ownAddresses.addSubnet("127.0.0.0", 8, "ipv4");
ownAddresses.addAddress("::1", "ipv6");

/** The sites' own calls, which they make for all visitors together: a visitor's address arrives in a header. */
function isThisMachine({ actor, address }: Caller): boolean {
  if (actor.userId !== null) return false;
  // Looking it up in the list takes longer than all other checks of a call.
  if (address === "127.0.0.1" || address === "::1") return true;
  const version = isIP(address);
  return version !== 0 && ownAddresses.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** The host of a portal; null for the platform's own hosts, and for addresses of machines. */
function budgetedHost({ env }: Core, host: string): string | null {
  const name = host.toLowerCase();
  const isMachine = name === "" || name === "localhost" || /^[\d.]+$|[[\]:]/.test(name);
  return isMachine || ownHosts(env).includes(name) ? null : name;
}

function queueOf(core: Core, lane: LaneName): FairQueue {
  const queues = queuesOf(core);
  const known = queues.get(lane);
  if (known) return known;
  const { share, ...waiting } = lanes[lane];
  const atOnce = Math.max(1, Math.floor(share * core.database.poolSize));
  const made = new FairQueue({ ...waiting, waitSeconds: TURN_SECONDS, atOnce });
  queues.set(lane, made);
  return made;
}

function queueRefusal({ whose }: QueueFullError): DomainError {
  return whose === "caller"
    ? new DomainError("too-many", "calls-waiting", { seconds: QUEUE_SECONDS })
    : new DomainError("unavailable", "calls-busy", { seconds: QUEUE_SECONDS });
}
