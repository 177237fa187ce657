import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";
import { accountById, type CodePurpose, findCode, insertCode, redeemCode } from "../queries/accounts.ts";

const LIFETIME_SECONDS: Record<CodePurpose, number> = {
  confirm: 24 * 3600,
  reset: 3600,
  address: 24 * 3600,
  undo: 7 * 24 * 3600,
  keep: 600,
  "second-factor": 600,
  passkey: 600,
};

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("base64url");
}

/** Makes a code of 256 random bits; only its hash is stored. */
export async function issueCode(tx: Tx, userId: string, purpose: CodePurpose, email?: string): Promise<string> {
  const code = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + LIFETIME_SECONDS[purpose] * 1000);
  await insertCode(tx, { userId, purpose, codeHash: hashOf(code), expiresAt, ...(email !== undefined && { email }) });
  return code;
}

/** The owner of a code, without redeeming it: mail programs open links by themselves. */
export async function ownerOfCode(tx: Tx, purpose: CodePurpose, code: string) {
  const found = await findCode(tx, purpose, hashOf(code));
  const user = found && (await accountById(tx, found.userId));
  return user && maySignIn(user.status) ? user : null;
}

/** A person whose account is about to be deleted may sign in to keep it. */
export function maySignIn(status: string): boolean {
  return status === "active" || status === "leaving";
}

/** The owner of a code that concerns an address, without redeeming it. */
export async function addressOfCode(tx: Tx, purpose: "address" | "undo", code: string) {
  const found = await findCode(tx, purpose, hashOf(code));
  const user = found && (await accountById(tx, found.userId));
  return user && found.email !== null ? { user, email: found.email } : null;
}

/** Redeems the code; null when it was used, has expired, or never existed. */
export async function redeem(tx: Tx, purpose: CodePurpose, code: string): Promise<string | null> {
  return (await redeemCode(tx, purpose, hashOf(code)))?.userId ?? null;
}

/** The same for a code that concerns an address. */
export function redeemAddress(tx: Tx, purpose: "address" | "undo", code: string) {
  return redeemCode(tx, purpose, hashOf(code));
}
