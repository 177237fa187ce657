import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "./database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const statement = (text: string, ...values: unknown[]) => ({ text, values });
const bytes = (text: string, ...values: unknown[]) => database.sqlAs({ role: "system" }, (sql) => sql.bytes(statement(text, ...values)));

test("returns every byte unchanged, null for null and for no row, and empty for empty", async () => {
  const all = await bytes("SELECT decode(string_agg(lpad(to_hex(n), 2, '0'), ''), 'hex') FROM generate_series(0, 255) n");
  expect([...(all ?? [])]).toEqual(Array.from({ length: 256 }, (_, index) => index));
  expect(await bytes("SELECT NULL::bytea")).toBeNull();
  expect(await bytes("SELECT ''::bytea WHERE false")).toBeNull();
  expect(await bytes("SELECT ''::bytea")).toHaveLength(0);
});

test("returns megabytes whole, and the next query on the same connection too", async () => {
  await database.sqlAs({ role: "system" }, async (sql) => {
    const large = await sql.bytes(statement("SELECT decode(repeat('00ff10', $1::integer), 'hex')", 3_000_000));
    const [row] = await sql.query<{ n: number }>("SELECT 7 AS n");
    const next = await sql.bytes(statement("SELECT '\\x0102'::bytea"));
    expect(large).toHaveLength(9_000_000);
    expect(large?.every((byte, index) => byte === [0, 255, 16][index % 3])).toBe(true);
    expect([row?.n, [...(next ?? [])]]).toEqual([7, [1, 2]]);
  });
});

test("throws errors, and the next call works", async () => {
  await expect(bytes("SELECT (1 / 0)::text::bytea")).rejects.toThrow("division by zero");
  expect(await bytes("SELECT '\\x07'::bytea")).toHaveLength(1);
});

test("in one message with its scope: reads as the caller, keeps nothing for the next caller, and a failure ends nothing else", async () => {
  const who = "SELECT convert_to(concat_ws(' ', current_user, current_setting('archipel.user_id', true)), 'utf8')";
  const read = async (userId: string | null) =>
    Buffer.from((await database.readAs({ role: "tenant", userId, communityId: null }).bytes(statement(who))) ?? []).toString();
  const person = "00000000-0000-4000-8000-000000000001";
  expect(await read(person)).toBe(`archipel_app ${person}`);
  expect((await read(null)).trim()).toBe("archipel_app");
  await expect(database.readAs({ role: "system" }).bytes(statement("SELECT (1 / 0)::text::bytea"))).rejects.toThrow("division by zero");
  expect((await read(null)).trim()).toBe("archipel_app");
  const settings = `SELECT convert_to(concat_ws(' ', current_setting('transaction_isolation'), current_setting('transaction_read_only')), 'utf8')`;
  expect(Buffer.from((await database.readAs({ role: "system" }).bytes(statement(settings))) ?? []).toString()).toBe("repeatable read on");
});

test("with a plan that is kept: other values, other callers, and a failure in between", async () => {
  const text = "SELECT convert_to(current_user || (10 / $1::integer)::text, 'utf8')";
  const read = async (role: "system" | "tenant", by: number) => {
    const scope = role === "system" ? ({ role } as const) : ({ role, userId: null, communityId: null } as const);
    return Buffer.from((await database.readAs(scope).bytes({ text, values: [by] }, true)) ?? []).toString();
  };
  for (let turn = 0; turn < 8; turn++) {
    const all = await Promise.allSettled([read("system", 1), read("tenant", 2), read("tenant", 0), read("system", 5)]);
    expect(all.map((one) => (one.status === "fulfilled" ? one.value : one.reason.message))).toEqual([
      "archipel_system10",
      "archipel_app5",
      "division by zero",
      "archipel_system2",
    ]);
  }
});

test("many at the same time, of every size, beside other queries", async () => {
  const sizes = [0, 1, 100, 8_000, 65_531, 65_536, 200_000, 1_000_000];
  await Promise.all(
    Array.from({ length: 48 }, async (_, index) => {
      const size = sizes[index % sizes.length] ?? 0;
      const filled = statement("SELECT decode(repeat($1, $2::integer), 'hex')", "a5", size);
      const read = await database.readAs({ role: "system" }).bytes(filled, index % 2 === 0);
      expect(read).toHaveLength(size);
      expect(read?.every((byte) => byte === 0xa5)).toBe(true);
      const [row] = await database.sqlAs({ role: "system" }, (sql) => sql.query<{ n: number }>("SELECT $1::integer AS n", [index]));
      expect(row?.n).toBe(index);
    }),
  );
});
