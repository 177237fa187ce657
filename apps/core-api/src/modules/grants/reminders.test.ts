import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import type { MemberActor, Person } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { listNotices } from "../notifications/service/notices.ts";
import { endGrant, giveGrant, revokeGrant } from "./service/give.ts";
import { remindOfEnds } from "./service/remind.ts";

let database: Database;
let core: TestCore;
let readers: RunningReaders;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  readers = await startReaders(core);
});
afterAll(async () => {
  await readers.stop();
  await database.close();
});

const DAY_MS = 86_400_000;
const person = (userId: string): Person => ({ userId, isOperator: false, isSuspended: false });
const system = <T extends object>(text: string, values: unknown[]) =>
  database.sqlAs({ role: "system" }, (sql) => sql.query<T>(text, values));

async function world() {
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  await createPortal(database, communityId);
  const user = await createMember(database, communityId, "manager");
  const manager: MemberActor = { ...person(user.id), communityId, role: "manager" };
  const { datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [],
    dataset: { visibility: "private" },
    features: [],
  });
  const account = await createUser(database);
  const subject = { kind: "person" as const, email: account.email };
  /** A grant that began so many days ago and ends in so many. */
  const give = async (ago: number, left: number) => {
    const { id } = await giveGrant(core, manager, { communityId, datasetId, layerId: null, subject, until: null, purpose: "" });
    const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
    await system("UPDATE grants SET valid_from = $2::timestamptz, valid_until = $3::timestamptz WHERE id = $1::uuid", [
      id,
      at(-ago),
      at(left),
    ]);
    return id;
  };
  return { communityId, manager, datasetId, reader: account.id, give };
}

const notices = async (userId: string, kind: string) => {
  database.notifier.signal();
  return (await listNotices(core, person(userId), { limit: 50 })).items.filter((one) => one.kind === kind);
};
const reminded = async (id: string) =>
  (await system<{ at: Date | null }>("SELECT reminded_at AS at FROM grants WHERE id = $1::uuid", [id]))[0]?.at !== null;

test("a grant that ends soon is announced once to its giver and its reader, and again only for another end", async () => {
  const { manager, datasetId, reader, give } = await world();
  const id = await give(300, 10);
  expect(await remindOfEnds(core)).toBe(1);
  expect(await remindOfEnds(core)).toBe(0);
  await expect.poll(async () => (await notices(manager.userId, "access-to-renew")).length).toBe(1);
  const [toGiver] = await notices(manager.userId, "access-to-renew");
  expect(toGiver).toMatchObject({ params: { number: 10 }, isRead: false });
  // One click opens the dialog that prolongs it, the next one confirms.
  expect(toGiver?.consoleUrl).toContain(`/datasets/${datasetId}?tab=rights&grant=${id}`);
  await expect.poll(async () => (await notices(reader, "access-ending")).length).toBe(1);
  await endGrant(core, manager, { grantId: id, until: new Date(Date.now() + 200 * DAY_MS) });
  // Nothing is left to do.
  expect((await notices(manager.userId, "access-to-renew")).map(({ isRead }) => isRead)).toEqual([true]);
  expect((await notices(reader, "access-ending")).map(({ isRead }) => isRead)).toEqual([true]);
  expect(await remindOfEnds(core)).toBe(0);
  await system("UPDATE grants SET valid_until = now() + interval '9 days' WHERE id = $1::uuid", [id]);
  expect(await remindOfEnds(core)).toBe(1);
  await expect.poll(async () => (await notices(reader, "access-ending")).length).toBe(2);
});

test("long grants are announced two weeks before their end, short ones in their last quarter", async () => {
  const { give } = await world();
  const [late, early, short, shortEarly] = [await give(300, 13), await give(300, 15), await give(6, 1.5), await give(4, 3)];
  await remindOfEnds(core);
  expect(await Promise.all([late, early, short, shortEarly].map(reminded))).toEqual([true, false, true, false]);
});

test("what was revoked, is over, or cannot be read anyway is not announced", async () => {
  const { communityId, manager, datasetId, reader, give } = await world();
  const [revoked, over] = [await give(300, 5), await give(300, -1)];
  await revokeGrant(core, manager, revoked);
  await remindOfEnds(core);
  expect(await Promise.all([revoked, over].map(reminded))).toEqual([false, false]);
  const hidden = await give(300, 5);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { status: "draft" } }));
  await remindOfEnds(core);
  expect(await reminded(hidden)).toBe(false);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { status: "published" } }));
  // The giver no longer manages the community: every manager learns of it.
  await database.withSystem((tx) => tx.membership.updateMany({ where: { userId: manager.userId }, data: { role: "member" } }));
  const other = await createMember(database, communityId, "manager");
  await remindOfEnds(core);
  await expect.poll(async () => (await notices(other.id, "access-to-renew")).length).toBe(1);
  expect(await notices(manager.userId, "access-to-renew")).toEqual([]);
  expect((await notices(reader, "access-ending")).length).toBe(1);
});
