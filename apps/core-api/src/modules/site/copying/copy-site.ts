import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type PageContent, pageContent } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { newPage } from "../pages/service/new-page.ts";
import { contentOf } from "../policy.ts";

/** A page of a site; its `id` is what links of the others name. */
export interface CopiedPage {
  id: string;
  /** Null: the home. */
  slug: string | null;
  isPublished: boolean;
  content: PageContent;
}

/** A picture of a site, whose stored bytes its copies share. */
export interface CopiedPicture {
  id: string;
  name: string;
  alt: Prisma.JsonValue;
  isDecorative: boolean;
  credit: string;
  width: number;
  height: number;
  size: number;
  variants: Prisma.JsonValue;
}

/** What a new site can begin with. News are of one site, and so are legal pages: they name who is responsible for it. */
export interface SiteCopy {
  pages: CopiedPage[];
  pictures: CopiedPicture[];
  /** As stored; null: none of its own. */
  menus: Prisma.JsonValue;
}

/** The pages, pictures and menus of a portal; of a page that is public, what visitors read. */
export async function readSite(tx: Tx, communityId: CommunityId, portalId: string): Promise<SiteCopy> {
  const media = await tx.siteMedia.findMany({ where: { portalId, communityId }, orderBy: { createdAt: "asc" } });
  const pages = await tx.sitePage.findMany({
    where: { portalId, communityId, status: { not: "archived" }, kind: { not: "news" } },
    include: { draft: { select: { content: true } }, published: { select: { content: true } } },
    orderBy: { createdAt: "asc" },
  });
  const menus = await tx.sitePart.findUnique({ where: { portalId_part: { portalId, part: "navigation" } } });
  return {
    pages: pages.flatMap(({ id, slug, published, draft }) => {
      const said = published ?? draft;
      return said ? [{ id, slug, isPublished: published !== null, content: contentOf(said.content) }] : [];
    }),
    pictures: media.map(({ id, name, alt, isDecorative, credit, width, height, size, variants }) => {
      return { id, name, alt, isDecorative, credit, width, height, size: Number(size), variants };
    }),
    menus: menus?.content ?? null,
  };
}

/**
 * Writes a copy into a portal without pages. The portal has rows of its own: a change of one never shows on the other.
 *
 * @param from the portal that the copy was read from, when it names itself
 * @returns the number of pages
 */
export async function writeSite(tx: Tx, actor: MemberActor, site: SiteCopy, { from, to }: { from?: string; to: string }): Promise<number> {
  const { communityId, userId } = actor;
  const ids = new Map<string, string>(from === undefined ? [] : [[from, to]]);
  for (const { id } of [...site.pictures, ...site.pages]) ids.set(id, randomUUID());
  const made = (id: string) => ids.get(id) ?? id;
  for (const { id, alt, variants, ...picture } of site.pictures) {
    const json = { alt: alt as Prisma.InputJsonValue, variants: variants as Prisma.InputJsonValue };
    await tx.siteMedia.create({ data: { ...picture, ...json, id: made(id), portalId: to, communityId, uploadedById: userId } });
  }
  for (const { id, slug, isPublished, content: before } of site.pages) {
    const content = pageContent.parse(renamed(before, ids));
    await newPage(tx, actor, { id: made(id), portalId: to, slug, content, isPublished });
  }
  if (site.menus !== null) {
    const content = renamed(site.menus, ids) as Prisma.InputJsonValue;
    await tx.sitePart.create({ data: { portalId: to, part: "navigation", communityId, content, updatedById: userId } });
  }
  return site.pages.length;
}

/** The same content with the ids of the copies. Ids are random, so that a text cannot contain one by chance. */
function renamed(content: unknown, ids: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(content);
  for (const [before, after] of ids) text = text.replaceAll(before, after);
  return JSON.parse(text);
}
