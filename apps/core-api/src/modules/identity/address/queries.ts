import type { Tx } from "@archipel/database/database.ts";

/** Deletes the personal keys that were made while a change of address could be taken back. */
export async function deleteNewKeys(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM api_keys WHERE user_id = ${userId}::uuid AND created_at > now() - interval '7 days'`;
}
