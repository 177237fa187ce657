import {
  type archivePageInput,
  type changeSlugInput,
  type createSitePageInput,
  type duplicateSitePageInput,
  type EditedPage,
  NEWS_MAX,
  PAGES_MAX,
  type PageContent,
  pagePath,
  type pinNewsInput,
  type SavedDraft,
  type SitePageKind,
  type saveDraftInput,
} from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { eraseAtFrom } from "../../../../kernel/bin.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordSiteChange } from "../../events.ts";
import { keepOldPath } from "../../navigation/service/keep-old-path.ts";
import { contentOf, firstBlocks } from "../../policy.ts";
import { forgetSite } from "../../service/cache.ts";
import { assertSize, isSameContent, slugRefusal } from "../policy.ts";
import { lockPortal, pageRow } from "../queries.ts";
import { newPage } from "./new-page.ts";
import { notFound, openLocked, openPage } from "./open.ts";
import { writeDraft } from "./write-draft.ts";

export async function createPage(core: Core, actor: MemberActor, input: z.infer<typeof createSitePageInput>): Promise<EditedPage> {
  const { portalId, kind, title } = input;
  if (kind === "home" && input.slug !== undefined) throw new DomainError("invalid", "page-slug-malformed", {}, "slug");
  if (kind !== "home" && input.slug === undefined) throw new DomainError("invalid", "page-slug-missing", {}, "slug");
  const id = await core.database.withTenant(actor, async (tx) => {
    const portal = await openForNew(tx, actor, portalId, { kind, slug: input.slug ?? null });
    const blocks = input.blocks ?? firstBlocks(kind, portal.baseTheme);
    const content: PageContent = { title, description: {}, blocks, isInSearch: true };
    assertSize(content);
    const slug = input.slug ?? null;
    const made = await newPage(tx, actor, { portalId, slug, content, ...(kind === "news" && { kind }) });
    await record(tx, actor, "created", { id: made, portalId, slug });
    return made;
  });
  return openPage(core, actor, id);
}

/** The draft of a page as a new page. */
export async function duplicatePage(core: Core, actor: MemberActor, input: z.infer<typeof duplicateSitePageInput>): Promise<EditedPage> {
  const { pageId, slug } = input;
  const id = await core.database.withTenant(actor, async (tx) => {
    const row = await pageRow(tx, actor.communityId, pageId);
    if (!row) throw notFound();
    const { portalId } = row;
    const kind = row.kind === "news" ? ("news" as const) : ("page" as const);
    await openForNew(tx, actor, portalId, { kind, slug });
    const made = await newPage(tx, actor, { portalId, kind, slug, content: contentOf(row.content) });
    await record(tx, actor, "created", { id: made, portalId, slug });
    return made;
  });
  return openPage(core, actor, id);
}

/** Locks the portal, and refuses what would be one page too many or has an address that is not free. */
async function openForNew(tx: Tx, actor: MemberActor, portalId: string, { kind, slug }: { kind: SitePageKind; slug: string | null }) {
  const portal = await lockPortal(tx, actor.communityId, portalId);
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  const isNews = kind === "news";
  const count = await tx.sitePage.count({ where: { portalId, kind: isNews ? kind : { not: "news" } } });
  const most = isNews ? NEWS_MAX : PAGES_MAX;
  if (count >= most) throw new DomainError("conflict", isNews ? "news-full" : "pages-full", { most });
  if (slug !== null) await assertFreeSlug(tx, portalId, kind, slug);
  else if ((await tx.sitePage.count({ where: { portalId, kind: "home", eraseAt: null } })) > 0)
    throw new DomainError("conflict", "home-exists");
  return portal;
}

async function assertFreeSlug(tx: Tx, portalId: string, kind: SitePageKind, slug: string): Promise<void> {
  const refusal = slugRefusal(slug, kind);
  if (refusal) throw new DomainError("invalid", `page-slug-${refusal}`, { slug }, "slug");
  const code = kind === "news" ? "news-slug-taken" : "page-slug-taken";
  if ((await tx.sitePage.count({ where: { portalId, kind, slug } })) > 0) throw new DomainError("conflict", code, { slug }, "slug");
}

