import { createHash, randomBytes } from "node:crypto";

/** A person has so many keys at most: more are forgotten keys. */
export const MAX_KEYS = 20;

/** A community has so many living keys at most. */
export const MAX_COMMUNITY_KEYS = 50;

/** By which a key is told from the token of a session, and found by those who search for secrets in published files. */
const PREFIX = "archipel_";

/** The secret of a new key, and what is stored of it. 256 random bits need no salt. */
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
