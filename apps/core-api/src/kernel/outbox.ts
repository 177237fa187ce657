import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

/** Tells later readers (caches, live maps, mail) what happened, in the transaction that makes it happen. */
export async function emit(tx: Tx, topic: string, communityId: string | null, payload: Prisma.InputJsonObject): Promise<void> {
  await tx.outboxEvent.createMany({ data: [{ topic, communityId, payload }] });
}
