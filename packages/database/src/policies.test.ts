import { addMember, createCommunity, createDataset, createMember, createUser } from "@archipel/testing/factories.ts";
import { createServerDatabase, openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { LATER_FUNCTIONS, LATER_IN_VIEWS, LATER_POLICIES, LATER_RIGHTS, LATER_TABLES, LATER_VIEWS } from "./later-law.ts";
import { applyMigrations, applyPolicyFiles, migrate, pendingMigrations, readMigrations } from "./migrate.ts";
import { applyPolicies, type PolicyFile, readPolicies } from "./policies.ts";

// One database through all tests. On the server it is first migrated to the state before policy files existed, with rows in it, and then
// brought up to date. The embedded database, where the same SQL takes twenty seconds, begins as it is after that.
let database: Database;
let drop: () => Promise<void> = async () => {};
let files: PolicyFile[];
let lawOfMigrations: Law;
let lawOfFiles: Law;
let rowsBefore: unknown;

beforeAll(async () => {
  files = await readPolicies();
  if (testDatabaseKind === "embedded") {
    database = await openTestDatabase();
    lawOfFiles = await readLaw(database);
    return;
  }
  const own = await createServerDatabase(4, { isEmpty: true });
  drop = own.drop;
  database = await openDatabase(own.options);
  await applyMigrations(database.driver, await readMigrations());
  lawOfMigrations = await readLaw(database);
  const community = await createCommunity(database);
  const manager = await createMember(database, community.id, "manager");
  await addMember(database, (await createCommunity(database)).id, manager.id, "member");
  await createDataset(database, community.id, { status: "draft" });
  await createDataset(database, community.id);
  await createUser(database);
  rowsBefore = await readRows(database);
});
afterAll(async () => {
  await database.close();
  await drop();
});

describe("a database that had its policies from migrations", () => {
  it.runIf(testDatabaseKind === "server")("lacks every file, and runs shared.sql first", async () => {
    expect(await pendingMigrations(database.driver)).toEqual(files.map(({ name }) => `policies/${name}`));
    expect(files[0]?.name).toBe("shared");
  });

  it.runIf(testDatabaseKind === "server")("keeps its access rights and its rows when the files are applied", async () => {
    expect(await migrate(database.driver)).toEqual(files.map(({ name }) => `policies/${name}`));
    lawOfFiles = await readLaw(database);
    expect(lawOfFiles.policies.length).toBeGreaterThan(200);
    const [kept, before] = [lawOfFiles, lawOfMigrations].map(withoutLaterChanges);
    for (const part of ["policies", "rights", "functions", "schemas"] as const) expect(kept?.[part]).toEqual(before?.[part]);
    expect(await readRows(database)).toEqual(rowsBefore);
    expect(await pendingMigrations(database.driver)).toEqual([]);
  });

  it("is not changed when no file changed", async () => {
    const [before] = await database.driver.execute("SELECT max(applied_at) AS at, count(*) FROM applied_policies");
    expect(await migrate(database.driver)).toEqual([]);
    expect(await database.driver.execute("SELECT max(applied_at) AS at, count(*) FROM applied_policies")).toEqual([before]);
  });
});

describe("the files and the database", () => {
  it("name the same policies", async () => {
    const named = files.flatMap(({ sql }) =>
      [...sql.matchAll(/^CREATE POLICY (\w+) ON (\w+)/gm)].map(([, policy, table]) => `${table}.${policy}`),
    );
    const { policies } = await readLaw(database);
    const found = policies.map(({ table, policy }) => `${table}.${policy}`);
    const inLoops = (name: string) => name.endsWith(".system_all") || name.endsWith(".transfer_own") || name.endsWith(".confined");
    expect(found.filter((name) => !inLoops(name)).sort()).toEqual(named.filter((name) => !inLoops(name)).sort());
    // The policy that shared.sql creates in a loop on every table with policies.
    expect(found.filter((name) => name.endsWith(".system_all")).length).toBe(new Set(policies.map(({ table }) => table)).size);
  });

  it("name every function that bypasses row-level security", async () => {
    const named = new Set(
      files.flatMap(({ sql }) => [...sql.matchAll(/^CREATE OR REPLACE FUNCTION app\.(\w+)/gm)].map(([, name]) => name)),
    );
    const definers = await database.driver.execute<{ name: string }>(
      "SELECT proname AS name FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND prosecdef",
    );
    expect(definers.length).toBeGreaterThan(8);
    expect(definers.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });

  it("force row-level security on every table, except bookkeeping and those of PostGIS", async () => {
    const tables = await database.driver.execute<{ name: string; owned: boolean; forced: boolean }>(
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
         EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped) AS owned
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
    );
    expect(tables.filter(({ owned }) => owned).length).toBeGreaterThan(40);
    expect(tables.filter(({ owned, forced }) => owned && !forced)).toEqual([]);
    const open = tables.filter(({ forced }) => !forced).map(({ name }) => name);
    expect(open.sort()).toEqual(["_prisma_migrations", "applied_policies", "spatial_ref_sys"]);
  });

  it("each begin with a sentence that states who may do what", () => {
    for (const { name, sql } of files) expect(sql, name).toMatch(/^-- [A-Z][^\n]{20,}/);
  });
});

describe("a change of a file", () => {
  const changed = (name: string, sql: string) =>
    files.map((file) => (file.name === name ? { name, sql, hash: `changed ${sql.length}` } : file));

  it("takes effect, and removes what was deleted from a file", async () => {
    const search = files.find(({ name }) => name === "search")?.sql ?? "";
    const without = search
      .replace(/^CREATE POLICY worker_own.*?;$/ms, "")
      .replace("MAINTAIN ON search_entries TO archipel_system", "SELECT ON search_entries TO archipel_app");
    await database.driver.script("CREATE POLICY by_hand ON search_entries TO archipel_app USING (true)");
    expect(await applyPolicyFiles(database.driver, changed("search", without))).toEqual(["search"]);
    const law = await readLaw(database);
    expect(law.policies.filter(({ table }) => table === "search_entries").map(({ policy }) => policy)).toEqual([
      "confined",
      "system_all",
      "transfer_own",
    ]);
    const rights = law.rights.filter(({ relation }) => relation === "search_entries").map(({ role, right }) => `${role} ${right}`);
    expect(rights).toContain("archipel_app SELECT");
    expect(rights).not.toContain("archipel_system MAINTAIN");
    // An old process, whose files were applied before these, still starts.
    expect(await pendingMigrations(database.driver)).toEqual([]);
    expect(await migrate(database.driver)).toEqual(["policies/search"]);
    expect((await readLaw(database)).policies).toEqual(lawOfFiles.policies);
  });

  it("takes effect as a whole or not at all", async () => {
    await expect(applyPolicyFiles(database.driver, changed("updates", "SELECT no_such_function()"))).rejects.toThrow("no_such_function");
    expect((await readLaw(database)).policies).toEqual(lawOfFiles.policies);
    expect(await migrate(database.driver)).toEqual([]);
  });

  it("detects a deleted file", async () => {
    const without = files.filter(({ name }) => name !== "search");
    expect(await applyPolicyFiles(database.driver, without)).toEqual(["search"]);
    expect(await migrate(database.driver)).toEqual(["policies/search"]);
  });

  it("is not undone by a process of an older version", async () => {
    await applyPolicyFiles(database.driver, changed("search", "-- Search entries, in a version to come."));
    await database.driver.script(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('later', 'later', '99991231000000_of_a_later_version')",
    );
    expect(await migrate(database.driver)).toEqual([]);
    await database.driver.script("DELETE FROM _prisma_migrations WHERE id = 'later'");
    expect(await migrate(database.driver)).toEqual(["policies/search"]);
  });
});

describe.runIf(testDatabaseKind === "server")("while other processes run", () => {
  const noLock = async () => {};
  const someChange = () => files.map((file) => ({ ...file, hash: `${Math.random()}` }));

  it("waits for a long transaction without making others wait", async () => {
    const { promise: end, resolve: endLong } = Promise.withResolvers<void>();
    const long = database.withSystem(async (tx) => {
      await tx.community.count();
      await end;
    });
    const applied = applyPolicies(database.driver, noLock, someChange(), { lockMs: 100, totalMs: 30_000 });
    // A call that waited for the long transaction would never end: it goes on until they have answered.
    const until = Date.now() + 1_500;
    while (Date.now() < until) await database.withSystem((tx) => tx.community.count());
    endLong();
    await long;
    expect(await applied).toHaveLength(files.length);
  });

  it("says what to do when a table stays in use", async () => {
    await database.withSystem(async (tx) => {
      await tx.community.count();
      await expect(applyPolicies(database.driver, noLock, someChange(), { lockMs: 20, totalMs: 100 })).rejects.toThrow("end long jobs");
    });
  });

  it("runs once when processes start together", async () => {
    const results = await Promise.all([migrate(database.driver), migrate(database.driver)]);
    expect(results.flat()).toHaveLength(files.length);
    expect((await readLaw(database)).policies).toEqual(lawOfFiles.policies);
  });
});

interface Law {
  policies: { table: string; policy: string }[];
  rights: { relation: string; role: string; right: string; column: string | null }[];
  functions: { text: string }[];
  schemas: unknown[];
}

function withoutLaterChanges({ policies, rights, functions, ...law }: Law): Law {
  return {
    ...law,
    policies: policies.filter(
      ({ table, policy }) =>
        policy !== "transfer_own" &&
        policy !== "lens_read" &&
        !policy.startsWith("editor_") &&
        policy !== "confined" &&
        !LATER_TABLES.includes(table) &&
        !LATER_POLICIES.includes(`${table}.${policy}`),
    ),
    rights: rights.filter(
      ({ relation, role, right }) =>
        role !== "archipel_transfer" &&
        role !== "archipel_lens" &&
        role !== "archipel_editor" &&
        !LATER_TABLES.includes(relation) &&
        !LATER_VIEWS.includes(relation) &&
        !LATER_RIGHTS.includes(`${relation} ${role} ${right}`),
    ),
    functions: functions.filter(
      ({ text }) => !LATER_IN_VIEWS.test(text) && !LATER_FUNCTIONS.some((name) => text.includes(`FUNCTION ${name}(`)),
    ),
  };
}

/** All access rights: policies, flags and rights on relations, functions, rights on schemas. */
async function readLaw({ driver }: Database): Promise<Law> {
  const roles = "unnest(ARRAY['archipel_app', 'archipel_worker', 'archipel_system']) AS role";
  return {
    policies: await driver.execute(
      `SELECT p.tablename AS "table", p.policyname AS policy, p.permissive, p.roles::text, p.cmd, p.qual, p.with_check, c.relrowsecurity, c.relforcerowsecurity
       FROM pg_policies p JOIN pg_class c ON c.oid = format('%I.%I', p.schemaname, p.tablename)::regclass
       WHERE p.schemaname = 'public' ORDER BY 1, 2`,
    ),
    rights: await driver.execute(
      `SELECT c.oid::regclass::text AS relation, a.grantee::regrole::text AS role, a.privilege_type AS right, a.is_grantable, NULL AS "column"
       FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND c.relname <> 'applied_policies'
       UNION ALL
       SELECT c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type, a.is_grantable, t.attname
       FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a WHERE c.relnamespace = 'public'::regnamespace
       ORDER BY 1, 2, 3, 5`,
    ),
    functions: await driver.execute(
      `SELECT pg_get_functiondef(p.oid) AS text, p.proowner::regrole::text AS owner, role, has_function_privilege(role, p.oid, 'EXECUTE') AS may
       FROM pg_proc p, ${roles} WHERE p.pronamespace = 'app'::regnamespace
       UNION ALL
       SELECT pg_get_viewdef(c.oid), c.relowner::regrole::text, c.reloptions::text, true FROM pg_class c
       WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'v' ORDER BY 1, 3`,
    ),
    schemas: await driver.execute(
      `SELECT n.nspname AS schema, role, has_schema_privilege(role, n.oid, 'USAGE') AS uses, has_schema_privilege(role, n.oid, 'CREATE') AS creates
       FROM pg_namespace n, ${roles} WHERE n.nspname IN ('public', 'app', 'layers') ORDER BY 1, 2`,
    ),
  };
}

const readRows = (of: Database) =>
  of.sqlAs({ role: "system" }, async (sql) => [
    await sql.query("SELECT * FROM communities ORDER BY id"),
    await sql.query("SELECT * FROM memberships ORDER BY id"),
    await sql.query("SELECT * FROM datasets ORDER BY id"),
    await sql.query("SELECT * FROM users ORDER BY id"),
  ]);
