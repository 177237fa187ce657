import { randomUUID } from "node:crypto";
import { type ReviewDecision, reviewReportsInput } from "@archipel/contracts/reports.ts";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Actor, anonymous, scopeOf } from "../../kernel/actor.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { readFile } from "./files/read.ts";
import { insertFile } from "./queries/files.ts";
import { changeReports, mergeReports } from "./service/change.ts";
import { getReport, listReports } from "./service/moderate.ts";
import { reviewReports } from "./service/review.ts";
import { sendReport } from "./service/send.ts";
import { senderHash } from "./service/sender.ts";
import { commentReport, portalReporting, reportPoints, similarReports, viewReport } from "./service/track.ts";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
beforeAll(async () => {
  world = await openReportingWorld();
});
afterAll(() => world.close());
beforeEach(() => setReview("before"));

const setReview = (reportReview: "before" | "after") =>
  world.database.withSystem((tx) => tx.portal.update({ where: { id: world.portalId }, data: { reportReview } }));

/** A report without an account with one photo, sent from one address. */
async function sendWithPhoto(body: string) {
  const { core, visit, input, communityId, database } = world;
  const mine = await visit();
  const fileId = randomUUID();
  const photo = { name: "x.jpg", mediaType: "image/jpeg", size: 1, width: 1, height: 1, storageKey: "x", thumbnailKey: "x" };
  await database.sqlAs({ role: "worker", communityId }, (sql) =>
    insertFile(sql, communityId, { ...photo, id: fileId, senderHash: senderHash(core, mine) }),
  );
  return { fileId, ...(await sendReport(core, anonymous, mine, input({ body, fileIds: [fileId] }))) };
}

const decide = (decision: ReviewDecision, what: { reportIds?: string[]; entryIds?: string[]; reason?: string }, actor = world.moderator) =>
  reviewReports(world.core, actor, reviewReportsInput.parse({ communityId: world.communityId, decision, ...what }));

/** What a caller finds of a report through each way that shows reports: all of them must agree. */
async function foundBy(report: { id: string; number: number; fileId: string }, actor: Actor = anonymous, follow?: string) {
  const { core, visit, track, portalId } = world;
  const here = await visit(actor);
  const key = { portalId, number: report.number, follow };
  const place = { lon: 5.6, lat: 45.6 };
  const near = { portalId, place, body: "", themeId: null, feature: null };
  const isThere = (reports: readonly { number: number }[]) => reports.some(({ number }) => number === report.number);
  const works = (reading: Promise<unknown>) =>
    reading.then(
      () => true,
      () => false,
    );
  return {
    list: isThere((await track({}, actor)).items),
    points: isThere(await reportPoints(core, actor, here, { portalId })),
    similar: isThere(await similarReports(core, actor, here, near)),
    page: await works(viewReport(core, actor, here, key)),
    file: await works(readFile(core, actor, { reportId: report.id, fileId: report.fileId, follow })),
    rows: await world.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
      const seen = async (table: string, column: string) =>
        (await sql.query(`SELECT FROM ${table} WHERE ${column} = $1::uuid`, [report.id])).length > 0;
      return [await seen("reports", "id"), await seen("report_files", "report_id")];
    }),
  };
}
const EVERYWHERE = { list: true, points: true, similar: true, page: true, file: true, rows: [true, true] };
const NOWHERE = { list: false, points: false, similar: false, page: false, file: false, rows: [false, false] };

it("shows a report without an account nowhere until a moderator has published it, except to its author by the secret link", async () => {
  const { core, visit, contributor, communityId, moderator, events, portalId } = world;
  const sent = await sendWithPhoto("Insulte à relire");
  expect(sent).toMatchObject({ review: "held" });
  expect(await foundBy(sent)).toEqual(NOWHERE);
  expect(await foundBy(sent, contributor)).toEqual(NOWHERE);
  expect(await foundBy(sent, anonymous, sent.follow ?? "")).toMatchObject({ list: false, page: true, file: true });
  expect(await viewReport(core, anonymous, await visit(), { portalId, number: sent.number, follow: sent.follow ?? "" })).toMatchObject({
    isMine: true,
    review: "held",
  });
  const toReview = async () => (await listReports(core, moderator, listInput({ isToReview: true }))).items.map(({ number }) => number);
  expect(await toReview()).toContain(sent.number);
  // Handling a report does not publish it.
  await changeReports(core, moderator, { communityId, reportIds: [sent.id], status: "pending", message: "On regarde" });
  expect(await foundBy(sent)).toEqual(NOWHERE);
  await decide("publish", { reportIds: [sent.id] });
  expect(await foundBy(sent)).toEqual(EVERYWHERE);
  expect(await toReview()).not.toContain(sent.number);
  expect((await events(sent.id)).map(({ topic }) => topic)).toContain("report.reviewed");
  const journal = await world.database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { resourceId: sent.id, action: "report.published" } }),
  );
  expect(journal).toMatchObject([{ actorId: moderator.userId }]);
});

