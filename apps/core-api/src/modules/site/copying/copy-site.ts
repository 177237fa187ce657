import { randomUUID } from "node:crypto";
import { pageContent } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { newPage } from "../pages/service/new-page.ts";

/**
 * Copies the pages, pictures and menus of a portal into another one of the same community. The new portal has rows of its own: a change of
 * one never shows on the other. The legal pages stay empty, because they name who is responsible for a site.
 *
 * @returns the number of copied pages
 */
export async function copySite(tx: Tx, actor: MemberActor, { from, to }: { from: string; to: string }): Promise<number> {
  const { communityId, userId } = actor;
  const ids = new Map<string, string>([[from, to]]);
  const media = await tx.siteMedia.findMany({ where: { portalId: from, communityId }, orderBy: { createdAt: "asc" } });
  for (const { id, alt, variants, ...picture } of media) {
    const copy = randomUUID();
    ids.set(id, copy);
    const json = { alt: alt as Prisma.InputJsonValue, variants: variants as Prisma.InputJsonValue };
    await tx.siteMedia.create({ data: { ...picture, ...json, id: copy, portalId: to, uploadedById: userId } });
  }
  const pages = await tx.sitePage.findMany({
    // News are of one site.
    where: { portalId: from, communityId, status: { not: "archived" }, kind: { not: "news" } },
    include: { draft: { select: { content: true } }, published: { select: { content: true } } },
    orderBy: { createdAt: "asc" },
  });
  let count = 0;
  for (const { id, slug, published, draft } of pages) {
    const said = published ?? draft;
    if (!said) continue;
    const content = pageContent.parse(renamed(said.content, ids));
    ids.set(id, await newPage(tx, actor, { portalId: to, slug, content, isPublished: published !== null }));
    count++;
  }
  const menus = await tx.sitePart.findUnique({ where: { portalId_part: { portalId: from, part: "navigation" } } });
  if (menus) {
    const content = renamed(menus.content, ids) as Prisma.InputJsonValue;
    await tx.sitePart.create({ data: { portalId: to, part: "navigation", communityId, content, updatedById: userId } });
  }
  return count;
}

/** The same content with the ids of the copies. Ids are random, so that a text cannot contain one by chance. */
function renamed(content: unknown, ids: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(content);
  for (const [before, after] of ids) text = text.replaceAll(before, after);
  return JSON.parse(text);
}
