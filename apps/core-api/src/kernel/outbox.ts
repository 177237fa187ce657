import type { CommunityId } from "@archipel/contracts/ids.ts";
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

/** What happened, as a durable reader is told. `communityId` is null for what is the platform's own. */
export interface OutboxEvent {
  sequence: number;
  topic: string;
  communityId: CommunityId | null;
  payload: unknown;
  createdAt: Date;
}

/**
 * Makes something of what happened, each event once in effect, however many processes run it and whenever they die. Events come about in
 * the order of their numbers; one whose transaction committed late, or whose handling failed, comes later.
 */
export interface OutboxReader<Services> {
  /** Its position is kept under this name: never change it. A name that is new starts with what happens from then on. */
  name: string;
  topics: readonly string[];
  /**
   * All that it does in the database it does by `sql` (the platform's scope), in the transaction that moves the position: both happen, or
   * none. It opens no other transaction and reaches nothing outside, for it may be run again. When it throws, the event is tried again
   * later and later, while the events after it go on.
   *
   * @param committed takes what may be done once that transaction is committed, such as a word to open pages: it is lost when the process
   *   dies just then
   */
  handle(services: Services, sql: SqlSession, event: OutboxEvent, committed: (then: () => void) => void): Promise<void>;
}
