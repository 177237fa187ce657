import { contentOverridesSchema } from "@archipel/theme/content.ts";
import { themeOverridesSchema } from "@archipel/theme/schema.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { layerSummary } from "./layers.ts";
import { bbox, mapView } from "./place.ts";
import { reporting, reportReview } from "./reports.ts";
import { line, locale, localized, slug } from "./text.ts";

export const portalStatus = z.enum(["live", "archived"]);

/** Texts of a portal that its community may change; missing ones come from the base theme. */
export const portalContent = z.object({
  question: localized.optional(),
  intro: localized.optional(),
  /** The home page's own hero, blocks and texts: each given part replaces that of the base theme. */
  home: contentOverridesSchema.optional(),
  legalName: z.string().max(200).optional(),
  contactEmail: z.email().max(254).optional(),
});

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
  locales: z.array(locale).min(1),
  view: mapView,
  content: portalContent,
  showPoweredBy: z.boolean(),
  hosts: z.array(z.string()),
  updatedAt: z.date(),
});
export type PortalView = z.infer<typeof portalView>;

/** A layer of the portal's map, with its dataset. In the order of the map, top first. */
export const portalLayer = layerSummary.extend({
  datasetSlug: z.string(),
  datasetTitle: z.string(),
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
  isSynthetic: z.boolean(),
  licence: z.string(),
  isVisible: z.boolean(),
  count: z.int(),
  /** Around all pictures. */
  bbox,
});
export type PortalPictures = z.infer<typeof portalPictures>;

export const portalByHostInput = z.object({ host: z.string().min(1).max(253) });
export const portalInput = z.object({ portalId: id });
export const listPortalsInput = z.object({ communityId });
export const addressInput = z.object({ communityId, slug });

export const listedDataset = z.object({ datasetId: id, isVisible: z.boolean().default(true) });

/** A portal as its community sees it. `datasets` in map order, top first. */
export const portal = portalView.extend({
  communityId,
  status: portalStatus,
  datasets: z.array(listedDataset),
  address: z.string(),
  reporting,
  reportReview,
});
export type Portal = z.infer<typeof portal>;

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
  reportReview: reportReview.default("before"),
  datasets: settings.datasets.default([]),
});
/** Missing settings stay unchanged: no defaults here, or zod would overwrite stored values with them. */
export const updatePortalInput = z.object(settings).partial().extend({ communityId, portalId: id });
export const managePortalInput = z.object({ communityId, portalId: id });
export const setPortalStatusInput = managePortalInput.extend({ status: portalStatus });
