import type { Database } from "@archipel/database/database.ts";
import { describe, expect, it } from "vitest";
import { createCommunity, createDataset } from "./factories.ts";
import { openTestDatabase, testDatabaseKind } from "./test-database.ts";

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openTestDatabase();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** What a test file can see of earlier ones. */
async function visibleState(database: Database) {
  const [counts] = await database.driver.execute<object>(`SELECT
    (SELECT count(*) FROM communities) AS communities, (SELECT count(*) FROM datasets) AS datasets, (SELECT count(*) FROM queue.job) AS jobs,
    (SELECT count(*) FROM _prisma_migrations) AS migrations, (SELECT count(*) FROM queue.version) AS versions,
    (SELECT count(*) FROM pg_tables WHERE schemaname IN ('layers', 'public', 'queue')) AS tables,
    (SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND tablename IN ('communities', 'datasets')) AS statistics,
    (SELECT reltuples FROM pg_class WHERE oid = 'datasets'::regclass) AS rows,
    nextval(pg_get_serial_sequence('outbox_events', 'sequence')) AS sequence, current_setting('work_mem') AS memory`);
  return counts;
}
const engineOf = async (database: Database) =>
  (await database.driver.execute<{ started: Date }>("SELECT pg_postmaster_start_time() AS started"))[0]?.started;

async function leaveTraces(database: Database): Promise<void> {
  const { id } = await createCommunity(database);
  await createDataset(database, id);
  await database.driver.execute("CREATE TABLE layers.left_behind (fid bigserial PRIMARY KEY, name text)");
  await database.driver.execute("CREATE VIEW layers.seen AS SELECT * FROM layers.left_behind");
  await database.driver.execute("CREATE SCHEMA other; CREATE TABLE other.one (id int)");
  await database.driver.execute("SELECT nextval(pg_get_serial_sequence('outbox_events', 'sequence')); SET work_mem = '7MB'");
  await database.driver.execute("DELETE FROM queue.version; ANALYZE communities; ANALYZE datasets");
}

describe("a test database", () => {
  it("shows nothing of the previous test database", async () => {
    const untouched = await withDatabase(visibleState);
    await withDatabase(leaveTraces);
    expect(await withDatabase(visibleState)).toEqual(untouched);
  });

  it("refuses callers that still use it after it is closed", async () => {
    const database = await openTestDatabase();
    await database.close();
    await expect(database.withSystem((tx) => tx.community.count())).rejects.toThrow();
    await expect(database.driver.execute("SELECT 1")).rejects.toThrow();
  });

  it("is separate from a second one of the same file", async () => {
    await withDatabase(async (first) => {
      await createCommunity(first);
      await withDatabase(async (second) => {
        expect(await second.withSystem((tx) => tx.community.count())).toBe(0);
      });
      expect(await first.withSystem((tx) => tx.community.count())).toBe(1);
    });
  });

  it.runIf(testDatabaseKind === "embedded")("reuses its engine, unless the schema was changed", async () => {
    const first = await withDatabase(engineOf);
    await withDatabase(leaveTraces);
    expect(await withDatabase(engineOf)).toEqual(first);
    await withDatabase((database) => database.driver.execute("ALTER TABLE datasets ADD COLUMN surplus text"));
    expect(await withDatabase(engineOf)).not.toEqual(first);
    expect(
      await withDatabase((database) => database.driver.execute("SELECT FROM information_schema.columns WHERE column_name = 'surplus'")),
    ).toEqual([]);
  });
});
