import type {
  comparePageInput,
  EditedPage,
  PageComparison,
  PageVersion,
  PageVersionSummary,
  PageVersions,
  pageVersionInput,
  pageVersionsInput,
  restoreVersionInput,
} from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordSiteChange } from "../../events.ts";
import { contentOf } from "../../policy.ts";
import { changesOf } from "../policy.ts";
import { type PageRow, pageRow, type VersionRow, versionRow, versionRows } from "../queries.ts";
import { contextFor, notFound, openLocked, openPage } from "./open.ts";
import { writeDraft } from "./write-draft.ts";

const nothing = contentOf({});
const FIRST = 2_147_483_647;

type Named = Pick<PageRow, "publishedVersionId" | "scheduledVersionId">;

function summaryOf({ content, pageId: _, ...row }: VersionRow, before: VersionRow | undefined, named: Named): PageVersionSummary {
  return {
    ...row,
    isPublished: row.id === named.publishedVersionId,
    isScheduled: row.id === named.scheduledVersionId,
    changes: changesOf(before ? contentOf(before.content) : nothing, contentOf(content)),
  };
}

/** The versions of a page from the newest. The cursor is a number of a version, so that a new one does not move the others. */
export function listVersions(core: Core, actor: MemberActor, input: z.infer<typeof pageVersionsInput>): Promise<PageVersions> {
  const { pageId, limit, cursor } = input;
  const below = Number(cursor ?? FIRST);
  return core.database.withTenant(actor, async (tx) => {
    const page = await pageRow(tx, actor.communityId, pageId);
    if (!page) throw notFound();
    const start = Number.isInteger(below) && below > 0 && below <= FIRST ? below : FIRST;
    const rows = await versionRows(tx, actor.communityId, pageId, { below: start, limit: limit + 1 });
    const items = rows.slice(0, limit).map((row, index) => summaryOf(row, rows[index + 1], page));
    const total = await tx.sitePageVersion.count({ where: { pageId, communityId: actor.communityId } });
    return { items, total, nextCursor: rows.length > limit ? String(items.at(-1)?.number ?? 0) : null };
  });
}

async function openVersion(tx: Tx, { communityId }: MemberActor, pageId: string, versionId: string): Promise<VersionRow> {
  const row = await versionRow(tx, communityId, pageId, versionId);
  if (!row) throw new DomainError("not-found", "page-version-not-found");
  return row;
}

export async function getVersion(core: Core, actor: MemberActor, input: z.infer<typeof pageVersionInput>): Promise<PageVersion> {
  const { pageId, versionId } = input;
  const { portalId, version } = await core.database.withTenant(actor, async (tx) => {
    const page = await pageRow(tx, actor.communityId, pageId);
    if (!page) throw notFound();
    const row = await openVersion(tx, actor, pageId, versionId);
    const [before] = await versionRows(tx, actor.communityId, pageId, { below: row.number, limit: 1 });
    return { portalId: page.portalId, version: { ...summaryOf(row, before, page), pageId, content: contentOf(row.content) } };
  });
  return { ...version, ...(await contextFor(core, portalId, version.content)) };
}

export function comparePage(core: Core, actor: MemberActor, input: z.infer<typeof comparePageInput>): Promise<PageComparison> {
  const { pageId } = input;
  return core.database.withTenant(actor, async (tx) => {
    const page = await pageRow(tx, actor.communityId, pageId);
    if (!page) throw notFound();
    const sideOf = async (side: string) => {
      if (side === "draft") return contentOf(page.content);
      if (side !== "published") return contentOf((await openVersion(tx, actor, pageId, side)).content);
      if (!page.publishedVersionId) throw new DomainError("conflict", "page-not-published");
      return contentOf((await openVersion(tx, actor, pageId, page.publishedVersionId)).content);
    };
    const [before, after] = [await sideOf(input.before), await sideOf(input.after)];
    return { before, after, changes: changesOf(before, after) };
  });
}

export async function restoreVersion(core: Core, actor: MemberActor, input: z.infer<typeof restoreVersionInput>): Promise<EditedPage> {
  const { pageId, versionId, basedOn } = input;
  await core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId, basedOn);
    const version = await openVersion(tx, actor, pageId, versionId);
    const restored = { note: `n° ${version.number}` };
    await writeDraft(tx, actor, row, { content: contentOf(version.content), now: new Date(), restored });
    const summary = { name: row.slug ?? "", version: version.number };
    await recordSiteChange(tx, actor, {
      action: "site.page-restored",
      portalId: row.portalId,
      resourceType: "page",
      resourceId: pageId,
      summary,
    });
  });
  return openPage(core, actor, pageId);
}
