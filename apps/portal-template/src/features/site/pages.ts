import type { Block } from "@archipel/blocks/blocks.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import type { PortalView } from "@archipel/contracts/portals.ts";
import type { LegalPages } from "@archipel/contracts/site-legal.ts";
import type { SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { LinkTargets, ListedPage, NewsList, PageValues, PreviewedPage, SitePage } from "@archipel/contracts/site-pages.ts";
import type { PortalContent } from "@archipel/theme/content.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";
import { openedPage, siteParts } from "../../tenancy/site-parts.ts";

/** What a community wrote for its portal: the same for every visitor, at most five seconds old. */
const FRESH = { freshMs: 5_000, capacity: 2_000 } as const;
const frames = createBriefCache(async (portalId) => (await coreForAll()).site.frame.query({ portalId }), FRESH);
const legals = createBriefCache(async (portalId) => (await coreForAll()).site.legal.query({ portalId }), FRESH);
const lists = createBriefCache(async (portalId) => (await coreForAll()).site.list.query({ portalId }), FRESH);
const pages = createBriefCache(async (key) => (await coreForAll()).site.page.query(JSON.parse(key)), FRESH);
const newsLists = createBriefCache(async (key) => (await coreForAll()).site.news.query(JSON.parse(key)), FRESH);
/** Figures are computed from layers: a minute is young. */
const values = createBriefCache(async (key) => (await coreForAll()).site.values.query(JSON.parse(key)), {
  freshMs: 60_000,
  capacity: 2_000,
});

const NO_TARGETS: LinkTargets = { pages: [], datasets: [], maps: [], layers: [] };
const NO_VALUES: PageValues = { figures: [], charts: [] };

/** Menus and footer. Without core-api's answer a page has the portal's own. */
export async function frameOf(portal: PortalView): Promise<SiteFrame> {
  const found = siteParts(portal)?.frame ?? (await frames(portal.id).catch(() => null));
  return (
    found ?? {
      revision: "",
      languages: portal.locales,
      header: null,
      footer: [],
      footerText: {},
      social: [],
      targets: NO_TARGETS,
      legal: { isComplete: true, accessibility: "not-assessed" },
      hasRedirects: false,
      hasOwnHome: false,
      hasNews: false,
    }
  );
}

/** The published home. Without one, or without core-api's answer, that of the base theme with the portal's own question. */
export async function homeOf(portal: PortalView, content: PortalContent): Promise<SitePage> {
  const known = siteParts(portal);
  const found = known ? known.home : await pages(JSON.stringify({ portalId: portal.id, slug: null })).catch(() => null);
  if (found && found.id !== null) return found;
  const [question, hint] = [written(portal.content.question), written(portal.content.intro)];
  const blocks = (found?.blocks ?? content.home).map(
    (block): Block =>
      block.type === "hero" ? { ...block, props: { ...block.props, ...(question && { question }), ...(hint && { hint }) } } : block,
  );
  const empty = {
    id: null,
    kind: "home",
    slug: null,
    title: {},
    description: {},
    isInSearch: true,
    revision: "",
    languages: known?.frame.languages ?? portal.locales,
    firstPublishedAt: null,
    publishedAt: null,
    updatedAt: null,
    targets: NO_TARGETS,
    pictures: [],
  } as const satisfies Omit<SitePage, "blocks">;
  return { ...(found ?? empty), blocks };
}

/** The portal's own text, if it has one. */
function written(text: PortalView["content"]["question"]): Texts | null {
  const texts = { ...(text?.fr && { fr: text.fr }), ...(text?.en && { en: text.en }) };
  return Object.keys(texts).length > 0 ? texts : null;
}

/** The published page of that address; null when no published page has it. */
export async function pageAt(portal: PortalView, slug: string): Promise<SitePage | null> {
  const opened = openedPage(portal, slug);
  return opened ? opened.page : pages(JSON.stringify({ portalId: portal.id, slug }));
}

/** The figures and charts of a published page; a page is shown without them when they take too long. */
export function valuesAt(portalId: string, slug: string | null): Promise<PageValues> {
  return values(JSON.stringify({ portalId, slug })).catch(() => NO_VALUES);
}

/** The draft behind a secret link; null when the link is unknown, over or revoked. Never cached. */
export async function previewOf(
  portalId: string,
  token: string,
): Promise<{ readonly page: PreviewedPage; readonly values: PageValues } | null> {
  const core = coreFor(await getAccessToken());
  const page = await core.site.preview.query({ portalId, token });
  if (!page) return null;
  return { page, values: await core.site.previewValues.query({ portalId, token }).catch(() => NO_VALUES) };
}

/** The published pages, without the home. */
export function listedPages(portalId: string): Promise<readonly ListedPage[]> {
  return lists(portalId).catch(() => []);
}

/** News from an offset on, the pinned ones first. */
export function newsOf(portalId: string, { limit, offset = 0 }: { readonly limit: number; readonly offset?: number }): Promise<NewsList> {
  return newsLists(JSON.stringify({ portalId, limit, offset }));
}

/** What the legal pages say; null without core-api's answer. */
export function legalOf(portalId: string): Promise<LegalPages | null> {
  return legals(portalId).catch(() => null);
}

/** Where an old path leads now. */
export async function redirectFrom({ portal, frame }: { readonly portal: PortalView; readonly frame: SiteFrame }, path: string) {
  return frame.hasRedirects ? (await coreForAll()).site.redirect.query({ portalId: portal.id, path }).catch(() => null) : null;
}
