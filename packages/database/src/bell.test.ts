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

test("what is said is heard in order, word for word, and a word that is too long is refused", async () => {
  const heard: string[] = [];
  const stop = database.bell.onSaid((text) => heard.push(text));
  // Connected, on a server: nothing is kept for who comes later.
  const isHeard = () => {
    database.bell.say("?");
    return heard.length > 0;
  };
  await expect.poll(isHeard).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  heard.length = 0;
  const words = ['{"à":"l\'heure"}', "two\nlines", ...Array.from({ length: 40 }, (_, index) => `${index} ${"é".repeat(400)}`)];
  for (const word of words) database.bell.say(word);
  await expect.poll(() => heard).toEqual(words);
  expect(() => database.bell.say("é".repeat(3001))).toThrow(RangeError);
  stop();
  database.bell.say("nobody");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toEqual(words);
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
  await database.driver.execute("SELECT pg_notify('archipel_words', 'not a word of ours')");
  await database.driver.execute("SELECT pg_notify('archipel_outbox', '')");
  await expect.poll(() => heard).toBe(1);
  stop();
});
