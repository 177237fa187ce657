import { type DomainProof, type DomainState, SUSPENDED_AFTER_HOURS } from "@archipel/contracts/domains.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WARNED_AGAIN_AFTER_MS = 48 * HOUR_MS;
export const SUSPENDED_AFTER_MS = SUSPENDED_AFTER_HOURS * HOUR_MS;

export interface DomainTimes {
  state: DomainState;
  createdAt: Date;
  failingSince: Date | null;
  warnedAt: Date | null;
}

/** What managers are notified of. */
export type DomainEvent = "proved" | "failing" | "warned" | "suspended" | "recovered";

export interface Step {
  state: DomainState;
  failingSince: Date | null;
  warnedAt: Date | null;
  event: DomainEvent | null;
}

/** What a check makes of a domain. Only a proof leads to a portal being served; 72 hours without one end it. */
export function stepOf({ state, failingSince, warnedAt }: DomainTimes, proof: DomainProof, now: Date): Step {
  if (proof === "proved") {
    const event = state === "pending" ? "proved" : state === "proved" ? null : "recovered";
    return { state: "proved", failingSince: null, warnedAt: null, event };
  }
  if (state === "pending" || state === "suspended") return { state, failingSince, warnedAt, event: null };
  if (failingSince === null) return { state: "failing", failingSince: now, warnedAt: null, event: "failing" };
  const missingMs = now.getTime() - failingSince.getTime();
  if (missingMs >= SUSPENDED_AFTER_MS) return { state: "suspended", failingSince, warnedAt, event: "suspended" };
  if (missingMs >= WARNED_AGAIN_AFTER_MS && warnedAt === null) return { state: "failing", failingSince, warnedAt: now, event: "warned" };
  return { state: "failing", failingSince, warnedAt, event: null };
}

/**
 * When to check again. A proved domain daily; one whose proof is missing hourly, so that it recovers soon; one that was just claimed every
 * few minutes, because its manager waits. The jitter spreads domains that were added together.
 *
 * @param random from 0 to 1
 */
export function nextCheckAt(step: Pick<Step, "state">, createdAt: Date, now: Date, random: number): Date {
  const ageMs = now.getTime() - createdAt.getTime();
  const waiting = ageMs < 2 * HOUR_MS ? 5 * MINUTE_MS : ageMs < 48 * HOUR_MS ? HOUR_MS : 12 * HOUR_MS;
  const every = { proved: 24 * HOUR_MS, failing: HOUR_MS, suspended: 6 * HOUR_MS, pending: waiting }[step.state];
  return new Date(now.getTime() + every * (0.9 + 0.2 * random));
}

/** A claim that was never proved is forgotten after this time. */
export const CLAIM_DAYS = 30;
