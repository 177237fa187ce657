import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "./database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("who listens hears a ring, until it stops listening", async () => {
  let heard = 0;
  const stop = database.bell.onRing(() => heard++);
  database.bell.ring();
  await expect.poll(() => heard).toBeGreaterThan(0);
  stop();
  const before = heard;
  database.bell.ring();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toBe(before);
});

test.runIf(testDatabaseKind === "server")("many rings are few notices, and a broken connection is made again", async () => {
  let heard = 0;
  const stop = database.bell.onRing(() => heard++);
  // Connected: another process would be heard.
  const listeners = () =>
    database.driver.execute<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
  await expect.poll(async () => (await listeners()).length).toBe(1);
  heard = 0;
  for (let count = 0; count < 100; count++) database.bell.ring();
  await new Promise((resolve) => setTimeout(resolve, 300));
  // Each ring is heard here at once; of the notices, two came back.
  expect(heard).toBeGreaterThan(100);
  expect(heard).toBeLessThan(104);

  const [first] = await listeners();
  await database.driver.execute("SELECT pg_terminate_backend($1::integer)", [first?.pid]);
  await expect
    .poll(async () => (await listeners()).map(({ pid }) => pid).filter((pid) => pid !== first?.pid).length, { timeout: 5000 })
    .toBe(1);
  heard = 0;
  await database.driver.execute("SELECT pg_notify('archipel_outbox', '')");
  await expect.poll(() => heard).toBe(1);
  stop();
});
