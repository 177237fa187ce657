import { GIVEN_NOTHING, type Given } from "@archipel/contracts/organisations.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declared } from "../../testing/declared-rights.ts";
import { harmless } from "../../testing/harmless-changes.ts";
import { GIVEN_ALL, newOrganisation } from "../../testing/organisation-world.ts";
import { newRow } from "../../testing/tenancy-rows.ts";
import { type ActorName, buildWorld, type World } from "../../testing/tenancy-world.ts";

// Row-level security alone, for people of organisations: statements without a WHERE on every table, compared with what others see and change.

/** Who is tried: what the community gives, their role, and whether the transaction names the organisation. */
const CASES = {
  nothing: { given: GIVEN_NOTHING, role: "manager", isNamed: true },
  reading: { given: { ...GIVEN_NOTHING, reading: true }, role: "reader", isNamed: false },
  figures: { given: { ...GIVEN_NOTHING, figures: true }, role: "reader", isNamed: false },
  members: { given: { ...GIVEN_NOTHING, membersUpTo: "contributor" }, role: "manager", isNamed: true },
  grants: { given: { ...GIVEN_NOTHING, grants: true }, role: "manager", isNamed: true },
  "a manager without a name": { given: { ...GIVEN_ALL, reading: false }, role: "manager", isNamed: false },
  "a reader with a name": { given: { ...GIVEN_ALL, reading: false }, role: "reader", isNamed: true },
  ended: { given: GIVEN_ALL, role: "manager", isNamed: true },
  "another organisation's name": { given: GIVEN_ALL, role: "manager", isNamed: true },
} as const satisfies Record<string, { given: Given; role: "reader" | "manager"; isNamed: boolean }>;
type CaseName = keyof typeof CASES;
const caseNames = Object.keys(CASES) as CaseName[];

interface Caller {
  userId: string;
  /** The organisation that the transaction names. */
  organisation: { id: string } | undefined;
}

let database: Database;
let world: World;
const callers = new Map<CaseName, Caller>();
/** A stranger without any row of their own. */
let outsider: Caller;
beforeAll(async () => {
  database = await openTestDatabase(true);
  world = await buildWorld(database, Object.keys(declared));
  outsider = { userId: (await createUser(database)).id, organisation: undefined };
  for (const name of caseNames) {
    const { given, role, isNamed } = CASES[name];
    const { id: userId } = await createUser(database);
    const communities = { [world.communities.a.id]: given };
    const id = await newOrganisation(database, { people: { [userId]: role }, communities });
    if (name === "ended")
      await database.withSystem((tx) =>
        tx.organisationAgreement.updateMany({ where: { organisationId: id }, data: { endedAt: new Date(), endedBy: "community" } }),
      );
    const named = name === "another organisation's name" ? await newOrganisation(database, { communities }) : id;
    callers.set(name, { userId, organisation: isNamed ? { id: named } : undefined });
  }
});
afterAll(() => database.close());

class Undone extends Error {}

async function as<T>({ userId, organisation }: Caller, work: (sql: SqlSession) => Promise<T>): Promise<T | "refused"> {
  let result: T | "refused" = "refused";
  await database
    .sqlAs({ role: "tenant", userId, communityId: null, organisation }, async (sql) => {
      result = await work(sql);
      throw new Undone();
    })
    .catch((error) => {
      const isRefusal = error instanceof Error && /permission denied for table|violates row-level security policy/.test(error.message);
      const isDuplicate = error instanceof Error && /duplicate key value violates unique/.test(error.message);
      if (!(error instanceof Undone) && !isRefusal && !isDuplicate) throw error;
      if (isDuplicate) result = "refused";
    });
  return result;
}

