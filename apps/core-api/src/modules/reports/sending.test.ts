import { createUser } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { getReport } from "./service/moderate.ts";
import { sendReport } from "./service/send.ts";
import { saveTheme } from "./service/themes.ts";
import { portalReporting, viewReport } from "./service/track.ts";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
beforeAll(async () => {
  world = await openReportingWorld();
});
afterAll(() => world.close());

it("saves a report once, however often it is sent, and gives the secret only to its sender", async () => {
  const { visit, input, events, moderator, portalId } = world;
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

it("follows the portal's rule, refuses robots, and limits reports per network", async () => {
  const { visit, input, send, contributor, portalId } = world;
  const rule = (reporting: string) => world.database.withSystem((tx) => tx.portal.update({ where: { id: portalId }, data: { reporting } }));
  const stranger: Actor = { userId: (await createUser(world.database)).id, isOperator: false, isSuspended: false };
  await rule("signed-in");
  await expect(send()).rejects.toMatchObject({ code: "sign-in-first" });
  expect((await send({}, stranger)).follow).toBeNull();
  await rule("members");
  await expect(send({}, stranger)).rejects.toMatchObject({ code: "report-members-only" });
  await rule("nobody");
  await expect(send({}, contributor)).rejects.toMatchObject({ code: "reporting-closed" });
  await rule("everyone");
  await expect(send({ website: "https://spam.example" })).rejects.toMatchObject({ code: "report-website-filled", field: "website" });
  // A line has 2^64 addresses of IPv6: they count together.
  const atHome = (host: string) => visit(anonymous, `2001:db8:0:7::${host}`);
  for (let count = 0; count < 10; count++) await sendReport(world.core, anonymous, await atHome(String(count)), input());
  await expect(sendReport(world.core, anonymous, await atHome("ffff"), input())).rejects.toMatchObject({
    kind: "too-many",
    code: "reports-too-many",
  });
  await expect(send()).resolves.toBeTruthy();
});

it("checks the theme's form and names the field of each error", async () => {
  const { visit, send, manager, moderator } = world;
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

it("assigns a report to the moderator whose territory contains its place, the least loaded first", async () => {
  const { send, moderator } = world;
  const near = [await world.person("moderator"), await world.person("moderator")];
  const ids = near.map(({ userId }) => userId);
  await world.database.sqlAs({ role: "system" }, (sql) =>
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