it("publishes the words without the photo when the moderator says so", async () => {
  const sent = await sendWithPhoto("Photo avec un visage");
  await decide("publish-without-files", { reportIds: [sent.id] });
  expect(await foundBy(sent)).toEqual({ ...EVERYWHERE, file: false, rows: [true, false] });
});

it("refuses several reports with a reason that only their authors read, and can publish them later", async () => {
  const { core, visit, portalId } = world;
  const both = [await sendWithPhoto("Publicité"), await sendWithPhoto("Publicité encore")];
  const reportIds = both.map(({ id }) => id);
  await expect(decide("refuse", { reportIds })).rejects.toMatchObject({ code: "report-refusal-without-reason", field: "reason" });
  await decide("refuse", { reportIds, reason: "Ceci est une publicité." });
  for (const sent of both) {
    expect(await foundBy(sent)).toEqual(NOWHERE);
    const own = await viewReport(core, anonymous, await visit(), { portalId, number: sent.number, follow: sent.follow ?? "" });
    expect(own).toMatchObject({ status: "reject", review: "refused" });
    expect(own.entries.map(({ body }) => body)).toContain("Ceci est une publicité.");
  }
  await expect(decide("refuse", { reportIds, reason: "Encore" })).rejects.toMatchObject({ code: "report-reviewed-before" });
  await decide("publish", { reportIds });
  expect(await foundBy(both[0] ?? { id: "", number: 0, fileId: "" })).toEqual(EVERYWHERE);
});

it("holds messages without an account on a published report, each until it is published", async () => {
  const { core, visit, contributor, communityId, moderator, portalId } = world;
  const sent = await sendWithPhoto("Route coupée");
  await decide("publish", { reportIds: [sent.id] });
  const key = { portalId, number: sent.number };
  const say = async (body: string) => commentReport(core, anonymous, await visit(), { ...key, follow: sent.follow ?? "", body });
  await say("Premier message");
  const own = await say("Second message");
  expect(own.entries.map(({ body, review }) => [body, review])).toEqual([
    ["Premier message", "held"],
    ["Second message", "held"],
  ]);
  const shown = async (actor: Actor = anonymous) =>
    (await viewReport(core, actor, await visit(actor), { ...key, follow: undefined })).entries.map(({ body }) => body);
  const rows = () =>
    world.database.sqlAs({ role: "tenant", ...scopeOf(contributor) }, (sql) =>
      sql.query("SELECT body FROM report_entries WHERE report_id = $1::uuid AND kind = 'comment'", [sent.id]),
    );
  expect([await shown(), await shown(contributor), await rows()]).toEqual([[], [], []]);
  const { entriesToReview } = await getReport(core, moderator, sent.id);
  const [first = "", second = ""] = entriesToReview;
  expect(entriesToReview).toHaveLength(2);
  await decide("publish", { entryIds: [first] });
  expect([await shown(), await rows()]).toEqual([["Premier message"], [{ body: "Premier message" }]]);
  await decide("refuse", { entryIds: [second], reason: "Hors sujet" });
  expect(await shown()).toEqual(["Premier message"]);
  const after = await viewReport(core, anonymous, await visit(), { ...key, follow: sent.follow ?? "" });
  expect(after.entries.at(-1)).toMatchObject({ body: "Second message", review: "refused", detail: { reason: "Hors sujet" } });
  expect(await getReport(core, moderator, sent.id)).toMatchObject({ review: "passed", entriesToReview: [], communityId });
});

it("publishes at once where the portal reviews afterwards, and still lists the report for its moderators", async () => {
  const { core, moderator, visit } = world;
  await setReview("after");
  expect(await portalReporting(core, await visit())).toMatchObject({ isHeld: false });
  const sent = await sendWithPhoto("Vu tout de suite");
  expect(await foundBy(sent)).toEqual(EVERYWHERE);
  const { items } = await listReports(core, moderator, listInput({ isToReview: true }));
  expect(items.find(({ id }) => id === sent.id)).toMatchObject({ review: "unseen" });
  await decide("publish", { reportIds: [sent.id] });
  expect(await getReport(core, moderator, sent.id)).toMatchObject({ review: "passed" });
});

it("does not hold what people with an account send, and names no held report as the one that a merged report is followed in", async () => {
  const { core, communityId, moderator, contributor, send, visit, portalId } = world;
  const signed = await send({ body: "Avec un compte" }, contributor);
  expect(signed.review).toBe("passed");
  const held = await sendWithPhoto("Sans compte");
  expect(await portalReporting(core, await visit())).toMatchObject({ isHeld: true });
  expect(await portalReporting(core, await visit(contributor))).toMatchObject({ isHeld: false });
  await mergeReports(core, moderator, { communityId, intoId: held.id, reportIds: [signed.id] });
  const seen = await viewReport(core, anonymous, await visit(), { portalId, number: signed.number, follow: undefined });
  expect(seen.mergedInto).toBeNull();
});

function listInput(filter: object) {
  return { communityId: world.communityId, filter, sort: "latest" as const, limit: 50 };
}
