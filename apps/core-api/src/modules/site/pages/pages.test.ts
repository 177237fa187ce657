import { createHash } from "node:crypto";
import { schedulePageInput } from "@archipel/contracts/site-pages.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { previewPage } from "../service/preview.ts";
import { followRedirect, readFrame, readPage, readSitemap } from "../service/read.ts";
import { codeOf, type SiteWorld, siteWorld, textBlock } from "../testing/site-world.ts";
import { erasePage } from "./bin/change.ts";
import { assertSchedule, slugRefusal, versionsToDrop } from "./policy.ts";
import { archivePage, changeSlug, duplicatePage, removePage } from "./service/change.ts";
import { createPreview, revokePreview } from "./service/previews.ts";
import { runDuePages, schedulePage, unpublishPage } from "./service/publish.ts";
import { checkSlug, getPage, listPages } from "./service/read.ts";
import { comparePage, listVersions, restoreVersion } from "./service/versions.ts";

let database: Database;
let on: SiteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
});
afterAll(() => database.close());

const read = async (slug: string | null) => readPage(on.core, await on.visit(), slug);
const titles = (blocks: readonly { props: unknown }[] = []) => blocks.map(({ props }) => (props as { title: { fr?: string } }).title.fr);
const versionsOf = (pageId: string) => listVersions(on.core, on.manager, { communityId: on.communityId, pageId, limit: 20 });

