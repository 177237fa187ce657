import { linkSchema } from "@archipel/blocks/field.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { referencesOfBlocks, referencesOfLinks } from "@archipel/blocks/references.ts";
import type { LegalPages } from "@archipel/contracts/site-legal.ts";
import type { FollowedRedirect, SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { BlockContext, ListedPage, PageValues, SitePage } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { everyoneAt, type PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { lookUp } from "../context/look-up.ts";
import { legalOf, missingOf, rateOf } from "../legal/policy.ts";
import { linksOf, navigationOf, redirectPathOf, withoutDangling } from "../navigation/policy.ts";
import { writtenLanguages } from "../pages/policy.ts";
import { languagesOf, leadsSomewhere, revisionOf, shownContentOf, themeHome } from "../policy.ts";
import { type FrameRow, frameRow, openingReads, type PublishedRow, publishedPage, publishedPages, redirectFrom } from "../queries/read.ts";
import { computeValues } from "../values/compute.ts";
import { briefly, frameCache, pageCache, valuesCache } from "./cache.ts";

/** What everyone reads is read as a visitor without an account: a manager's call must not put a draft into the cache of all. */
function asVisitor<T>(core: Core, visit: PortalVisit, work: (tx: Tx) => Promise<T>): Promise<T> {
  return core.database.withTenant(everyoneAt(visit), work);
}

async function openFrame(tx: Tx, portalId: string) {
  const row = await frameRow(tx, portalId);
  if (!row) throw new DomainError("not-found", "portal-not-found");
  return row;
}

/** Menus, footer and the state of the legal pages. */
export function readFrame(core: Core, visit: PortalVisit): Promise<SiteFrame> {
  return briefly(frameCache(core), visit.portalId, () => asVisitor(core, visit, (tx) => frameIn(tx, visit.portalId)));
}

async function frameIn(tx: Tx, portalId: string): Promise<SiteFrame> {
  const row = await openFrame(tx, portalId);
  return frameFrom(row, await lookUp(tx, portalId, frameReferences(row)));
}

/** What the menus and the footer name by id. */
const frameReferences = (row: FrameRow) => referencesOfLinks(linksOf(navigationOf(row.navigation)).map(({ link }) => link));

function frameFrom(row: FrameRow, { targets }: BlockContext): SiteFrame {
  const navigation = navigationOf(row.navigation);
  const legal = legalOf(row.legal, row.content);
  const shown = {
    languages: languagesOf(row.locales),
    ...withoutDangling(navigation, (link) => leadsSomewhere(link, targets)),
    targets,
    legal: { isComplete: missingOf(legal).length === 0, accessibility: legal.accessibility.state },
    hasRedirects: row.hasRedirects,
    hasOwnHome: row.hasOwnHome,
    hasNews: row.hasNews,
  };
  return { revision: revisionOf(shown), ...shown };
}

/** The published page with a slug; null as a slug: the home, which is that of the theme until the portal has its own. */
export async function readPage(core: Core, visit: PortalVisit, slug: string | null): Promise<SitePage | null> {
  const { portalId } = visit;
  const { page } = await briefly(pageCache(core), `${portalId} ${slug ?? ""}`, () =>
    asVisitor(core, visit, async (tx) => ({ page: await openPage(tx, portalId, slug) })),
  );
  return page;
}

async function openPage(tx: Tx, portalId: string, slug: string | null): Promise<SitePage | null> {
  const row = await publishedPage(tx, portalId, slug);
  if (!row && slug !== null) return null;
  const frame = await openFrame(tx, portalId);
  return pageFrom(row, frame, await lookUp(tx, portalId, referencesOfBlocks(blocksOf(row, frame))));
}

/** @param row undefined: the home is that of the theme */
const blocksOf = (row: PublishedRow | undefined, { baseTheme }: FrameRow) =>
  row ? shownContentOf(row.content).blocks : themeHome(baseTheme);

function pageFrom(row: PublishedRow | undefined, { baseTheme, locales }: FrameRow, context: BlockContext): SitePage {
  const content = row ? shownContentOf(row.content) : { title: {}, description: {}, isInSearch: true, blocks: themeHome(baseTheme) };
  const shown = {
    id: row?.id ?? null,
    kind: row?.kind ?? ("home" as const),
    slug: row?.slug ?? null,
    ...content,
    languages: row ? writtenLanguages(row.completeness) : languagesOf(locales),
    firstPublishedAt: row?.firstPublishedAt ?? null,
    publishedAt: row?.publishedAt ?? null,
    updatedAt: row?.savedAt ?? null,
    ...context,
  };
  return { ...shown, revision: revisionOf(shown) };
}

/** The statements by which a portal is opened, and what their rows say. */
export const siteOpening = { reads: openingReads, frameReferences, frameFrom, blocksOf, pageFrom };

export function readSitemap(core: Core, visit: PortalVisit): Promise<ListedPage[]> {
  return asVisitor(core, visit, async (tx) =>
    (await publishedPages(tx, visit.portalId)).map((row): ListedPage => {
      const { title, description, isInSearch } = shownContentOf(row);
      const languages: ContentLanguage[] = writtenLanguages(row.completeness);
      return { id: row.id, kind: row.kind, slug: row.slug, title, description, isInSearch, languages, updatedAt: row.savedAt };
    }),
  );
}

/** Where an old path leads. A redirect whose target is gone or hidden leads nowhere. */
export function followRedirect(core: Core, visit: PortalVisit, asked: string): Promise<FollowedRedirect | null> {
  const { portalId } = visit;
  const path = redirectPathOf(asked);
  if (path === null) return Promise.resolve(null);
  return asVisitor(core, visit, async (tx) => {
    const link = linkSchema.safeParse(await redirectFrom(tx, portalId, path));
    if (!link.success) return null;
    const { targets } = await lookUp(tx, portalId, referencesOfLinks([link.data]));
    return leadsSomewhere(link.data, targets) ? { link: link.data, targets } : null;
  });
}

export function readLegal(core: Core, visit: PortalVisit): Promise<LegalPages> {
  return asVisitor(core, visit, async (tx) => {
    const row = await openFrame(tx, visit.portalId);
    const legal = legalOf(row.legal, row.content);
    return { legal, rate: rateOf(legal), updatedAt: row.legalAt };
  });
}

/** The figures and charts of a published page. */
export async function readValues(core: Core, visit: PortalVisit, slug: string | null): Promise<PageValues> {
  const page = await readPage(core, visit, slug);
  if (!page) throw new DomainError("not-found", "site-page-not-found");
  return briefly(valuesCache(core), `${visit.portalId} ${page.revision}`, () => computeValues(core, visit, page.blocks));
}
