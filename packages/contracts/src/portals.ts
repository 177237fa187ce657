import type { BlockSketch } from "@archipel/blocks/sketch.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { contentOverridesSchema, elsewhereSchema } from "@archipel/theme/content.ts";
import { themeOverridesSchema } from "@archipel/theme/schema.ts";
import { z } from "zod";
import type { CurrentAlerts } from "./alerts.ts";
import type { ListedDatasets } from "./dataset-catalogue.ts";
import { communityId, id } from "./ids.ts";
import { layerSummary } from "./layers.ts";
import type { SavedMapSummary } from "./maps.ts";
import { bbox, mapView } from "./place.ts";
import { portalStatus } from "./portal-status.ts";
import { reporting, reportReview } from "./reports.ts";
import type { SiteFrame } from "./site-navigation.ts";
import type { NewsList, SitePage } from "./site-pages.ts";
import { line, locale, localized, slug } from "./text.ts";

const EMBED_SCHEME = /^https?:\/\//;

/** The most sites that a portal lists. All of them are in a header of the page for frames. */
export const EMBED_ORIGINS_MAX = 50;

/**
 * An origin that may show a portal's map in a frame: `https://www.example.org`, `https://*.example.org` for all hosts below a name. The
 * address of any page of the site is accepted, and `https://` may be left out. Nothing but an origin passes: it becomes part of a header.
 */
export const embedOrigin = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .transform((text, context) => {
    const address = URL.parse(text.includes("://") ? text : `https://${text}`);
    const isHost = address && /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(address.hostname) && !address.username && !address.password;
    if (address && isHost && EMBED_SCHEME.test(address.origin)) return address.origin;
    context.addIssue({ code: "custom", message: "embed-origin" });
    return z.NEVER;
  });

/** Which sites may show a portal's map in a frame. `origins` counts only for `listed`, and is kept otherwise. */
export const embedding = z
  .object({ by: z.enum(["everyone", "listed", "nobody"]), origins: z.array(embedOrigin).max(EMBED_ORIGINS_MAX) })
  .refine(({ by, origins }) => by !== "listed" || origins.length > 0, { path: ["origins"] });
export type Embedding = z.infer<typeof embedding>;

/** Texts of a portal that its community may change; missing ones come from the base theme. */
export const portalContent = z.object({
  question: localized.optional(),
  intro: localized.optional(),
  /** The home page's own hero, blocks and texts: each given part replaces that of the base theme. */
  home: contentOverridesSchema.optional(),
  legalName: z.string().max(200).optional(),
  contactEmail: z.email().max(254).optional(),
  /** Where to look for places that the portal does not have; missing ones come from the base theme, an empty list names none. */
  elsewhere: elsewhereSchema.optional(),
});

/** Pictures that make a portal recognisable. Without one: the mark of the base theme, the logo, or a drawing with the portal's question. */
export const PORTAL_PICTURES = ["logo", "dark-logo", "icon", "share"] as const;
export type PortalPicture = (typeof PORTAL_PICTURES)[number];
export const PORTAL_PICTURE_MAX_BYTES = 2 * 1024 * 1024;

/** Everything that a portal's site needs to render, for any visitor of its host. */
export const portalView = z.object({
  id,
  slug,
  name: z.string(),
  communityName: z.string(),
  tagline: localized,
  baseTheme: z.string(),
  theme: themeOverridesSchema,
  /** Path of the logo on core-api, with its version; null: the logo of the base theme. */
  logoPath: z.string().nullable(),
  /** Paths of its other pictures. */
  darkLogoPath: z.string().nullable(),
  iconPath: z.string().nullable(),
  sharePath: z.string().nullable(),
  locales: z.array(locale).min(1),
  view: mapView,
  content: portalContent,
  showPoweredBy: z.boolean(),
  embedding,
  /** It answers what applies at a place: it has chosen packs of rules. */
  hasAnswers: z.boolean(),
  /** Every visitor sees it. Else only people with a pass do: it is in preparation, or closed. */
  isOnline: z.boolean(),
  /** Its host names, the main one first. */
  hosts: z.array(z.string()),
  /** Scheme, main host and port: what every address of the portal that leaves it begins with. */
  origin: z.string(),
  /** Nobody writes through it, and why; by whose decision: that of the portal's managers, or for the whole community. */
  frozen: z.object({ since: z.date(), reason: z.string(), all: z.boolean() }).nullable(),
  updatedAt: z.date(),
});
export type PortalView = z.infer<typeof portalView>;