describe("a page", () => {
  it("is read by visitors only when it is published, and as it was then", async () => {
    const page = await on.create({ slug: "services", title: { fr: "Services" }, blocks: [textBlock("aaaaaa", "Un")] as never });
    expect(page).toMatchObject({ status: "draft", hasChanges: true, revision: 1 });
    expect(await read("services")).toBeNull();

    await on.publish(page.id, 1);
    const first = await read("services");
    expect(titles(first?.blocks)).toEqual(["Un"]);
    await on.save(page.id, 1, { blocks: [textBlock("aaaaaa", "Deux")] as never });
    expect(titles((await read("services"))?.blocks)).toEqual(["Un"]);
    const edited = await getPage(on.core, on.manager, page.id);
    expect([edited.hasChanges, titles(edited.draft.blocks)]).toEqual([true, ["Deux"]]);

    await on.publish(page.id, 2);
    const second = await read("services");
    expect(titles(second?.blocks)).toEqual(["Deux"]);
    expect(second?.revision).not.toBe(first?.revision);
    expect((await readSitemap(on.core, await on.visit())).map(({ slug }) => slug)).toEqual(["services"]);

    await unpublishPage(on.core, on.manager, page.id);
    expect(await read("services")).toBeNull();
  });

  it("refuses a draft that is based on an older one, and keeps both people's words", async () => {
    const page = await on.create({ slug: "deux-auteurs" });
    await on.save(page.id, 1, { blocks: [textBlock("aaaaaa", "De l’une")] as never });
    const refused = on.save(page.id, 1, { blocks: [textBlock("aaaaaa", "De l’autre")] as never }, on.colleague);
    await expect(refused).rejects.toMatchObject({ kind: "conflict", code: "page-changed", params: { revision: 2 } });
    expect(titles((await getPage(on.core, on.colleague, page.id)).draft.blocks)).toEqual(["De l’une"]);
    // The second person decides to keep theirs: the first one's draft is a version.
    await on.save(page.id, 2, { blocks: [textBlock("aaaaaa", "De l’autre")] as never }, on.colleague);
    const { items } = await versionsOf(page.id);
    expect(items.map(({ number, changes }) => [number, changes.blocks.map(({ kind }) => kind)])).toEqual([
      [2, ["changed"]],
      [1, ["added"]],
    ]);
  });

  it("is one version while the same person goes on writing", async () => {
    const page = await on.create({ slug: "longue" });
    for (let revision = 1; revision <= 5; revision++) await on.save(page.id, revision, { title: { fr: `Titre ${revision}` } });
    expect((await versionsOf(page.id)).total).toBe(1);
    expect(await on.save(page.id, 6, { title: { fr: "Titre 5" } })).toMatchObject({ revision: 6 });
  });

  it("of two that save at once, one wins and the other learns it", async () => {
    const page = await on.create({ slug: "course" });
    const both = ["Un", "Deux"].map((title) => codeOf(on.save(page.id, 1, { title: { fr: title } })));
    expect((await Promise.all(both)).toSorted()).toEqual(["done", "page-changed"]);
  });

  it("can return to an older version, which is compared with the others", async () => {
    const page = await on.create({
      slug: "versions",
      title: { fr: "Versions" },
      blocks: [textBlock("aaaaaa", "A"), textBlock("bbbbbb", "B")] as never,
    });
    await on.publish(page.id, 1);
    await on.save(page.id, 1, { blocks: [textBlock("bbbbbb", "B"), textBlock("cccccc", "C")] as never, title: { fr: "Nouveau" } });
    const compared = await comparePage(on.core, on.manager, {
      communityId: on.communityId,
      pageId: page.id,
      before: "published",
      after: "draft",
    });
    expect(compared.changes).toEqual({
      content: ["title"],
      blocks: [
        { block: "cccccc", type: "text", kind: "added", paths: [] },
        { block: "aaaaaa", type: "text", kind: "removed", paths: [] },
      ],
    });
    const first = (await versionsOf(page.id)).items.find(({ number }) => number === 1);
    expect(first).toMatchObject({ kind: "published", isPublished: true });
    const restored = await restoreVersion(on.core, on.manager, {
      communityId: on.communityId,
      pageId: page.id,
      versionId: first?.id ?? "",
      basedOn: 2,
    });
    expect([titles(restored.draft.blocks), restored.hasChanges, restored.revision]).toEqual([["A", "B"], false, 3]);
    expect((await versionsOf(page.id)).items.map(({ kind }) => kind)).toEqual(["restored", "draft", "published"]);
  });

  it("appears and disappears on time, as it was when that was decided", async () => {
    const page = await on.create({ slug: "horaire", title: { fr: "Horaire" } });
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
    const input = { communityId: on.communityId, pageId: page.id, basedOn: 1, publishAt: hours(1), unpublishAt: hours(3) };
    await schedulePage(on.core, on.manager, schedulePageInput.parse(input));
    await on.save(page.id, 1, { title: { fr: "Pas encore fini" } });
    await runDuePages(on.core);
    expect(await read("horaire")).toBeNull();
    expect(await runDuePages(on.core, hours(2))).toBe(1);
    expect(await runDuePages(on.core, hours(2))).toBe(0);
    expect((await read("horaire"))?.title).toEqual({ fr: "Horaire" });
    expect(await runDuePages(on.core, hours(4))).toBe(1);
    expect(await read("horaire")).toBeNull();
    const topics = await database.withSystem((tx) =>
      tx.auditEntry.findMany({ where: { resourceId: page.id }, select: { action: true, actorId: true }, orderBy: { createdAt: "asc" } }),
    );
    expect(topics.map(({ action }) => action)).toEqual([
      "site.page-created",
      "site.page-scheduled",
      "site.page-edited",
      "site.page-published",
      "site.page-unpublished",
    ]);
    expect(topics.at(-1)?.actorId).toBeNull();
  });

  it("is never public when both of its moments were missed", async () => {
    const page = await on.create({ slug: "manquee", title: { fr: "Manquée" } });
    const [publishAt, unpublishAt] = [new Date(Date.now() + 1_000), new Date(Date.now() + 2_000)];
    await schedulePage(on.core, on.manager, { communityId: on.communityId, pageId: page.id, basedOn: 1, publishAt, unpublishAt, note: "" });
    await runDuePages(on.core, new Date(Date.now() + 60_000));
    expect(await getPage(on.core, on.manager, page.id)).toMatchObject({ status: "draft", publishAt: null, unpublishAt: null });
  });

  it("keeps its old address when it gets another, until another page takes it", async () => {
    const page = await on.create({ slug: "ancien-nom", title: { fr: "Nom" } });
    await on.publish(page.id, 1);
    await changeSlug(on.core, on.manager, { communityId: on.communityId, pageId: page.id, slug: "nouveau-nom" });
    expect(await read("ancien-nom")).toBeNull();
    const follow = async (path: string) => followRedirect(on.core, await on.visit(), path);
    expect(await follow("/ancien-nom/")).toMatchObject({
      link: { to: "page", id: page.id },
      targets: { pages: [{ slug: "nouveau-nom" }] },
    });
    expect((await readFrame(on.core, await on.visit())).hasRedirects).toBe(true);
    // Back to the first: its redirect would lead to itself.
    await changeSlug(on.core, on.manager, { communityId: on.communityId, pageId: page.id, slug: "ancien-nom" });
    expect([await follow("/ancien-nom"), (await follow("/nouveau-nom"))?.link]).toEqual([null, { to: "page", id: page.id }]);
    await archivePage(on.core, on.manager, { communityId: on.communityId, pageId: page.id, isArchived: true });
    expect(await follow("/nouveau-nom")).toBeNull();
  });

  it("is deleted in two steps when visitors know it, and its versions go when it leaves the bin", async () => {
    const page = await on.create({ slug: "a-supprimer", title: { fr: "X" } });
    await on.publish(page.id, 1);
    expect(await codeOf(removePage(on.core, on.manager, page.id))).toBe("page-not-archived");
    await archivePage(on.core, on.manager, { communityId: on.communityId, pageId: page.id, isArchived: true });
    await removePage(on.core, on.manager, page.id);
    expect(await codeOf(getPage(on.core, on.manager, page.id))).toBe("site-page-not-found");
    const versions = () => database.withSystem((tx) => tx.sitePageVersion.count({ where: { pageId: page.id } }));
    expect(await versions()).toBe(1);
    await erasePage(on.core, on.manager, page.id);
    expect(await versions()).toBe(0);
  });

  it("has a title in the portal's own language before it is public", async () => {
    const page = await on.create({ slug: "sans-titre", title: { en: "Only English" } });
    expect(await codeOf(on.publish(page.id, 1))).toBe("page-title-missing");
  });

  it("counts what is written in each language of the portal", async () => {
    await on.create({
      slug: "langues",
      title: { fr: "Langues", en: "Languages" },
      blocks: [textBlock("aaaaaa", "Seulement ici")] as never,
    });
    const { pages } = await listPages(on.core, on.manager, on.portalId);
    expect(pages.find(({ slug }) => slug === "langues")?.completeness).toEqual([
      { language: "fr", all: 2, written: 2 },
      { language: "en", all: 2, written: 1 },
    ]);
  });
});

