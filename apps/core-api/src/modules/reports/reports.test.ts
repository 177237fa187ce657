import { randomUUID } from "node:crypto";
import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import { createReportInput, trackReportsInput } from "@archipel/contracts/reports.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Actor, anonymous, type MemberActor, type PortalVisit } from "../../kernel/actor.ts";
import { visitPortal } from "../../trpc/procedures.ts";
import { listContributions } from "../contributions/service/read.ts";
import { contributionWorld } from "../contributions/testing/contribution-world.ts";
import { remind } from "./routing/reminders.ts";
import { changeReports, mergeReports } from "./service/change.ts";
import { acceptReport, getReport, listReports, similarTo, writeEntry } from "./service/moderate.ts";
import { sendReport } from "./service/send.ts";
import { saveSettings, saveTheme } from "./service/themes.ts";
import { commentReport, portalReporting, reportPoints, similarReports, trackReports, viewReport } from "./service/track.ts";

type World = Awaited<ReturnType<typeof contributionWorld>>;
let database: Database;
let world: World;
let portalId: string;
let manager: MemberActor;
let moderator: MemberActor;
let contributor: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
  portalId = (await createPortal(database, world.communityId)).id;
  const { communityId, datasetId } = world;
  await database.withSystem(async (tx) => {
    await tx.portal.update({ where: { id: portalId }, data: { reporting: "everyone" } });
    await tx.portalDataset.create({ data: { portalId, datasetId, communityId } });
  });
  [manager, moderator, contributor] = [await world.person("manager"), await world.person("moderator"), await world.person("contributor")];
});
afterAll(() => database.close());

let lastAddress = 0;
const somewhere = () => `192.0.2.${++lastAddress}`;
const visit = (actor: Actor = anonymous, address = somewhere()): Promise<PortalVisit> => visitPortal(world.core, actor, portalId, address);
const input = (values: object = {}) =>
  createReportInput.parse({ id: randomUUID(), portalId, themeId: null, body: "Route inondée", place: { lon: 5.6, lat: 45.6 }, ...values });
const send = async (values: object = {}, actor: Actor = anonymous) => sendReport(world.core, actor, await visit(actor), input(values));
const track = async (values: object = {}, actor: Actor = anonymous) =>
  trackReports(world.core, actor, await visit(actor), trackReportsInput.parse({ portalId, ...values }));
const events = (reportId: string) =>
  database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ topic: string; payload: Record<string, unknown> }>(
      "SELECT topic, payload FROM outbox_events WHERE payload->>'reportId' = $1 ORDER BY sequence",
      [reportId],
    ),
  );

it("takes a report from a visitor once, however often it is sent, and gives the secret to its sender alone", async () => {
  const sent = input({ email: "visiteur@example.org" });
  const mine = await visit();
  const [first, second] = [await sendReport(world.core, anonymous, mine, sent), await sendReport(world.core, anonymous, mine, sent)];
  expect(second).toEqual(first);
  expect(first).toMatchObject({ status: "pending0", follow: expect.stringMatching(/^[\w-]{32}$/) });
  expect(first.id).not.toBe(sent.id);
  await expect(sendReport(world.core, moderator, await visit(moderator), sent)).rejects.toMatchObject({ code: "report-sent-by-another" });
  const view = (follow?: string) =>
    visit().then((where) => viewReport(world.core, anonymous, where, { portalId, number: first.number, follow }));
  expect(await view()).toMatchObject({ isMine: false, mayComment: false });
  expect(await view(first.follow ?? "")).toMatchObject({ isMine: true, mayComment: true });
  expect(JSON.stringify(await view())).not.toContain("visiteur@example.org");
  expect(await events(first.id)).toMatchObject([{ topic: "report.submitted", payload: { communityId: world.communityId } }]);
});

it("follows the portal's rule, refuses robots, and counts what comes from one address", async () => {
  const rule = (reporting: string) => database.withSystem((tx) => tx.portal.update({ where: { id: portalId }, data: { reporting } }));
  const stranger: Actor = { userId: (await createUser(database)).id, isOperator: false, isSuspended: false };
  await rule("signed-in");
  await expect(send()).rejects.toMatchObject({ code: "sign-in-first" });
  expect((await send({}, stranger)).follow).toBeNull();
  await rule("members");
  await expect(send({}, stranger)).rejects.toMatchObject({ code: "report-members-only" });
  await rule("nobody");
  await expect(send({}, contributor)).rejects.toMatchObject({ code: "reporting-closed" });
  await rule("everyone");
  await expect(send({ website: "https://spam.example" })).rejects.toMatchObject({ code: "report-website-filled", field: "website" });
  const home = await visit();
  for (let count = 0; count < 10; count++) await sendReport(world.core, anonymous, home, input());
  await expect(sendReport(world.core, anonymous, home, input())).rejects.toMatchObject({ kind: "too-many", code: "reports-too-many" });
  await expect(send()).resolves.toBeTruthy();
});

