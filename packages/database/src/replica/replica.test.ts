// @on-demand scale
// A primary and a replica that streams from it: what is read may come from either, and is never older than the primary's state.
import { setTimeout as delay } from "node:timers/promises";
import { metrics } from "@archipel/observability/metrics.ts";
import { startReplicatedDatabase } from "@archipel/testing/replicated-servers.ts";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Database, openDatabase, type Read } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { withStatementLimits } from "../statement-limits.ts";

let servers: Awaited<ReturnType<typeof startReplicatedDatabase>>;
/** Two processes. */
let one: Database;
let other: Database;
let replica: pg.Client;

const visitor = { userId: null, communityId: null };
const WHO = "SELECT pg_is_in_recovery() AS here, n, current_setting('role') AS role FROM public.counted";
interface Seen {
  here: boolean;
  n: number;
  role: string;
}

const open = () => openDatabase({ kind: "server", url: servers.url, replicaUrl: servers.replicaUrl, poolSize: 4 });
const count = (on: Database) =>
  on.driver.transaction(async (sql) => Number((await sql.query<{ n: number }>("UPDATE counted SET n = n + 1 RETURNING n"))[0]?.n));

/** The ways to read, each with whether the replica answered, and the number that it saw. */
const ways: ((on: Database) => Promise<[boolean, number]>)[] = [
  async (on) => {
    const [row] = await on.readAs({ role: "tenant", ...visitor }).query<Seen>(WHO);
    expect(row?.role).toBe("archipel_app");
    return [row?.here === true, Number(row?.n)];
  },
  async (on) => {
    const [row] = await on.readAs({ role: "tenant", ...visitor }).texts({ text: WHO, values: [] }, true);
    return [row?.[0] === "t", Number(row?.[1])];
  },
  async (on) => {
    const text = "SELECT convert_to(pg_is_in_recovery()::text || ' ' || n, 'utf8') FROM public.counted";
    const found = await on.readAs({ role: "tenant", ...visitor }).bytes({ text, values: [] }, true);
    const [here, n] = Buffer.from(found ?? [])
      .toString()
      .split(" ");
    return [here === "true", Number(n)];
  },
  async (on) => {
    const read: Read<Seen> = { sql: Prisma.raw(WHO) };
    const { seen } = await on.readTogether(visitor, { seen: read }, "replica-too");
    return [seen[0]?.here === true, Number(seen[0]?.n)];
  },
];
const readBy = (way: number, on: Database) => (ways[way % ways.length] as (on: Database) => Promise<[boolean, number]>)(on);

/** Waits until the replica answers a process. */
const replicaAnswers = (on: Database) => vi.waitUntil(async () => (await readBy(0, on))[0], { timeout: 20_000, interval: 20 });

