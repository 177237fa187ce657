import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";
import { accountById, type CodePurpose, findCode, insertCode, redeemCode } from "../queries/accounts.ts";

const LIFETIME_SECONDS: Record<CodePurpose, number> = { confirm: 24 * 3600, reset: 3600 };

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("base64url");
}

/** Makes a code of 256 random bits; only its hash is stored. */
export async function issueCode(tx: Tx, userId: string, purpose: CodePurpose): Promise<string> {
  const code = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + LIFETIME_SECONDS[purpose] * 1000);
  await insertCode(tx, { userId, purpose, codeHash: hashOf(code), expiresAt });
  return code;
}

/** The owner of a code, without redeeming it: mail programs open links by themselves. */
export async function ownerOfCode(tx: Tx, purpose: CodePurpose, code: string) {
  const found = await findCode(tx, purpose, hashOf(code));
  const user = found && (await accountById(tx, found.userId));
  return user?.status === "active" ? user : null;
}

/** Redeems the code; null when it was used, has expired, or never existed. */
export function redeem(tx: Tx, purpose: CodePurpose, code: string): Promise<string | null> {
  return redeemCode(tx, purpose, hashOf(code));
}
