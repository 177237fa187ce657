import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { createNews } from "../../kernel/news.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { EventClient } from "../../testing/event-client.ts";
import { commentContribution } from "../contributions/service/review.ts";
import { contributionWorld } from "../contributions/testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "../contributions/testing/decide.ts";
import { sendDueMails } from "./delivery/send-mails.ts";
import { deliver } from "./queries/deliver.ts";
import { countUnread, listNotices, listPreferences, markNoticesRead, savePreference } from "./service/notices.ts";

let database: Database;
let world: Awaited<ReturnType<typeof contributionWorld>>;
let readers: RunningReaders;
let author: MemberActor;
let moderator: MemberActor;
let other: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
  [author, moderator, other] = [await world.person("contributor"), await world.person("moderator"), await world.person("contributor")];
  const portal = await createPortal(database, world.communityId, { slug: "avis", host: "avis.localhost" });
  await database.withSystem((tx) =>
    tx.portalDataset.create({ data: { portalId: portal.id, datasetId: world.datasetId, communityId: world.communityId } }),
  );
  readers = await startReaders(world.core);
});
beforeEach(async () => {
  await database.withSystem((tx) => tx.notice.deleteMany({}));
  world.core.sentMails.length = 0;
});
afterAll(async () => {
  await readers.stop();
  await database.close();
});

const noticesOf = async (person: MemberActor) => (await listNotices(world.core, person, { limit: 30 })).items;
const kinds = async (person: MemberActor) => (await noticesOf(person)).map(({ kind }) => kind).sort();
const eventually = (person: MemberActor, ...expected: string[]) => {
  database.notifier.signal();
  return expect.poll(() => kinds(person)).toEqual(expected.sort());
};
const ofContribution = (contributionId: string) => ({ communityId: world.communityId, contributionId });
const comment = (person: MemberActor, id: string, body: string) => commentContribution(world.core, person, { ...ofContribution(id), body });
const review = (id: string, said: { verdict: "approve" | "request-changes" | "reject"; comment: string }) =>
  reviewAsSeen(world.core, moderator, { ...ofContribution(id), ...said });
const proposed = (title?: string) => world.submitted(author, [world.update(1, { nom: randomUUID() })], title);

describe("notices about contributions", () => {
  test("open pages of the notified people, and of nobody else, are notified in every process", async () => {
    const app = await createServer({ ...world.core, news: createNews(database.notifier) });
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const [theirs, mine] = [new EventClient(), new EventClient()];
    for (const [client, person] of [
      [theirs, moderator],
      [mine, author],
    ] as const) {
      expect(await client.open(`${url}/events?notices=1`, bearer(person.userId))).toBe(200);
    }
    expect(await new EventClient().open(`${url}/events?notices=1`)).toBe(404);
    await proposed("Le quai");
    await eventually(moderator, "contribution-submitted");
    await expect.poll(() => theirs.of("notices").length).toBe(1);
    expect(mine.of("notices")).toEqual([]);
    await app.close();
  });

  test("moderators are notified of submissions, others are not; nobody is notified of their own action", async () => {
    const id = await proposed("Le pont");
    await eventually(moderator, "contribution-submitted");
    const [notice] = await noticesOf(moderator);
    expect(notice).toMatchObject({
      params: { title: "Le pont", actor: "Test Person" },
      isRead: false,
      consoleUrl: expect.stringMatching(new RegExp(`/c/[^/]+/contributions/${id}$`)),
      portalUrl: "http://avis.localhost:3000/fr/account#contributions",
    });
    expect(await kinds(author)).toEqual([]);
    expect(await kinds(other)).toEqual([]);
    expect(await countUnread(world.core, moderator)).toBe(1);
    await markNoticesRead(world.core, other, [notice?.id ?? ""]);
    expect(await countUnread(world.core, moderator)).toBe(1);
    await markNoticesRead(world.core, moderator, [notice?.id ?? ""]);
    expect(await countUnread(world.core, moderator)).toBe(0);
  });

  test("the author is notified of what moderators say and do, and participants of the discussion", async () => {
    const id = await proposed();
    await comment(other, id, "Vu sur place");
    await eventually(author, "contribution-commented");
    await comment(moderator, id, "Merci");
    await eventually(other, "contribution-commented");
    // One notice of a kind until it is read, with the latest text.
    expect((await noticesOf(author)).map(({ params }) => params.said)).toEqual(["Merci"]);
    await review(id, { verdict: "request-changes", comment: "La date manque" });
    await eventually(author, "contribution-commented", "contribution-sent-back");
    expect((await noticesOf(author))[0]?.params.said).toBe("La date manque");
    expect(await kinds(moderator)).not.toContain("contribution-sent-back");
  });

  test("rejected, approved and merged reach the author", async () => {
    const rejected = await proposed();
    await review(rejected, { verdict: "reject", comment: "Faux" });
    await eventually(author, "contribution-rejected");
    const good = await world.submitted(author, [world.update(2, { nom: "Bon" })], "Bon");
    await review(good, { verdict: "approve", comment: "" });
    await mergeAsSeen(world.core, moderator, good);
    await eventually(author, "contribution-approved", "contribution-merged", "contribution-rejected");
  });

  test("a person who lost the needed role neither sees the notice nor gets a mail", async () => {
    const gone = await world.person("moderator");
    await proposed();
    await eventually(gone, "contribution-submitted");
    await database.withSystem((tx) => tx.membership.updateMany({ where: { userId: gone.userId }, data: { role: "member" } }));
    expect(await kinds(gone)).toEqual([]);
    await sendDueMails(world.core);
    const { email } = await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: gone.userId } }));
    expect(world.core.sentMails.map(({ to }) => to)).not.toContain(email);
  });
});

