import type { EditedPage, publishPageInput, schedulePageInput } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordSiteChange } from "../../events.ts";
import { contentOf } from "../../policy.ts";
import { forgetSite } from "../../service/cache.ts";
import { assertSchedule } from "../policy.ts";
import { type DraftRow, type DueRow, lockDuePages } from "../queries.ts";
import { openLocked, openPage, openPortal } from "./open.ts";

const noSchedule = { scheduledVersionId: null, publishAt: null };

/** Makes the draft public at once. A publication that was scheduled is dropped: its version is older. */
export async function publishPage(core: Core, actor: MemberActor, input: z.infer<typeof publishPageInput>): Promise<EditedPage> {
  const { pageId, basedOn, note } = input;
  const { communityId, userId } = actor;
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId, basedOn);
    await assertPublishable(tx, actor, row);
    const now = new Date();
    await tx.sitePageVersion.update({ where: { id: row.draftVersionId, communityId }, data: { kind: "published", ...(note && { note }) } });
    const published = {
      status: "published",
      publishedVersionId: row.draftVersionId,
      publishedAt: now,
      firstPublishedAt: row.firstPublishedAt ?? now,
    };
    await tx.sitePage.update({
      where: { id: pageId, communityId },
      data: { ...published, ...noSchedule, updatedById: userId, updatedAt: now },
    });
    await record(tx, actor, "published", row);
    return row.portalId;
  });
  forgetSite(core, portalId);
  return openPage(core, actor, pageId);
}

/** Visitors and search engines name a page by its title, so it has one in the portal's own language. */
async function assertPublishable(tx: Tx, actor: MemberActor, row: DraftRow): Promise<void> {
  if (row.status === "archived") throw new DomainError("conflict", "page-archived");
  const [language = "fr"] = (await openPortal(tx, actor, row.portalId)).languages;
  if (row.kind !== "home" && !contentOf(row.content).title[language]) {
    throw new DomainError("invalid", "page-title-missing", { language }, `title.${language}`);
  }
}

/** Chooses when the draft, as it is now, becomes public, and when the page stops to be. */
export async function schedulePage(core: Core, actor: MemberActor, input: z.infer<typeof schedulePageInput>): Promise<EditedPage> {
  const { pageId, basedOn, publishAt, unpublishAt, note } = input;
  const { communityId, userId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId, basedOn);
    const now = new Date();
    assertSchedule({ publishAt, unpublishAt }, now);
    if (publishAt) await assertPublishable(tx, actor, row);
    else if (unpublishAt && row.status !== "published") throw new DomainError("invalid", "page-not-published", {}, "unpublishAt");
    if (publishAt && note) await tx.sitePageVersion.update({ where: { id: row.draftVersionId, communityId }, data: { note } });
    const scheduledVersionId = publishAt ? row.draftVersionId : null;
    const data = { publishAt, unpublishAt, scheduledVersionId, updatedById: userId, updatedAt: now };
    await tx.sitePage.update({ where: { id: pageId, communityId }, data });
    const moments = {
      ...(publishAt && { publishAt: publishAt.toISOString() }),
      ...(unpublishAt && { unpublishAt: unpublishAt.toISOString() }),
    };
    await record(tx, actor, "scheduled", row, moments);
  });
  return openPage(core, actor, pageId);
}

/** Visitors no longer read the page; its draft stays. */
export async function unpublishPage(core: Core, actor: MemberActor, pageId: string): Promise<EditedPage> {
  const { communityId, userId } = actor;
  const portalId = await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    if (row.status !== "published") throw new DomainError("conflict", "page-not-published");
    const data = { status: "draft", publishedVersionId: null, unpublishAt: row.publishAt ? row.unpublishAt : null };
    await tx.sitePage.update({ where: { id: pageId, communityId }, data: { ...data, updatedById: userId, updatedAt: new Date() } });
    await record(tx, actor, "unpublished", row);
    return row.portalId;
  });
  forgetSite(core, portalId);
  return openPage(core, actor, pageId);
}

/** Pages of one turn: the others come at the next. */
const AT_ONCE = 100;

/**
 * Does what is due by the schedule. After a pause of the platform both moments of a page may be over: it is then not public.
 *
 * @param now the clock of the caller
 * @returns how many pages changed
 */
export async function runDuePages(core: Core, now = new Date()): Promise<number> {
  const due = await core.database.withSystem(async (tx) => {
    const rows = await lockDuePages(tx, now, AT_ONCE);
    for (const row of rows) await runDue(tx, row, now);
    return rows;
  });
  for (const { portalId } of due) forgetSite(core, portalId);
  return due.length;
}

async function runDue(tx: Tx, row: DueRow, now: Date): Promise<void> {
  const author = { communityId: row.communityId, userId: null };
  if (row.isPublishDue && row.scheduledVersionId) {
    const publishedVersionId = row.scheduledVersionId;
    await tx.sitePageVersion.update({ where: { id: publishedVersionId }, data: { kind: "published" } });
    const dates = { publishedAt: now, firstPublishedAt: row.firstPublishedAt ?? now, updatedAt: now };
    await tx.sitePage.update({ where: { id: row.id }, data: { status: "published", publishedVersionId, ...dates, ...noSchedule } });
    await record(tx, author, "published", row);
  }
  if (!row.isUnpublishDue) return;
  await tx.sitePage.update({
    where: { id: row.id },
    data: { status: "draft", publishedVersionId: null, unpublishAt: null, updatedAt: now },
  });
  await record(tx, author, "unpublished", row);
}

function record(
  tx: Tx,
  author: Parameters<typeof recordSiteChange>[1],
  verb: "published" | "scheduled" | "unpublished",
  { id, portalId, slug }: Pick<DueRow, "id" | "portalId" | "slug">,
  more: Record<string, string> = {},
) {
  const summary = { name: slug ?? "", ...more };
  return recordSiteChange(tx, author, { action: `site.page-${verb}`, portalId, resourceType: "page", resourceId: id, summary });
}