describe("the address of a page", () => {
  it.each(["..", "../etc", "a", "É-té", "a--b", "-a", "a b", "a/b", "<b>", "a%00b", "x".repeat(61), "a\u202eb"])(
    "is not %j",
    async (slug) => {
      expect(slugRefusal(slug, "page")).toBe("malformed");
      expect(slugRefusal(slug, "news")).toBe("malformed");
      expect(await checkSlug(on.core, on.manager, { communityId: on.communityId, portalId: on.portalId, kind: "page", slug })).toEqual({
        isFree: false,
        reason: "malformed",
      });
    },
  );

  it.each(["map", "catalogue", "fr", "preview", "api", "assets"])("is not %s, which the portal uses", async (slug) => {
    expect(await codeOf(on.create({ slug }))).toBe("page-slug-reserved");
  });

  it("is of one page and of one news item, which are in folders of their own", async () => {
    await on.create({ slug: "fete", title: { fr: "Fête" } });
    const news = await on.create({ kind: "news", slug: "fete", title: { fr: "La fête" } });
    await on.publish(news.id, news.revision);
    expect(await codeOf(on.create({ kind: "news", slug: "fete" }))).toBe("news-slug-taken");
    expect(await codeOf(on.create({ slug: "fete" }))).toBe("page-slug-taken");
    const checked = (kind: "page" | "news", slug: string) =>
      checkSlug(on.core, on.manager, { communityId: on.communityId, portalId: on.portalId, kind, slug });
    expect(await checked("news", "fete")).toEqual({ isFree: false, reason: "taken" });
    // Below /news, a word that the portal uses is free.
    expect(await checked("news", "catalogue")).toEqual({ isFree: true, reason: null });
    expect((await readPage(on.core, await on.visit(), "news/fete"))?.title).toEqual({ fr: "La fête" });
    expect(await readPage(on.core, await on.visit(), "fete")).toBeNull();
  });

  it("is of one page", async () => {
    await on.create({ slug: "unique" });
    const attempts = await Promise.all([
      codeOf(on.create({ slug: "unique" })),
      codeOf(on.create({ slug: "course-2" })),
      codeOf(on.create({ slug: "course-2" })),
    ]);
    expect(attempts.toSorted()).toEqual(["done", "page-slug-taken", "page-slug-taken"]);
  });
});