/** A portal with what every page of it needs. */
export interface PortalSite {
  portal: PortalView;
  frame: SiteFrame;
  /** The published home that the community wrote; null: that of the base theme. */
  home: SitePage | null;
  /** It has published maps. */
  hasMaps: boolean;
  /** It takes reports, of some people at least. */
  isReporting: boolean;
  /** Its community takes requests to join. */
  takesRequests: boolean;
  /** Absent: they must be asked for. */
  alerts?: CurrentAlerts;
  /** What the page that was asked for shows; absent: it must be asked for. */
  opened?: OpenedPage;
}

/** A page that a community wrote, and what its blocks show to a reader of a language. Null: no block shows it. */
export interface OpenedPage extends AskedPage {
  /** The published page with the slug; null: no page has it, or the home was asked for. */
  page: SitePage | null;
  datasets: ListedDatasets | null;
  layers: PortalLayer[] | null;
  maps: SavedMapSummary[] | null;
  news: NewsList | null;
}

/** A layer of the portal's map, with its dataset. In the order of the map, top first. */
export const portalLayer = layerSummary.extend({
  datasetSlug: z.string(),
  datasetTitle: z.string(),
  datasetTitleLang: z.string().optional(),
  isSynthetic: z.boolean(),
  licence: z.string(),
  isVisible: z.boolean(),
});
export type PortalLayer = z.infer<typeof portalLayer>;

/** A dataset of the portal's map with georeferenced pictures; they are drawn under its layers, in the order of the map. */
export const portalPictures = z.object({
  datasetId: id,
  datasetSlug: z.string(),
  datasetTitle: z.string(),
  datasetTitleLang: z.string().optional(),
  isSynthetic: z.boolean(),
  licence: z.string(),
  isVisible: z.boolean(),
  count: z.int(),
  /** Around all pictures. */
  bbox,
});
export type PortalPictures = z.infer<typeof portalPictures>;

export const portalByHostInput = z.object({ host: z.string().min(1).max(253) });
/** A page that a visitor is about to see: its path below the language, null for the home. */
const askedPage = z.object({ locale, slug: z.string().max(200).nullable() });
export type AskedPage = z.infer<typeof askedPage>;
export const openSiteInput = portalByHostInput.extend({ page: askedPage.optional() });
export const portalInput = z.object({ portalId: id });
/** `locale`: the reader's language. */
export const portalLayersInput = portalInput.extend({ locale: locale.optional() });
export const listPortalsInput = z.object({ communityId });
export const addressInput = z.object({ communityId, slug });

export const listedDataset = z.object({ datasetId: id, isVisible: z.boolean().default(true) });

/** A portal as its community sees it. `datasets` in map order, top first. */
export const portal = portalView.extend({
  communityId,
  status: portalStatus,
  /** Somebody chose the view; else the map frames what visitors see of the listed data. */
  isViewChosen: z.boolean(),
  datasets: z.array(listedDataset),
  address: z.string(),
  reporting,
  reportReview,
});
export type Portal = z.infer<typeof portal>;

/** A theme that a community keeps: by name, or as one of its portals showed it (`name` null). */
export const savedTheme = z.object({
  id,
  name: z.string().nullable(),
  baseTheme: z.string(),
  theme: themeOverridesSchema,
  createdAt: z.date(),
});
export type SavedTheme = z.infer<typeof savedTheme>;
export const saveThemeInput = z.object({ communityId, name: line(60), baseTheme: z.string().max(40), theme: themeOverridesSchema });
export const savedThemeInput = z.object({ communityId, themeId: id });

