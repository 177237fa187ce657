import { referencesOfBlocks } from "@archipel/blocks/references.ts";
import { type EditedPage, type PageContent, pageContent, type SitePageSummary } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { everyoneAt, type MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { lookUp } from "../../context/look-up.ts";
import { contentOf, languagesOf } from "../../policy.ts";
import { storedCompletenessOf } from "../policy.ts";
import { type DraftRow, lockPage, type PageRow, pageRow, portalOf } from "../queries.ts";
import { previewsOf } from "./list-previews.ts";

const { title: storedTitle, isInSearch: storedSwitch } = pageContent.shape;

type Languages = ReturnType<typeof languagesOf>;

export function summaryOf(row: PageRow, languages: Languages): SitePageSummary {
  const { id, kind, slug, status, hasChanges, isPinned, firstPublishedAt, publishedAt, publishAt, unpublishAt, updatedAt, updatedBy } = row;
  const { all, written } = storedCompletenessOf(row.completeness);
  return {
    id,
    kind,
    slug,
    status,
    hasChanges,
    isPinned,
    firstPublishedAt,
    publishAt,
    unpublishAt,
    updatedAt,
    updatedBy,
    publishedAt: status === "published" ? publishedAt : null,
    title: storedTitle.catch({}).parse(row.title),
    isInSearch: storedSwitch.catch(true).parse(row.isInSearch),
    completeness: languages.map((language) => ({ language, all, written: written[language] ?? 0 })),
  };
}

export function notFound(): DomainError {
  return new DomainError("not-found", "site-page-not-found");
}

/** The languages of a portal of the caller's community. */
export async function openPortal(tx: Tx, { communityId }: MemberActor, portalId: string) {
  const portal = await portalOf(tx, communityId, portalId);
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  return { baseTheme: portal.baseTheme, languages: languagesOf(portal.locales) };
}

/** A page that is about to change. `basedOn`: refuses when somebody changed it since the caller read it. */
export async function openLocked(tx: Tx, { communityId }: MemberActor, pageId: string, basedOn?: number): Promise<DraftRow> {
  const row = await lockPage(tx, communityId, pageId);
  if (!row) throw notFound();
  if (basedOn !== undefined && row.revision !== basedOn) {
    throw new DomainError("conflict", "page-changed", { revision: row.revision, by: row.updatedBy ?? "" });
  }
  return row;
}

/** A page with its draft, its links looked up as a visitor finds them. */
export async function openPage(core: Core, actor: MemberActor, pageId: string): Promise<EditedPage> {
  const page = await core.database.withTenant(actor, async (tx) => {
    const row = await pageRow(tx, actor.communityId, pageId);
    if (!row) throw notFound();
    const { languages } = await openPortal(tx, actor, row.portalId);
    const { portalId, revision, publishedVersionId, scheduledVersionId } = row;
    const { communityId } = actor;
    const draft = contentOf(row.content);
    const previews = await previewsOf(tx, actor, pageId);
    return {
      ...summaryOf(row, languages),
      communityId,
      portalId,
      draft,
      revision,
      publishedVersionId,
      scheduledVersionId,
      languages,
      previews,
    };
  });
  return { ...page, ...(await contextFor(core, page.portalId, page.draft)) };
}

/**
 * What the blocks name, as everyone sees it: the preview must not promise what visitors do not get.
 *
 * @param portalId proved to be of the caller's community
 */
export function contextFor(core: Core, portalId: string, { blocks }: Pick<PageContent, "blocks">) {
  return core.database.withTenant(everyoneAt({ passTo: portalId }), (tx) => lookUp(tx, portalId, referencesOfBlocks(blocks)));
}
