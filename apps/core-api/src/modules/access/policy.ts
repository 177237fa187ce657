import { createHash, randomBytes } from "node:crypto";

/** Maximum number of keys of a person: more would be forgotten keys. */
export const MAX_KEYS = 20;

/** Maximum number of live keys of a community. */
export const MAX_COMMUNITY_KEYS = 50;

/** Distinguishes a key from a session token, and lets secret scanners find keys in published files. */
const PREFIX = "archipel_";

/** The secret of a new key, and its stored hash. 256 random bits need no salt. */
export function newKey(): { secret: string; secretHash: string } {
  const secret = PREFIX + randomBytes(32).toString("base64url");
  return { secret, secretHash: hashOfKey(secret) };
}

export function hashOfKey(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function isKey(token: string): boolean {
  return token.startsWith(PREFIX);
}
