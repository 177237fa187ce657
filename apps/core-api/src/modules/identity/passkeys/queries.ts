import type { Tx } from "@archipel/database/database.ts";

export type PasskeyRow = NonNullable<Awaited<ReturnType<typeof passkeyOfCredential>>>;

export function passkeyOfCredential(tx: Tx, credentialId: string) {
  return tx.passkey.findUnique({ where: { credentialId } });
}

export function passkeysOf(tx: Tx, userId: string) {
  return tx.passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
}

/** Passkeys that open the account: those without a copy. */
export function countUsable(tx: Tx, userId: string): Promise<number> {
  return tx.passkey.count({ where: { userId, copiedAt: null } });
}

interface NewPasskey {
  userId: string;
  credentialId: string;
  publicCose: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  name: string;
  isSynced: boolean;
}

/** @returns false when the passkey is known: of this account or of another */
export async function insertPasskey(tx: Tx, row: NewPasskey): Promise<boolean> {
  const { count } = await tx.passkey.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

export async function renameRow(tx: Tx, userId: string, id: string, name: string): Promise<boolean> {
  return (await tx.passkey.updateMany({ where: { id, userId }, data: { name } })).count === 1;
}

export async function deleteRow(tx: Tx, userId: string, id: string): Promise<void> {
  await tx.passkey.deleteMany({ where: { id, userId } });
}

/** Removes passkeys of the last seven days: who took an account over may have added their own. */
export async function deleteNewPasskeys(tx: Tx, userId: string): Promise<void> {
  await tx.passkey.deleteMany({ where: { userId, createdAt: { gt: new Date(Date.now() - 7 * 86_400_000) } } });
}

/**
 * Notes a use. A counter must rise, or stay 0 for authenticators that do not count.
 *
 * @returns false when the counter went back, or a copy was found before
 */
export async function raiseCounter(tx: Tx, id: string, counter: number): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE passkeys SET counter = ${counter}::bigint, last_used_at = now()
    WHERE id = ${id}::uuid AND copied_at IS NULL AND (counter < ${counter}::bigint OR (counter = 0 AND ${counter}::bigint = 0))`;
  return count === 1;
}

/** Ends a passkey of which there is a copy. @returns whether this call was the first to find it */
export async function markCopied(tx: Tx, id: string): Promise<boolean> {
  return (await tx.passkey.updateMany({ where: { id, copiedAt: null }, data: { copiedAt: new Date() } })).count === 1;
}

/** Keeps what must be signed next at a place: an earlier one there ends. */
export async function putChallenge(
  tx: Tx,
  row: { place: string; userId: string | null; challenge: string; expiresAt: Date },
): Promise<void> {
  await tx.passkeyChallenge.upsert({ where: { place: row.place }, create: row, update: row });
}

/** Uses the challenge of a place up: of parallel calls, one gets it. */
export async function redeemChallenge(tx: Tx, place: string): Promise<{ challenge: string; userId: string | null } | null> {
  const rows = await tx.$queryRaw<{ challenge: string; userId: string | null }[]>`
    DELETE FROM passkey_challenges WHERE place = ${place} AND expires_at > now() RETURNING challenge, user_id AS "userId"`;
  return rows[0] ?? null;
}

export function deleteExpiredChallenges(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM passkey_challenges WHERE expires_at < now()`;
}
