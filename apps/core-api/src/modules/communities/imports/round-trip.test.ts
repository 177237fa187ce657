import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { addMember, createCommunity, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importCommunities } from "../../../jobs/communities.ts";
import { anonymous, type Person } from "../../../kernel/actor.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { entriesOf, type LeavingCommunity, leavingCommunity } from "../../../testing/leaving-community.ts";
import type { World } from "../../../testing/tenancy-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { listCloudItems } from "../../clouds/catalogue/service.ts";
import { openCloudLayer } from "../../clouds/service/open.ts";
import { readManifest } from "../bag/bagit.ts";
import { columnsOf, exportedTables, TABLES } from "../belonging/policy.ts";
import { listCommunityExports } from "../exports/service.ts";
import { tablesToEmpty } from "../removal/queries.ts";
import { removeCommunity } from "../removal/service.ts";
import { addImport, listImports, startImport } from "./service.ts";

// A community with rows in every table leaves one platform and comes to another: row by row and byte by byte the same. On a server
// database the other platform has a database and a storage of its own; on the embedded one it is the same platform, after the community
// was erased there.

let leaving: LeavingCommunity;
let home: Database;
let away: Database;
let core: TestCore;
let other: TestCore;
let world: World;
let communityId: CommunityId;
let layerTable: string;
let object: string;
let bag: Buffer;
let before: Snapshot;
let cloud: Awaited<ReturnType<typeof cloudOf>>;

beforeAll(async () => {
  leaving = await leavingCommunity();
  ({ home, core, world, communityId, layerTable, object, bag } = leaving);
  away = testDatabaseKind === "server" ? await openTestDatabase() : home;
  other = testDatabaseKind === "server" ? await createTestCore(away) : core;
  before = await snapshotOf(home, communityId);
  cloud = await cloudOf(core);
});
afterAll(async () => {
  await leaving.close();
  if (away !== home) await away.close();
});

/** The move itself leaves lines: the end of its job, and what the journals of both platforms say. */
const withoutMove = (rows: string[]) =>
  rows.filter((line) => !line.includes("community.imported") && !line.includes("community.exported") && !line.includes(leaving.exportJob));

type Snapshot = Map<string, string[]>;

/** The exported columns of all rows of the community, as the database writes them. */
async function snapshotOf(database: Database, id: CommunityId): Promise<Snapshot> {
  const found: Snapshot = new Map();
  await database.sqlAs({ role: "transfer", communityId: id }, async (sql) => {
    for (const table of exportedTables.filter((one) => !TABLES[one]?.isForPeople)) {
      const rule = TABLES[table] ?? { is: "platform" };
      const columns = columnsOf(rule).map((name) => `t.${quoteIdentifier(name)}::text`);
      const rows = await sql.query<{ line: string }>(
        `SELECT ROW(${columns.join(", ")})::text AS line FROM ${quoteIdentifier(table)} t WHERE ${rule.rows ?? "true"} ORDER BY 1`,
      );
      found.set(
        table,
        rows.map(({ line }) => line),
      );
    }
  });
  await database.sqlAs({ role: "worker", communityId: id }, async (sql) => {
    for (const suffix of ["", "_history"]) {
      const rows = await sql.query<{ line: string }>(`SELECT ROW(t.*)::text AS line FROM ${tableRef(layerTable, suffix)} t ORDER BY 1`);
      found.set(
        `layer${suffix}`,
        rows.map(({ line }) => line),
      );
    }
  });
  return found;
}

/** The point cloud of the community with the revisions of its tile, and the boxes that maps read. */
async function cloudOf(at: TestCore) {
  const { id } = await at.database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { communityId, kind: "pointcloud" } }));
  const opened = await openCloudLayer(at, anonymous, id);
  const revisions = await at.database.withSystem((tx) =>
    tx.cloudRevision.findMany({ where: { attachmentId: opened.tiles[0]?.id ?? "" }, orderBy: { revision: "asc" } }),
  );
  const { items } = await listCloudItems(
    at,
    anonymous,
    { ...opened, id },
    { boxes: null, days: { from: null, to: null } },
    { after: 0, limit: 10 },
  );
  return { opened, items, revisions: revisions.map(({ revision, objectKey }) => ({ revision, objectKey })) };
}

