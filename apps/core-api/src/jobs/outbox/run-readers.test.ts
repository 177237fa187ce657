import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Core } from "../../kernel/core.ts";
import { emitIn, type OutboxEvent, type OutboxReader } from "../../kernel/outbox.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { type RunningReaders, startReaders } from "./run-readers.ts";

let database: Database;
let core: Core;
let communityId: string;
const running = new Set<RunningReaders>();
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  communityId = (await createCommunity(database)).id;
  await database.driver.script(`CREATE TABLE handled (id bigserial PRIMARY KEY, reader text, n integer);
    GRANT ALL ON handled TO archipel_system; GRANT ALL ON SEQUENCE handled_id_seq TO archipel_system`);
});
afterEach(async () => {
  for (const readers of running) await readers.stop();
  running.clear();
});
afterAll(() => database.close());

const emitted = (n: number, topic = "test.happened") => database.sqlAs({ role: "system" }, (sql) => emitIn(sql, topic, communityId, { n }));
const numberOf = (event: OutboxEvent) => (event.payload as { n: number }).n;

/** A reader that records what it handled, in the transaction that it gets. */
function noting(name: string, also: (sql: SqlSession, event: OutboxEvent) => Promise<void> = async () => {}): OutboxReader<Core> {
  return {
    name,
    topics: ["test.happened"],
    async handle(_core, sql, event) {
      await sql.query("INSERT INTO handled (reader, n) VALUES ($1, $2::integer)", [name, numberOf(event)]);
      await also(sql, event);
    },
  };
}

async function start(...readers: OutboxReader<Core>[]): Promise<RunningReaders> {
  const started = await startReaders(core, readers);
  running.add(started);
  return started;
}

async function handled(reader: string): Promise<number[]> {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ n: number }>("SELECT n FROM handled WHERE reader = $1 ORDER BY id", [reader]),
  );
  return rows.map(({ n }) => n);
}
const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("durable readers of the outbox", () => {
  test("start with new events, and continue where they stopped", async () => {
    await emitted(1);
    const first = await start(noting("a"));
    await emitted(2);
    await emitted(3, "test.other");
    database.notifier.signal();
    await expect.poll(() => handled("a")).toEqual([2]);
    await first.stop();
    await emitted(4);
    // Without a notification, polling finds the event.
    await start(noting("a"));
    await expect.poll(() => handled("a")).toEqual([2, 4]);
    await emitted(5);
    await expect.poll(() => handled("a")).toEqual([2, 4, 5]);
  });

  test("get the community and the time of an event", async () => {
    const told: OutboxEvent[] = [];
    await start(noting("b", async (_sql, event) => void told.push(event)));
    await emitted(7);
    await database.sqlAs({ role: "system" }, (sql) => emitIn(sql, "test.happened", null, { n: 8 }));
    await expect.poll(() => told.length).toBe(2);
    expect(told[0]).toMatchObject({ topic: "test.happened", communityId, payload: { n: 7 }, createdAt: expect.any(Date) });
    expect(told[1]).toMatchObject({ communityId: null });
  });

  test("two processes handle each event once", async () => {
    await start(noting("c"));
    await start(noting("c"));
    for (const n of upTo(60)) {
      await emitted(n);
      if (n % 7 === 0) database.notifier.signal();
    }
    database.notifier.signal();
    await expect.poll(async () => (await handled("c")).length).toBe(60);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await handled("c")).toEqual(upTo(60));
  });

  test("a handler that throws leaves no effect, is retried, and delays neither later events nor other readers", async () => {
    let failures = 0;
    const failing = noting("d", async (_sql, event) => {
      if (numberOf(event) === 2 && ++failures <= 2) throw new Error("not now");
    });
    await start(failing, noting("e"));
    for (const n of upTo(4)) await emitted(n);
    database.notifier.signal();
    await expect.poll(() => handled("d"), { timeout: 1500, interval: 30 }).toEqual([1, 3, 4]);
    await expect.poll(() => handled("e")).toEqual([1, 2, 3, 4]);
    await expect.poll(() => handled("d")).toEqual([1, 3, 4, 2]);
    expect(failures).toBe(3);
    const left = await database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT FROM outbox_retries"));
    expect(left).toEqual([]);
  });

  test("a caught SQL error is a failure too: the position does not move without the effect", async () => {
    let tries = 0;
    await start(
      noting("f", async (sql) => {
        if (++tries === 1) await sql.query("SELECT 1/0").catch(() => {});
      }),
    );
    await emitted(1);
    await expect.poll(() => handled("f")).toEqual([1]);
    expect(tries).toBe(2);
  });

  test("many events that are others' business are passed over", async () => {
    await start(noting("g"));
    await database.sqlAs({ role: "system" }, (sql) =>
      sql.query("INSERT INTO outbox_events (topic, payload) SELECT 'test.other', '{}' FROM generate_series(1, 1700)"),
    );
    await emitted(1);
    database.notifier.signal();
    await expect.poll(() => handled("g")).toEqual([1]);
  });

  test.runIf(testDatabaseKind === "server")(
    "an event committed late is handled late, although the reader was restarted meanwhile",
    async () => {
      const first = await start(noting("h"));
      let commit = () => {};
      const open = new Promise<void>((resolve) => {
        commit = resolve;
      });
      const late = (n: number, isUndone: boolean) => {
        let hasNumber = () => {};
        const numbered = new Promise<void>((resolve) => {
          hasNumber = resolve;
        });
        const over = database
          .sqlAs({ role: "system" }, async (sql) => {
            await emitIn(sql, "test.happened", communityId, { n });
            hasNumber();
            await open;
            if (isUndone) throw new Error("undone");
          })
          .catch(() => {});
        return { numbered, over };
      };
      const [kept, undone] = [late(1, false), late(2, true)];
      await Promise.all([kept.numbered, undone.numbered]);
      await emitted(3);
      database.notifier.signal();
      await expect.poll(() => handled("h")).toEqual([3]);
      await first.stop();
      // Registered while both transactions are open: they commit later, so the reader gets their events.
      await start(noting("h"), noting("i"));
      await new Promise((resolve) => setTimeout(resolve, 3500));
      commit();
      await Promise.all([kept.over, undone.over]);
      await expect.poll(() => handled("h")).toEqual([3, 1]);
      await expect.poll(() => handled("i")).toEqual([1]);
      const awaited = () =>
        database.sqlAs({ role: "system" }, (sql) =>
          sql.query<{ missing: unknown }>("SELECT missing FROM outbox_readers WHERE name IN ('h', 'i') AND missing <> '[]'"),
        );
      await expect.poll(awaited).toEqual([]);
    },
  );

  test.runIf(testDatabaseKind === "server")(
    "transactions that end in any order, three runners: nothing is missed, nothing doubled",
    async () => {
      for (let count = 0; count < 3; count++) await start(noting("j"));
      const kept = new Set<number>();
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let round = 0; round < 25; round++) {
          const n = writer * 100 + round;
          const isKept = (n * 7919) % 5 !== 0;
          if (isKept) kept.add(n);
          await database
            .sqlAs({ role: "system" }, async (sql) => {
              await emitIn(sql, "test.happened", communityId, { n });
              await new Promise((resolve) => setTimeout(resolve, (n * 104_729) % 60));
              if (!isKept) throw new Error("undone");
            })
            .catch(() => {});
          if (round % 3 === 0) database.notifier.signal();
        }
      });
      await Promise.all(writers);
      await expect.poll(async () => (await handled("j")).length).toBe(kept.size);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(sorted(await handled("j"))).toEqual(sorted([...kept]));
    },
  );
});
