import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../kernel/core.ts";
import type { OutboxReader } from "../../kernel/outbox.ts";
import { dueRetry, type EventRow, lockPosition, newEvents, retryDone, retryLater, savePosition, scheduleRetry } from "./queries.ts";

const BATCH = 500;
const MOST_SECONDS = 3600;

/** Seconds before the next attempt: one, then doubled each time, up to an hour, until the outbox deletes the event. */
const backOff = (attempts: number) => Math.min(2 ** (attempts - 1), MOST_SECONDS);

const reasonOf = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, 500);

/** Callbacks that run once the transaction of a step is committed. */
type Callbacks = (() => void)[];

function handle(core: Core, sql: SqlSession, reader: OutboxReader<Core>, row: EventRow, callbacks: Callbacks): Promise<void> {
  const communityId = row.communityId === null ? null : provenCommunityId(row.communityId);
  return reader.handle(core, sql, { ...row, communityId }, (then) => callbacks.push(then));
}

/**
 * One step of a reader, in one transaction: its next event, or all new events when none has one of its topics.
 *
 * @returns whether there may be more to do at once; false also when another process holds the reader
 */
export async function readNext(core: Core, reader: OutboxReader<Core>): Promise<boolean> {
  const { name } = reader;
  let current: EventRow | undefined;
  const callbacks: Callbacks = [];
  try {
    const isMore = await core.database.sqlAs({ role: "system" }, (sql) =>
      advance(sql, reader, async (row) => {
        current = row;
        await handle(core, sql, reader, row, callbacks);
        return true;
      }),
    );
    for (const then of callbacks) then();
    return isMore;
  } catch (error) {
    if (!current) throw error;
    const { sequence, topic } = current;
    core.log.error({ err: error, reader: name, topic, sequence }, "outbox event not handled");
    return core.database.sqlAs({ role: "system" }, (sql) =>
      advance(sql, reader, async (row) => {
        if (row.sequence === sequence) await scheduleRetry(sql, name, sequence, backOff(1), reasonOf(error));
        return row.sequence === sequence;
      }),
    );
  }
}

/** @param take handles the next event; false leaves it for later */
async function advance(sql: SqlSession, reader: OutboxReader<Core>, take: (row: EventRow) => Promise<boolean>): Promise<boolean> {
  const window = await lockPosition(sql, reader.name);
  if (!window) return false;
  const { rows, snapshot, now } = await newEvents(sql, window, reader.topics, BATCH);
  if (rows.length === 0 && window.missing.size === 0) return false;
  const next = rows.findIndex(({ topic }) => reader.topics.includes(topic));
  const row = rows[next];
  if (row && !(await take(row))) return true;
  const seen = row ? rows.slice(0, next + 1) : rows;
  window.note(
    seen.map(({ sequence }) => sequence),
    now,
  );
  const isAll = seen.length === rows.length && rows.length < BATCH;
  if (isAll) window.settle(snapshot, now);
  await savePosition(sql, reader.name, window);
  return !isAll;
}

/**
 * Retries one failed event, if one is due.
 *
 * @returns whether another may be due
 */
export async function retryNext(core: Core, reader: OutboxReader<Core>): Promise<boolean> {
  const { name } = reader;
  let current: (EventRow & { attempts: number }) | undefined;
  const callbacks: Callbacks = [];
  try {
    const isMore = await core.database.sqlAs({ role: "system" }, async (sql) => {
      current = await dueRetry(sql, name);
      if (!current) return false;
      await handle(core, sql, reader, current, callbacks);
      await retryDone(sql, name, current.sequence);
      return true;
    });
    for (const then of callbacks) then();
    return isMore;
  } catch (error) {
    if (!current) throw error;
    const { sequence, topic, attempts } = current;
    core.log.error({ err: error, reader: name, topic, sequence, attempts: attempts + 1 }, "outbox event not handled again");
    await core.database.sqlAs({ role: "system" }, (sql) =>
      retryLater(sql, name, { sequence, attempts }, backOff(attempts + 1), reasonOf(error)),
    );
    return true;
  }
}
