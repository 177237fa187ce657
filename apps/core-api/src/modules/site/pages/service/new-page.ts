import type { PageContent } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { addVersion } from "./write-draft.ts";

interface NewPage {
  /** Of a copied page, whose links name each other. */
  id?: string;
  portalId: string;
  kind?: "page" | "news";
  /** Null: the home. */
  slug: string | null;
  content: PageContent;
  isPublished?: boolean;
  note?: string;
}

/** Makes a page with its first version. Limits and the address are checked by the caller. @returns its id */
export async function newPage(
  tx: Tx,
  author: { communityId: string; userId: string | null },
  { id: given, portalId, kind: ofSlug = "page", slug, content, isPublished = false, note = "" }: NewPage,
): Promise<string> {
  const { communityId, userId } = author;
  const kind = slug === null ? "home" : ofSlug;
  const { id } = await tx.sitePage.create({
    data: { ...(given && { id: given }), communityId, portalId, kind, slug, updatedById: userId },
    select: { id: true },
  });
  const versionKind = isPublished ? ("published" as const) : ("draft" as const);
  const draftVersionId = await addVersion(tx, author, id, { kind: versionKind, content, note });
  const now = new Date();
  const published = isPublished ? { status: "published", publishedVersionId: draftVersionId, publishedAt: now, firstPublishedAt: now } : {};
  await tx.sitePage.update({ where: { id, communityId }, data: { draftVersionId, ...published } });
  return id;
}
