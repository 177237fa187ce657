import { type Block, blocksSchema } from "@archipel/blocks/blocks.ts";
import type { BlockChange } from "@archipel/blocks/changes.ts";
import type { Completeness } from "@archipel/blocks/completeness.ts";
import type { Picture } from "@archipel/blocks/field.ts";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import { texts } from "@archipel/blocks/texts.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { type Page, pageInput } from "./page.ts";
import { line } from "./text.ts";

/** Pages that a community writes for a portal: `home` is its first page, one a portal; `page` has an address of its own; `news`, too, below `/news`. */
export const sitePageKind = z.enum(["home", "page", "news"]);
export type SitePageKind = z.infer<typeof sitePageKind>;

/** `draft`: never public, or public no more; `published`: everyone reads it; `archived`: out of the way, and read by nobody. */
const sitePageStatus = z.enum(["draft", "published", "archived"]);
export type SitePageStatus = z.infer<typeof sitePageStatus>;

export const PAGES_MAX = 300;
export const NEWS_MAX = 3_000;
/** News on one page of their list. */
export const NEWS_PER_PAGE = 12;
/** Bytes of a page's blocks as JSON. */
export const PAGE_BYTES_MAX = 500_000;
export const PAGE_TITLE_MAX = 160;
export const PAGE_DESCRIPTION_MAX = 300;
export const PREVIEW_DAYS_MAX = 90;
export const PREVIEWS_MAX = 20;
/** How far ahead a page can be scheduled. */
export const SCHEDULE_YEARS_MAX = 5;

/**
 * The path of a page after the language, `/fr/<slug>`, where words that the portal uses itself are refused by core-api; of a news item after
 * `/fr/news/`. Pages and news do not take each other's slugs.
 */
export const pageSlug = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** The path of a page below the language: news have a folder of their own. Null: the home. */
export function pagePath({ kind, slug }: { readonly kind: SitePageKind; readonly slug: string | null }): string | null {
  return kind === "news" && slug !== null ? `news/${slug}` : slug;
}

/** What a version of a page holds. A draft may lack any text. */
export const pageContent = z.strictObject({
  title: texts(PAGE_TITLE_MAX, { isOneLine: true }).default({}),
  /** For search engines, lists and cards. */
  description: texts(PAGE_DESCRIPTION_MAX, { isOneLine: true }).default({}),
  blocks: blocksSchema.default([]),
  /** Whether the portal's own search and search engines find it. */
  isInSearch: z.boolean().default(true),
});
export type PageContent = z.infer<typeof pageContent>;

/** What the ids in blocks and menus lead to, for a visitor. An id without an entry leads nowhere: the link is left out. */
export interface LinkTargets {
  readonly pages: readonly { readonly id: string; readonly slug: string | null; readonly title: PageContent["title"] }[];
  readonly datasets: readonly { readonly id: string; readonly slug: string; readonly title: string }[];
  readonly maps: readonly {
    readonly id: string;
    readonly slug: string;
    readonly kind: "map" | "story";
    readonly title: { readonly fr?: string | undefined; readonly en?: string | undefined };
  }[];
  /** Layers that the portal's map shows to everyone. */
  readonly layers: readonly { readonly id: string; readonly title: string; readonly datasetId: string; readonly datasetSlug: string }[];
}

/** What blocks name by id, looked up: for the renderer of a page, of a preview and of the editor. */
export interface BlockContext {
  readonly targets: LinkTargets;
  /** The pictures that the blocks name and that exist. */
  readonly pictures: readonly SitePicture[];
}

/** A picture as pages show it: `address` of each variant is on core-api, which every portal host forwards. */
export interface SitePicture {
  readonly id: string;
  readonly alt: PageContent["title"];
  readonly isDecorative: boolean;
  readonly credit: string;
  readonly width: number;
  readonly height: number;
  /** From the narrowest to the widest; the last one has the full size. */
  readonly variants: readonly { readonly width: number; readonly height: number; readonly address: string }[];
}

/** A page for anyone: the published version, or the draft of a preview. */
export interface SitePage extends BlockContext {
  /** Null: the home of the base theme, which the community has not changed. */
  readonly id: string | null;
  readonly kind: SitePageKind;
  /** Null: the home; for news it begins with `news/`. */
  readonly slug: string | null;
  readonly title: PageContent["title"];
  readonly description: PageContent["description"];
  readonly isInSearch: boolean;
  readonly blocks: readonly Block[];
  /** Changes whenever something changes that this answer shows. */
  readonly revision: string;
  /** Languages in which at least one text of the page is written. */
  readonly languages: readonly ContentLanguage[];
  /** The date of a news item; a correction does not change it. */
  readonly firstPublishedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly updatedAt: Date | null;
}

/** A page as its writers left it. */
export interface PreviewedPage extends SitePage {
  /** Visitors see something else, or nothing. */
  readonly isDraft: boolean;
}

