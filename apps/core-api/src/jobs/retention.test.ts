import { readFileSync } from "node:fs";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aboutPeople, COLUMN_CLASSES } from "../modules/identity/personal-data/columns/policy.ts";
import { RETENTION, type Retention } from "../modules/identity/personal-data/policy.ts";
import { sweepMails } from "../modules/identity/personal-data/service.ts";
import { buildWorld } from "../testing/tenancy-world.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { tasks } from "./upkeep.ts";

// Every table with data about people has a period, and each sweep that ends it really leaves no older row.

type Swept = Extract<Retention, { days: number }>;

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  await buildWorld(database, Object.keys(COLUMN_CLASSES));
});
afterAll(() => database.close());

const run = <Row extends object>(text: string, params: unknown[] = []) =>
  database.sqlAs({ role: "system" }, (sql) => sql.query<Row>(text, params));

const SOON = "now() + interval '1 minute'";
const ANY_USER = "(SELECT id FROM users ORDER BY id LIMIT 1)";

/** Rows that are just within their period, made before each test: a sweep that found nothing to do would prove nothing. */
const READY: Readonly<Record<string, readonly string[]>> = {
  users: [
    `INSERT INTO users (id, email, name, status, email_verified_at, deletion_at) VALUES (gen_random_uuid(), gen_random_uuid() || '@example.org', 'x', 'leaving', now(), ${SOON})`,
    "INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), gen_random_uuid() || '@example.org', 'x')",
  ],
  member_requests: ["UPDATE member_requests SET status = 'declined', decided_at = now()"],
  access_requests: ["UPDATE access_requests SET status = 'withdrawn'"],
  organisation_agreements: ["UPDATE organisation_agreements SET ended_at = now(), ended_by = 'community'"],
  grants: [`UPDATE grants SET valid_until = ${SOON}`],
  // The same sweep forgets codes, which come later.
  passkey_challenges: [`UPDATE passkey_challenges SET expires_at = ${SOON}`, `UPDATE one_time_codes SET expires_at = ${SOON}`],
  one_time_codes: [`UPDATE one_time_codes SET expires_at = ${SOON}`],
  oidc_payloads: [`UPDATE oidc_payloads SET expires_at = ${SOON}`],
  hub_sessions: [
    `INSERT INTO oidc_payloads (id, model, payload, uid, expires_at) VALUES ('s', 'Session', '{}', 's', ${SOON})`,
    `INSERT INTO hub_sessions (session_uid, user_id) VALUES ('s', ${ANY_USER})`,
  ],
  application_grants: [
    `INSERT INTO oidc_payloads (id, model, payload, expires_at) VALUES ('g', 'Grant', '{}', ${SOON})`,
    `INSERT INTO application_grants (id, client_id, user_id, grant_id, grant_key, scopes, expires_at) VALUES (gen_random_uuid(), 'x', ${ANY_USER}, 'g', 'g', '{}', ${SOON})`,
  ],
  try_counters: [`UPDATE try_counters SET ends_at = ${SOON}`, `INSERT INTO try_counters VALUES ('soon', 1, 1, false, ${SOON})`],
  account_exports: [
    `INSERT INTO account_exports (id, user_id, client_id, status, expires_at) VALUES (gen_random_uuid(), ${ANY_USER}, '', 'ready', ${SOON})`,
  ],
  key_uses: [`INSERT INTO key_uses VALUES (gen_random_uuid(), ${ANY_USER}, NULL, current_date, 'rest', 1)`],
  notices: [
    `INSERT INTO notices (id, community_id, email, locale, kind, subject_type, subject_id)
     SELECT gen_random_uuid(), id, 'guest@example.org', 'fr', 'place-changed', 'layer', id FROM communities LIMIT 1`,
  ],
  visit_marks: ["INSERT INTO visit_marks SELECT id, (now() AT TIME ZONE 'Europe/Paris')::date, 'x' FROM portals LIMIT 1"],
  audit_entries: [
    `INSERT INTO audit_entries (id, actor_id, action, resource_type, resource_id, summary)
     VALUES (gen_random_uuid(), ${ANY_USER}, 'account.recovery-code-used', 'user', 'x', '{"network": "192.0.2.0/24"}')`,
  ],
  reports: ["UPDATE reports SET author_id = NULL, author_email = 'guest@example.org', status = 'valid', closed_at = now()"],
  cloud_extracts: [`UPDATE cloud_extracts SET status = 'success', expires_at = ${SOON}`],
  community_exports: [`UPDATE community_exports SET expires_at = ${SOON}`],
};

