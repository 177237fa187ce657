import { trackReportsInput } from "@archipel/contracts/reports.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { changeReports } from "./service/change.ts";
import { getReport, writeEntry } from "./service/moderate.ts";
import { saveSettings } from "./service/themes.ts";
import { commentReport, portalReporting, reportPoints, trackReports, viewReport } from "./service/track.ts";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
beforeAll(async () => {
  world = await openReportingWorld();
});
afterAll(() => world.close());

it("shows visitors only public data without names, and nothing of another community", async () => {
  const { visit, send, track, somewhere, moderator, contributor, portalId } = world;
  const sent = await send({ body: "Panneau tombé près de l’école" }, contributor);
  await writeEntry(world.core, moderator, { communityId: world.communityId, reportId: sent.id, body: "Entre nous", isInternal: true });
  await writeEntry(world.core, moderator, { communityId: world.communityId, reportId: sent.id, body: "Merci", isInternal: false });
  const { number } = sent;
  const seen = await viewReport(world.core, anonymous, await visit(), { portalId, number, follow: undefined });
  expect(seen.entries).toMatchObject([{ body: "Merci", authorName: expect.stringMatching(/^community-/) }]);
  expect(JSON.stringify(seen)).not.toMatch(/Entre nous|Test Person/);
  expect((await getReport(world.core, moderator, sent.id)).authorName).toBe("Test Person");
  expect((await track({ search: "ecole" })).items.map((item) => item.number)).toEqual([number]);
  expect((await track({ isMine: true }, contributor)).items.map((item) => item.number)).toContain(number);
  expect((await track({ isMine: true })).total).toBe(0);
  await changeReports(world.core, moderator, { communityId: world.communityId, reportIds: [sent.id], isHidden: true });
  expect((await track({ search: "ecole" })).total).toBe(0);
  expect((await reportPoints(world.core, anonymous, await visit(), { portalId })).some((point) => point.number === number)).toBe(false);
  await expect(viewReport(world.core, anonymous, await visit(), { portalId, number, follow: undefined })).rejects.toMatchObject({
    code: "report-not-found",
  });
  expect(await viewReport(world.core, contributor, await visit(contributor), { portalId, number, follow: undefined })).toMatchObject({
    isMine: true,
  });
  const other = await createPortal(world.database, (await createCommunity(world.database)).id);
  const elsewhere = await visitPortal(world.core, anonymous, other.id, somewhere());
  await expect(viewReport(world.core, anonymous, elsewhere, { portalId: other.id, number, follow: undefined })).rejects.toMatchObject({
    code: "report-not-found",
  });
  expect((await trackReports(world.core, anonymous, elsewhere, trackReportsInput.parse({ portalId: other.id }))).total).toBe(0);
});

it("lets its reporter and signed-in people comment, not other visitors", async () => {
  const { visit, send, moderator, contributor, portalId } = world;
  const { number, follow } = await send();
  const say = async (actor: Actor, secret?: string) =>
    commentReport(world.core, actor, await visit(actor), { portalId, number, follow: secret, body: "Toujours là" });
  await expect(say(anonymous)).rejects.toMatchObject({ code: "sign-in-first" });
  await expect(say(anonymous, "x")).rejects.toMatchObject({ code: "sign-in-first" });
  expect((await say(anonymous, follow ?? "")).entries.at(-1)).toMatchObject({ isReporter: true, authorName: null });
  expect((await say(contributor)).entries.at(-1)).toMatchObject({ isReporter: false, authorName: null });
  expect((await say(moderator)).entries.at(-1)).toMatchObject({ authorName: expect.stringMatching(/^community-/), detail: {} });
});

it("filters reports by a dataset for people who may read it, and finds none for others", async () => {
  const { send, track, visit, portalId, layerId, datasetId, communityId } = world;
  const about = await send({ body: "Zone fausse", feature: { layerId, fid: 2 } });
  await send({ body: "Ailleurs" });
  expect((await track({ datasetId })).items.map(({ id }) => id)).toEqual([about.id]);
  expect(await reportPoints(world.core, anonymous, await visit(), { portalId, datasetId })).toMatchObject([{ id: about.id }]);
  await changeReports(world.core, world.moderator, { communityId, reportIds: [about.id], status: "valid" });
  expect((await track({ datasetId, status: ["submit", "pending0"] })).total).toBe(0);
  await world.database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "members" } }));
  expect((await track({ datasetId })).total).toBe(0);
  expect((await track({ datasetId }, world.moderator)).total).toBe(1);
  await world.database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "public" } }));
});

it("keeps a switched-off status in the filter as long as visitors find reports with it", async () => {
  const { visit, send, track, moderator, manager, contributor, communityId } = world;
  const listed = async (actor: Actor = anonymous) => {
    const { statuses } = await portalReporting(world.core, await visit(actor));
    return statuses.find(({ status }) => status === "pending1");
  };
  const setActive = (isActive: boolean) =>
    saveSettings(world.core, manager, { communityId, settings: { statuses: { pending1: { isActive } }, daysToAnswer: 30 } });
  const change = (id: string, what: { status?: "valid"; isHidden?: boolean }) =>
    changeReports(world.core, moderator, { communityId, reportIds: [id], ...what });
  const [left, hidden] = [await send({ body: "Reste là" }), await send({ body: "Caché" }, contributor)];
  expect(await listed()).toMatchObject({ isActive: true, isListed: true });
  await changeReports(world.core, moderator, { communityId, reportIds: [left.id, hidden.id], status: "pending1" });
  await change(hidden.id, { isHidden: true });
  await setActive(false);
  expect(await listed()).toMatchObject({ isActive: false, isListed: true });
  expect((await track({ status: ["pending1"] })).items.map(({ id }) => id)).toEqual([left.id]);
  await change(left.id, { status: "valid" });
  expect(await listed()).toMatchObject({ isActive: false, isListed: false });
  await setActive(true);
  expect(await listed()).toMatchObject({ isListed: true });
});
