import { type Link, linkSchema } from "@archipel/blocks/field.ts";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { texts } from "@archipel/blocks/texts.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";
import type { AccessibilityState } from "./site-legal.ts";
import type { LinkTargets } from "./site-pages.ts";

export const MENU_ENTRIES_MAX = 8;
export const MENU_CHILDREN_MAX = 10;
export const FOOTER_COLUMNS_MAX = 4;
export const FOOTER_ENTRIES_MAX = 10;
export const SOCIAL_MAX = 10;
export const REDIRECTS_MAX = 1_000;
const LABEL_MAX = 60;

const label = texts(LABEL_MAX, { isOneLine: true });
const written = label.refine((all) => Object.keys(all).length > 0, { message: "label-missing" });
const key = z.string().regex(/^[a-z0-9]{4,16}$/);

/** An entry of a menu. Its `key` is stable: editors move entries by it. Without a link it only opens what is below it. */
const entry = z.strictObject({ key, label: written, link: linkSchema.optional() });
const menuEntry = entry.extend({ children: z.array(entry).max(MENU_CHILDREN_MAX).default([]) });
export type MenuEntry = z.infer<typeof menuEntry>;
export type MenuChild = z.infer<typeof entry>;

const footerColumn = z.strictObject({ key, title: written, entries: z.array(entry).max(FOOTER_ENTRIES_MAX).default([]) });
export type FooterColumn = z.infer<typeof footerColumn>;

export const SOCIAL_NETWORKS = [
  "mastodon",
  "bluesky",
  "linkedin",
  "facebook",
  "instagram",
  "x",
  "youtube",
  "peertube",
  "tiktok",
  "feed",
  "other",
] as const;
const socialLink = z.strictObject({
  key,
  network: z.enum(SOCIAL_NETWORKS),
  address: z
    .string()
    .trim()
    .max(500)
    .refine((text) => /^https:\/\/[^\s]+$/i.test(text) && URL.canParse(text), { message: "address" }),
  /** What screen readers say; empty: the network's name. */
  name: label.default({}),
});
export type SocialLink = z.infer<typeof socialLink>;

/** `null` as a header: the portal's own entries (answer, map, catalogue, reports, maps), which follow what the portal offers. */
export const navigation = z.strictObject({
  header: z.array(menuEntry).max(MENU_ENTRIES_MAX).nullable().default(null),
  footer: z.array(footerColumn).max(FOOTER_COLUMNS_MAX).default([]),
  /** A sentence at the bottom of each page. */
  footerText: texts(600, { isOneLine: false }).default({}),
  social: z.array(socialLink).max(SOCIAL_MAX).default([]),
});
export type Navigation = z.infer<typeof navigation>;

/** A link of a menu that leads nowhere now: the page is a draft, the dataset is not listed… `path`: as in zod issues. */
export interface DanglingLink {
  readonly path: readonly (string | number)[];
  readonly link: Link;
  /** `gone`: nothing has this id; `hidden`: it exists, and visitors may not see it. */
  readonly reason: "gone" | "hidden";
}

export interface EditedNavigation {
  readonly navigation: Navigation;
  /** 0: nothing was saved yet. */
  readonly revision: number;
  readonly targets: LinkTargets;
  readonly dangling: readonly DanglingLink[];
  readonly languages: readonly ContentLanguage[];
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

export const siteNavigationInput = z.object({ communityId, portalId: id });
export const saveNavigationInput = siteNavigationInput.extend({ basedOn: z.int().min(0), navigation });

/** Everything that each page of a portal shows around its content, in all languages. Dangling entries are left out. */
export interface SiteFrame {
  /** Changes whenever something of this answer changes. */
  readonly revision: string;
  readonly languages: readonly ContentLanguage[];
  readonly header: readonly MenuEntry[] | null;
  readonly footer: readonly FooterColumn[];
  readonly footerText: Navigation["footerText"];
  readonly social: readonly SocialLink[];
  readonly targets: LinkTargets;
  readonly legal: {
    /** Whether something that the law asks for is missing: visitors see no warning, the managers do. */
    readonly isComplete: boolean;
    /** For the footer: "Accessibility: partially compliant". */
    readonly accessibility: AccessibilityState;
  };
  readonly hasRedirects: boolean;
  readonly hasOwnHome: boolean;
  /** Whether at least one news item is published: menus and pages lead to the news only then. */
  readonly hasNews: boolean;
}

/** An old path of the portal, without host, language and query: `/dossier/page.html`. */
export const redirectPath = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (text.length > 1 ? text.replace(/\/+$/, "") : text))
  .pipe(z.string().regex(/^\/(?!\/)[^\s?#\\\p{Cc}]+$/u, { message: "redirect-path" }));

export interface Redirect {
  readonly id: string;
  readonly from: string;
  readonly link: Link;
  /** `slug`: made when a page changed its address; `person`: typed by a manager. */
  readonly madeBy: "slug" | "person";
  /** Where it leads exists and is public. */
  readonly isDangling: boolean;
  readonly createdAt: Date;
}

export interface Redirects {
  readonly redirects: readonly Redirect[];
  readonly targets: LinkTargets;
  readonly most: number;
}

export const saveRedirectInput = siteNavigationInput.extend({ from: redirectPath, link: linkSchema });
export const removeRedirectInput = siteNavigationInput.extend({ redirectId: id });
/** For visitors: `path` as it was asked for, without language and query. */
export const followRedirectInput = z.object({ portalId: id, path: z.string().max(2_000) });
/** The link, with what it names: always one that leads somewhere. */
export interface FollowedRedirect {
  readonly link: Link;
  readonly targets: LinkTargets;
}
