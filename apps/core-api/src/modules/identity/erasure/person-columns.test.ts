import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS_COLUMNS, OTHER_COLUMNS, PERSON_COLUMNS } from "./policy.ts";

// Every column of the database that can hold a person's id or address is classified: what the deletion of the account does with it, and
// where the archive of the person's data shows it. A new column fails here until it is.

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const columns = (where: string) =>
  database.sqlAs({ role: "system" }, async (sql) => {
    const rows = await sql.query<{ name: string; isOptional: boolean; cascade: string | null }>(
      `SELECT r.relname || '.' || a.attname AS name, NOT a.attnotnull AS "isOptional", (
         SELECT min(k.confdeltype::text) FROM pg_constraint k
         WHERE k.contype = 'f' AND k.conrelid = r.oid AND a.attnum = ANY (k.conkey) AND k.confrelid = 'users'::regclass) AS cascade
       FROM pg_class r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE r.relnamespace = 'public'::regnamespace AND r.relkind = 'r' AND ${where} ORDER BY 1`,
    );
    return new Map(rows.map((row) => [row.name, row]));
  });

test("every column with an id that is of no other table is classified", async () => {
  const found = await columns(`a.atttypid = 'uuid'::regtype AND a.attname <> 'id' AND NOT EXISTS (
    SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = r.oid AND a.attnum = ANY (k.conkey) AND k.confrelid <> 'users'::regclass)`);
  const known = [...PERSON_COLUMNS.map(({ column }) => column), ...OTHER_COLUMNS];
  expect([...known].sort()).toEqual([...found.keys()]);
  for (const { column, at } of PERSON_COLUMNS) {
    const { isOptional, cascade } = found.get(column) ?? { isOptional: false, cascade: null };
    // A column that must have a value cannot be emptied; a row that goes with the account cannot be kept.
    if (at === "emptied") expect(isOptional, column).toBe(true);
    if (at === "kept") expect(cascade, column).toBeNull();
  }
});

test("every column with an address is classified", async () => {
  const found = await columns(`a.atttypid = 'text'::regtype AND a.attname ~ '(email|recipient)$'`);
  expect(Object.keys(ADDRESS_COLUMNS).sort()).toEqual([...found.keys()]);
});

test("sections of the archive have one source each, and a name that is a file name", () => {
  const sections = PERSON_COLUMNS.flatMap(({ section }) => section ?? []);
  expect(new Set(sections).size).toBe(sections.length);
  for (const section of sections) expect(section).toMatch(/^[a-z-]+$/);
});
