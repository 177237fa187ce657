import { randomUUID } from "node:crypto";
import { createReportInput } from "@archipel/contracts/reports.ts";
import type { Database } from "@archipel/database/database.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import { type Actor, anonymous, type MemberActor } from "../../kernel/actor.ts";
import { contributionWorld } from "../contributions/testing/contribution-world.ts";
import { sendDueMails } from "../notifications/delivery/send-mails.ts";
import { listNotices } from "../notifications/service/notices.ts";
import { changeReports } from "./service/change.ts";
import { writeEntry } from "./service/moderate.ts";
import { reviewReports } from "./service/review.ts";
import { sendReport } from "./service/send.ts";

let database: Database;
let world: Awaited<ReturnType<typeof contributionWorld>>;
let readers: RunningReaders;
let portalId: string;
let moderator: MemberActor;
let other: MemberActor;
let reporter: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
  [moderator, other, reporter] = [await world.person("moderator"), await world.person("moderator"), await world.person("member")];
  portalId = (await createPortal(database, world.communityId, { slug: "signaler", host: "signaler.localhost" })).id;
  await database.withSystem((tx) => tx.portal.update({ where: { id: portalId }, data: { reporting: "everyone" } }));
  readers = await startReaders(world.core);
});
afterAll(async () => {
  await readers.stop();
  await database.close();
});

async function send(actor: Actor, email?: string) {
  const visit = await visitPortal(world.core, actor, portalId, "192.0.2.1");
  const place = { lon: 5.6, lat: 45.6 };
  return sendReport(
    world.core,
    actor,
    visit,
    createReportInput.parse({ id: randomUUID(), portalId, themeId: null, body: "Un trou", place, email }),
  );
}

const kinds = async (person: MemberActor) =>
  (await listNotices(world.core, person, { limit: 30 })).items.map(({ kind, params }) => `${kind} ${params.number}`);
function eventually(person: MemberActor, expected: string[]) {
  database.notifier.signal();
  return expect.poll(() => kinds(person)).toEqual(expect.arrayContaining(expected));
}

it("notifies moderators of new reports, the assignee, and the reporter of each step without a moderator's name", async () => {
  const { id, number } = await send(reporter);
  await eventually(moderator, [`report-submitted ${number}`]);
  await eventually(other, [`report-submitted ${number}`]);
  const { communityId } = world;
  await changeReports(world.core, moderator, {
    communityId,
    reportIds: [id],
    assigneeId: other.userId,
    status: "pending",
    message: "On y va",
  });
  await eventually(other, [`report-assigned ${number}`]);
  await eventually(reporter, [`report-progressed ${number}`]);
  await writeEntry(world.core, moderator, { communityId, reportId: id, body: "Entre nous", isInternal: true });
  await changeReports(world.core, moderator, { communityId, reportIds: [id], status: "reject", message: "Hors de la commune" });
  await eventually(reporter, [`report-declined ${number}`]);
  const told = (await listNotices(world.core, reporter, { limit: 30 })).items;
  expect(told[0]).toMatchObject({
    params: { said: "Hors de la commune", actor: null },
    portalUrl: `http://signaler.localhost:3000/fr/reports/${number}`,
  });
  expect(JSON.stringify(told)).not.toMatch(/Entre nous|Test Person/);
  expect(await kinds(moderator)).toEqual([`report-submitted ${number}`]);
});

it("mails a reporter without an account, with the link to their report", async () => {
  const { id, number, follow } = await send(anonymous, "visiteur@example.org");
  await eventually(moderator, [`report-to-review ${number}`]);
  await reviewReports(world.core, moderator, {
    communityId: world.communityId,
    reportIds: [id],
    entryIds: [],
    decision: "publish",
    reason: "",
  });
  await changeReports(world.core, moderator, { communityId: world.communityId, reportIds: [id], status: "valid", message: "Rebouché" });
  const toGuest = async () => {
    database.notifier.signal();
    await sendDueMails(world.core);
    return world.core.sentMails.filter(({ to }) => to === "visiteur@example.org").map(({ text }) => text);
  };
  await expect.poll(async () => (await toGuest()).join()).toContain("pris en compte");
  const mails = await toGuest();
  expect(mails.join()).toContain(`http://signaler.localhost:3000/fr/reports/${number}?follow=${follow}`);
  expect(mails.join()).toContain("est maintenant public");
  // The mailbox never confirmed that it reported anything: what was written is behind the link.
  expect(mails.join()).not.toMatch(/Rebouché|Un trou|Test Person/);
});
