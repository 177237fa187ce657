import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningReaders, startReaders } from "../../../jobs/outbox/run-readers.ts";
import { anonymous } from "../../../kernel/actor.ts";
import { createServer } from "../../../server.ts";
import { assertAtom } from "../../../testing/atom-reader.ts";
import type { TestCore } from "../../../testing/test-core.ts";
import { askToFollow, confirmFollow, confirmToken } from "../../follows/guests/service.ts";
import { addFollow } from "../../follows/service/keep.ts";
import { sendDueMails } from "../../notifications/delivery/send-mails.ts";
import { suggest } from "../../search/service.ts";
import { changeSlug, pinNews } from "../pages/service/change.ts";
import { runDuePages, schedulePage, unpublishPage } from "../pages/service/publish.ts";
import { followRedirect, readFrame, readPage, readSitemap } from "../service/read.ts";
import { codeOf, type SiteWorld, siteWorld } from "../testing/site-world.ts";
import { listNews } from "./service/list.ts";

let database: Database;
let on: SiteWorld;
let core: TestCore;
let readers: RunningReaders;
let server: FastifyInstance;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
  core = on.core as TestCore;
  readers = await startReaders(core);
  server = await createServer(core);
});
afterAll(async () => {
  await readers.stop();
  await server.close();
  await database.close();
});

const noticesOf = (where: object) => database.withSystem((tx) => tx.notice.findMany({ where: { kind: "news-published", ...where } }));

async function write(slug: string, title: string, more: object = {}) {
  const page = await on.create({ kind: "news", slug, title: { fr: title } });
  await on.save(page.id, page.revision, { description: { fr: `Résumé de ${title}` }, ...more });
  return { id: page.id, revision: page.revision + 1 };
}
const news = () => listNews(core, { portalId: on.portalId }, { limit: 10, offset: 0 });

describe("a news item", () => {
  it("begins with a place for its text and its picture, and nobody reads its draft", async () => {
    const page = await on.create({ kind: "news", slug: "brouillon", title: { fr: "Brouillon" } });
    expect(page.draft.blocks.map(({ type }) => type)).toEqual(["text", "picture"]);
    expect(await readPage(core, await on.visit(), "news/brouillon")).toBeNull();
    expect((await readFrame(core, await on.visit())).hasNews).toBe(false);
    expect(await news()).toEqual({ items: [], total: 0 });
  });

  it("is read below /news only, is listed, found, and in the site map", async () => {
    const { id, revision } = await write("travaux-au-port", "Travaux au port");
    await on.publish(id, revision);
    const visit = await on.visit();
    expect((await readPage(core, visit, "news/travaux-au-port"))?.kind).toBe("news");
    expect(await readPage(core, visit, "travaux-au-port")).toBeNull();
    expect((await readFrame(core, visit)).hasNews).toBe(true);
    expect((await readSitemap(core, visit)).map(({ slug }) => slug)).toContain("news/travaux-au-port");
    expect((await news()).items.map(({ slug, title }) => [slug, title.fr])).toEqual([["news/travaux-au-port", "Travaux au port"]]);
    const found = async (q: string) =>
      (await suggest(core, anonymous, { portalId: on.portalId, q, locale: "fr", limit: 5 })).groups.flatMap(({ results }) => results);
    expect((await found("travaux port")).map(({ kind, opens }) => [kind, opens])).toEqual([
      ["news", { type: "page", slug: "news/travaux-au-port" }],
    ]);
    expect((await found("résumé travaux")).map(({ kind }) => kind)).toEqual(["news"]);
    await on.save(id, revision, { isInSearch: false });
    expect(await found("travaux port"), "the draft is not searched").toHaveLength(1);
    await on.publish(id, revision + 1);
    expect(await found("travaux port")).toEqual([]);
  });

  it("keeps its date when it is corrected, and its old address leads to it", async () => {
    const { id, revision } = await write("reunion", "Réunion");
    const first = (await on.publish(id, revision)).firstPublishedAt;
    await on.save(id, revision, { title: { fr: "Réunion publique" } });
    const again = await on.publish(id, revision + 1);
    expect(again.firstPublishedAt).toEqual(first);
    await changeSlug(core, on.manager, { communityId: on.communityId as never, pageId: id, slug: "reunion-publique" });
    const moved = await followRedirect(core, await on.visit(), "/news/reunion");
    expect(moved?.targets.pages).toMatchObject([{ id, slug: "news/reunion-publique" }]);
  });

  it("is listed first while it is pinned; a page cannot be pinned", async () => {
    const older = (await news()).items.at(-1)?.id ?? "";
    const named = { communityId: on.communityId as never, isPinned: true };
    await pinNews(core, on.manager, { ...named, pageId: older });
    expect((await news()).items[0]?.id).toBe(older);
    const page = await on.create({ slug: "une-page" });
    expect(await codeOf(pinNews(core, on.manager, { ...named, pageId: page.id }))).toBe("page-not-news");
  });

  it("leaves the lists when it is withdrawn", async () => {
    const { id, revision } = await write("retiree", "Retirée");
    await on.publish(id, revision);
    const withdrawn = await unpublishPage(core, on.manager, id);
    expect(withdrawn).toMatchObject({ status: "draft", firstPublishedAt: expect.any(Date) });
    expect((await news()).items.map(({ slug }) => slug)).not.toContain("news/retiree");
  });

  it("is in the feed by its date, without markup from its texts", async () => {
    const { id, revision } = await write("balise", "Un <b>titre</b> & plus");
    await on.publish(id, revision);
    const response = await server.inject({ url: `/feeds/news.atom?portal=${on.portalId}&lang=fr` });
    const { entries } = assertAtom(response.body);
    expect(entries[0]).toMatchObject({ id: `urn:uuid:${id}`, title: "Un <b>titre</b> & plus" });
    expect(response.body).not.toContain("Retirée");
  });
});

