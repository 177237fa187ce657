import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database, Read } from "./database.ts";
import { Prisma } from "./generated/client.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const visitor = { userId: null, communityId: null };
const numbers = (to: number): Read<{ n: number }> => ({ sql: Prisma.sql`SELECT n FROM generate_series(1, ${to}::integer) n` });
const role: Read<{ role: string }> = { sql: Prisma.sql`SELECT current_setting('role') AS role` };

test("returns the rows of each statement under its name, and none for a statement that is left out", async () => {
  const read = (to: number) => database.readTogether(visitor, { few: numbers(to), role, none: null as Read<{ n: number }> | null });
  expect(await read(2)).toEqual({ few: [{ n: 1 }, { n: 2 }], role: [{ role: "archipel_app" }], none: [] });
  expect((await read(3)).few, "the plan that is kept reads other values").toHaveLength(3);
  expect(await database.readTogether(visitor, {})).toEqual({});
});

test("keeps types as transactions of Prisma have them", async () => {
  const at = new Date("2026-11-29T01:02:03.004Z");
  const sql = Prisma.sql`SELECT ${at}::timestamptz AS at, ${["a", "b'\\"]}::text[] AS texts, 2::bigint AS big, '{"a":[1]}'::jsonb AS json, NULL::text AS none`;
  const { row } = await database.readTogether(visitor, { row: { sql } as Read<object> });
  expect(row).toEqual([{ at, texts: ["a", "b'\\"], big: 2, json: { a: [1] }, none: null }]);
});

test("cannot write", async () => {
  const sql = Prisma.sql`INSERT INTO communities (id, slug, name) VALUES (gen_random_uuid(), 'x', 'x') RETURNING id`;
  await expect(database.readTogether(visitor, { row: { sql } as Read<object> })).rejects.toThrow(/read-only|permission denied|row-level/);
});

test("fails as a whole, and the connection serves the next call in its own scope", async () => {
  const broken: Read<object> = { sql: Prisma.sql`SELECT 1 / ${0}::integer AS n` };
  for (let turn = 0; turn < 12; turn++) {
    await expect(database.readTogether(visitor, { few: numbers(1), broken, role })).rejects.toThrow("division by zero");
  }
  expect((await database.readTogether(visitor, { role })).role).toEqual([{ role: "archipel_app" }]);
  expect(await database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT current_setting('role') AS role"))).toEqual([
    { role: "archipel_system" },
  ]);
});

test("calls at the same time do not see one another's values or scopes", async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      index % 3 === 0
        ? database.withSystem((tx) => tx.$queryRaw<{ role: string }[]>`SELECT current_setting('role') AS role`)
        : (await database.readTogether(visitor, { few: numbers(index), role })).few.length,
    ),
  );
  for (const [index, answer] of answers.entries()) expect(answer).toEqual(index % 3 === 0 ? [{ role: "archipel_system" }] : index);
});

test.skipIf(testDatabaseKind === "embedded")("fails when the server ends the connection, and the next call gets another one", async () => {
  const slow: Read<object> = { sql: Prisma.sql`SELECT pg_sleep(${30}::integer) AS batch_that_is_ended` };
  const reading = database.readTogether(visitor, { role, slow });
  const ended = expect(reading).rejects.toThrow();
  await vi.waitUntil(async () => {
    const rows = await database.driver.execute(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%batch_that_is_ended%' AND pid <> pg_backend_pid()",
    );
    return rows.length > 0;
  });
  await ended;
  expect((await database.readTogether(visitor, { role })).role).toEqual([{ role: "archipel_app" }]);
});

test.skipIf(testDatabaseKind === "embedded")("a value that cannot be sent fails the call alone", async () => {
  const circle: unknown[] = [];
  circle.push({ circle });
  const unsendable: Read<object> = { sql: Prisma.sql`SELECT ${circle[0] as string}::text AS text` };
  await expect(database.readTogether(visitor, { unsendable })).rejects.toThrow();
  expect((await database.readTogether(visitor, { role })).role).toEqual([{ role: "archipel_app" }]);
});

test("a call inside a transaction is refused, which would wait for itself on the embedded database", async () => {
  await expect(database.withTenant(visitor, () => database.readTogether(visitor, { role }))).rejects.toThrow("already open");
});

test("a single statement reads in its own scope and snapshot, by parameters, and leaves nothing to the next caller", async () => {
  const text =
    "SELECT current_user AS role, current_setting('transaction_isolation') AS level, $1::integer + 1 AS n, ARRAY[$2::text] AS texts";
  const read = (scope: Parameters<Database["readAs"]>[0]) => database.readAs(scope).query(text, [1, "a'\\"]);
  const [tenant, system] = [{ role: "tenant", ...visitor } as const, { role: "system" } as const];
  expect(await read(tenant)).toEqual([{ role: "archipel_app", level: "repeatable read", n: 2, texts: ["a'\\"] }]);
  await expect(database.readAs(system).query("SELECT 1 / $1::integer AS n", [0])).rejects.toThrow("division by zero");
  await expect(database.readAs(system).query("CREATE TABLE t (n integer)")).rejects.toThrow(/read-only/);
  expect(await read(system)).toEqual([{ role: "archipel_system", level: "repeatable read", n: 2, texts: ["a'\\"] }]);
  const [row] = await database.driver.execute<{ role: string; user: string }>("SELECT current_user AS role, session_user AS user");
  expect(row?.role, "the scope ended with its transaction").toBe(row?.user);
});

test("single reads give texts as the database writes them, with a plan that is kept or without", async () => {
  const statement = {
    text: "SELECT 1::bigint, true, NULL::text, 'é'::text, 1.5::float8, '{1,2}'::int[] WHERE $1::integer > 0",
    values: [1],
  };
  for (const isKept of [false, true, true]) {
    const rows = await database.readAs({ role: "tenant", ...visitor }).texts(statement, isKept);
    expect(rows).toEqual([["1", "t", null, "é", "1.5", "{1,2}"]]);
  }
  expect(await database.readAs({ role: "tenant", ...visitor }).texts({ ...statement, values: [0] }, true)).toEqual([]);
});

test.skipIf(testDatabaseKind === "embedded")(
  "a connection keeps the plans that were used last, and reads what it forgot again",
  async () => {
    const reads = database.readAs({ role: "tenant", ...visitor });
    const read = (index: number) => reads.texts({ text: `SELECT ${index}::text || $1::text`, values: ["!"] }, true);
    for (let index = 0; index < 230; index++) expect(await read(index)).toEqual([[`${index}!`]]);
    const count = () => reads.query<{ count: number }>("SELECT count(*)::integer AS count FROM pg_prepared_statements");
    // The first one itself brings a new plan, the opening of reads whose plan is not kept: one is closed for it behind the statement.
    await count();
    expect((await count())[0]?.count).toBe(200);
    expect(await read(0)).toEqual([["0!"]]);
  },
);