describe("the file", () => {
  it("is a bag whose manifests list each file with its digest", async () => {
    const files = await entriesOf(bag);
    const [folder = ""] = [...files.keys()][0]?.split("/") ?? [];
    const text = (name: string) => files.get(`${folder}/${name}`)?.toString("utf8") ?? "";
    expect(text("bagit.txt")).toBe("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    const digest = (path: string) =>
      createHash("sha256")
        .update(files.get(`${folder}/${path}`) ?? "")
        .digest("hex");
    const listed = readManifest(text("manifest-sha256.txt")) ?? [];
    for (const { path, sha256 } of [...listed, ...(readManifest(text("tagmanifest-sha256.txt")) ?? [])]) {
      expect([path, digest(path)]).toEqual([path, sha256]);
    }
    const payload = [...files.keys()].map((name) => name.slice(folder.length + 1)).filter((name) => name.startsWith("data/"));
    expect(listed.map(({ path }) => path).sort()).toEqual(payload.sort());
    const octets = payload.reduce((sum, path) => sum + (files.get(`${folder}/${path}`)?.length ?? 0), 0);
    expect(text("bag-info.txt")).toContain(`Payload-Oxum: ${octets}.${payload.length}\n`);
  });

  it("has every exported table with rows, the layer, its open copy, and nothing of the other community", async () => {
    const files = await entriesOf(bag);
    const names = [...files.keys()];
    const manifest = JSON.parse(files.get(names.find((name) => name.endsWith("/data/archipel.json")) ?? "")?.toString("utf8") ?? "{}");
    const empty = manifest.tables.filter(({ rows }: { rows: number }) => rows === 0).map(({ name }: { name: string }) => name);
    expect(empty).toEqual([]);
    const sorted = manifest.layers.toSorted((a: { rows: number }, b: { rows: number }) => b.rows - a.rows);
    expect(sorted).toMatchObject([{ tableName: layerTable, rows: 2, versions: 2 }, { rows: 1 }]);
    const open = names.find((name) => name.endsWith("things.geojson")) ?? "";
    const features = JSON.parse(files.get(open)?.toString("utf8") ?? "{}").features;
    expect(features[0]).toMatchObject({ id: 1, properties: { "Nom « long »": 'Ici\n"là"' }, geometry: { type: "Point" } });
    expect(features[1].geometry).toBeNull();
    const all = Buffer.concat([...files.values()]).toString("latin1");
    expect(all).not.toContain(world.communities.b.id);
    expect(all).not.toContain("$argon2");
    const hash = await home.withSystem((tx) => tx.user.findFirstOrThrow({ where: { id: world.users.manager ?? "" } }));
    expect(all).not.toContain(hash.passwordHash ?? "?");
  });

  it("is offered to managers until it expires, and announced by mail", async () => {
    const [made] = await listCommunityExports(core, leaving.manager);
    expect(made).toMatchObject({ id: leaving.exportId, status: "success", size: bag.length, expiresAt: expect.any(Date) });
    expect(core.sentMails).toMatchObject([{ subject: expect.stringContaining("est prête") }]);
  });

  it("holds a row for each row that the community has", async () => {
    for (const [name, rows] of before) expect([name, rows.length > 0]).toEqual([name, true]);
  });
});

describe("the import", () => {
  it("says what it will do, writes the same rows and bytes, and shows the community only when all is there", async () => {
    if (away === home) {
      await removeCommunity(core, communityId);
      // Of persons who are not in the file, ids that are taken here would become others.
      const people = before.get("users")?.map((line) => line.slice(1, 37)) ?? [];
      await home.sqlAs({ role: "system" }, (sql) => sql.query("DELETE FROM users WHERE NOT id = ANY ($1::uuid[])", [people]));
    }
    const operator: Person = { userId: world.users.operator ?? randomUUID(), isOperator: true, isSuspended: false };
    const { key, size } = await other.storage.put(Readable.from([bag]));
    const added = await addImport(other, operator, { objectKey: key, fileName: "a.zip", size });
    await importCommunities(other);
    const [inspected] = await listImports(other);
    expect([inspected?.status, inspected?.error]).toEqual(["inspected", null]);
    expect(inspected?.found).toMatchObject({ layers: 2, features: 3, objects: { count: 1 } });
    expect(inspected?.found?.people.created).toBe(away === home ? 0 : before.get("users")?.length);
    expect(inspected?.found?.slugs.some(({ isTaken }) => isTaken)).toBe(false);
    await startImport(other, operator, added.id, {});
    await importCommunities(other);
    const [done] = await listImports(other);
    expect([done?.status, done?.error]).toEqual(["done", null]);
    const after = await snapshotOf(away, communityId);
    for (const [name, rows] of before) {
      expect([name, withoutMove(after.get(name) ?? [])]).toEqual([name, withoutMove(rows)]);
    }
    expect(cloud).toMatchObject({
      opened: { tiles: [{ revision: 2 }] },
      items: [{ revision: 2 }],
      revisions: [{ revision: 1 }, { revision: 2 }],
    });
    expect(await cloudOf(other)).toEqual(cloud);
    expect((await buffer(await other.storage.get(object))).toString()).toBe("the bytes of a document");
    const people = await away.withSystem((tx) => tx.user.findMany({ where: { id: world.users.member ?? "" } }));
    expect(people).toMatchObject([{ isOperator: false, ...(away !== home && { passwordHash: null, emailVerifiedAt: null }) }]);
    const community = await away.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: communityId } }));
    expect(community.status).toBe("active");
  });

  it("is refused when the community is there", async () => {
    const operator: Person = { userId: randomUUID(), isOperator: true, isSuspended: false };
    const { key, size } = await other.storage.put(Readable.from([bag]));
    await addImport(other, operator, { objectKey: key, fileName: "again.zip", size });
    await importCommunities(other);
    const [again] = await listImports(other);
    expect(again).toMatchObject({ status: "refused", error: { code: "import-community-exists" } });
    expect((await snapshotOf(away, communityId)).get("datasets")).toEqual(before.get("datasets"));
  });
});