/** Saves the draft while it is written. Nothing that visitors see changes. */
export function saveDraft(core: Core, actor: MemberActor, input: z.infer<typeof saveDraftInput>): Promise<SavedDraft> {
  const { pageId, basedOn, communityId: _, ...parts } = input;
  return core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId, basedOn);
    const before = contentOf(row.content);
    const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
    const content: PageContent = { ...before, ...given };
    if (isSameContent(before, content)) return { revision: row.revision, hasChanges: row.hasChanges, updatedAt: row.updatedAt };
    assertSize(content);
    const now = new Date();
    const { revision, isNew } = await writeDraft(tx, actor, row, { content, now });
    if (isNew) await record(tx, actor, "edited", row);
    const changed = await pageRow(tx, actor.communityId, pageId);
    return { revision, hasChanges: changed?.hasChanges ?? true, updatedAt: now };
  });
}

/** Changes the address of a page at once. The old one leads to the page as long as nothing else has it. */
export async function changeSlug(core: Core, actor: MemberActor, { pageId, slug }: z.infer<typeof changeSlugInput>): Promise<EditedPage> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const found = await pageRow(tx, actor.communityId, pageId);
    if (!found) throw notFound();
    await lockPortal(tx, actor.communityId, found.portalId);
    const row = await openLocked(tx, actor, pageId);
    if (row.slug === null) throw new DomainError("invalid", "home-has-no-slug", {}, "slug");
    if (row.slug === slug) return row.portalId;
    await assertFreeSlug(tx, row.portalId, row.kind, slug);
    await tx.sitePage.update({
      where: { id: pageId, communityId: actor.communityId },
      data: { slug, updatedById: actor.userId, updatedAt: new Date() },
    });
    if (row.publishedAt) {
      const path = (of: string) => pagePath({ kind: row.kind, slug: of }) ?? "";
      await keepOldPath(tx, actor, { portalId: row.portalId, pageId, oldSlug: path(row.slug), newSlug: path(slug) });
    }
    await record(tx, actor, "moved", { ...row, slug }, { before: row.slug });
    return row.portalId;
  });
  forgetSite(core, portalId);
  return openPage(core, actor, pageId);
}

/** Puts a page out of the way, or takes it back as a draft. Visitors no longer read it, and what was scheduled does not happen. */
export async function archivePage(
  core: Core,
  actor: MemberActor,
  { pageId, isArchived }: z.infer<typeof archivePageInput>,
): Promise<EditedPage> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    if (row.kind === "home") throw new DomainError("invalid", "home-not-archived");
    if ((row.status === "archived") === isArchived) return row.portalId;
    const status = isArchived ? "archived" : "draft";
    const none = { publishedVersionId: null, scheduledVersionId: null, publishAt: null, unpublishAt: null };
    await tx.sitePage.update({
      where: { id: pageId, communityId: actor.communityId },
      data: { status, ...none, updatedById: actor.userId, updatedAt: new Date() },
    });
    await record(tx, actor, isArchived ? "archived" : "unarchived", row);
    return row.portalId;
  });
  forgetSite(core, portalId);
  return openPage(core, actor, pageId);
}

/** Shows a news item before the newer ones, or no longer. */
export async function pinNews(core: Core, actor: MemberActor, { pageId, isPinned }: z.infer<typeof pinNewsInput>): Promise<EditedPage> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    if (row.kind !== "news") throw new DomainError("invalid", "page-not-news");
    if (row.isPinned === isPinned) return row.portalId;
    await tx.sitePage.update({ where: { id: pageId, communityId: actor.communityId }, data: { isPinned } });
    await record(tx, actor, isPinned ? "pinned" : "unpinned", row);
    return row.portalId;
  });
  forgetSite(core, portalId);
  return openPage(core, actor, pageId);
}

/** Deletes a page with its versions. A page that visitors may know is archived first, so that it takes two steps. */
export async function removePage(core: Core, actor: MemberActor, pageId: string): Promise<void> {
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    const isKnown = row.status === "published" || (row.status === "draft" && row.publishedAt !== null);
    if (row.kind !== "home" && isKnown) throw new DomainError("conflict", "page-not-archived");
    await tx.sitePage.update({
      where: { id: pageId, communityId: actor.communityId },
      data: { status: "deleted", statusBefore: row.status, eraseAt: eraseAtFrom() },
    });
    await record(tx, actor, "deleted", row);
    return row.portalId;
  });
  forgetSite(core, portalId);
}

interface Recorded {
  id: string;
  portalId: string;
  slug: string | null;
}

function record(
  tx: Tx,
  actor: MemberActor,
  verb: "created" | "edited" | "moved" | "archived" | "unarchived" | "pinned" | "unpinned" | "deleted",
  { id, portalId, slug }: Recorded,
  more: Record<string, string> = {},
) {
  const summary = { name: slug ?? "", ...more };
  return recordSiteChange(tx, actor, { action: `site.page-${verb}`, portalId, resourceType: "page", resourceId: id, summary });
}