describe("followers of the news", () => {
  const visitOf = async (network: string) => ({ ...(await on.visit()), network });

  it("get one mail for each item, in their language, and stop by its link", async () => {
    const reader = await createUser(database);
    await database.withSystem((tx) => tx.user.update({ where: { id: reader.id }, data: { locale: "en" } }));
    const person = { ...anonymous, userId: reader.id };
    await addFollow(core, person, { portalId: on.portalId, subject: { kind: "news" }, locale: "en" }, await on.visit());
    const email = `${randomUUID()}@example.org`;
    await askToFollow(core, await visitOf("192.0.2.7"), { subject: { kind: "news" }, email, locale: "fr" });
    const [guest] = await database.withSystem((tx) => tx.guestFollow.findMany({ where: { email } }));
    const { id, revision } = await write("fete", "Fête", { title: { fr: "Fête du port", en: "Harbour festival" } });
    await on.publish(id, revision);
    database.notifier.signal();
    await expect.poll(() => noticesOf({ subjectId: id })).toHaveLength(1);
    expect(await noticesOf({ email }), "a guest who has not confirmed").toEqual([]);

    await confirmFollow(core, confirmToken(core.env, guest?.id ?? ""));
    const other = await write("marche", "Marché", { title: { fr: "Marché de Noël", en: "Christmas market" } });
    await schedulePage(core, on.manager, {
      communityId: on.communityId as never,
      pageId: other.id,
      basedOn: other.revision,
      publishAt: new Date(Date.now() + 60_000),
      unpublishAt: null,
      note: "",
    });
    expect(await runDuePages(core, new Date(Date.now() + 120_000))).toBe(1);
    database.notifier.signal();
    await expect.poll(() => noticesOf({ subjectId: other.id })).toHaveLength(2);
    core.sentMails.length = 0;
    await sendDueMails(core);
    // Items that other tests have just published may be among them.
    const mailed = core.sentMails.filter(({ subject }) => /Noël|Harbour|Christmas/.test(subject));
    const subjects = mailed.map(({ to, subject }) => [to === email ? "guest" : "person", subject.split(" – ")[0]]);
    expect(subjects.sort()).toEqual([
      ["guest", "Actualité : Marché de Noël".replace(" :", "\u00a0:")],
      ["person", "News: Christmas market"],
      ["person", "News: Harbour festival"],
    ]);
    for (const mail of mailed) {
      const stop = new URL(mail.unsubscribe ?? "");
      expect((await server.inject({ method: "POST", url: `${stop.pathname}${stop.search}` })).statusCode).toBe(200);
    }
    expect(await database.withSystem((tx) => tx.guestFollow.count({ where: { email } }))).toBe(0);
    expect(await database.withSystem((tx) => tx.follow.count({ where: { personId: reader.id } }))).toBe(0);
  });

  it("hear nothing of a correction, of a second publication, or of a page", async () => {
    const person = { ...anonymous, userId: (await createUser(database)).id };
    await addFollow(core, person, { portalId: on.portalId, subject: { kind: "news" }, locale: "fr" }, await on.visit());
    const { id, revision } = await write("une-fois", "Une fois");
    await on.publish(id, revision);
    database.notifier.signal();
    await expect.poll(() => noticesOf({ subjectId: id })).toHaveLength(1);
    await database.withSystem((tx) => tx.notice.updateMany({ where: { subjectId: id }, data: { readAt: new Date() } }));
    await unpublishPage(core, on.manager, id);
    await on.save(id, revision, { title: { fr: "Une fois, corrigée" } });
    await on.publish(id, revision + 1);
    const page = await on.create({ slug: "page-simple", title: { fr: "Page" } });
    await on.publish(page.id, page.revision);
    const after = await write("ensuite", "Ensuite");
    await on.publish(after.id, after.revision);
    database.notifier.signal();
    await expect.poll(() => noticesOf({ subjectId: after.id })).toHaveLength(1);
    expect(await noticesOf({ subjectId: id })).toHaveLength(1);
    expect(await noticesOf({ subjectId: page.id })).toEqual([]);
  });
});
