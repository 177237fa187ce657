// @database server
import { randomUUID } from "node:crypto";
import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "../kernel/actor.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { openQueue } from "./queue.ts";
import { listJobs } from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
afterEach(() => database.withSystem((tx) => tx.job.updateMany({ data: { status: "success" } })));

async function community(): Promise<{ id: CommunityId; manager: MemberActor }> {
  const { id } = await createCommunity(database);
  const user = await createMember(database, id, "manager");
  return { id, manager: { userId: user.id, communityId: id, role: "manager", isOperator: false, isSuspended: false } };
}

const newJob = (communityId: string) => ({ communityId, kind: "check-upload", subjectId: randomUUID(), createdById: randomUUID() });
const add = (communityId: string) => database.withSystem((tx) => tx.job.create({ data: newJob(communityId) }));
const addMany = (communityId: string, count: number) =>
  database.withSystem((tx) => tx.job.createMany({ data: Array.from({ length: count }, () => newJob(communityId)) }));
const waiting = () =>
  database.withSystem((tx) => tx.job.findMany({ where: { status: "waiting" }, orderBy: [{ turn: "asc" }, { id: "asc" }] }));
const become = (id: string, status: string) => database.withSystem((tx) => tx.job.update({ where: { id }, data: { status } }));

describe("turns of communities", () => {
  test("a thousand jobs of one community delay another community's job by only one of them", async () => {
    const [many, one] = [await community(), await community()];
    await addMany(many.id, 1000);
    const { id } = await add(one.id);
    const [told] = (await listJobs(core, one.manager, { communityId: one.id, limit: 1 })).items;
    expect(told).toMatchObject({ id, ahead: 1 });
    const last = (await listJobs(core, many.manager, { communityId: many.id, limit: 1 })).items[0];
    expect(last?.ahead).toBe(1000);

    const queue = await openQueue(database, core.log);
    const taken: string[] = [];
    try {
      for (const job of await database.withSystem((tx) => tx.job.findMany({ where: { status: "waiting" }, orderBy: { id: "asc" } })))
        await queue.enqueue(job);
      await new Promise<void>((resolve) => {
        void queue.work({ all: 1, ofCommunity: 1 }, async (job) => {
          taken.push(job.id);
          if (taken.length === 4) resolve();
          if (taken.length >= 4) await new Promise((wait) => setTimeout(wait, 60_000));
        });
      });
    } finally {
      await queue.stop();
    }
    expect(taken.indexOf(id)).toBe(1);
  });

  test("a community that starts one job after the other does not overtake a long queue forever", async () => {
    const [many, steady] = [await community(), await community()];
    await addMany(many.id, 40);
    await add(steady.id);
    const order: string[] = [];
    for (let round = 0; round < 20; round++) {
      const [next] = await waiting();
      if (!next) break;
      await become(next.id, "progress");
      // It starts the next job while its job runs, and again as soon as that has ended.
      if (next.communityId === steady.id && round % 4 === 1) await add(steady.id);
      await become(next.id, "success");
      if (next.communityId === steady.id && round % 4 !== 1) await add(steady.id);
      order.push(next.communityId);
    }
    expect(order.filter((id) => id === many.id)).toHaveLength(10);
    expect(order.slice(0, 6)).toEqual([many.id, steady.id, many.id, steady.id, many.id, steady.id]);
  });

  test("turns of long ago do not count against a community, and a retry takes a new turn", async () => {
    const [first, second] = [await community(), await community()];
    await addMany(first.id, 30);
    const jobs = await waiting();
    for (const job of jobs.slice(0, 29)) await become(job.id, "success");
    const atWork = jobs[29]?.id ?? "";
    await become(atWork, "progress");
    const { turn } = await add(second.id);
    expect(turn).toBe(30);
    expect((await add(first.id)).turn).toBe(31);
    expect((await add(second.id)).turn).toBe(31);
    await become(atWork, "failure");
    await become(atWork, "waiting");
    expect((await waiting()).map((job) => job.communityId)).toEqual(
      [second.id, first.id, second.id, first.id].map((id) => provenCommunityId(id)),
    );
  });
});
