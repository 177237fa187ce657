import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { platformState, retryFailed } from "../../jobs/administer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { createCommunity as openCommunity, setCommunityStatus } from "../communities/service.ts";
import { openUpload } from "../deliveries/uploads/service/receive.ts";
import { resendFirstInvitation } from "../members/invitations/service/invite.ts";
import { communityUsages, setQuota } from "./service/communities.ts";

let database: Database;
let core: TestCore;
let operator: { userId: string; isOperator: boolean; isSuspended: boolean };
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  operator = { userId: (await createUser(database, { isOperator: true })).id, isOperator: true, isSuspended: false };
});
afterAll(() => database.close());

const audited = async (communityId: string) =>
  (await database.withSystem((tx) => tx.auditEntry.findMany({ where: { communityId }, orderBy: { id: "asc" } }))).map(
    ({ action }) => action,
  );

test("a community stores at most its quota, and one without a quota is not measured", async () => {
  const { id } = await createCommunity(database);
  const user = await createMember(database, id, "manager");
  const manager = { userId: user.id, communityId: id, role: "manager", isOperator: false, isSuspended: false } as const;
  const upload = (size: number) => openUpload(core, manager, { id: randomUUID(), fileName: "zones.gpkg", size });
  await upload(5e6);
  const stored = { communityId: id, createdById: user.id, fileName: "x", size: 2_000_000, status: "checked", objectKey: "sha256/x" };
  await database.withSystem((tx) => tx.upload.create({ data: stored }));
  await setQuota(core, operator, id, 3_000_000);
  await upload(900_000);
  await expect(upload(1_100_000)).rejects.toMatchObject({ code: "storage-quota-reached", params: { quota: 0 } });
  expect((await communityUsages(core)).find((one) => one.id === id)).toMatchObject({ storedBytes: 2_000_000, quotaBytes: 3_000_000 });
  await setQuota(core, operator, id, null);
  await upload(1_100_000);
});

test("the first manager's invitation is sent again with a new link, while nobody manages the community", async () => {
  const values = { name: "Neuve", slug: `neuve-${randomUUID().slice(0, 8)}`, description: "", managerEmail: "premier@example.org" };
  const { id } = await openCommunity(core, operator, values);
  const { invitation } = (await communityUsages(core)).find((one) => one.id === id) ?? {};
  expect(invitation).toMatchObject({ email: "premier@example.org" });
  await resendFirstInvitation(core, operator, invitation?.id ?? "");
  const [first, second] = core.sentMails
    .filter(({ to }) => to === "premier@example.org")
    .map(({ text }) => /invitations\/([\w-]+)/.exec(text)?.[1]);
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
  const { id: userId } = await createUser(database);
  await database.withSystem((tx) => tx.membership.create({ data: { communityId: id, userId, role: "manager" } }));
  await expect(resendFirstInvitation(core, operator, invitation?.id ?? "")).rejects.toMatchObject({ code: "community-managed" });
});

test("the reason of a suspension is kept until the community reopens", async () => {
  const { id } = await createCommunity(database);
  await setCommunityStatus(core, operator, { id, status: "suspended", reason: "Impayé" });
  expect((await communityUsages(core)).find((one) => one.id === id)).toMatchObject({ status: "suspended", statusReason: "Impayé" });
  await setCommunityStatus(core, operator, { id, status: "active", reason: "" });
  expect((await communityUsages(core)).find((one) => one.id === id)).toMatchObject({ status: "active", statusReason: "" });
  expect(await audited(id)).toEqual(["community.suspended", "community.reopened"]);
});

test("the state of the platform has its figures, and failed jobs of any community run again", async () => {
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  await createPortal(database, communityId);
  const failed = { kind: "check-upload", subjectId: randomUUID(), createdById: operator.userId, status: "failure", finishedAt: new Date() };
  const jobs = await database.withSystem((tx) =>
    Promise.all(
      [{ error: { code: "internal", params: {} } }, {}].map((more) =>
        tx.job.create({ data: { communityId, ...failed, kind: "refresh-layer", subjectId: randomUUID(), ...more } }),
      ),
    ),
  );
  const state = await platformState(core);
  expect(state).toMatchObject({ database: { kind: database.kind }, mail: { retried: 0 }, eventsRetried: 0 });
  expect(state.jobs.failedLastDay).toBeGreaterThanOrEqual(2);
  expect(state.hostCount).toBeGreaterThanOrEqual(1);
  expect(state.disk.totalBytes).toBeGreaterThan(state.disk.freeBytes);
  expect(state.failedJobs.map(({ id }) => id)).toEqual(expect.arrayContaining(jobs.map(({ id }) => id)));
  expect(await retryFailed(core, operator, jobs[0]?.id ?? "")).toBe(1);
  expect(core.enqueued.map(({ id }) => id)).toContain(jobs[0]?.id);
  await expect(retryFailed(core, operator, jobs[0]?.id ?? "")).rejects.toMatchObject({ code: "job-not-found" });
  expect(await retryFailed(core, operator, null)).toBeGreaterThanOrEqual(1);
  expect(await audited(communityId)).toEqual(["job.retried", "job.retried"]);
});