it("checks the theme's form, each fault by its field", async () => {
  const label = { fr: "Hauteur" };
  const theme = await saveTheme(world.core, manager, {
    communityId: world.communityId,
    name: { fr: "Inondation" },
    help: {},
    fields: [
      { name: "hauteur", label, help: {}, type: "number", isMandatory: true, options: [] },
      { name: "jour", label: { fr: "Jour" }, help: {}, type: "date", isMandatory: false, options: [] },
      { name: "cause", label: { fr: "Cause" }, help: {}, type: "list", isMandatory: false, options: [{ value: "pluie", label: {} }] },
    ],
    portalIds: [],
    moderatorIds: [moderator.userId],
    isActive: true,
  });
  const themeId = theme.id;
  await expect(send({ themeId })).rejects.toMatchObject({ code: "report-field-missing", field: "values.hauteur" });
  const wrong = (values: object) => send({ themeId, values: { hauteur: 1, ...values } });
  await expect(wrong({ hauteur: "un" })).rejects.toMatchObject({ code: "report-field-not-number", params: { field: "Hauteur" } });
  await expect(wrong({ jour: "2026-02-30" })).rejects.toMatchObject({ code: "report-field-not-date", field: "values.jour" });
  await expect(wrong({ cause: "autre" })).rejects.toMatchObject({ code: "report-field-not-list", field: "values.cause" });
  await expect(wrong({ couleur: "bleu" })).rejects.toMatchObject({ code: "report-field-unknown" });
  const sent = await wrong({ jour: "2026-02-28", cause: "pluie" });
  expect(sent.status).toBe("submit");
  const report = await getReport(world.core, moderator, sent.id);
  expect(report).toMatchObject({ values: { hauteur: 1, jour: "2026-02-28", cause: "pluie" }, assigneeId: moderator.userId });
  expect((await portalReporting(world.core, await visit())).themes.map(({ id }) => id)).toEqual([themeId]);
  await saveTheme(world.core, manager, { ...theme, communityId: world.communityId, themeId, isActive: false });
  await expect(wrong({})).rejects.toMatchObject({ code: "report-theme-not-offered", field: "themeId" });
});

it("gives a report to whose territory holds its place, the least loaded first", async () => {
  const near = [await world.person("moderator"), await world.person("moderator")];
  const ids = near.map(({ userId }) => userId);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE memberships SET territory = ST_Multi(ST_MakeEnvelope(10, 10, 11, 11, 4326)) WHERE user_id = ANY ($1::uuid[])", [ids]),
  );
  const given: (string | null)[] = [];
  for (let count = 0; count < 2; count++) {
    const { id } = await send({ place: { lon: 10.5, lat: 10.5 } });
    given.push((await getReport(world.core, moderator, id)).assigneeId);
  }
  expect([...given].sort()).toEqual([...ids].sort());
  const { id } = await send({ place: { lon: 12, lat: 12 } });
  expect(await getReport(world.core, moderator, id)).toMatchObject({ assigneeId: null });
});

it("shows visitors what is public and no person, and nothing of another community", async () => {
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
  expect((await reportPoints(world.core, await visit(), { portalId })).some((point) => point.number === number)).toBe(false);
  await expect(viewReport(world.core, anonymous, await visit(), { portalId, number, follow: undefined })).rejects.toMatchObject({
    code: "report-not-found",
  });
  expect(await viewReport(world.core, contributor, await visit(contributor), { portalId, number, follow: undefined })).toMatchObject({
    isMine: true,
  });
  const other = await createPortal(database, (await createCommunity(database)).id);
  const elsewhere = await visitPortal(world.core, anonymous, other.id, somewhere());
  await expect(viewReport(world.core, anonymous, elsewhere, { portalId: other.id, number, follow: undefined })).rejects.toMatchObject({
    code: "report-not-found",
  });
  expect((await trackReports(world.core, anonymous, elsewhere, trackReportsInput.parse({ portalId: other.id }))).total).toBe(0);
});

it("lets its reporter and people with an account discuss it, not a passer-by", async () => {
  const { number, follow } = await send();
  const say = async (actor: Actor, secret?: string) =>
    commentReport(world.core, actor, await visit(actor), { portalId, number, follow: secret, body: "Toujours là" });
  await expect(say(anonymous)).rejects.toMatchObject({ code: "sign-in-first" });
  await expect(say(anonymous, "x")).rejects.toMatchObject({ code: "sign-in-first" });
  expect((await say(anonymous, follow ?? "")).entries.at(-1)).toMatchObject({ isReporter: true, authorName: null });
  expect((await say(contributor)).entries.at(-1)).toMatchObject({ isReporter: false, authorName: null });
  expect((await say(moderator)).entries.at(-1)).toMatchObject({ authorName: expect.stringMatching(/^community-/), detail: {} });
});

