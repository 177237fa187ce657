import { randomUUID } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";

export type CodePurpose = "confirm" | "reset";

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
    select: { role: true, community: { select: { id: true, slug: true, name: true } } },
    orderBy: { community: { name: "asc" } },
  });
}

export async function insertCode(tx: Tx, code: { userId: string; purpose: CodePurpose; codeHash: string; expiresAt: Date }): Promise<void> {
  await tx.oneTimeCode.createMany({ data: [{ id: randomUUID(), ...code }] });
}

export function findCode(tx: Tx, purpose: CodePurpose, codeHash: string) {
  return tx.oneTimeCode.findFirst({ where: { purpose, codeHash, expiresAt: { gt: new Date() } }, select: { userId: true } });
}

/** Deletes the code and returns its owner, so only one caller can redeem it. */
export async function redeemCode(tx: Tx, purpose: CodePurpose, codeHash: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    DELETE FROM one_time_codes WHERE purpose = ${purpose} AND code_hash = ${codeHash} AND expires_at > now()
    RETURNING user_id AS "userId"`;
  return rows[0]?.userId ?? null;
}

export async function deleteCodes(tx: Tx, userId: string): Promise<void> {
  await tx.oneTimeCode.deleteMany({ where: { userId } });
}
