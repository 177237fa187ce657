import type { PortalView } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { type LocalisedText, type PortalContent, resolveContent } from "@archipel/theme/content.ts";
import { themeToCss } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { links } from "../../links.ts";
import { lookUpPortal } from "../../tenancy/directory.ts";

/** A portal with the data that its pages need for their look. */
export interface Site {
  readonly portal: PortalView;
  readonly theme: ResolvedTheme;
  readonly content: PortalContent;
  readonly css: string;
  /** Drawn in the accent colour when it is the theme's own mark. */
  readonly logo: { readonly src: string; readonly isMark: boolean };
}

const built = new WeakMap<PortalView, Site>();

/** The site of a host. The proxy forwards only known hosts; a page reached in another way is not found. */
export const siteOf = cache(async (host: string): Promise<Site> => (await knownSite(decodeURIComponent(host))) ?? notFound());

/** The site of a host, from the directory's memory while core-api is away; null when it is not known. */
export const knownSite = cache(async (host: string): Promise<Site | null> => {
  const lookup = await lookUpPortal(host);
  if (lookup.state !== "found") return null;
  const known = built.get(lookup.portal);
  if (known) return known;
  const site = buildSite(lookup.portal);
  built.set(lookup.portal, site);
  return site;
});

function buildSite(portal: PortalView): Site {
  const theme = portalTheme(portal.baseTheme, portal.theme);
  const question = whole(portal.content.question);
  const hint = whole(portal.content.intro);
  const tagline = whole(portal.tagline);
  const { home } = portal.content;
  const content = resolveContent(baseTheme(theme.id).content, {
    ...home,
    ...(tagline && { tagline }),
    hero: { ...home?.hero, ...(question && { question }), ...(hint && { hint }) },
  });
  const logo = portal.logoPath ? { src: portal.logoPath, isMark: false } : { src: links.themeLogo(theme.id), isMark: true };
  return { portal, theme, content, css: themeToCss(theme), logo };
}

/** The portal's own text, if it has one. A missing language takes the text of the other. */
function whole(text: LocalisedText | undefined): { fr: string; en?: string } | null {
  const fr = text?.fr || text?.en;
  return fr ? { fr, ...(text?.en && { en: text.en }) } : null;
}

/** Next types a layout's parameters as plain text; the language is `getLocale()`. */
export interface LayoutParams {
  readonly portal: string;
  readonly locale: string;
}

/** The query of a page, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export interface RouteParams {
  readonly portal: string;
  readonly locale: Locale;
}
