import { createHash } from "node:crypto";

/** The SHA-256 of a value as JSON: the same value, with its keys in the same order, has the same digest. */
export function jsonDigest(value: unknown): Buffer {
  return createHash("sha256").update(JSON.stringify(value)).digest();
}