it("changes many or none, with history, journal and news; what is closed is opened by a manager alone", async () => {
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

it("finds what may be the same, by place, words and feature, and makes it one", async () => {
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
  expect((await similarTo(world.core, moderator, near.id)).map(({ id }) => id)).toEqual([alike.id]);
  await mergeReports(world.core, moderator, { communityId: world.communityId, intoId: alike.id, reportIds: [near.id] });
  const gone = await viewReport(world.core, anonymous, await visit(), { portalId, number: near.number, follow: undefined });
  expect(gone).toMatchObject({ status: "valid0", mergedInto: { id: alike.id, number: alike.number }, mayComment: false });
  expect((await getReport(world.core, moderator, alike.id)).mergedReports).toMatchObject([{ id: near.id }]);
  expect((await track({ search: "Chien perdu" })).total).toBe(0);
  await expect(
    mergeReports(world.core, moderator, { communityId: world.communityId, intoId: near.id, reportIds: [same.id] }),
  ).rejects.toMatchObject({ code: "report-merged" });
});

it("applies the edit that a visitor proposed, in their name that is nobody's, and closes the report", async () => {
  const { communityId } = world;
  const proposed = await send({ proposedEdit: world.update(1, { nom: "Corrigée" }) });
  const report = await getReport(world.core, moderator, proposed.id);
  expect(report).toMatchObject({ hasProposedEdit: true, feature: { fid: 1, label: "Zone 1" } });
  const listed = await listContributions(world.core, manager, { communityId, limit: 100 });
  expect(listed.items.map(({ id }) => id)).not.toContain(report.contributionId);
  expect(await acceptReport(world.core, moderator, { communityId, reportId: proposed.id, message: "Merci" })).toEqual({
    outcome: "accepted",
  });
  expect(await world.features([1])).toMatchObject([{ nom: "Corrigée", version: 2 }]);
  expect(await getReport(world.core, moderator, proposed.id)).toMatchObject({ status: "valid" });
  await expect(acceptReport(world.core, moderator, { communityId, reportId: proposed.id, message: "" })).rejects.toMatchObject({
    code: "report-closed",
  });
});

it("leaves what conflicts to the contributions, and refuses what no contributor could propose", async () => {
  const { communityId, layerId } = world;
  const late = await send({ proposedEdit: world.update(2, { nom: "Tardive" }) }, contributor);
  await world.merged(contributor, moderator, [world.update(2, { nom: "Entre-temps" })]);
  const outcome = await acceptReport(world.core, moderator, { communityId, reportId: late.id, message: "" });
  expect(outcome).toMatchObject({ outcome: "conflicting" });
  const waiting = await listContributions(world.core, manager, { communityId, status: ["conflicting"], limit: 10 });
  expect(waiting.items).toMatchObject([{ origin: "report", authorId: contributor.userId }]);
  expect(await getReport(world.core, moderator, late.id)).toMatchObject({ status: "pending0" });
  const bad = (edit: ProposedEdit) => send({ proposedEdit: edit });
  await expect(bad(world.update(3, { interne: "x" }))).rejects.toMatchObject({ code: "column-not-found" });
  await expect(bad(world.update(3, { niveau: "haut" }))).rejects.toMatchObject({ code: "value-not-integer" });
  await expect(bad(world.update(3, {}, 7))).rejects.toMatchObject({ code: "feature-not-found" });
  const bow = {
    type: "Polygon",
    coordinates: [
      [
        [5.6, 45.6],
        [5.601, 45.601],
        [5.601, 45.6],
        [5.6, 45.601],
        [5.6, 45.6],
      ],
    ],
  };
  await expect(bad({ operation: "insert", layerId, values: {}, geometry: bow })).rejects.toMatchObject({ code: "geometry-invalid" });
  await expect(bad({ operation: "delete", layerId: randomUUID(), fid: 1, baseVersion: 1 })).rejects.toMatchObject({
    code: "layer-not-found",
  });
  await database.withSystem((tx) => tx.editRules.create({ data: { communityId, datasetId: world.datasetId, isOpen: false } }));
  await expect(bad(world.update(3, { nom: "x" }))).rejects.toMatchObject({ code: "contributions-closed" });
});

it("reminds once a day of what is late, and wakes what rested", async () => {
  const { communityId } = world;
  await remind(world.core, communityId);
  const [late, resting, woken] = [await send(), await send(), await send()];
  const ids = [late.id, resting.id, woken.id];
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `UPDATE reports SET due_at = now() - interval '1 hour', snoozed_until = CASE id WHEN $2::uuid THEN now() + interval '1 day'
         WHEN $3::uuid THEN now() - interval '1 minute' END WHERE id = ANY ($1::uuid[])`,
      [ids, resting.id, woken.id],
    ),
  );
  expect(await remind(world.core, communityId)).toBe(2);
  expect(await remind(world.core, communityId)).toBe(0);
  const reasons = await Promise.all(
    ids.map(async (id) => (await events(id)).find(({ topic }) => topic === "report.reminded")?.payload.reason),
  );
  expect(reasons).toEqual(["overdue", undefined, "awake"]);
});