const actor = (name: ActorName): Caller => ({ userId: world.users[name] ?? "", organisation: undefined });
/** The rows that somebody sees, without those about themselves. */
async function seen(table: string, caller: Caller): Promise<string[]> {
  const own = new RegExp(caller.userId);
  const rows = await as(caller, (sql) => sql.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t`));
  return rows === "refused" ? [] : rows.map(({ row }) => row).filter((row) => !own.test(row));
}

/** Tables that are as readable as a dataset. */
const isOfDatasets = (table: string) => declared[table]?.select.member?.includes("members") === true;
/** Their own organisation, which its tests read. */
const OWN = /^organisation/;

/** Whose rows are seen instead of a stranger's. */
function seesAs(table: string, name: CaseName): ActorName {
  const { given } = CASES[name];
  const has = name === "nothing" || name === "ended" || name === "another organisation's name" ? GIVEN_NOTHING : given;
  if (table === "communities") return name === "another organisation's name" || Object.values(has).some(Boolean) ? "member" : "stranger";
  if (name === "another organisation's name") return isOfDatasets(table) ? "member" : "stranger";
  if (isOfDatasets(table)) return name === "grants" ? "contributor" : has.reading ? "member" : "stranger";
  if (name === "grants" && table === "grants") return "manager";
  if (name === "members" && ["memberships", "invitations", "member_requests", "users"].includes(table)) return "manager";
  return "stranger";
}

describe.each(Object.keys(declared).filter((table) => !OWN.test(table)))("%s", (table) => {
  it.each(caseNames)("reads: %s", async (name) => {
    const caller = callers.get(name);
    if (!caller) throw new Error(name);
    const like = actor(seesAs(table, name));
    const shown = await seen(table, caller);
    const expected = await seen(table, like);
    // The one that is compared sees themselves, too.
    const others = (rows: string[]) => rows.filter((row) => !row.includes(like.userId) && !row.includes(caller.userId)).sort();
    expect(others(shown)).toEqual(others(expected));
  });

  it.each(caseNames)("writes: %s", async (name) => {
    const caller = callers.get(name);
    if (!caller) throw new Error(name);
    const count = (of: Caller, statement: string) =>
      as(of, async (sql) => (await sql.query<{ row: string }>(`${statement} RETURNING 1`)).length);
    const insert = (of: Caller) =>
      as(of, async (sql) => {
        const { columns, values } = newRow(world, table, "stranger", "a");
        const own = values.map((value) => (value === world.users.stranger ? of.userId : value));
        await sql.query(`INSERT INTO ${table} (${columns}) VALUES (${values.map((_, index) => `$${index + 1}`).join(", ")})`, own);
        return "done" as const;
      });
    const writes = {
      update: await count(caller, `UPDATE ${table} SET ${harmless[table]}`),
      delete: await count(caller, `DELETE FROM ${table}`),
      insert: await insert(caller),
    };
    const mine = WRITES[name]?.[table] ?? {};
    expect(writes).toEqual({
      update: await count(outsider, `UPDATE ${table} SET ${harmless[table]}`),
      delete: await count(outsider, `DELETE FROM ${table}`),
      insert: await insert(outsider),
      ...mine,
    });
  });
});

/** What they change besides what a stranger changes. Of members: those up to contributor. */
const WRITES: Partial<Record<CaseName, Record<string, { update?: number | "refused"; delete?: number; insert?: "done" }>>> = {
  members: {
    // They only suspend.
    memberships: { update: "refused" },
    invitations: { update: 1, delete: 1, insert: "done" },
    audit_entries: { insert: "done" },
    outbox_events: { insert: "done" },
  },
  grants: {
    grants: { update: 1, insert: "done" },
    audit_entries: { insert: "done" },
    outbox_events: { insert: "done" },
  },
};

it("a manager by an organisation strengthens nobody beyond what is given, nor themselves", async () => {
  const caller = callers.get("members");
  if (!caller) throw new Error("no case");
  const suspended = await as(caller, (sql) => sql.query("UPDATE memberships SET status = 'suspended' RETURNING role"));
  expect(suspended).toEqual(expect.arrayContaining([{ role: "member" }, { role: "contributor" }]));
  expect(suspended.length).toBe(2);
  expect(await as(caller, (sql) => sql.query("UPDATE memberships SET role = 'manager' WHERE role = 'member'"))).toBe("refused");
  expect(await as(caller, (sql) => sql.query("UPDATE memberships SET role = 'moderator' WHERE role = 'member'"))).toBe("refused");
  expect(await as(caller, (sql) => sql.query("UPDATE invitations SET role = 'manager'"))).toBe("refused");
  expect(await as(caller, (sql) => sql.query("UPDATE organisation_agreements SET gives_grants = true"))).toBe("refused");
});

it("an organisation sees its own people and agreements, and no others", async () => {
  const caller = callers.get("members");
  if (!caller) throw new Error("no case");
  const counts = await as(caller, async (sql) => {
    const count = async (table: string) => (await sql.query(`SELECT FROM ${table}`)).length;
    return [await count("organisations"), await count("organisation_members"), await count("organisation_agreements")];
  });
  expect(counts).toEqual([1, 1, 1]);
});
