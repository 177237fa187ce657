import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { discardUpload } from "../deliveries/uploads/service/change.ts";
import { listUploads } from "../deliveries/uploads/service/read.ts";
import { openUpload } from "../deliveries/uploads/service/receive.ts";
import { listContributions } from "./service/read.ts";
import { contributionWorld } from "./testing/contribution-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("paging through a queue that shrinks skips no contribution and repeats none", async () => {
  const { core, communityId, person, submitted, update } = await contributionWorld(database, 9);
  const [author, moderator] = [await person("contributor"), await person("moderator")];
  const ids: string[] = [];
  for (let fid = 1; fid <= 9; fid++) ids.push(await submitted(author, [update(fid, { nom: `N${fid}` })], `Correction ${fid}`));
  // Two have the same time: the id must separate them.
  await database.withSystem((tx) =>
    tx.contribution.updateMany({ where: { id: { in: ids.slice(3, 5) } }, data: { submittedAt: new Date("2026-01-01T10:00:00Z") } }),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listContributions(core, moderator, { communityId, status: ["submitted"], limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    // The contributions that were read leave the queue, as if they were decided.
    const decided = page.items.map(({ id }) => id);
    await database.withSystem((tx) => tx.contribution.updateMany({ where: { id: { in: decided } }, data: { status: "rejected" } }));
  } while (cursor);
  expect(seen.slice(0, 2).toSorted()).toEqual(ids.slice(3, 5).toSorted());
  expect(seen.slice(2)).toEqual([...ids.slice(0, 3), ...ids.slice(5)]);
  const rest = await listContributions(core, moderator, { communityId, limit: 100, cursor: "17" });
  expect(rest).toMatchObject({ total: 9, nextCursor: null });
  // Open contributions come before decided ones, which are sorted latest first.
  const again = await submitted(author, [update(1, { nom: "encore" })]);
  const all = (await listContributions(core, moderator, { communityId, limit: 4 })).items;
  expect(all[0]?.id).toBe(again);
  expect(all.slice(1).every(({ status }) => status === "rejected")).toBe(true);
});

test("paging through a list of uploads that shrinks skips none", async () => {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const manager: MemberActor = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  const ids: string[] = [];
  for (let index = 0; index < 7; index++) {
    const id = crypto.randomUUID();
    await openUpload(core, manager, { id, fileName: `${index}.geojson`, size: 10 });
    ids.push(id);
  }
  await database.withSystem((tx) =>
    tx.upload.updateMany({ where: { communityId }, data: { createdAt: new Date("2026-01-01T10:00:00Z") } }),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listUploads(core, manager, { communityId, limit: 3, cursor });
    expect(page.total).toBe(7 - seen.length);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    for (const { id } of page.items) await discardUpload(core, manager, id);
  } while (cursor);
  expect(seen.toSorted()).toEqual(ids.toSorted());
});
