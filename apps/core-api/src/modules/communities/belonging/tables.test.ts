import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PERSON_COLUMNS, SECRETS } from "../../identity/erasure/policy.ts";
import { columnsOf, exportedTables, TABLES } from "./policy.ts";
import { type Column, columnsOfTables, movedTables } from "./queries.ts";

// Every table and column is classified: in the copy of a community, made again from it, of this platform alone, or secret. A new table or
// column fails here until somebody has decided.

let database: Database;
let columns: Map<string, Column[]>;
beforeAll(async () => {
  database = await openTestDatabase();
  columns = await database.sqlAs({ role: "system" }, columnsOfTables);
});
afterAll(() => database.close());

test("every table is classified", () => {
  expect(columns.size).toBeGreaterThan(80);
  expect(Object.keys(TABLES).sort()).toEqual([...columns.keys()].sort());
});

test("every column of an exported table is classified, once", () => {
  for (const name of exportedTables) {
    const rule = TABLES[name] ?? { is: "platform" };
    const classified = [...columnsOf(rule), ...Object.keys(rule.not ?? {})];
    const found = columns.get(name)?.map((column) => column.name) ?? [];
    expect([name, [...classified].sort()]).toEqual([name, [...found].sort()]);
  }
});

test("what is not exported and needs a value gets one at the import", () => {
  for (const name of exportedTables.filter((one) => one !== "users" && !TABLES[one]?.isForPeople)) {
    const rule = TABLES[name];
    for (const column of Object.keys(rule?.not ?? {})) {
      const isRequired = columns.get(name)?.find((one) => one.name === column)?.isRequired;
      if (isRequired) expect(Object.keys(rule?.filled ?? {}), `${name}.${column}`).toContain(column);
    }
  }
});

test("no secret of a person leaves", () => {
  const leaving = exportedTables.flatMap((name) => columnsOf(TABLES[name] ?? { is: "platform" }).map((column) => `${name}.${column}`));
  expect(leaving.length).toBeGreaterThan(400);
  expect(leaving.filter((name) => SECRETS.some((secret) => name.endsWith(`.${secret}`)) || /(secret|token|password)/.test(name))).toEqual(
    [],
  );
});

test("every table with rows of communities is decided, and those that leave come after what they refer to", async () => {
  const owned = [...columns].filter(([, all]) => all.some(({ name }) => name === "community_id")).map(([name]) => name);
  const decided = owned.filter((name) => TABLES[name]?.is === "platform").sort();
  expect(decided).toEqual([
    ...[
      "access_requests",
      "application_grants",
      "applications",
      "cloud_extracts",
      "community_exports",
      "grants",
      "group_members",
      "groups",
    ],
    ...["key_uses", "organisation_agreements", "outbox_events"],
  ]);
  const order = (await database.sqlAs({ role: "system" }, movedTables)).map(({ name }) => name);
  expect([...order].sort()).toEqual([...exportedTables].sort());
  expect(order.indexOf("datasets")).toBeLessThan(order.indexOf("layers"));
  expect(order.indexOf("contributions")).toBeLessThan(order.indexOf("contribution_edits"));
});

test("the columns of persons are known to the import", () => {
  const tables = new Set(PERSON_COLUMNS.map(({ column }) => column.split(".", 1)[0] ?? ""));
  for (const table of tables) expect(TABLES[table], table).toBeDefined();
});
