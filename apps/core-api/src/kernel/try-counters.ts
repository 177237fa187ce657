import type { Tx } from "@archipel/database/database.ts";

/** A counter that a try needs: `most` tries in `seconds`, counted from the first. */
export interface WantedTry {
  key: string;
  most: number;
  seconds: number;
}

export interface CounterRow {
  key: string;
  taken: number;
  hasRefused: boolean;
  /** Seconds until the counter starts again. */
  seconds: number;
}

/** Counters lost by a crash of the server harm nobody: the transaction does not wait for the disk. */
export async function withoutWaitingForDisk(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('synchronous_commit', 'off', true)`;
}

/** The counters that run, without a lock. */
export function runningCounters(tx: Tx, keys: readonly string[]): Promise<CounterRow[]> {
  return tx.$queryRaw<CounterRow[]>`
    SELECT key, taken, has_refused AS "hasRefused", greatest(1, ceil(extract(epoch FROM ends_at - now())))::int AS seconds
    FROM try_counters WHERE key = ANY (${[...keys]}) AND ends_at > now()`;
}

/**
 * Takes a try from each counter that has one left. Concurrent calls wait for each other at each row, in the order of keys.
 *
 * @returns the keys of these counters
 */
export async function takeTries(tx: Tx, wanted: readonly WantedTry[]): Promise<Set<string>> {
  const [keys, mosts, seconds] = [wanted.map(({ key }) => key), wanted.map(({ most }) => most), wanted.map((one) => one.seconds)];
  const rows = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO try_counters AS c (key, taken, most, ends_at)
    SELECT w.key, 1, w.most, now() + make_interval(secs => w.seconds)
    FROM unnest(${keys}::text[], ${mosts}::integer[], ${seconds}::integer[]) AS w (key, most, seconds) ORDER BY w.key
    ON CONFLICT (key) DO UPDATE SET
      taken = CASE WHEN c.ends_at <= now() THEN 1 ELSE c.taken + 1 END,
      has_refused = c.has_refused AND c.ends_at > now(),
      ends_at = CASE WHEN c.ends_at <= now() THEN excluded.ends_at ELSE c.ends_at END,
      most = excluded.most
    WHERE c.ends_at <= now() OR c.taken < excluded.most
    RETURNING c.key`;
  return new Set(rows.map(({ key }) => key));
}

/**
 * Locks counters in the order of keys, as `takeTries` does: two calls never wait for each other.
 *
 * @returns the keys of those that exist. Another call may have deleted one, and a third made it again meanwhile: who changed that one too would
 * lock it out of order
 */
async function lockCounters(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT key FROM try_counters WHERE key = ANY (${[...keys]}) ORDER BY key FOR UPDATE`;
  return new Set(rows.map(({ key }) => key));
}

/** Gives a try back to each counter that still runs; those of `forgotten` start again. */
export async function giveBackTries(tx: Tx, keys: readonly string[], forgotten: readonly string[] = []): Promise<void> {
  const locked = await lockCounters(tx, [...keys, ...forgotten]);
  const ours = (some: readonly string[]) => some.filter((key) => locked.has(key));
  await tx.$executeRaw`UPDATE try_counters SET taken = greatest(taken - 1, 0) WHERE key = ANY (${ours(keys)}) AND ends_at > now()`;
  await tx.$executeRaw`DELETE FROM try_counters WHERE key = ANY (${ours(forgotten)})`;
}

/** Notes that counters refused a try. @returns the keys of those that had not refused one before */
export async function noteRefusals(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const locked = await lockCounters(tx, keys);
  const rows = await tx.$queryRaw<{ key: string }[]>`
    UPDATE try_counters SET has_refused = true WHERE key = ANY (${[...locked]}) AND NOT has_refused RETURNING key`;
  return new Set(rows.map(({ key }) => key));
}

/** Keeps a fact for a time, as a counter that nothing takes from. */
export async function keepFact(tx: Tx, key: string, seconds: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO try_counters (key, taken, most, ends_at) VALUES (${key}, 0, 0, now() + make_interval(secs => ${seconds}::integer))
    ON CONFLICT (key) DO UPDATE SET ends_at = excluded.ends_at`;
}

/**
 * Deletes counters that ended, and entries of the journal that name a network after a year: a network is personal data.
 *
 * @returns the number of rows
 */
export async function deleteOldTries(tx: Tx): Promise<number> {
  // Those that a try is just using are left to it, so that neither waits for the other.
  const counters = await tx.$executeRaw`
    DELETE FROM try_counters WHERE key IN (SELECT key FROM try_counters WHERE ends_at < now() FOR UPDATE SKIP LOCKED)`;
  const entries = await tx.$executeRaw`
    DELETE FROM audit_entries
    WHERE community_id IS NULL AND actor_id IS NULL AND summary -> 'network' IS NOT NULL AND created_at < now() - interval '1 year'`;
  return counters + entries;
}
