import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "./database.ts";
import { isStatementTimeout, statementLimits, withStatementLimits, withTimeLeft } from "./statement-limits.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const visitor = { userId: null, communityId: null };
const SETTINGS = "SELECT current_setting('statement_timeout') AS timeout, current_setting('max_parallel_workers_per_gather') AS workers";
interface Settings {
  timeout: string;
  workers: string;
}

it("each transaction of a call has its limits, by raw SQL and by Prisma, and no other has", async () => {
  const bySql = async () => (await database.sqlAs({ role: "system" }, (sql) => sql.query<Settings>(SETTINGS)))[0];
  const byPrisma = async () =>
    (
      await database.withTenant(
        visitor,
        (tx) =>
          tx.$queryRaw<
            Settings[]
          >`SELECT current_setting('statement_timeout') AS timeout, current_setting('max_parallel_workers_per_gather') AS workers`,
      )
    )[0];
  const usual = await bySql();
  const limited = await withStatementLimits({ milliseconds: 1500, isParallel: false }, async () => [await bySql(), await byPrisma()]);
  expect(limited).toEqual(Array(2).fill({ timeout: "1500ms", workers: "0" }));
  expect(await withStatementLimits({ milliseconds: 1500, isParallel: true }, byPrisma)).toEqual({ ...usual, timeout: "1500ms" });
  expect([await bySql(), await byPrisma()]).toEqual([usual, usual]);
});

it("limits inside limits can only be stricter", () => {
  const inside = (milliseconds: number) =>
    withStatementLimits({ milliseconds: 3000, isParallel: false }, () =>
      withStatementLimits({ milliseconds, isParallel: true }, () => statementLimits()),
    );
  expect(inside(10_000)).toEqual({ milliseconds: 3000, isParallel: false });
  expect(inside(1000)).toEqual({ milliseconds: 1000, isParallel: false });
});

it("a statement has what is left of a time, and never none", () => {
  let secondsLeft = 5;
  withTimeLeft(
    () => secondsLeft,
    () => {
      expect(statementLimits()).toEqual({ milliseconds: 5000, isParallel: true });
      secondsLeft = 1.9612;
      expect(statementLimits()).toEqual({ milliseconds: 2000, isParallel: true });
      expect(withStatementLimits({ milliseconds: 3000, isParallel: false }, statementLimits)).toEqual({
        milliseconds: 2000,
        isParallel: false,
      });
      // PostgreSQL takes 0 for no limit.
      secondsLeft = 0;
      expect(statementLimits()?.milliseconds).toBe(1);
      secondsLeft = 1e9;
      expect(statementLimits()?.milliseconds).toBe(2 ** 31 - 1);
    },
  );
});

it("a statement that takes longer is cancelled, and its error is recognised", async () => {
  // The embedded database ignores the limit.
  if (database.kind === "embedded") return;
  const failures = await withStatementLimits({ milliseconds: 20, isParallel: true }, () =>
    Promise.allSettled([
      database.sqlAs({ role: "system" }, (sql) => sql.query("SELECT pg_sleep(5)")),
      database.withSystem((tx) => tx.$queryRaw`SELECT pg_sleep(5)::text`),
    ]),
  );
  expect(failures.map((failure) => failure.status === "rejected" && isStatementTimeout(failure.reason))).toEqual([true, true]);
  expect(isStatementTimeout(new Error("another"))).toBe(false);
});
