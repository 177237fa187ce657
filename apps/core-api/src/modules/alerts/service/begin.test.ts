import { type AlertContent, alertContent, createAlertInput, publishAlertInput, saveAlertInput } from "@archipel/contracts/alerts.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../../jobs/outbox/run-readers.ts";
import { anonymous } from "../../../kernel/actor.ts";
import { addFollow } from "../../follows/service/keep.ts";
import { type SiteWorld, siteWorld } from "../../site/testing/site-world.ts";
import { beginAlerts } from "./begin.ts";
import { createAlert, getAlert, saveAlert } from "./drafts.ts";
import { keepAlerts } from "./keep.ts";
import { cancelAlert, publishAlert } from "./publish.ts";

// Followers of a planned alert.

let database: Database;
let on: SiteWorld;
let readers: RunningReaders;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
  await keepAlerts(on.core, on.manager, { communityId: on.communityId, portalId: on.portalId, isKept: true });
  readers = await startReaders(on.core);
});
beforeEach(() => database.withSystem((tx) => tx.follow.deleteMany({})));
afterAll(async () => {
  await readers.stop();
  await database.close();
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
const content = (more: Partial<AlertContent> = {}) => alertContent.parse({ level: "vigilance", title: { fr: "Crue" }, ...more });
const publish = (alertId: string, basedOn: number, more: object = {}) =>
  publishAlert(on.core, on.manager, publishAlertInput.parse({ communityId: on.communityId, alertId, basedOn, ...more }));
const issue = async (more: Partial<AlertContent> = {}) => {
  const input = createAlertInput.parse({ communityId: on.communityId, portalId: on.portalId, content: content(more) });
  const made = await createAlert(on.core, on.manager, input);
  return publish(made.id, made.revision);
};
const closing = (alertId: string) => ({ communityId: on.communityId, alertId, isSent: true, note: "" });
const noticesOf = (alertId: string) =>
  database.withSystem(async (tx) => {
    const revisions = await tx.alertRevision.findMany({ where: { alertId }, select: { id: true } });
    const where = { subjectType: "alert", subjectId: { in: revisions.map(({ id }) => id) } };
    return (await tx.notice.findMany({ where, orderBy: { createdAt: "asc" } })).map(({ kind, personId }) => ({ kind, personId }));
  });
const follower = async () => {
  const { id: userId } = await createUser(database);
  const visit = await visitPortal(on.core, anonymous, on.portalId, "127.0.0.1");
  await addFollow(on.core, { ...anonymous, userId }, { portalId: on.portalId, subject: { kind: "alerts" }, locale: "fr" }, visit);
  return userId;
};
const plan = (more: object = {}) => issue({ from: hours(2), ...more });
/** Waits until a later event was read: what came before it was, too. */
const settled = async () => {
  const marker = await issue({ title: { fr: "Repère" } });
  database.notifier.signal();
  await expect.poll(async () => (await noticesOf(marker.id)).length).toBe(1);
};

it("hear of it when it begins, once, also when several processes look and one of them was restarted", async () => {
  const personId = await follower();
  const made = await plan({ title: { fr: "Tempête" } });
  await settled();
  expect(await noticesOf(made.id)).toEqual([]);
  expect((await getAlert(on.core, on.manager, made.id)).sendings).toMatchObject([{ isSent: true, isAwaited: true, reached: 0 }]);
  expect(await beginAlerts(on.core, hours(1))).toBe(0);
  const turns = await Promise.all([beginAlerts(on.core, hours(3)), beginAlerts(on.core, hours(3))]);
  expect(turns.sort()).toEqual([0, 1]);
  expect(await beginAlerts(on.core, hours(4)), "after a restart").toBe(0);
  await settled();
  expect(await noticesOf(made.id)).toEqual([{ kind: "alert-published", personId }]);
  expect((await getAlert(on.core, on.manager, made.id)).sendings).toMatchObject([{ isAwaited: false, reached: 1 }]);
});

it("get the words that are published when it begins, as the first that they hear", async () => {
  const personId = await follower();
  const made = await plan({ title: { fr: "Grand vent" } });
  const input = { communityId: on.communityId, alertId: made.id, basedOn: made.revision };
  const from = hours(2);
  const saved = await saveAlert(
    on.core,
    on.manager,
    saveAlertInput.parse({ ...input, content: content({ title: { fr: "Ouragan" }, from }) }),
  );
  await publish(made.id, saved.revision, { note: "Plus fort." });
  await settled();
  expect(await noticesOf(made.id)).toEqual([]);
  expect(await beginAlerts(on.core, hours(3))).toBe(1);
  await settled();
  expect(await noticesOf(made.id)).toEqual([{ kind: "alert-published", personId }]);
});

it("hear nothing of one that was cancelled before, or was over while the platform was stopped", async () => {
  await follower();
  const wrong = await plan({ title: { fr: "Pas venue" } });
  await cancelAlert(on.core, on.manager, closing(wrong.id));
  const short = await plan({ title: { fr: "Brève" }, until: hours(3) });
  expect(await beginAlerts(on.core, hours(5))).toBe(0);
  await settled();
  expect([...(await noticesOf(wrong.id)), ...(await noticesOf(short.id))]).toEqual([]);
});

it("who were notified hear at once that it is put off, and not again when it begins", async () => {
  const personId = await follower();
  const made = await issue({ title: { fr: "Crue" } });
  await settled();
  const input = { communityId: on.communityId, alertId: made.id, basedOn: made.revision };
  const saved = await saveAlert(on.core, on.manager, saveAlertInput.parse({ ...input, content: content({ from: hours(6) }) }));
  await publish(made.id, saved.revision, { note: "Plus tard que prévu." });
  await settled();
  const heard = [
    { kind: "alert-published", personId },
    { kind: "alert-corrected", personId },
  ];
  expect(await noticesOf(made.id)).toEqual(heard);
  expect(await beginAlerts(on.core, hours(7))).toBe(1);
  await settled();
  expect(await noticesOf(made.id)).toEqual(heard);
});
