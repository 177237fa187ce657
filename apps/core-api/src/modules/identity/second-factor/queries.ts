import type { Tx } from "@archipel/database/database.ts";
import type { Sealed } from "../../../kernel/sealed.ts";

export function factorOf(tx: Tx, userId: string) {
  return tx.secondFactor.findUnique({ where: { userId } });
}

/** A new app, which is not proved yet. One that was never proved is replaced; one in use stays, and the answer is false. */
export async function putUnproved(tx: Tx, userId: string, sealedSecret: Sealed): Promise<boolean> {
  await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } });
  const { count } = await tx.secondFactor.createMany({ data: [{ userId, sealedSecret }], skipDuplicates: true });
  return count === 1;
}

/** The app is proved from now on. False when another call proved it first, or it is gone. */
export async function markProved(tx: Tx, userId: string): Promise<boolean> {
  const { count } = await tx.secondFactor.updateMany({ where: { userId, confirmedAt: null }, data: { confirmedAt: new Date() } });
  return count === 1;
}

/** Uses the code of a time step up. False when this step or a later one was used: of parallel calls, one passes. */
export async function redeemStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { count } = await tx.secondFactor.updateMany({ where: { userId, lastStep: { lt: step } }, data: { lastStep: step } });
  return count === 1;
}

/** Uses a recovery code up. False when no code has this hash. */
export async function redeemRecoveryCode(tx: Tx, userId: string, codeHash: string): Promise<boolean> {
  const { count } = await tx.recoveryCode.deleteMany({ where: { userId, codeHash } });
  return count === 1;
}

export function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId } });
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: readonly string[]): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ userId, codeHash })) });
}

/** Removes the app and its recovery codes. False when there was none in use. */
export async function deleteFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const { count } = await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } });
  await tx.secondFactor.deleteMany({ where: { userId } });
  return count === 1;
}

/** Removes an app that came within the last seven days: who took an account over may have added their own. */
export async function deleteNewFactor(tx: Tx, userId: string): Promise<void> {
  const { count } = await tx.secondFactor.deleteMany({ where: { userId, createdAt: { gt: new Date(Date.now() - 7 * 86_400_000) } } });
  if (count > 0) await tx.recoveryCode.deleteMany({ where: { userId } });
}
