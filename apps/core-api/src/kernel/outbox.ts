import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Tells later readers (caches, live maps, mail) what happened, in the transaction that makes it happen. */
export async function emit(tx: Tx, topic: string, communityId: string | null, payload: Prisma.InputJsonObject): Promise<void> {
  await tx.outboxEvent.createMany({ data: [{ topic, communityId, payload }] });
}

/** The same, in a transaction of raw SQL. */
export async function emitIn(sql: SqlSession, topic: string, communityId: string | null, payload: Prisma.InputJsonObject): Promise<void> {
  await sql.query("INSERT INTO outbox_events (topic, community_id, payload) VALUES ($1, $2::uuid, $3::jsonb)", [
    topic,
    communityId,
    JSON.stringify(payload),
  ]);
}
