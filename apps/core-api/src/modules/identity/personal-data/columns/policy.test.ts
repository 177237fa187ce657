import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ADDRESS_COLUMNS,
  ADDRESS_SECTIONS,
  PERSON_COLUMNS,
  PERSON_LISTS,
  partsOf,
  REWRITTEN_COLUMNS,
  SECRETS,
} from "../../erasure/policy.ts";
import { aboutPeople, COLUMN_CLASSES, classesOf, NOT_ERASED, NOT_IN_ARCHIVE } from "./policy.ts";

// Every column of every table is classified, and those about people are erased and in the archive, or say why not. A new table or column
// fails here until somebody has decided.

let database: Database;
/** The names of the columns, by table. */
let found: Map<string, string[]>;
beforeAll(async () => {
  database = await openTestDatabase();
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ table: string; names: string[] }>(
      `SELECT c.relname AS "table", json_agg(a.attname ORDER BY a.attnum) AS names
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND c.relname NOT IN ('_prisma_migrations', 'applied_policies', 'spatial_ref_sys') GROUP BY c.relname`,
    ),
  );
  found = new Map(rows.map(({ table, names }) => [table, names]));
});
afterAll(() => database.close());

test("every table is classified, and every classified table exists", () => {
  expect(found.size).toBeGreaterThan(100);
  expect(Object.keys(COLUMN_CLASSES).sort()).toEqual([...found.keys()].sort());
});

test("every column has one class, and every classified column exists", () => {
  for (const [table, classes] of Object.entries(COLUMN_CLASSES)) {
    if (typeof classes === "string") continue;
    const declared = classesOf(table).map(([column]) => column);
    expect([table, declared.sort()]).toEqual([table, [...(found.get(table) ?? [])].sort()]);
  }
});

test("a table of one class has no person, no address and no secret", () => {
  const people = new Set([...PERSON_COLUMNS, ...PERSON_LISTS].map((rule) => partsOf(rule).table));
  for (const [table, classes] of Object.entries(COLUMN_CLASSES)) {
    if (typeof classes !== "string") continue;
    expect(["content", "technical"]).toContain(classes);
    expect(people.has(table), table).toBe(false);
    expect(found.get(table)?.filter((name) => /(email|_hash|secret|token|_by_id|author|user_id|person_id)/.test(name))).toEqual([]);
  }
});

test("ids, addresses and secrets have the class that the erasure and the archive know", () => {
  const classOf = new Map<string, string>(
    Object.keys(COLUMN_CLASSES).flatMap((table) => classesOf(table).map(([column, is]) => [`${table}.${column}`, is] as const)),
  );
  for (const { column } of [...PERSON_COLUMNS, ...PERSON_LISTS]) expect(classOf.get(column), column).toBe("pseudonymous");
  for (const column of Object.keys(ADDRESS_COLUMNS)) expect(classOf.get(column), column).toBe("personal");
});

const tableOf = (column: string) => column.split(".", 1)[0];

/** The row goes, or the column is emptied, rewritten, or kept as a pseudonym. */
function isErased(column: string): boolean {
  const table = tableOf(column);
  return (
    table === "users" ||
    [...PERSON_COLUMNS, ...PERSON_LISTS].some((rule) => rule.column === column) ||
    PERSON_COLUMNS.some((rule) => rule.at === "goes" && partsOf(rule).table === table) ||
    REWRITTEN_COLUMNS.includes(column) ||
    Object.entries(ADDRESS_COLUMNS).some(([address, at]) =>
      at === "goes" ? tableOf(address) === table : address === column && at === "emptied",
    )
  );
}

/** Some section shows the column; the column with the id of the person has a section of its own. */
function isInArchive(column: string): boolean {
  const [table = "", name = ""] = column.split(".");
  if (SECRETS.includes(name)) return false;
  // The profile, and the sessions at the hub without what is secret of them.
  if (table === "users" || column === "oidc_payloads.payload") return true;
  const own = PERSON_COLUMNS.find((rule) => rule.column === column);
  if (own) return own.section !== null;
  const rules = [...PERSON_COLUMNS, ...PERSON_LISTS, ...ADDRESS_SECTIONS];
  return rules.some(
    (rule) => rule.section !== null && partsOf(rule).table === table && (rule.column === column || !rule.only || rule.only.includes(name)),
  );
}

test("the erasure covers every column about people, or says why not", () => {
  expect(aboutPeople.length).toBeGreaterThan(120);
  expect(aboutPeople.filter((column) => !isErased(column)).sort()).toEqual(Object.keys(NOT_ERASED).sort());
});

test("the archive covers every column about people, or says why not", () => {
  expect(aboutPeople.filter((column) => !isInArchive(column)).sort()).toEqual(Object.keys(NOT_IN_ARCHIVE).sort());
});

test("no secret is in the archive", () => {
  const rules = [...PERSON_COLUMNS, ...PERSON_LISTS, ...ADDRESS_SECTIONS].filter(({ section }) => section !== null);
  const shown = rules.flatMap((rule) => {
    const { table } = partsOf(rule);
    const secrets = classesOf(table).flatMap(([column, is]) => (is === "secret" && !SECRETS.includes(column) ? column : []));
    return secrets.filter((column) => !rule.only || rule.only.includes(column)).map((column) => `${table}.${column}`);
  });
  expect(shown).toEqual([]);
});

test("a reason is one line", () => {
  for (const reason of Object.values({ ...NOT_ERASED, ...NOT_IN_ARCHIVE })) expect(reason).toMatch(/^.{20,120}$/);
});
