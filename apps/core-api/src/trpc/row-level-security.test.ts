import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type Role, roles } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import type { KeyLimits } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declared, type Rule, secret } from "../testing/declared-rights.ts";
import { harmless } from "../testing/harmless-changes.ts";
import { newRow } from "../testing/tenancy-rows.ts";
import { type ActorName, actors, buildWorld, type CommunityName, type World } from "../testing/tenancy-world.ts";

// Row-level security alone: statements without a WHERE, run as each kind of caller, compared with the rules declared here. The checks of
// procedures do not run: this is the protection that remains when a query forgets its community.

let database: Database;
let world: World;
const open = async () => {
  database = await openTestDatabase(true);
  world = await buildWorld(database, Object.keys(declared));
};

const keyOf: Record<string, string> = {
  portal_hosts: "host",
  portal_datasets: "portal_id::text || ' ' || dataset_id::text",
  layer_revisions: "layer_id::text",
  elevation_models: "layer_id::text",
  search_entries: "layer_id::text",
  layer_answers: "layer_id::text",
  portal_answers: "portal_id::text",
  site_parts: "portal_id::text || ' ' || part",
  site_old_homes: "portal_id::text",
  passkey_challenges: "place",
  portal_alerts: "portal_id::text",
  search_names: "layer_id::text",
  search_parts: "layer_id::text",
  search_words: "layer_id::text",
  search_layers: "layer_id::text",
  validation_model_versions: "model_id::text",
  check_findings: "check_id::text",
  upload_repairs: "upload_id::text",
  edit_rules: "dataset_id::text",
  quality_rules: "dataset_id::text",
  quality_sheets: "dataset_id::text",
  quality_label_votes: "label_id::text || ' ' || dataset_id::text",
  feature_confirmations: "layer_id::text",
  address_rows: "upload_layer_id::text || ' ' || position",
  edit_import_rows: "import_id::text || ' ' || position",
  report_settings: "community_id::text",
  report_pairs_apart: "one_id::text || ' ' || other_id::text",
  outbox_events: "sequence::text",
  visit_counts: "portal_id::text || ' ' || day || ' ' || kind || ' ' || key",
  visit_secrets: "day::text",
  visit_marks: "portal_id::text",
  portal_openings: "portal_id::text || ' ' || locale || ' ' || slug",
  notice_preferences: "person_id::text || ' ' || community_id::text",
  object_references: "key",
  hub_sessions: "session_uid",
  key_uses: "key_id::text",
  try_counters: "key",
  answer_links: "portal_id::text || ' ' || id",
  released_objects: "key",
  outbox_readers: "name",
  outbox_retries: "sequence::text",
};
const keyColumn = (table: string) => keyOf[table] ?? "id::text";

describe("all tables", () => {
  beforeAll(open);
  afterAll(() => database.close());

  it("declares every table, and every table forces its policies", async () => {
    const found = await database.driver.transaction((sql) =>
      sql.query<{ name: string; forced: boolean }>(
        `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN ('_prisma_migrations', 'applied_policies', 'spatial_ref_sys')
         ORDER BY 1`,
      ),
    );
    expect(found.filter((table) => !table.forced)).toEqual([]);
    expect(found.map((table) => table.name)).toEqual(Object.keys(declared).sort());
    expect(Object.keys(harmless).sort()).toEqual(Object.keys(declared).sort());
  });

  it("limits a key to its role in its community, without operator rights", async () => {
    const { a, b } = world.communities;
    const { manager = null, operator = null } = world.users;
    const seenBy = (userId: string | null, communityId: CommunityId, atMost: Role) =>
      database.sqlAs({ role: "tenant", userId, communityId, key: { id: a.id, atMost } }, async (sql) => {
        const count = async (table: string) => (await sql.query(`SELECT FROM ${table} WHERE community_id = $1`, [communityId])).length;
        return { uploads: await count("uploads"), invitations: await count("invitations"), keys: await count("community_keys") };
      });
    expect(await seenBy(manager, a.id, "manager")).toEqual({ uploads: 1, invitations: 1, keys: 1 });
    expect(await seenBy(manager, a.id, "contributor")).toEqual({ uploads: 1, invitations: 0, keys: 0 });
    expect(await seenBy(manager, a.id, "member")).toEqual({ uploads: 0, invitations: 0, keys: 0 });
    expect(await seenBy(manager, b.id, "manager")).toEqual({ uploads: 0, invitations: 0, keys: 0 });
    const communitiesOf = (key?: KeyLimits) =>
      database.sqlAs(
        { role: "tenant", userId: operator, communityId: null, key },
        async (sql) => (await sql.query("SELECT FROM communities")).length,
      );
    expect(await communitiesOf()).toBeGreaterThanOrEqual(2);
    expect(await communitiesOf({ id: a.id, atMost: "manager" })).toBe(0);
  });

  it("closes a suspended community to everyone but operators", async () => {
    const { a, b } = world.communities;
    const live = (rows: { id: string }[]) => rows.map((row) => row.id).filter((id) => id === a.livePortal || id === b.livePortal);
    await asActor("manager", async (sql, be) => {
      await be("archipel_system");
      await sql.query("UPDATE communities SET status = 'suspended' WHERE id = $1", [a.id]);
      await be("archipel_app");
      expect(live(await sql.query("SELECT id FROM portals"))).toEqual([b.livePortal]);
      expect(await sql.query("SELECT id FROM datasets WHERE community_id = $1", [a.id])).toEqual([]);
      expect(await sql.query("SELECT id FROM communities")).toEqual([]);
    });
  });
});