const settings = {
  name: line(80),
  tagline: localized,
  baseTheme: z.string().max(40),
  theme: themeOverridesSchema,
  locales: z.array(locale).min(1),
  view: mapView,
  content: portalContent,
  showPoweredBy: z.boolean(),
  /** Who may send reports on its map. */
  reporting,
  embedding,
  /** When the reports of people without an account are public. */
  reportReview,
  /** In the order of the map, top first. */
  datasets: z.array(listedDataset).max(200),
};

export const createPortalInput = z.object({
  ...settings,
  communityId,
  slug,
  tagline: localized.default({}),
  theme: themeOverridesSchema.default({}),
  locales: settings.locales.default(["fr", "en"]),
  content: portalContent.default({}),
  showPoweredBy: z.boolean().default(true),
  reporting: reporting.default("signed-in"),
  embedding: embedding.default({ by: "everyone", origins: [] }),
  reportReview: reportReview.default("before"),
  datasets: settings.datasets.default([]),
  /** Absent: the map frames the listed data until somebody chooses a view. */
  view: mapView.optional(),
  /** Visitors see it at once; else its managers prepare it first. */
  isOnline: z.boolean().default(false),
  /** Whose pages and menus it begins with; by default it begins with the home of its theme. */
  templateId: id.optional(),
  /** It begins with nothing but the opening of its theme. */
  isBlank: z.boolean().optional(),
});
const templateName = line(80);
const templateDescription = z.string().trim().max(300).default("");
/** More are a list that nobody chooses from. */
export const TEMPLATES_MAX = 30;
/** Bytes of the pages and menus of a template as JSON. */
export const TEMPLATE_BYTES_MAX = 2_000_000;

/** What a new portal can begin with. `home` is drawn small: enough to recognise it. */
export interface PortalTemplate {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly baseTheme: string;
  readonly theme: z.infer<typeof themeOverridesSchema>;
  readonly tagline: z.infer<typeof localized>;
  readonly locales: readonly z.infer<typeof locale>[];
  readonly home: readonly BlockSketch[];
  readonly pages: number;
  readonly pictures: number;
  /** Offered to every community, by an operator. */
  readonly isShared: boolean;
  /** The caller's community saved it, and may rename and delete it. */
  readonly isOwn: boolean;
  readonly updatedAt: Date;
}
/** The same with all its pages, to look at before it is chosen; the home first. */
export interface OpenedTemplate extends PortalTemplate {
  readonly drawn: readonly { readonly slug: string | null; readonly title: Texts; readonly blocks: readonly BlockSketch[] }[];
}
export const saveTemplateInput = z.object({
  communityId,
  portalId: id,
  name: templateName,
  description: templateDescription,
  /** Operators offer it to every community. */
  isShared: z.boolean().default(false),
});
export const templateInput = z.object({ communityId, templateId: id });
export const renameTemplateInput = templateInput.extend({ name: templateName, description: templateDescription });

/** Missing settings stay unchanged: no defaults here, or zod would overwrite stored values with them. */
export const updatePortalInput = z
  .object(settings)
  .partial()
  // Null: the map frames the listed data again.
  .extend({ communityId, portalId: id, view: mapView.nullable().optional() });
export const managePortalInput = z.object({ communityId, portalId: id });
/** Another private link, or none. */
export const changeLinkInput = managePortalInput.extend({ isWanted: z.boolean() });
/** Addresses that open a portal that is not online: for the manager alone, and the private link to share; null before one is made. */
export const portalPasses = z.object({ own: z.string().nullable(), link: z.string().nullable() });
export type PortalPasses = z.infer<typeof portalPasses>;
/** A new portal after another one of the community. */
export const clonePortalInput = managePortalInput.extend({ name: line(80), slug });
export const setPortalStatusInput = managePortalInput.extend({ status: z.enum(["live", "archived"]) });

/** A portal that does not answer: what its host says instead of it. */
export const closedPortal = z.object({
  name: z.string(),
  /** `archived` and `deleted` by its managers, `suspended` by an operator. */
  state: z.enum(["archived", "deleted", "suspended"]),
  /** When a deleted one is erased. */
  eraseAt: z.date().nullable(),
  /** Its whole community is closed. */
  isWhole: z.boolean(),
});
export type ClosedPortal = z.infer<typeof closedPortal>;