describe("an import that was given up", () => {
  it("leaves no part of the community, and no account that it made and nobody else needs", async () => {
    const [operator, made, joined] = [await createUser(away), await createUser(away), await createUser(away)];
    const { id: targetId } = await createCommunity(away);
    const { id: otherId } = await createCommunity(away);
    await addMember(away, otherId, joined.id, "member");
    await addMember(away, targetId, made.id, "member");
    const [running] = [await createCommunity(away)];
    const row = { requestedById: operator.id, fileName: "a.zip", size: 1 };
    await away.withSystem(async (tx) => {
      await tx.user.updateMany({ where: { id: { in: [made.id, joined.id] } }, data: { passwordHash: null } });
      await tx.community.updateMany({ where: { id: { in: [targetId, running.id] } }, data: { status: "importing" } });
      const choices = { accounts: [made.id, joined.id] };
      await tx.communityImport.create({ data: { ...row, status: "failed", targetId, choices } });
      await tx.communityImport.create({ data: { ...row, status: "running", targetId: running.id, aliveAt: new Date() } });
    });
    await importCommunities(other);
    await away.withSystem(async (tx) => {
      expect(await tx.community.findMany({ where: { id: { in: [targetId, running.id] } }, select: { id: true } })).toEqual([
        { id: running.id },
      ]);
      expect(await tx.user.findMany({ where: { id: { in: [made.id, joined.id] } }, select: { id: true } })).toEqual([{ id: joined.id }]);
      await tx.community.deleteMany({ where: { id: { in: [running.id, otherId] } } });
      await tx.communityImport.deleteMany({ where: { requestedById: operator.id } });
    });
  });
});

describe("the erasure", () => {
  it("removes every row, table and object of the community, and nothing else", async () => {
    const others = await counts(away, world.communities.b.id);
    const total = await totals(away);
    const own = await counts(away, communityId);
    await removeCommunity(other, communityId);
    expect([...(await counts(away, communityId)).values()].every((count) => count === 0)).toBe(true);
    expect(await counts(away, world.communities.b.id)).toEqual(others);
    const left = await totals(away);
    for (const [table, count] of total) {
      const gone = own.get(table);
      // The erasure itself says to the portals that their content has changed.
      if (gone !== undefined && table !== "outbox_events") expect([table, left.get(table)]).toEqual([table, count - gone]);
    }
    const tables = await away.driver.execute(
      "SELECT relname FROM pg_class WHERE relnamespace = 'layers'::regnamespace AND relname LIKE $1",
      [`${layerTable}%`],
    );
    expect(tables).toEqual([]);
    expect(await other.storage.stat(object)).toBeNull();
    expect(await away.withSystem((tx) => tx.visitMark.count({ where: { portalId: world.communities.a.livePortal } }))).toBe(0);
  });
});

function counts(database: Database, id: string): Promise<Map<string, number>> {
  return database.sqlAs({ role: "transfer", communityId: provenCommunityId(id) }, async (sql) => {
    const found = new Map<string, number>();
    for (const table of [...(await tablesToEmpty(sql)), "communities"]) {
      const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${quoteIdentifier(table)}`);
      found.set(table, row?.count ?? 0);
    }
    return found;
  });
}

function totals(database: Database): Promise<Map<string, number>> {
  return database.sqlAs({ role: "system" }, async (sql) => {
    const found = new Map<string, number>();
    for (const table of [...(await tablesToEmpty(sql)), "communities"]) {
      const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${quoteIdentifier(table)}`);
      found.set(table, row?.count ?? 0);
    }
    return found;
  });
}
