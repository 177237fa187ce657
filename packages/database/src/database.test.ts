import { randomUUID } from "node:crypto";
import { addMember, createCommunity, createDataset, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "./database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("the three scopes", () => {
  it("shows nothing outside a scope to the owner of the tables, unless it is a superuser", async () => {
    await createCommunity(database);
    const rows = await database.driver.transaction(async (sql) => {
      const [me] = await sql.query<{ super: boolean }>("SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user");
      return { isSuper: me?.super, seen: await sql.query("SELECT id FROM communities") };
    });
    if (!rows.isSuper) expect(rows.seen).toEqual([]);
  });

  it("hides drafts of another community, and shows a member its own", async () => {
    const [mine, theirs] = [await createCommunity(database), await createCommunity(database)];
    const manager = await createMember(database, mine.id, "manager");
    const own = await createDataset(database, mine.id, { status: "draft" });
    const foreign = await createDataset(database, theirs.id, { status: "draft" });
    const seen = await database.withTenant({ userId: manager.id, communityId: mine.id }, (tx) => tx.dataset.findMany());
    expect(seen.map((d) => d.id)).toContain(own.id);
    expect(seen.map((d) => d.id)).not.toContain(foreign.id);
  });

  it("keeps row-level security when the caller's input carries a role of its own", async () => {
    const community = await createCommunity(database);
    const other = await createCommunity(database);
    const manager = await createMember(database, community.id, "manager");
    await createDataset(database, other.id, { status: "draft" });
    const actor = { userId: manager.id, communityId: community.id, role: "manager" };
    const seen = await database.withTenant(actor, async (tx) => ({
      drafts: await tx.dataset.count({ where: { status: "draft" } }),
      role: await tx.$queryRaw<{ name: string }[]>`SELECT current_user::text AS name`,
    }));
    expect(seen).toEqual({ drafts: 0, role: [{ name: "archipel_app" }] });
  });

  it("refuses what is not an id, instead of putting it into a statement", async () => {
    const actor = { userId: "x', true), set_config('role', 'archipel_system", communityId: null };
    await expect(database.withTenant(actor, (tx) => tx.dataset.count())).rejects.toThrow(/not an id/);
    await expect(database.sqlAs({ role: "tenant", ...actor }, (sql) => sql.query("SELECT 1"))).rejects.toThrow(/not an id/);
  });

  it("limits a person of two communities to the community of the call", async () => {
    const [a, b] = [await createCommunity(database), await createCommunity(database)];
    const person = await createMember(database, a.id, "manager");
    await addMember(database, b.id, person.id, "manager");
    const inB = await createDataset(database, b.id, { status: "draft" });
    const changed = await database.withTenant({ userId: person.id, communityId: a.id }, (tx) =>
      tx.dataset.updateMany({ where: { id: inB.id }, data: { title: "moved" } }),
    );
    expect(changed.count).toBe(0);
  });

  it("takes all rights from a suspended person", async () => {
    const community = await createCommunity(database);
    const user = await createUser(database, { status: "suspended" });
    await addMember(database, community.id, user.id, "manager");
    await createDataset(database, community.id, { status: "draft" });
    const seen = await database.withTenant({ userId: user.id, communityId: community.id }, (tx) =>
      tx.dataset.count({ where: { status: "draft" } }),
    );
    expect(seen).toBe(0);
  });

  it("confines a worker to its community", async () => {
    const [a, b] = [await createCommunity(database), await createCommunity(database)];
    await createDataset(database, b.id);
    expect(await database.withWorker(a.id, (tx) => tx.dataset.count())).toBe(0);
    expect(await database.withWorker(b.id, (tx) => tx.dataset.count())).toBe(1);
  });

  it("records the key with which a job was requested, in both forms, and only there", async () => {
    const { id: communityId } = await createCommunity(database);
    const keyId = randomUUID();
    const named = "SELECT app.key_id()::text AS key";
    const ofJob = database.forKey(keyId);
    expect(await ofJob.withWorker(communityId, (tx) => tx.$queryRaw`SELECT app.key_id()::text AS key`)).toEqual([{ key: keyId }]);
    expect(await ofJob.sqlAs({ role: "worker", communityId }, (sql) => sql.query(named))).toEqual([{ key: keyId }]);
    expect(await ofJob.sqlAs({ role: "system" }, (sql) => sql.query(named))).toEqual([{ key: null }]);
    expect(await database.sqlAs({ role: "worker", communityId }, (sql) => sql.query(named))).toEqual([{ key: null }]);
  });

  it("rolls back as a whole and forgets its scope", async () => {
    const community = await createCommunity(database);
    await expect(
      database.withSystem(async (tx) => {
        await tx.dataset.create({ data: { communityId: community.id, slug: "gone", title: "gone" } });
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await database.withSystem((tx) => tx.dataset.count({ where: { slug: "gone" } }))).toBe(0);
    expect(await database.withTenant({ userId: null, communityId: null }, (tx) => tx.community.count())).toBe(0);
  });

  it("refuses a transaction within a transaction", async () => {
    await expect(database.withSystem(() => database.withSystem(async () => 1))).rejects.toThrow("already open");
  });

  it("returns a bigint as a number while that is exact, else as its digits, on both drivers", async () => {
    const text = "SELECT 9007199254740991::bigint AS exact, 9007199254740993::bigint AS beyond, (-9223372036854775808)::bigint AS least";
    const expected = [{ exact: Number.MAX_SAFE_INTEGER, beyond: "9007199254740993", least: "-9223372036854775808" }];
    expect(await database.sqlAs({ role: "system" }, (sql) => sql.query(text))).toEqual(expected);
    expect(await database.driver.execute(text)).toEqual(expected);
    expect(await database.driver.execute(`${text} WHERE $1::integer = 1`, [1])).toEqual(expected);
  });

  it("copies rows and reads bytes alike on both drivers", async () => {
    const community = await createCommunity(database);
    const result = await database.sqlAs({ role: "worker", communityId: community.id }, async (sql) => {
      await sql.query("CREATE TABLE layers.copied (id bigint, body bytea)");
      const copied = await sql.copyFrom(
        "COPY layers.copied FROM STDIN",
        (async function* () {
          yield new TextEncoder().encode("1\t\\\\x00ff\n2\t\\\\x41\n");
        })(),
      );
      return { copied, rows: await sql.query<{ id: number; body: Uint8Array }>("SELECT * FROM layers.copied ORDER BY id") };
    });
    expect(result.copied).toBe(2);
    expect(result.rows.map((row) => [row.id, [...row.body]])).toEqual([
      [1, [0, 255]],
      [2, [65]],
    ]);
  });

  it("asks for a chunk when the one before is no longer needed", async () => {
    const community = await createCommunity(database);
    const lengths = [10, 70_000, 100, 300_000, 1_000_000, 65_536, 20, 500_000];
    const rows = await database.sqlAs({ role: "worker", communityId: community.id }, async (sql) => {
      await sql.query("CREATE TABLE layers.refilled (id bigint, body text)");
      const buffer = Buffer.alloc(1_000_100);
      await sql.copyFrom(
        "COPY layers.refilled FROM STDIN",
        (async function* () {
          for (const [id, length] of lengths.entries()) {
            buffer.fill("x");
            yield buffer.subarray(0, buffer.write(`${id}\t${String(id).repeat(length)}\n`));
          }
        })(),
      );
      return sql.query<{ id: number; length: number; digits: string }>(
        "SELECT id, length(body)::integer AS length, replace(body, id::text, '') AS digits FROM layers.refilled ORDER BY id",
      );
    });
    expect(rows).toEqual(lengths.map((length, id) => ({ id, length, digits: "" })));
  });
});
