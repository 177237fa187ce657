import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { perCore } from "../../../kernel/per-core.ts";

const HOUR = 3600;
/** Limits for people without an account. Each process counts separately, so N processes allow up to N times as many. */
const limitersOf = perCore(() => ({
  perNetwork: {
    report: [
      new RateLimiterMemory({ keyPrefix: "report-hour", points: 10, duration: HOUR }),
      new RateLimiterMemory({ keyPrefix: "report-day", points: 30, duration: 24 * HOUR }),
    ],
    comment: [new RateLimiterMemory({ keyPrefix: "report-comment", points: 30, duration: HOUR })],
    file: [new RateLimiterMemory({ keyPrefix: "report-file", points: 60, duration: HOUR })],
  },
  perPortal: {
    report: new RateLimiterMemory({ keyPrefix: "report-portal", points: 300, duration: HOUR }),
    comment: new RateLimiterMemory({ keyPrefix: "report-portal-comment", points: 600, duration: HOUR }),
    file: new RateLimiterMemory({ keyPrefix: "report-portal-file", points: 1200, duration: HOUR }),
  },
}));

/**
 * Counts what a visitor without an account sends. Signed-in people have no limit.
 *
 * @throws DomainError with the minutes to wait
 */
export async function countSending(core: Core, visit: PortalVisit, what: "report" | "comment" | "file"): Promise<void> {
  if (visit.userId) return;
  const { perNetwork, perPortal } = limitersOf(core);
  try {
    for (const limiter of perNetwork[what]) await limiter.consume(visit.network);
    await perPortal[what].consume(visit.portalId);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new DomainError("too-many", "reports-too-many", { minutes: Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000)) });
  }
}