/** A page that visitors reach, for site maps and lists; the slug of news begins with `news/`. */
export interface ListedPage {
  readonly id: string;
  readonly kind: Exclude<SitePageKind, "home">;
  readonly slug: string;
  readonly title: PageContent["title"];
  readonly description: PageContent["description"];
  readonly isInSearch: boolean;
  readonly languages: readonly ContentLanguage[];
  readonly updatedAt: Date;
}

/** A news item in lists and feeds. */
export interface NewsItem extends Omit<ListedPage, "kind" | "isInSearch"> {
  readonly isPinned: boolean;
  readonly firstPublishedAt: Date;
  /** The first picture of its text, with what its author wrote for people who do not see it. */
  readonly picture: { readonly shown: Picture; readonly file: SitePicture } | null;
}

/** News of a portal, the pinned ones first, then the newest. */
/** Most news that a block shows. */
export const NEWS_OF_BLOCK = 10;

export interface NewsList {
  readonly items: readonly NewsItem[];
  readonly total: number;
}

/** A page in the managers' list. */
export interface SitePageSummary {
  readonly id: string;
  readonly kind: SitePageKind;
  readonly slug: string | null;
  readonly title: PageContent["title"];
  readonly status: SitePageStatus;
  readonly isInSearch: boolean;
  /** The draft says something else than the published version. */
  readonly hasChanges: boolean;
  readonly isPinned: boolean;
  /** When it was published for the first time: a draft with this date was withdrawn. */
  readonly firstPublishedAt: Date | null;
  readonly publishedAt: Date | null;
  /** The moments at which it will appear and disappear. */
  readonly publishAt: Date | null;
  readonly unpublishAt: Date | null;
  readonly updatedAt: Date;
  /** Null when the account is gone. */
  readonly updatedBy: string | null;
  /** Of the draft, in the languages of the portal. */
  readonly completeness: readonly (Pick<Completeness, "all" | "written"> & { readonly language: ContentLanguage })[];
}

export interface SitePages {
  readonly pages: readonly SitePageSummary[];
  /** False: visitors see the home of the base theme, and `create` with kind `home` copies it. */
  readonly hasOwnHome: boolean;
  readonly most: number;
  readonly mostNews: number;
  /** Who gets a mail about the next news item. */
  readonly newsFollowers: number;
  /** The languages in which the portal is written; the first is what other readers get. */
  readonly languages: readonly ContentLanguage[];
}

/** A page as its editors see it. */
export interface EditedPage extends SitePageSummary, BlockContext {
  readonly communityId: string;
  readonly portalId: string;
  readonly draft: PageContent;
  /** What `saveDraft` and `publish` are based on. */
  readonly revision: number;
  /** Which version is public; null: none. */
  readonly publishedVersionId: string | null;
  /** Which version will be published at `publishAt`: what the draft was when it was scheduled. */
  readonly scheduledVersionId: string | null;
  readonly languages: readonly ContentLanguage[];
  readonly previews: readonly PreviewLink[];
}

export interface PreviewLink {
  readonly id: string;
  readonly note: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}
/** `token` is shown this once: only its hash is kept. */
export interface NewPreviewLink extends PreviewLink {
  readonly token: string;
}

/** `draft`: saved on the way; `published`: was or is public; `restored`: an older one came back into the draft. */
const pageVersionKind = z.enum(["draft", "published", "restored"]);

export interface PageVersionSummary {
  readonly id: string;
  /** Counts up from 1 in each page. */
  readonly number: number;
  readonly kind: z.infer<typeof pageVersionKind>;
  readonly note: string;
  readonly author: string | null;
  readonly createdAt: Date;
  readonly isPublished: boolean;
  readonly isScheduled: boolean;
  /** What differs from the version before it that is still kept. */
  readonly changes: PageChanges;
}

/** `content`: the title, the description or the search switch. */
export interface PageChanges {
  readonly content: readonly ("title" | "description" | "isInSearch")[];
  readonly blocks: readonly BlockChange[];
}

export interface PageVersion extends PageVersionSummary, BlockContext {
  readonly pageId: string;
  readonly content: PageContent;
}

export interface PageComparison {
  readonly before: PageContent;
  readonly after: PageContent;
  readonly changes: PageChanges;
}

export type PageVersions = Page<PageVersionSummary>;

export const sitePagesInput = z.object({ communityId, portalId: id });
export const sitePageInput = z.object({ communityId, pageId: id });

/** `home` copies the home of the base theme when no blocks are given; it has no slug. */
export const createSitePageInput = sitePagesInput.extend({
  kind: sitePageKind.default("page"),
  slug: pageSlug.optional(),
  title: texts(PAGE_TITLE_MAX, { isOneLine: true }).default({}),
  blocks: blocksSchema.optional(),
});
export const duplicateSitePageInput = sitePageInput.extend({ slug: pageSlug });

