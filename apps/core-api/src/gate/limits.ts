import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Core } from "../kernel/core.ts";
import { perCore } from "../kernel/per-core.ts";

/** Each process counts separately, so N processes allow up to N times these figures. */
const limitersOf = perCore(() => ({
  failuresPerAccount: new RateLimiterMemory({ keyPrefix: "account", points: 10, duration: 15 * 60 }),
  failuresPerAddress: new RateLimiterMemory({ keyPrefix: "address", points: 100, duration: 15 * 60 }),
  mailsPerAccount: new RateLimiterMemory({ keyPrefix: "mail-account", points: 5, duration: 3600 }),
  mailsPerAddress: new RateLimiterMemory({ keyPrefix: "mail-address", points: 60, duration: 3600 }),
}));

/** Minutes to wait; null: no wait. */
type Wait = number | null;

function minutes(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 60_000));
}

/**
 * Whether this address (IP) may try this account's password now. Failures count per account and address together, so nobody can lock
 * another person out.
 */
export async function mayTryPassword(core: Core, ip: string, email: string): Promise<Wait> {
  const { failuresPerAccount, failuresPerAddress } = limitersOf(core);
  const [account, address] = await Promise.all([failuresPerAccount.get(`${ip} ${email}`), failuresPerAddress.get(ip)]);
  for (const [state, limiter] of [
    [account, failuresPerAccount],
    [address, failuresPerAddress],
  ] as const) {
    if (state && state.consumedPoints >= limiter.points) return minutes(state.msBeforeNext);
  }
  return null;
}

export async function passwordFailed(core: Core, ip: string, email: string): Promise<void> {
  const { failuresPerAccount, failuresPerAddress } = limitersOf(core);
  await Promise.allSettled([failuresPerAccount.consume(`${ip} ${email}`), failuresPerAddress.consume(ip)]);
}

export async function passwordMatched(core: Core, ip: string, email: string): Promise<void> {
  await limitersOf(core).failuresPerAccount.delete(`${ip} ${email}`);
}

/** Counts a mail that a form requests. The same for known and unknown accounts. */
export async function mayAskForMail(core: Core, ip: string, email: string): Promise<Wait> {
  const { mailsPerAccount, mailsPerAddress } = limitersOf(core);
  try {
    await mailsPerAddress.consume(ip);
    await mailsPerAccount.consume(email);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return minutes(refusal.msBeforeNext);
    throw refusal;
  }
}
