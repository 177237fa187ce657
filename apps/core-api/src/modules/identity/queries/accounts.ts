import { randomUUID } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";

/**
 * `address`: confirms a new address; `undo`: takes a change of address back; `keep`: keeps an account that is about to be
 * deleted; `second-factor`: the password was right, and a code must follow; `passkey`: a passkey may be added.
 */
export type CodePurpose = "confirm" | "reset" | "address" | "undo" | "keep" | "second-factor" | "passkey";

export function accountByEmail(tx: Tx, email: string) {
  return tx.user.findUnique({ where: { email } });
}

export function accountById(tx: Tx, id: string) {
  return tx.user.findUnique({ where: { id } });
}

/** Creates an account whose address is not confirmed: it has no password and cannot sign in. A second request keeps the newest name. */
export async function upsertPendingAccount(tx: Tx, values: { email: string; name: string; locale: string }) {
  await tx.user.createMany({ data: [values], skipDuplicates: true });
  await tx.user.updateMany({ where: { email: values.email, emailVerifiedAt: null }, data: { name: values.name, locale: values.locale } });
  return tx.user.findUniqueOrThrow({ where: { email: values.email } });
}

/** Sets the password of a person who has just confirmed the address. */
export function setPassword(tx: Tx, userId: string, passwordHash: string) {
  return tx.user.update({ where: { id: userId }, data: { passwordHash, emailVerifiedAt: new Date() } });
}

export async function makeOperator(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { isOperator: true } });
}

export function updateAccount(tx: Tx, userId: string, values: { name?: string; locale?: string; passwordHash?: string }) {
  return tx.user.update({ where: { id: userId }, data: values });
}

export function communitiesOf(tx: Tx, userId: string) {
  return tx.membership.findMany({
    where: { userId, status: "active", community: { status: "active" } },
    select: { role: true, community: { select: { id: true, slug: true, name: true, secondFactorFrom: true } } },
    orderBy: { community: { name: "asc" } },
  });
}

export async function insertCode(
  tx: Tx,
  code: { userId: string; purpose: CodePurpose; codeHash: string; expiresAt: Date; email?: string },
): Promise<void> {
  await tx.oneTimeCode.createMany({ data: [{ id: randomUUID(), ...code }] });
}

export function findCode(tx: Tx, purpose: CodePurpose, codeHash: string) {
  return tx.oneTimeCode.findFirst({ where: { purpose, codeHash, expiresAt: { gt: new Date() } }, select: { userId: true, email: true } });
}

interface Redeemed {
  userId: string;
  email: string | null;
  expiresAt: Date;
}

/** Deletes the code and returns its owner, so only one caller can redeem it. */
export async function redeemCode(tx: Tx, purpose: CodePurpose, codeHash: string): Promise<Redeemed | null> {
  // Account before codes, as everywhere: callers that delete the other codes of the account would else wait for each other.
  await tx.$queryRaw`SELECT u.id FROM users u JOIN one_time_codes c ON c.user_id = u.id WHERE c.code_hash = ${codeHash} FOR UPDATE OF u`;
  const rows = await tx.$queryRaw<Redeemed[]>`
    DELETE FROM one_time_codes WHERE purpose = ${purpose} AND code_hash = ${codeHash} AND expires_at > now()
    RETURNING user_id AS "userId", email, expires_at AS "expiresAt"`;
  return rows[0] ?? null;
}

/** Deletes the codes of an account. What takes a change of address back stays: who took the account over must not be able to delete it. */
export async function deleteCodes(tx: Tx, userId: string, purposes?: readonly CodePurpose[]): Promise<void> {
  await tx.oneTimeCode.deleteMany({ where: { userId, purpose: purposes ? { in: [...purposes] } : { not: "undo" } } });
}

/** Locks an account until the end of the transaction. */
export async function lockAccount(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.user.findUnique({ where: { id } });
}

/**
 * Gives an account another address. An account of that address that was never confirmed is deleted.
 *
 * @returns false when a confirmed account has the address
 */
export async function setAddress(tx: Tx, userId: string, email: string): Promise<boolean> {
  await tx.user.deleteMany({ where: { email, emailVerifiedAt: null, id: { not: userId } } });
  if ((await tx.user.count({ where: { email, id: { not: userId } } })) > 0) return false;
  await tx.user.update({ where: { id: userId }, data: { email } });
  return true;
}
