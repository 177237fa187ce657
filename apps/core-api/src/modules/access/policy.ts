import { createHash, randomBytes } from "node:crypto";
import { DomainError } from "../../kernel/domain-error.ts";

/** Maximum number of keys of a person: more would be forgotten keys. */
export const MAX_KEYS = 20;

/** Maximum number of live keys of a community. */
export const MAX_COMMUNITY_KEYS = 50;

/** Distinguishes a key from a session token, and lets secret scanners find keys in published files. */
const PREFIX = "archipel_";

/** Begins the access tokens of applications, for the same two reasons. */
export const APPLICATION_TOKEN = "archipelapp_";

export function isApplicationToken(token: string): boolean {
  return token.startsWith(APPLICATION_TOKEN);
}

/** The secret of a new key, and its stored hash. 256 random bits need no salt. */
export function newKey(): { secret: string; secretHash: string } {
  const secret = PREFIX + randomBytes(32).toString("base64url");
  return { secret, secretHash: hashOfKey(secret) };
}

/** A person's key lives at most two years. */
const MOST_DAYS = 731;
const DAY_MS = 86_400_000;

/**
 * When a new key ends: after its days, or at the end of its last day (UTC).
 *
 * @returns null for a key without end
 * @throws DomainError when the last day is over, or too far ahead
 */
export function endOfKey({ days, until }: { days: number | null; until?: string | undefined }, now = new Date()): Date | null {
  if (until === undefined) return days === null ? null : new Date(now.getTime() + days * DAY_MS);
  const end = new Date(Date.parse(until) + DAY_MS - 1);
  if (end <= now) throw new DomainError("invalid", "key-end-past", {}, "until");
  if (end.getTime() > now.getTime() + MOST_DAYS * DAY_MS) throw new DomainError("invalid", "key-end-too-far", { years: 2 }, "until");
  return end;
}

/** A secret that takes the place of another, and until when the other is valid beside it; null: it ends now. */
export function rotated(current: string, overlapDays: number, now = new Date()) {
  const { secret, secretHash } = newKey();
  const previousUntil = overlapDays === 0 ? null : new Date(now.getTime() + overlapDays * DAY_MS);
  return { secret, previousUntil, values: { secretHash, previousHash: previousUntil && current, previousUntil } };
}

export function hashOfKey(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function isKey(token: string): boolean {
  return token.startsWith(PREFIX);
}