describe("mails of notices", () => {
  const addressOf = async ({ userId }: MemberActor) =>
    (await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }))).email;
  const mailsTo = async (person: MemberActor) => {
    const address = await addressOf(person);
    return world.core.sentMails.filter(({ to }) => to === address);
  };
  const due = () => database.withSystem((tx) => tx.notice.count({ where: { mailDueAt: { not: null } } }));

  test("are sent once, in the person's language; they link to the console for moderators and have the portal's branding for others", async () => {
    const id = await proposed("Le pont");
    await eventually(moderator, "contribution-submitted");
    await database.withSystem((tx) => tx.user.update({ where: { id: author.userId }, data: { locale: "en" } }));
    await comment(moderator, id, "Merci <b>bien</b>");
    await eventually(author, "contribution-commented");
    await Promise.all([sendDueMails(world.core), sendDueMails(world.core)]);
    await sendDueMails(world.core);
    const [toModerator, ...again] = await mailsTo(moderator);
    expect(again).toEqual([]);
    expect(toModerator?.subject).toContain("Test Person propose une contribution");
    expect(toModerator?.text).toMatch(new RegExp(`/c/[^/]+/contributions/${id}\n`));
    const [toAuthor, ...more] = await mailsTo(author);
    expect(more).toEqual([]);
    expect(toAuthor?.subject).toBe("Test Person commented on the contribution “Le pont” – avis");
    expect(toAuthor?.text).toContain("http://avis.localhost:3000/en/account#contributions");
    expect(toAuthor?.text).toContain("http://avis.localhost:3000/en/account#notices");
    expect(toAuthor?.html).toContain("Merci &lt;b&gt;bien&lt;/b&gt;");
  });

  test("that cannot be sent are sent later, unless the notice was read meanwhile", async () => {
    await proposed();
    await eventually(moderator, "contribution-submitted");
    const core = { ...world.core, mailer: { send: () => Promise.reject(new Error("no server")) } };
    await sendDueMails(core);
    await sendDueMails(world.core);
    expect(await mailsTo(moderator)).toEqual([]);
    await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE notices SET mail_due_at = now() WHERE mail_due_at IS NOT NULL"));
    await sendDueMails(world.core);
    expect(await mailsTo(moderator)).toHaveLength(1);
    await proposed();
    await expect.poll(() => due()).toBeGreaterThan(0);
    await markNoticesRead(world.core, moderator, null);
    await sendDueMails(world.core);
    expect(await mailsTo(moderator)).toHaveLength(1);
  });

  test("are one daily digest, or none, as the person chose", async () => {
    await savePreference(world.core, moderator, { communityId: world.communityId, mail: "daily" });
    expect(await listPreferences(world.core, moderator)).toMatchObject([{ communityId: world.communityId, mail: "daily" }]);
    await proposed("Un");
    await proposed("Deux");
    await eventually(moderator, "contribution-submitted", "contribution-submitted");
    await sendDueMails(world.core);
    expect(await mailsTo(moderator)).toEqual([]);
    await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE notices SET mail_due_at = mail_due_at - interval '1 day'"));
    await sendDueMails(world.core);
    const [digest, ...more] = await mailsTo(moderator);
    expect(more).toEqual([]);
    expect(digest?.text).toMatch(/«\sUn\s»/u);
    expect(digest?.text).toMatch(/«\sDeux\s»/u);
    await savePreference(world.core, moderator, { communityId: world.communityId, mail: "none" });
    await proposed("Trois");
    await eventually(moderator, "contribution-submitted", "contribution-submitted", "contribution-submitted");
    expect(await database.withSystem((tx) => tx.notice.count({ where: { personId: moderator.userId, mailDueAt: { not: null } } }))).toBe(0);
  });

  test("reach people who only left an address, in the language of the page", async () => {
    const portal = await database.withSystem((tx) => tx.portal.findFirstOrThrow({ where: { slug: "avis" } }));
    await database.sqlAs({ role: "system" }, (sql) =>
      deliver(sql, {
        communityId: world.communityId,
        kind: "report-accepted",
        params: { title: "Le pont", number: 7, actor: null },
        subject: { type: "report", id: randomUUID() },
        actorId: null,
        people: [],
        guests: [{ email: "guest@example.org", locale: "en" }],
        needs: null,
        portalId: portal.id,
      }),
    );
    await sendDueMails(world.core);
    const [mail] = world.core.sentMails.filter(({ to }) => to === "guest@example.org");
    expect(mail?.subject).toBe("Your report no. 7 is taken into account – avis");
    expect(mail?.text).not.toContain("#notices");
  });
});