describe("the home", () => {
  it("is the theme's until the portal has its own, and again when that is deleted", async () => {
    const theme = await read(null);
    expect(theme).toMatchObject({ id: null, kind: "home", slug: null });
    expect(theme?.blocks.length).toBeGreaterThan(0);
    const home = await on.create({ kind: "home" });
    expect(home.draft.blocks).toEqual(theme?.blocks);
    expect((await read(null))?.id).toBeNull();
    await on.publish(home.id, 1);
    expect((await read(null))?.id).toBe(home.id);
    expect(await codeOf(on.create({ kind: "home" }))).toBe("home-exists");
    expect(await codeOf(archivePage(on.core, on.manager, { communityId: on.communityId, pageId: home.id, isArchived: true }))).toBe(
      "home-not-archived",
    );
    const copy = await duplicatePage(on.core, on.manager, { communityId: on.communityId, pageId: home.id, slug: "copie-accueil" });
    expect(copy).toMatchObject({ kind: "page", slug: "copie-accueil", status: "draft" });
    await removePage(on.core, on.manager, home.id);
    expect((await read(null))?.id).toBeNull();
  });
});

describe("a secret link", () => {
  it("opens the draft of its page for anyone, until it is revoked or over", async () => {
    const page = await on.create({ slug: "secrete", title: { fr: "Secrète" } });
    const named = { communityId: on.communityId, pageId: page.id };
    const { token, id } = await createPreview(on.core, on.manager, { ...named, days: 2, note: "Relecture" });
    expect(Buffer.from(token, "base64url").length * 8).toBeGreaterThanOrEqual(128);
    const open = async (secret = token) => previewPage(on.core, await on.visit(), secret);
    expect(await open()).toMatchObject({ title: { fr: "Secrète" }, isInSearch: false });
    expect(await open(`${token}x`)).toBeNull();
    expect(JSON.stringify(await getPage(on.core, on.manager, page.id))).not.toContain(token);
    const [stored] = await database.withSystem((tx) => tx.sitePagePreview.findMany({ where: { id } }));
    expect([stored?.secretHash, stored?.lastUsedAt === null]).toEqual([
      createHash("sha256").update(`preview:${token}`).digest("hex"),
      false,
    ]);

    const other = await siteWorld(database);
    expect(await previewPage(on.core, await other.visit(), token)).toBeNull();

    await database.withSystem((tx) => tx.sitePagePreview.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } }));
    expect(await open()).toBeNull();
    const again = await createPreview(on.core, on.manager, { ...named, days: 2, note: "" });
    await revokePreview(on.core, on.manager, { ...named, previewId: again.id });
    expect(await open(again.token)).toBeNull();
  });
});

