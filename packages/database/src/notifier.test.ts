import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "./database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("calls listeners on a signal, until they stop listening", async () => {
  let heard = 0;
  const stop = database.notifier.onSignal(() => heard++);
  database.notifier.signal();
  await expect.poll(() => heard).toBeGreaterThan(0);
  stop();
  const before = heard;
  database.notifier.signal();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toBe(before);
});

test("delivers texts in order and unchanged, and refuses a text that is too long", async () => {
  const heard: string[] = [];
  const stop = database.notifier.onBroadcast((text) => heard.push(text));
  // On a server, wait until the connection is up: texts are not kept for later listeners.
  const isHeard = () => {
    database.notifier.broadcast("?");
    return heard.length > 0;
  };
  await expect.poll(isHeard).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  heard.length = 0;
  const words = ['{"à":"l\'heure"}', "two\nlines", ...Array.from({ length: 40 }, (_, index) => `${index} ${"é".repeat(400)}`)];
  for (const word of words) database.notifier.broadcast(word);
  await expect.poll(() => heard).toEqual(words);
  expect(() => database.notifier.broadcast("é".repeat(3001))).toThrow(RangeError);
  stop();
  database.notifier.broadcast("nobody");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toEqual(words);
});

test.runIf(testDatabaseKind === "server")("sends few NOTIFYs for many signals, and reconnects after a broken connection", async () => {
  let heard = 0;
  const stop = database.notifier.onSignal(() => heard++);
  // Wait until the connection is up, so that another process would be heard.
  const listeners = () =>
    database.driver.execute<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
  await expect.poll(async () => (await listeners()).length).toBe(1);
  heard = 0;
  for (let count = 0; count < 100; count++) database.notifier.signal();
  await new Promise((resolve) => setTimeout(resolve, 300));
  // Each signal reached the local listener at once; two NOTIFYs came back.
  expect(heard).toBeGreaterThan(100);
  expect(heard).toBeLessThan(104);

  const [first] = await listeners();
  await database.driver.execute("SELECT pg_terminate_backend($1::integer)", [first?.pid]);
  await expect.poll(async () => (await listeners()).map(({ pid }) => pid).filter((pid) => pid !== first?.pid).length).toBe(1);
  heard = 0;
  await database.driver.execute("SELECT pg_notify('archipel_words', 'not a word of ours')");
  await database.driver.execute("SELECT pg_notify('archipel_outbox', '')");
  await expect.poll(() => heard).toBe(1);
  stop();
});