const sweeps = Object.entries(RETENTION).flatMap(([table, rules]) =>
  rules.flatMap((rule) => ("days" in rule ? [[`${table} after ${rule.days} days from ${rule.from}`, table, rule] as const] : [])),
);

test("every table about people has a period, and no other", () => {
  const tables = new Set(aboutPeople.map((column) => column.split(".", 1)[0] ?? ""));
  expect(Object.keys(RETENTION).sort()).toEqual([...tables].sort());
  expect(Object.values(RETENTION).filter((rules) => rules.length === 0)).toEqual([]);
});

/** The page for operators, with the table between its two marks as the declaration says it. `vitest -u` writes it. */
test("the operators' page says every period", async () => {
  const file = path.resolve(import.meta.dirname, "../../../../docs/operators/personal-data.md");
  const periods = (rules: readonly Retention[]) =>
    rules.map((rule) => {
      if ("with" in rule)
        return [
          `as long as the ${rule.with}${rule.why ? (rule.why.startsWith("or ") ? `, ${rule.why}` : `: ${rule.why}`) : ""}`,
          "–",
        ] as const;
      const days = rule.days === 1 ? "1 day" : `${rule.days} days`;
      const period = rule.days === 0 ? `until ${rule.from}` : `${days} after ${rule.from}`;
      return [`${rule.empties ? `${rule.empties}: ` : ""}${period}`, `\`${rule.sweep}\``] as const;
    });
  const lines = Object.entries(RETENTION)
    .sort(([one], [other]) => one.localeCompare(other, "en"))
    .flatMap(([table, rules]) =>
      periods(rules).map(([period, sweep], index) => `| ${index === 0 ? `\`${table}\`` : ""} | ${period} | ${sweep} |`),
    );
  const [start, end] = ["<!-- periods -->", "<!-- end of periods -->"];
  const page = readFileSync(file, "utf8");
  expect(page).toContain(start);
  const table = ["| table | kept | sweep |", "|---|---|---|", ...lines].join("\n");
  const written = `${page.slice(0, page.indexOf(start))}${start}\n\n${table}\n\n${page.slice(page.indexOf(end))}`;
  await expect(written).toMatchFileSnapshot(file);
});

test("every sweep runs every hour", () => {
  const names = tasks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [what, , { sweep }] of sweeps) expect(names, what).toContain(sweep);
});

/** Rows that are past their period, and those that are not. */
async function countOf(table: string, { since, days }: Swept) {
  const [row] = await run<{ old: number; young: number }>(
    `SELECT count(*) FILTER (WHERE e.since < now() - make_interval(days => $1::integer))::integer AS old,
       count(*) FILTER (WHERE e.since >= now() - make_interval(days => $1::integer))::integer AS young
     FROM (SELECT ${since} AS since FROM ${table} t) e`,
    [days],
  );
  return row ?? { old: 0, young: 0 };
}

/** Moves all moments of the rows back, as if the days and an hour had passed. */
async function age(table: string, days: number) {
  const columns = await run<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND atttypid IN ('timestamptz'::regtype, 'date'::regtype)`,
    [table],
  );
  const set = columns.map(({ name }) => `${name} = ${name} - make_interval(days => $1::integer, hours => 1)`);
  await run(`UPDATE ${table} SET ${set.join(", ")}`, [days]);
}

test.each(sweeps)("%s", async (_, table, rule) => {
  const sweep = tasks.find(({ name }) => name === rule.sweep);
  for (const statement of READY[table] ?? []) await run(statement);
  const before = await countOf(table, rule);
  await sweep?.(core);
  // Nothing goes before its time.
  expect((await countOf(table, rule)).young).toBe(before.young);
  for (const moved of [table, ...(rule.through ? [rule.through] : [])]) await age(moved, rule.days + 1);
  expect((await countOf(table, rule)).old).toBeGreaterThan(0);
  await sweep?.(core);
  expect((await countOf(table, rule)).old).toBe(0);
});

test("a run deletes so many rows at most, and the next one the others", async () => {
  await run(
    "INSERT INTO mails (id, recipient, subject, html, text, created_at) SELECT gen_random_uuid(), 'x', 'x', 'x', 'x', now() - interval '31 days' FROM generate_series(1, 3)",
  );
  expect([await sweepMails(core, 2), await sweepMails(core, 2), await sweepMails(core, 2)]).toEqual([2, 1, 0]);
});