it("calls a page a draft only while visitors see something else", async () => {
  const page = await on.create({ slug: "relue", title: { fr: "Relue" } });
  const { token } = await createPreview(on.core, on.manager, { communityId: on.communityId, pageId: page.id, days: 2, note: "" });
  const isDraft = async () => (await previewPage(on.core, await on.visit(), token))?.isDraft;
  expect(await isDraft()).toBe(true);
  const published = await on.publish(page.id, page.revision);
  expect(await isDraft()).toBe(false);
  await on.save(page.id, published.revision, { blocks: [textBlock("texte222", "Ajout")] });
  expect(await isDraft()).toBe(true);
});

describe("another community", () => {
  it("neither reads nor changes a page, and does not learn that it exists", async () => {
    const page = await on.create({ slug: "a-nous" });
    const stranger = await siteWorld(database);
    const named = { communityId: stranger.communityId, pageId: page.id };
    expect(await codeOf(getPage(on.core, stranger.manager, page.id))).toBe("site-page-not-found");
    expect(await codeOf(stranger.save(page.id, 1, { title: { fr: "Prise" } }))).toBe("site-page-not-found");
    expect(await codeOf(stranger.publish(page.id, 1))).toBe("site-page-not-found");
    expect(await codeOf(createPreview(on.core, stranger.manager, { ...named, days: 1, note: "" }))).toBe("site-page-not-found");
    expect(await codeOf(removePage(on.core, stranger.manager, page.id))).toBe("site-page-not-found");
    expect(await codeOf(listPages(on.core, stranger.manager, on.portalId))).toBe("portal-not-found");
    expect(await codeOf(stranger.create({ portalId: on.portalId, slug: "chez-eux" }))).toBe("portal-not-found");
  });
});

describe("limits", () => {
  it("refuse a page of sixty blocks with twenty thousand characters each, and say how much is too much", async () => {
    const page = await on.create({ slug: "lourde" });
    const blocks = Array.from({ length: 60 }, (_, index) => textBlock(`block${String(index).padStart(3, "0")}`, "x", "é".repeat(20_000)));
    await expect(on.save(page.id, 1, { blocks: blocks as never })).rejects.toMatchObject({ code: "page-too-large", params: { most: 500 } });
  });

  it.each([
    ["page-schedule-past", new Date(0), null],
    ["page-schedule-far", new Date("9999-12-31"), null],
    ["page-schedule-far", null, new Date("9999-12-31")],
    ["page-schedule-order", new Date("2026-06-01"), new Date("2026-05-01")],
  ])("refuse a schedule: %s", async (code, publishAt, unpublishAt) => {
    expect(await codeOf(Promise.resolve().then(() => assertSchedule({ publishAt, unpublishAt }, new Date("2026-01-01"))))).toBe(code);
  });

  it("thin old drafts, and keep what a page names and what was published", () => {
    const now = new Date("2026-11-28T12:00:00Z");
    const versions = Array.from({ length: 200 }, (_, index) => ({
      id: String(index),
      number: index,
      kind: index % 50 === 0 ? "published" : "draft",
      createdAt: new Date(now.getTime() - (200 - index) * 6 * 3_600_000),
    }));
    const dropped = new Set(versionsToDrop(versions, new Set(["3"]), now));
    const kept = versions.filter(({ id }) => !dropped.has(id));
    expect(kept.filter(({ kind }) => kind === "published")).toHaveLength(4);
    expect(kept.some(({ id }) => id === "3")).toBe(true);
    expect(kept.slice(-30).map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => 170 + index));
    const days = kept
      .filter(({ kind, number, id }) => kind === "draft" && number < 169 && id !== "3")
      .map(({ createdAt }) => createdAt.toISOString().slice(0, 10));
    expect(new Set(days).size).toBe(days.length);
    expect(days.every((day) => day >= "2026-10-29")).toBe(true);
  });
});
