import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { markApart } from "./likeness/apart.ts";
import { changeReports, mergeReports } from "./service/change.ts";
import { getReport, listReports, similarTo } from "./service/moderate.ts";
import { communitiesToRemind, remind } from "./service/remind.ts";
import { saveSettings } from "./service/themes.ts";
import { similarReports, viewReport } from "./service/track.ts";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
beforeAll(async () => {
  world = await openReportingWorld();
});
afterAll(() => world.close());

it("changes all reports or none, with history, audit entry and event; only a manager reopens a closed one", async () => {
  const { send, events, manager, moderator, contributor } = world;
  const [one, two] = [await send(), await send()];
  const change = (actor: MemberActor, values: object, reportIds = [one.id, two.id]) =>
    changeReports(world.core, actor, { communityId: world.communityId, reportIds, ...values });
  await change(moderator, { status: "valid", message: "Réparé" }, [one.id]);
  await expect(change(moderator, { status: "pending", assigneeId: moderator.userId })).rejects.toMatchObject({ code: "report-closed" });
  expect((await getReport(world.core, moderator, two.id)).status).toBe("pending0");
  await expect(change(moderator, { status: "reject" }, [two.id, randomUUID()])).rejects.toMatchObject({ code: "reports-missing" });
  await expect(change(moderator, { assigneeId: contributor.userId })).rejects.toMatchObject({ code: "report-assignee-unfit" });
  await change(manager, { status: "pending" });
  await change(moderator, { assigneeId: moderator.userId, dueAt: new Date("2027-01-01") }, [one.id]);
  const report = await getReport(world.core, moderator, one.id);
  expect(report).toMatchObject({ status: "pending", closedAt: null, assigneeId: moderator.userId, dueAt: new Date("2027-01-01") });
  expect(report.entries.map(({ kind }) => kind)).toEqual(["status", "status", "assignee", "due"]);
  expect(report.entries[0]).toMatchObject({ body: "Réparé", detail: { from: "pending0", to: "valid" } });
  expect((await events(one.id)).map(({ topic }) => topic)).toEqual([
    "report.submitted",
    "report.status-changed",
    "report.status-changed",
    "report.assigned",
  ]);
  const mine = await listReports(world.core, moderator, {
    communityId: world.communityId,
    filter: { assignee: "me", status: ["pending"] },
    sort: "due",
    limit: 30,
  });
  expect(mine.items.map(({ id }) => id)).toEqual([one.id]);
  await saveSettings(world.core, manager, {
    communityId: world.communityId,
    settings: { statuses: { pending1: { isActive: false } }, daysToAnswer: 10 },
  });
  await expect(change(manager, { status: "pending1" }, [one.id])).rejects.toMatchObject({ code: "report-status-inactive" });
});

it.each(["waiting", "due", "latest"] as const)("pages through a queue that shrinks and skips none: %s", async (sort) => {
  const { send, moderator, communityId } = world;
  const body = `File ${randomUUID()}`;
  for (let at = 0; at < 7; at++) await send({ body, place: { lon: 40 + at, lat: 20 } });
  const page = (cursor: string | null, status?: "pending0") =>
    listReports(world.core, moderator, {
      communityId,
      filter: { search: body, ...(status && { status: [status] }) },
      sort,
      limit: 3,
      cursor,
    });
  const whole: number[] = [];
  for (let cursor: string | null = null; ; ) {
    const { items, total, nextCursor } = await page(cursor);
    expect(total).toBe(7);
    whole.push(...items.map(({ number }) => number));
    cursor = nextCursor;
    if (cursor === null) break;
  }
  expect(whole).toEqual(whole.toSorted((a, b) => (sort === "latest" ? b - a : a - b)));
  expect(new Set(whole).size).toBe(7);

  const first = await page(null, "pending0");
  await changeReports(world.core, moderator, { communityId, reportIds: first.items.map(({ id }) => id), status: "pending" });
  const next = await page(first.nextCursor, "pending0");
  expect(next.items.map(({ number }) => number)).toEqual(whole.slice(3, 6));
  expect(next.total).toBe(4);
  expect((await page("no cursor of ours", "pending0")).items.map(({ number }) => number)).toEqual(whole.slice(3, 6));
});