beforeAll(async () => {
  servers = await startReplicatedDatabase();
  [one, other] = [await open(), await open()];
  await one.driver.script(
    "CREATE TABLE counted (n integer NOT NULL); INSERT INTO counted VALUES (0); GRANT SELECT ON counted TO archipel_app",
  );
  // The replica may not have the database yet: it refuses until then, and a client connects once.
  replica = await vi.waitFor(
    async () => {
      const client = new pg.Client({ connectionString: servers.replicaAdminUrl });
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    { timeout: 20_000 },
  );
  await replicaAnswers(one);
  await replicaAnswers(other);
}, 120_000);
afterEach(async () => {
  await replicaAnswers(one);
  await replicaAnswers(other);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await replica.end().catch(() => {});
  await servers.stop();
});

test("who writes in one process reads the write in every process, by every way", async () => {
  let fromReplica = 0;
  for (let turn = 0; turn < 400; turn++) {
    const written = await count(turn % 2 === 0 ? one : other);
    // At once, and when the replica may have replayed it.
    if (turn % 4 > 0) await delay(turn % 12);
    for (const on of [one, other]) {
      const [here, n] = await readBy(turn, on);
      expect([turn, n]).toEqual([turn, written]);
      if (here) fromReplica++;
    }
  }
  expect(fromReplica, "the replica takes part").toBeGreaterThan(0);
});

test("while others write, nobody reads less than what was committed before the call", async () => {
  const state = { committed: 0, isOver: false };
  const writers = [one, other].map(async (on) => {
    while (!state.isOver) state.committed = Math.max(state.committed, await count(on));
  });
  const wrong: unknown[] = [];
  const readers = Array.from({ length: 8 }, async (_, reader) => {
    for (let turn = 0; turn < 150; turn++) {
      const before = state.committed;
      const [, n] = await readBy(reader, turn % 2 === 0 ? one : other);
      if (n < before) wrong.push({ reader, turn, n, before });
    }
  });
  await Promise.all(readers);
  state.isOver = true;
  await Promise.all(writers);
  expect(wrong).toEqual([]);
});

test("a replica that is late is not read, and is read again when it has caught up", async () => {
  await replica.query("SELECT pg_wal_replay_pause()");
  try {
    const written = await count(one);
    for (let turn = 0; turn < 20; turn++) expect(await readBy(turn, other)).toEqual([false, written]);
  } finally {
    await replica.query("SELECT pg_wal_replay_resume()");
  }
  await replicaAnswers(other);
});

test("reads that wait for a replica that no longer answers get their rows from the primary within two seconds", async () => {
  const written = await count(one);
  await replicaAnswers(one);
  const read = async () => {
    const begun = performance.now();
    const found = await Promise.all(Array.from({ length: 12 }, (_, way) => readBy(way, one)));
    return { found, took: performance.now() - begun };
  };
  const { took: usual } = await read();
  servers.replica.freeze();
  try {
    const { found, took } = await read();
    expect(found).toEqual(Array.from({ length: 12 }, () => [false, written]));
    // Beside what the machine takes for the reads themselves.
    expect(took).toBeLessThan(2000 + 10 * usual);
    expect(await metrics.getSingleMetricAsString("archipel_database_replica_usable"), "it is known to be away").toMatch(/ 0$/m);
  } finally {
    servers.replica.thaw();
  }
});

test("a replica that stops and starts again costs no reader an error", async () => {
  const state = { isOver: false, reads: 0 };
  const readers = Array.from({ length: 6 }, async (_, way) => {
    while (!state.isOver) {
      await readBy(way, way % 2 === 0 ? one : other);
      state.reads++;
      await delay(2);
    }
  });
  await replica.end();
  await servers.replica.stop();
  const written = await count(one);
  expect(await readBy(0, other)).toEqual([false, written]);
  await servers.replica.start();
  await replicaAnswers(one);
  state.isOver = true;
  await Promise.all(readers);
  expect(state.reads).toBeGreaterThan(0);
});

test("a statement that takes too long is not asked of the primary too, and a wrong one leaves the replica as it is", async () => {
  const reads = one.readAs({ role: "tenant", ...visitor });
  // On a busy machine it can be away once for another reason, and not each time.
  const stillAnswers: boolean[] = [];
  for (let turn = 0; turn < 5 && !stillAnswers.includes(true); turn++) {
    await replicaAnswers(one);
    await expect(reads.query("SELECT 1 / (n - n) FROM public.counted")).rejects.toThrow("division by zero");
    stillAnswers.push((await readBy(0, one))[0]);
  }
  expect(stillAnswers).toContain(true);
  const begun = performance.now();
  const slow = withStatementLimits({ milliseconds: 600, isParallel: false }, () =>
    one.readAs({ role: "tenant", ...visitor }).query("SELECT pg_sleep(30)"),
  );
  await expect(slow).rejects.toMatchObject({ code: "57014" });
  // The primary would wait as long again.
  expect(performance.now() - begun, "once, not twice").toBeLessThan(1200);
});

test("what the primary alone may answer is never asked of the replica", async () => {
  const lens = await one.readAs({ role: "lens", ...visitor }).query<Seen>("SELECT pg_is_in_recovery() AS here");
  const together = await one.readTogether(visitor, { seen: { sql: Prisma.raw(WHO) } as Read<Seen> });
  expect([lens[0]?.here, together.seen[0]?.here]).toEqual([false, false]);
  // A server that is no replica, by mistake of the operator.
  const mistaken = await openDatabase({ kind: "server", url: servers.url, replicaUrl: servers.url, poolSize: 2 });
  const written = await count(one);
  for (let turn = 0; turn < 8; turn++) expect(await readBy(turn, mistaken)).toEqual([false, written]);
  await mistaken.close();
});