/** `basedOn`: the revision that the editor has read. When the draft has a later one, nothing is stored and the error is `page-changed`. */
const based = { basedOn: z.int().min(1) };
/** The whole draft; parts that are not given stay as they are. */
export const saveDraftInput = sitePageInput.extend({
  ...based,
  title: texts(PAGE_TITLE_MAX, { isOneLine: true }).optional(),
  description: texts(PAGE_DESCRIPTION_MAX, { isOneLine: true }).optional(),
  blocks: blocksSchema.optional(),
  isInSearch: z.boolean().optional(),
});
export interface SavedDraft {
  readonly revision: number;
  readonly hasChanges: boolean;
  readonly updatedAt: Date;
}

const note = z.string().trim().max(300).default("");
export const publishPageInput = sitePageInput.extend({ ...based, note });
/** Null removes a date. What is published at `publishAt` is the draft as it is now: later changes wait for the next publication. */
export const schedulePageInput = sitePageInput.extend({
  ...based,
  publishAt: z.date().nullable(),
  unpublishAt: z.date().nullable(),
  note,
});
export const archivePageInput = sitePageInput.extend({ isArchived: z.boolean() });
export const pinNewsInput = sitePageInput.extend({ isPinned: z.boolean() });
export const changeSlugInput = sitePageInput.extend({ slug: pageSlug });
export const checkSlugInput = sitePagesInput.extend({
  slug: z.string().max(200),
  kind: sitePageKind.default("page"),
  pageId: id.optional(),
});
/** Why a path cannot be the address of a page. */
export type SlugRefusal = "malformed" | "reserved" | "taken";

export const pageVersionsInput = sitePageInput.extend({ ...pageInput, limit: z.int().min(1).max(30).default(20) });
export const pageVersionInput = sitePageInput.extend({ versionId: id });
const comparedSide = z.union([id, z.enum(["draft", "published"])]);
export const comparePageInput = sitePageInput.extend({ before: comparedSide, after: comparedSide });
export const restoreVersionInput = pageVersionInput.extend(based);

export const createPreviewInput = sitePageInput.extend({
  days: z.int().min(1).max(PREVIEW_DAYS_MAX).default(7),
  note: z.union([line(120), z.literal("")]).default(""),
});
export const revokePreviewInput = sitePageInput.extend({ previewId: id });

/** Blocks that are not saved yet: what the editor's live preview needs to draw them. */
export const resolveBlocksInput = sitePagesInput.extend({ blocks: blocksSchema });

/** For visitors. `slug: null`: the home. */
export const readPageInput = z.object({ portalId: id, slug: z.string().max(200).nullable() });
export const readPreviewInput = z.object({ portalId: id, token: z.string().max(100) });

/** For visitors: the news from an offset on. */
export const listNewsInput = z.object({
  portalId: id,
  limit: z.int().min(1).max(50).default(NEWS_PER_PAGE),
  offset: z.int().min(0).max(NEWS_MAX).default(0),
});

export type ListedNewsInput = z.infer<typeof listNewsInput>;

/** A number of a `figures` block, by its place in `items`; an empty list of items has the counts of the catalogue, in this order. */
export const CATALOGUE_FIGURES = ["datasets", "layers", "features"] as const;

/** Why one value is missing while the others are shown. */
export type ValueFailure = "gone" | "not-numeric" | "too-large" | "too-slow" | "incomplete";

export interface FigureValue {
  readonly block: string;
  /** The place in the block's `items`; in a block without items, in `CATALOGUE_FIGURES`. */
  readonly item: number;
  readonly value: number | null;
  readonly failure?: ValueFailure;
}

/** The series of a `chart` block, the largest values first; dates and numbers in their own order. */
export interface ChartValues {
  readonly block: string;
  readonly points: readonly { readonly label: string; readonly value: number }[];
  /** The sum of what the points leave out; 0: nothing is left out. */
  readonly others: number;
  /** The unit of the field or of the measure: "ha" for areas. */
  readonly unit: string | null;
  readonly failure?: ValueFailure;
}

export interface PageValues {
  readonly figures: readonly FigureValue[];
  readonly charts: readonly ChartValues[];
}

/**
 * Slugs that no page can have: the first parts of the portal's own addresses, and words that it may need. The portal's test checks that its
 * routes are here.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  ...Object.keys(CONTENT_LANGUAGES),
  ...[
    "account accueil admin alerts alertes answer answers api archipel assets auth basemap basemap-json catalogue compare dashboard data datasets",
    "downloads embed error events feeds fonts groups health help home icon index join layers legal login logout manifest map maps media members",
    "news next not-found ogc opengraph page pages points portal preview previews public report report-pdf report-svg reports robots rss search session",
    "settings sitemap site-files static stories style support themes tiles trpc unavailable unfollow unknown-host uploads user verify",
    "well-known www",
  ].flatMap((words) => words.split(" ")),
]);