const tables = Object.keys(declared);
// One engine does not bear all refusals.
describe.each([tables.slice(0, tables.length / 2), tables.slice(tables.length / 2)].map((part) => ({ part })))(
  "$part.length tables",
  ({ part }) => {
    beforeAll(open);
    afterAll(() => database.close());

    describe.each(part)("%s", (table) => {
      const rule = declared[table] ?? secret;

      it.each(actors)("reads: %s", async (actor) => {
        expect(await seen(table, actor)).toEqual(expected(table, actor, rule.select));
      });
      it.each(actors)("updates: %s", async (actor) => {
        expect(await touched(table, actor, `UPDATE ${table} SET ${harmless[table]}`)).toEqual(expected(table, actor, rule.update));
      });
      it.each(actors)("deletes: %s", async (actor) => {
        expect(await touched(table, actor, `DELETE FROM ${table}`)).toEqual(expected(table, actor, rule.delete));
      });
      it.each(actors)("inserts: %s", async (actor) => {
        const inserts: Record<CommunityName, boolean> = { a: await canInsert(table, actor, "a"), b: await canInsert(table, actor, "b") };
        expect(inserts).toEqual({ a: reaches(actor, "a", rule.insert, "row"), b: reaches(actor, "b", rule.insert, "row") });
      });
    });
  },
);

function reaches(actor: ActorName, community: CommunityName | null, rule: Rule, kind: string, owner?: ActorName): boolean {
  if (rule.everyone?.includes(kind)) return true;
  if (actor !== "anonymous" && rule["signed-in"]?.includes(kind)) return true;
  if (actor === "operator" && rule.operator?.includes(kind)) return true;
  if (owner === actor && rule.self) return true;
  const home = actor === "managerOfB" ? "b" : "a";
  const rank = roles.indexOf(actor === "managerOfB" ? "manager" : (roles.find((role) => role === actor) ?? "member"));
  const isMember = actor === "managerOfB" || roles.some((role) => role === actor);
  return isMember && community === home && roles.slice(0, rank + 1).some((role) => rule[role]?.includes(kind));
}

function expected(table: string, actor: ActorName, rule: Rule): string[] {
  return [...(world.rows.get(table) ?? [])]
    .filter(([, row]) => reaches(actor, row.community, rule, row.kind, row.owner))
    .map(([key]) => describeRow(table, key))
    .sort();
}

function describeRow(table: string, key: string): string {
  const row = world.rows.get(table)?.get(key);
  return row ? `${row.community ?? "platform"}:${row.kind}${row.owner ? `:${row.owner}` : ""}` : `unknown:${key}`;
}

class Undone extends Error {}

/** Runs statements as an actor, without a named community, and rolls back. `be` changes the role to look behind the policies. */
async function asActor(actor: ActorName, work: (sql: SqlSession, be: (role: string) => Promise<void>) => Promise<void>): Promise<void> {
  const userId = world.users[actor] ?? null;
  await database
    .sqlAs({ role: "tenant", userId, communityId: null }, async (sql) => {
      await work(sql, async (role) => void (await sql.query("SELECT set_config('role', $1, true)", [role])));
      throw new Undone();
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
}

const isRefusal = (error: unknown) =>
  error instanceof Error && /permission denied for table|violates row-level security policy/.test(error.message);

/** Keys of the rows that the actor sees, as `community:kind`. */
async function seen(table: string, actor: ActorName): Promise<string[]> {
  let keys: string[] = [];
  await asActor(actor, async (sql) => {
    keys = (await sql.query<{ key: string }>(`SELECT ${keyColumn(table)} AS key FROM ${table}`)).map((row) => row.key);
  }).catch((error) => {
    if (!isRefusal(error)) throw error;
  });
  return keys.map((key) => describeRow(table, key)).sort();
}

/** The rows that an UPDATE or a DELETE of the whole table changes. */
async function touched(table: string, actor: ActorName, statement: string): Promise<string[]> {
  const keys = () => `SELECT ${keyColumn(table)} AS key FROM ${table} WHERE xmin <> pg_current_xact_id()::xid`;
  let changed: string[] = [];
  await asActor(actor, async (sql, be) => {
    await sql.query(statement);
    await be("archipel_system");
    const untouched = new Set((await sql.query<{ key: string }>(keys())).map((row) => row.key));
    changed = [...(world.rows.get(table)?.keys() ?? [])].filter((key) => !untouched.has(key));
  }).catch((error) => {
    if (!isRefusal(error)) throw error;
  });
  return changed.map((key) => describeRow(table, key)).sort();
}

async function canInsert(table: string, actor: ActorName, community: CommunityName): Promise<boolean> {
  let isAllowed = false;
  await asActor(actor, async (sql) => {
    const { columns, values } = newRow(world, table, actor, community);
    const places = values.map((_, index) => `$${index + 1}`).join(", ");
    await sql.query(`INSERT INTO ${table} (${columns}) VALUES (${places})`, values);
    isAllowed = true;
  }).catch((error) => {
    // The policies are checked before constraints: a duplicate row was not refused by a policy.
    isAllowed = error instanceof Error && /duplicate key value violates unique/.test(error.message);
    if (!isAllowed && !isRefusal(error)) throw error;
  });
  return isAllowed;
}
