import { noticeKind } from "@archipel/contracts/notifications.ts";
import { locales } from "@archipel/contracts/text.ts";
import type { Database } from "@archipel/database/database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import { anonymous } from "../../kernel/actor.ts";
import { newOrganisation } from "../../testing/organisation-world.ts";
import { quickHash } from "../../testing/quick-hash.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { askToFollow } from "../follows/guests/service.ts";
import { inviteToGroup } from "../groups/service/join.ts";
import { makeGroup } from "../groups/service/manage.ts";
import { requestAddress } from "../identity/address/service.ts";
import { requestPasswordReset } from "../identity/service/reset-password.ts";
import { requestAccount } from "../identity/service/sign-up.ts";
import { inviteMember } from "../members/invitations/service/invite.ts";
import { inviteToOrganisation } from "../organisations/service/people.ts";
import { changeReports } from "../reports/service/change.ts";
import { writeEntry } from "../reports/service/moderate.ts";
import { noticeMail } from "./delivery/notice-mail.ts";
import { sendDueMails } from "./delivery/send-mails.ts";

/** What somebody types who wants the platform to send it to strangers. */
const TYPED = "Gagnez à example.com";
/** Names that the platform gave: of a community, an organisation, a portal. */
const GIVEN = "Pays de Valmer";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
let database: Database;
let readers: RunningReaders;
beforeAll(async () => {
  world = await openReportingWorld();
  ({ database } = world);
  await database.withSystem(async (tx) => {
    await tx.user.updateMany({ data: { name: TYPED, passwordHash: await quickHash("a password of the tests") } });
    await tx.community.updateMany({ data: { name: GIVEN } });
  });
  readers = await startReaders(world.core);
});
afterAll(async () => {
  await readers.stop();
  await world.close();
});

test("no mail to an address that nobody confirmed has a word that somebody typed", async () => {
  const { core, communityId, manager, moderator } = world;
  const brand = { name: GIVEN, accent: "#114488", onAccent: "#ffffff" };
  const to = (who: string) => `${who}@stranger.example`;
  const links = { confirmLink: () => "http://localhost/", signInLink: "http://localhost/" };
  await requestAccount(core, { name: TYPED, email: to("account"), locale: "fr", brand, ...links });
  await requestPasswordReset(core, { email: to("account"), locale: "fr", brand, resetLink: () => "http://localhost/" });
  await requestAddress(core, manager, { email: to("address"), password: "a password of the tests" }, "192.0.2.200");
  await inviteMember(core, manager, { communityId, email: to("member"), role: "member", words: TYPED });
  const { id: groupId } = await makeGroup(core, manager, { communityId, name: GIVEN, description: TYPED });
  await inviteToGroup(core, manager, { groupId, email: to("group") });
  const organisationId = await newOrganisation(database, { people: { [manager.userId]: "manager" }, name: GIVEN });
  const boss = { userId: manager.userId, isOperator: false, isSuspended: false, organisationId, organisationRole: "manager" } as const;
  await inviteToOrganisation(core, boss, { organisationId, email: to("organisation"), role: "reader" });
  for (const kind of ["news", "alerts"] as const)
    await askToFollow(core, await world.visit(), { subject: { kind }, email: to(kind), locale: "fr" });
  const { id: reportId } = await world.send({ body: TYPED, email: to("report"), name: TYPED }, anonymous);
  await writeEntry(core, moderator, { communityId, reportId, body: TYPED, isInternal: false });
  await changeReports(core, moderator, { communityId, reportIds: [reportId], status: "valid", message: TYPED });

  const strangers = async () => {
    database.notifier.signal();
    await sendDueMails(core);
    return core.sentMails.filter(({ to: address }) => address.endsWith("@stranger.example"));
  };
  // News of the report come in one mail or in several.
  const wanted = ["account", "address", "alerts", "group", "member", "news", "organisation", "report"];
  const reached = async () => [...new Set((await strangers()).map(({ to: address }) => address.replace(/@.*/, "")))].sort();
  await expect.poll(reached).toEqual(wanted);
  const ofReport = async () =>
    (await strangers())
      .filter(({ to: address }) => address === to("report"))
      .map(({ text }) => text)
      .join();
  await expect.poll(ofReport).toContain("Nouveau message");
  await expect.poll(ofReport).toContain("pris en compte");
  for (const { to: address, subject, text, html } of await strangers()) {
    expect(`${subject} ${text} ${html}`, address).not.toContain("example.com");
  }
});

test("no notice to a guest has a word that somebody typed, unless the mailbox confirmed that it follows", async () => {
  const follows = ["place-changed", "news-published", "alert-published", "alert-corrected", "alert-ended", "alert-cancelled"];
  const typed = { title: TYPED, dataset: TYPED, actor: TYPED, said: TYPED, number: 4 };
  let mails = 0;
  for (const kind of noticeKind.options) {
    for (const locale of locales) {
      const due = {
        ...{ id: "1", personId: null, kind, params: typed, subjectType: kind === "follow-asked" ? "place" : (kind.split("-")[0] ?? "") },
        ...{ subjectId: "1", to: "guest@stranger.example", name: null, locale, communityId: "1", communityName: GIVEN, attempts: 1 },
        ...{ communitySlug: "commune", isModerator: false, portalId: "1", portalName: GIVEN, portalHost: "portail.localhost" },
        ...{ baseTheme: "neutral", theme: {} },
      };
      if (follows.includes(kind)) continue;
      // Other kinds are for people with an account: to a guest they are not written at all.
      const mail = await (async () => noticeMail(world.core.env, due, [due]))().catch(() => null);
      if (mail === null) continue;
      mails++;
      expect(`${mail.subject} ${mail.text} ${mail.html}`, kind).not.toContain("example.com");
    }
  }
  expect(mails).toBe(2 * 9);
});
