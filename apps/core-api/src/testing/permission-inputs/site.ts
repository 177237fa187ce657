import { randomUUID } from "node:crypto";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, unique } from "./input.ts";

const content = { title: { fr: "Nos services" }, description: {}, blocks: [], isInSearch: true };

/** A page with a draft, which the public does not read. */
async function newPage(
  { database, communityId, portal }: PermissionWorld,
  { kind = "page", isArchived = false, isPublished = false } = {},
) {
  return database.withSystem(async (tx) => {
    const slug = unique("page");
    const { id: pageId } = await tx.sitePage.create({ data: { communityId, portalId: portal.id, kind, slug } });
    const { id: versionId } = await tx.sitePageVersion.create({ data: { communityId, pageId, number: 1, content } });
    const status = isArchived ? "archived" : isPublished ? "published" : "draft";
    const published = isPublished ? { publishedVersionId: versionId, publishedAt: new Date() } : {};
    await tx.sitePage.update({ where: { id: pageId }, data: { draftVersionId: versionId, status, ...published } });
    return { slug, versionId, named: { communityId, pageId } };
  });
}

async function newMedia({ database, communityId, portal }: PermissionWorld) {
  const data = { communityId, portalId: portal.id, name: "x.png", width: 8, height: 8, size: 1, variants: [] };
  const { id: mediaId } = await database.withSystem((tx) => tx.siteMedia.create({ data }));
  return { communityId, mediaId };
}

const visited: InputOf = ({ portal }) => ({ portalId: portal.id });
const managed: InputOf = ({ communityId, portal }) => ({ communityId, portalId: portal.id });
const ofPage =
  (more: object = {}): InputOf =>
  async (world) => ({ ...(await newPage(world)).named, ...more });
const based = { basedOn: 1 };
const far = () => new Date(Date.now() + 86_400_000);

export const site: Record<string, InputOf> = {
  "site.frame": visited,
  "site.list": visited,
  "site.news": visited,
  "site.legal": visited,
  "site.page": ({ portal }) => ({ portalId: portal.id, slug: null }),
  "site.values": ({ portal }) => ({ portalId: portal.id, slug: null }),
  "site.redirect": ({ portal }) => ({ portalId: portal.id, path: "/ancien" }),
  "site.preview": ({ portal }) => ({ portalId: portal.id, token: "x" }),
  "site.previewValues": ({ portal }) => ({ portalId: portal.id, token: "x" }),
  "sitePages.list": managed,
  "sitePages.get": ofPage(),
  "sitePages.checkSlug": ({ communityId, portal }) => ({ communityId, portalId: portal.id, slug: "libre", kind: "page" }),
  "sitePages.create": ({ communityId, portal }) => ({ communityId, portalId: portal.id, slug: unique("new") }),
  "sitePages.duplicate": async (world) => ({ ...(await newPage(world)).named, slug: unique("copy") }),
  "sitePages.saveDraft": ofPage({ ...based, title: { fr: "Autre" } }),
  "sitePages.publish": ofPage(based),
  "sitePages.schedule": async (world) => ({ ...(await newPage(world)).named, ...based, publishAt: far(), unpublishAt: null }),
  "sitePages.unpublish": async (world) => (await newPage(world, { isPublished: true })).named,
  "sitePages.changeSlug": async (world) => ({ ...(await newPage(world)).named, slug: unique("moved") }),
  "sitePages.pin": async (world) => ({ ...(await newPage(world, { kind: "news" })).named, isPinned: true }),
  "sitePages.archive": ofPage({ isArchived: true }),
  "sitePages.remove": async (world) => (await newPage(world, { isArchived: true })).named,
  "sitePages.versions": ofPage(),
  "sitePages.version": async (world) => {
    const { named, versionId } = await newPage(world);
    return { ...named, versionId };
  },
  "sitePages.compare": ofPage({ before: "draft", after: "draft" }),
  "sitePages.restoreVersion": async (world) => {
    const { named, versionId } = await newPage(world);
    return { ...named, versionId, ...based };
  },
  "sitePages.createPreview": ofPage(),
  "sitePages.revokePreview": async (world) => {
    const { named } = await newPage(world);
    const data = { ...named, secretHash: randomUUID(), expiresAt: far() };
    const { id: previewId } = await world.database.withSystem((tx) => tx.sitePagePreview.create({ data }));
    return { ...named, previewId };
  },
  "sitePages.resolve": ({ communityId, portal }) => ({ communityId, portalId: portal.id, blocks: [] }),
  "sitePages.values": ({ communityId, portal }) => ({ communityId, portalId: portal.id, blocks: [] }),
  "siteMedia.list": managed,
  "siteMedia.get": newMedia,
  "siteMedia.uses": newMedia,
  "siteMedia.update": async (world) => ({ ...(await newMedia(world)), alt: { fr: "Le port" } }),
  "siteMedia.remove": newMedia,
  "siteNavigation.get": managed,
  // What is stored already is another revision: each call begins with none.
  "siteNavigation.save": async (world) => ({ ...(await withoutPart(world, "navigation")), basedOn: 0, navigation: {} }),
  "siteNavigation.redirects": managed,
  "siteNavigation.saveRedirect": ({ communityId, portal }) => ({
    communityId,
    portalId: portal.id,
    from: `/${unique("ancien")}`,
    link: { to: "home" },
  }),
  "siteNavigation.removeRedirect": async ({ database, communityId, portal }) => {
    const data = { communityId, portalId: portal.id, path: `/${unique("old")}`, link: { to: "home" }, madeBy: "person" };
    const { id: redirectId } = await database.withSystem((tx) => tx.siteRedirect.create({ data }));
    return { communityId, portalId: portal.id, redirectId };
  },
  "siteLegal.get": managed,
  "siteLegal.save": async (world) => ({ ...(await withoutPart(world, "legal")), basedOn: 0, legal: {} }),
};

async function withoutPart({ database, communityId, portal }: PermissionWorld, part: string) {
  await database.withSystem((tx) => tx.sitePart.deleteMany({ where: { portalId: portal.id, part } }));
  return { communityId, portalId: portal.id };
}
