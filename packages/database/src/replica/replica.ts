import { countRead, replicaUsable } from "@archipel/observability/metrics.ts";
import pg from "pg";
import { openServer } from "../server-driver.ts";
import { isStatementTimeout } from "../statement-limits.ts";
import { type Answer, REPLAYED } from "./batch.ts";
import { type Lsn, parseLsn } from "./lsn.ts";

/** A replica that does not answer for this long is away: its reads are repeated on the primary. */
const PATIENCE_MS = 1000;
/** Between two looks at a replica that is well, or away. Together with the patience it stays below two seconds. */
const LOOK_MS = 500;
/** Between two looks at a replica that is late: the first is after the shorter time, and each waits twice as long as the one before. */
const [SHORTEST_MS, LONGEST_MS] = [5, 100];

/** Errors that a statement would also cause on the primary, or that only concern it: the replica is well. */
const OF_STATEMENT = /^(2[12]|4[024]|P0|LN)/;

export interface Replica {
  /**
   * Reads on the replica, if it shows all that the primary had committed when the read was asked for.
   *
   * @returns null when the primary must be read instead: the replica is away or late
   * @throws when the statement took longer than its limit
   */
  read<T>(ask: (pool: pg.Pool) => Promise<Answer<T>>): Promise<{ result: T } | null>;
  close(): Promise<void>;
}

/**
 * A streaming replica that answers as the primary would, or not at all.
 *
 * @param logEnd where the log of the primary ends, asked after the call
 */
export function openReplica({ url, poolSize }: { url: string; poolSize: number }, logEnd: () => Promise<Lsn>): Replica {
  const looks = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS });
  looks.on("error", () => {});
  looks.on("connect", (client) => client.on("error", () => {}));
  let reads = openReads();
  let state: "usable" | "late" | "away" = "away";
  let lateFor: Lsn = 0n;
  let lateMs = SHORTEST_MS;
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isClosed = false;
  replicaUsable.set(0);
  void look();

  function openReads() {
    const { pool, driver } = openServer({ url, poolSize, connectTimeoutMs: PATIENCE_MS });
    const clients = new Set<pg.PoolClient>();
    pool.on("connect", (client) => clients.add(client));
    pool.on("remove", (client) => clients.delete(client));
    return { pool, driver, clients };
  }

  function become(next: typeof state): void {
    state = next;
    replicaUsable.set(next === "away" ? 0 : 1);
  }

  /** Ends the reads that wait for a replica that is away: their callers read the primary. */
  function leave(): void {
    become("away");
    const { driver, clients } = reads;
    if (clients.size === 0) return;
    reads = openReads();
    void driver.close().catch(() => {});
    for (const client of clients) void (client as pg.PoolClient & { end(): Promise<void> }).end().catch(() => {});
  }

  async function look(): Promise<void> {
    if (isLooking || isClosed) return;
    isLooking = true;
    clearTimeout(timer);
    try {
      const { rows } = await looks.query<{ replayed: string | null }>(REPLAYED);
      const replayed = rows[0]?.replayed;
      if (typeof replayed !== "string") become("away");
      else if (state === "late" && parseLsn(replayed) < lateFor) lateMs = Math.min(2 * lateMs, LONGEST_MS);
      else become("usable");
    } catch {
      if (!isClosed) leave();
    } finally {
      isLooking = false;
      lookAfter(state === "late" ? lateMs : LOOK_MS);
    }
  }

  function lookAfter(milliseconds: number): void {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void look(), milliseconds).unref();
  }

  function fellBehind(needed: Lsn): void {
    if (state !== "usable") return;
    become("late");
    lateFor = needed;
    lateMs = SHORTEST_MS;
    lookAfter(lateMs);
  }

  async function ask<T>(question: (pool: pg.Pool) => Promise<Answer<T>>): Promise<{ result: T } | "late" | "away"> {
    if (state !== "usable") return state;
    // Without the primary there is no answer: its own error says so.
    const needed = await logEnd().catch(() => null);
    if (needed === null) return "away";
    try {
      const { result, replayed } = await question(reads.pool);
      if (replayed !== null && replayed >= needed) return { result };
      fellBehind(needed);
      return "late";
    } catch (error) {
      if (isStatementTimeout(error)) throw error;
      if (!(error instanceof pg.DatabaseError && OF_STATEMENT.test(error.code ?? "")) && state === "usable") {
        become("away");
        void look();
      }
      return "away";
    }
  }

  return {
    async read(question) {
      const answer = await ask(question);
      countRead(typeof answer === "string" ? answer : "replica");
      return typeof answer === "string" ? null : answer;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([looks.end(), reads.driver.close()]);
    },
  };
}
