import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Records an event for later readers (caches, live maps, mail), in the transaction that causes it. */
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

/** An event as a durable reader gets it. `communityId` is null for events of the platform. */
export interface OutboxEvent {
  sequence: number;
  topic: string;
  communityId: CommunityId | null;
  payload: unknown;
  createdAt: Date;
}

/**
 * Handles events. Each event has its effect once, however many processes run the reader and whenever they die. Events come in the order of
 * their numbers; one that was committed late, or whose handling failed, comes later.
 */
export interface OutboxReader<Services> {
  /** Its position is stored under this name: never change it. A new name starts with new events. */
  name: string;
  topics: readonly string[];
  /**
   * Does all its work in the database by `sql` (system scope), in the transaction that moves the position: both happen, or neither. It
   * opens no other transaction and changes nothing outside, because it may run again. When it throws, the event is retried at growing
   * intervals, while later events go on.
   *
   * @param committed takes callbacks to run after the commit, such as a notification of open pages; they are lost when the process dies
   * before
   */
  handle(services: Services, sql: SqlSession, event: OutboxEvent, committed: (then: () => void) => void): Promise<void>;
}