it("finds similar reports by place, words and feature, and merges them", async () => {
  const { visit, send, track, moderator, portalId } = world;
  const { layerId } = world;
  const place = { lon: 20, lat: 20 };
  const alike = await send({ body: "Pont fermé à la circulation", place: { lon: 20.0008, lat: 20 } });
  const near = await send({ body: "Chien perdu", place });
  const same = await send({ body: "Autre chose", place: { lon: 25, lat: 20 }, feature: { layerId, fid: 1 } });
  await send({ body: "Pont fermé à la circulation", place: { lon: 20.01, lat: 20 } });
  const asked = { portalId, place, body: "Le pont est fermé à la circulation", themeId: null, feature: { layerId, fid: 1 } };
  const found = await similarReports(world.core, anonymous, await visit(), asked);
  expect(found.map(({ id }) => id)).toEqual([same.id, alike.id, near.id]);
  expect(found[1]?.distance).toBeGreaterThan(80);
  expect(found[1]?.distance).toBeLessThan(88);
  expect(found.map(({ isSameFeature }) => isSameFeature)).toEqual([true, false, false]);
  // 84 m away and about something else: not a likely duplicate.
  expect(await similarTo(world.core, moderator, near.id)).toEqual([]);
  await mergeReports(world.core, moderator, { communityId: world.communityId, intoId: alike.id, reportIds: [near.id] });
  const gone = await viewReport(world.core, anonymous, await visit(), { portalId, number: near.number, follow: undefined });
  expect(gone).toMatchObject({ status: "valid0", mergedInto: { id: alike.id, number: alike.number }, mayComment: false });
  expect((await getReport(world.core, moderator, alike.id)).mergedReports).toMatchObject([{ id: near.id }]);
  expect((await track({ search: "Chien perdu" })).total).toBe(0);
  await expect(
    mergeReports(world.core, moderator, { communityId: world.communityId, intoId: near.id, reportIds: [same.id] }),
  ).rejects.toMatchObject({ code: "report-merged" });
});

it("reminds once a day of late reports, and ends snoozes", async () => {
  const { send, events, moderator, communityId } = world;
  await remind(world.core, communityId);
  const [late, resting, woken] = [await send(), await send(), await send()];
  const ids = [late.id, resting.id, woken.id];
  await world.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `UPDATE reports SET due_at = now() - interval '1 hour', snoozed_until = CASE id WHEN $2::uuid THEN now() + interval '1 day'
         WHEN $3::uuid THEN now() - interval '1 minute' END WHERE id = ANY ($1::uuid[])`,
      [ids, resting.id, woken.id],
    ),
  );
  const rest = (snoozedUntil: Date) => changeReports(world.core, moderator, { communityId, reportIds: [resting.id], snoozedUntil });
  await expect(rest(new Date(Date.now() - 1000))).rejects.toMatchObject({ code: "report-snooze-past" });
  await rest(new Date(Date.now() + 86_400_000));
  expect(await communitiesToRemind(world.core)).toEqual([{ communityId }]);
  expect(await remind(world.core, communityId)).toBe(2);
  expect(await communitiesToRemind(world.core)).toEqual([]);
  expect(await remind(world.core, communityId)).toBe(0);
  const reasons = await Promise.all(
    ids.map(async (id) => (await events(id)).find(({ topic }) => topic === "report.reminded")?.payload.reason),
  );
  expect(reasons).toEqual(["overdue", undefined, "awake"]);
});

it("records for all moderators that two reports are different, until it is undone", async () => {
  const { communityId, moderator, manager, send } = world;
  const place = { lon: 30, lat: 30 };
  const [one, two] = [await send({ body: "Banc cassé", place }), await send({ body: "Banc cassé", place })];
  const alikeTo = async (reportId: string) => (await similarTo(world.core, manager, reportId)).map(({ id }) => id);
  expect(await alikeTo(one.id)).toEqual([two.id]);
  const mark = (isApart: boolean, otherId = two.id) =>
    markApart(world.core, moderator, { communityId, reportId: one.id, otherId, isApart });
  await mark(true);
  await mark(true);
  expect([await alikeTo(one.id), await alikeTo(two.id)]).toEqual([[], []]);
  const lines = await world.database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { resourceId: one.id, action: "report.told-apart" } }),
  );
  expect(lines).toMatchObject([{ actorId: moderator.userId, summary: { other: two.number } }]);
  await mark(false);
  expect(await alikeTo(two.id)).toEqual([one.id]);
  await expect(mark(true, one.id)).rejects.toMatchObject({ code: "reports-missing" });
  await expect(mark(true, randomUUID())).rejects.toMatchObject({ code: "reports-missing" });
});
