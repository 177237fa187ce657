import type { Tx } from "@archipel/database/database.ts";
import type { PublicKey } from "@archipel/signatures/keys.ts";
import type { Sealed } from "../../../kernel/sealed.ts";

export function keyInUse(tx: Tx) {
  return tx.answerKey.findFirst({ where: { endedAt: null } });
}

/** All keys, the latest first. */
export function allKeys(tx: Tx) {
  return tx.answerKey.findMany({ orderBy: { createdAt: "desc" } });
}

/** Nothing, when another process has put a key in use meanwhile. */
export async function insertKey(tx: Tx, { publicKey, sealedKey }: { publicKey: PublicKey; sealedKey: Sealed }): Promise<void> {
  await tx.answerKey.createMany({ data: [{ id: publicKey.kid, publicKey, sealedKey }], skipDuplicates: true });
}

/** Takes the key out of use. */
export async function endKey(tx: Tx, at: Date): Promise<void> {
  await tx.answerKey.updateMany({ where: { endedAt: null }, data: { endedAt: at } });
}
