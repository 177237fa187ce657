import { referencesOfBlocks } from "@archipel/blocks/references.ts";
import { type PageValues, type PreviewedPage, pagePath, sitePageKind } from "@archipel/contracts/site-pages.ts";
import { everyoneAt, type PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { lookUp } from "../context/look-up.ts";
import { isSameContent, writtenLanguages } from "../pages/policy.ts";
import { hashOfPreview } from "../pages/service/previews.ts";
import { contentOf, revisionOf } from "../policy.ts";
import { computeValues } from "../values/compute.ts";

/** How often the last use of a link is written down. */
const NOTED_EVERY_MS = 60_000;

/** The draft behind a secret link of this portal, as its writers left it. */
async function openDraft(core: Core, { portalId }: PortalVisit, token: string) {
  const now = new Date();
  return core.database.withSystem(async (tx) => {
    const preview = await tx.sitePagePreview.findUnique({
      where: { secretHash: hashOfPreview(token), expiresAt: { gt: now }, page: { portalId, status: { not: "archived" } } },
      select: {
        id: true,
        lastUsedAt: true,
        page: { select: { id: true, kind: true, slug: true, firstPublishedAt: true, draft: true, published: true } },
      },
    });
    if (!preview?.page.draft) return null;
    if (now.getTime() - (preview.lastUsedAt?.getTime() ?? 0) > NOTED_EVERY_MS) {
      await tx.sitePagePreview.update({ where: { id: preview.id }, data: { lastUsedAt: now } });
    }
    const { draft, published, kind, ...page } = preview.page;
    const isDraft = published === null || !isSameContent(contentOf(published.content), contentOf(draft.content));
    return { page: { ...page, kind: sitePageKind.catch("page").parse(kind) }, draft, isDraft };
  });
}

export async function previewPage(core: Core, visit: PortalVisit, token: string): Promise<PreviewedPage | null> {
  const found = await openDraft(core, visit, token);
  if (!found?.draft) return null;
  const { page, draft } = found;
  const content = contentOf(draft.content);
  // A link shows the draft's own words; what they lead to is what everyone may see.
  const context = await core.database.withTenant(everyoneAt(visit), (tx) => lookUp(tx, visit.portalId, referencesOfBlocks(content.blocks)));
  const shown = {
    id: page.id,
    kind: page.kind,
    slug: pagePath(page),
    ...content,
    isInSearch: false,
    languages: writtenLanguages(draft.completeness),
    firstPublishedAt: page.firstPublishedAt,
    publishedAt: null,
    updatedAt: draft.savedAt,
    ...context,
  };
  return { ...shown, revision: revisionOf(shown), isDraft: found.isDraft };
}

export async function previewValues(core: Core, visit: PortalVisit, token: string): Promise<PageValues> {
  const found = await openDraft(core, visit, token);
  return found?.draft ? computeValues(core, visit, contentOf(found.draft.content).blocks) : { figures: [], charts: [] };
}
