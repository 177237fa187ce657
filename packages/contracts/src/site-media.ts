import { texts } from "@archipel/blocks/texts.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { type Page, pageInput } from "./page.ts";
import type { SitePicture } from "./site-pages.ts";

/** Pictures of a portal's pages. They are uploaded by `POST /portals/:id/media?name=…` (the file is the body), which answers a `SiteMedia`. */
export const MEDIA_MAX = 2_000;
export const MEDIA_MAX_BYTES = 20 * 1024 * 1024;
const MEDIA_ALT_MAX = 300;
const MEDIA_CREDIT_MAX = 160;
/** Widths in pixels that a picture is drawn in; none is wider than the picture. */
export const MEDIA_WIDTHS = [320, 640, 1024, 1600, 2400] as const;

/** Where a picture is shown. */
export interface MediaUse {
  readonly pageId: string;
  readonly title: SitePicture["alt"];
  readonly slug: string | null;
  /** Visitors see it now; otherwise only a draft names it. */
  readonly isPublished: boolean;
}

export interface SiteMedia extends SitePicture {
  readonly portalId: string;
  /** The name of the file that was uploaded. */
  readonly name: string;
  readonly bytes: number;
  /** It has no text and is not said to be decorative. */
  readonly needsAlt: boolean;
  readonly uploadedBy: string | null;
  readonly createdAt: Date;
}

export type SiteMediaPage = Page<SiteMedia>;

export const siteMediaListInput = z.object({
  communityId,
  portalId: id,
  /** Words of the name, the alternative text or the credit. */
  query: z.string().trim().max(80).default(""),
  ...pageInput,
});
export const siteMediaInput = z.object({ communityId, mediaId: id });
export const updateMediaInput = siteMediaInput.extend({
  alt: texts(MEDIA_ALT_MAX, { isOneLine: true }).optional(),
  isDecorative: z.boolean().optional(),
  credit: z.string().trim().max(MEDIA_CREDIT_MAX).optional(),
});
/** Refused (`media-in-use`) while a published page shows it. Drafts that name it lose the picture only when `isDropped` says so. */
export const removeMediaInput = siteMediaInput.extend({ isDropped: z.boolean().default(false) });
