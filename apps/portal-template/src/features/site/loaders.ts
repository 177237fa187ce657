import type { Texts } from "@archipel/blocks/texts.ts";
import type { PortalView } from "@archipel/contracts/portals.ts";
import type { SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { SitePage } from "@archipel/contracts/site-pages.ts";
import { DEFAULT_LOCALE, type Locale } from "@archipel/i18n/locales.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { openingOf, type PortalContent } from "@archipel/theme/content.ts";
import { themeToCss } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import { passOfPage } from "../../api/core-for-all.ts";
import { links } from "../../links.ts";
import { lookUpPortal } from "../../tenancy/directory.ts";
import { lookUpWith } from "../../tenancy/look-up-with.ts";
import { frameOf, homeOf } from "./pages.ts";
import type { Reader } from "./said.ts";

/** A portal with the data that its pages need for their look. */
export interface Site {
  readonly portal: PortalView;
  readonly theme: ResolvedTheme;
  readonly content: PortalContent;
  readonly css: string;
  /** Drawn in the accent colour when it is the theme's own mark. */
  readonly logo: { readonly src: string; readonly dark: string | null; readonly isMark: boolean };
  /** Menus, footer and what else each page shows around its content. */
  readonly frame: SiteFrame;
  /** The published home; that of the base theme while the community has written none. */
  readonly home: SitePage;
  /** The portal's question and what its search field says, which other pages repeat. */
  readonly opening: { readonly question: Texts; readonly placeholder: Texts };
}

/** What follows from the portal alone. */
type Look = Pick<Site, "theme" | "content" | "css" | "logo">;
const built = new WeakMap<PortalView, Look>();

/** The site of a host. The proxy forwards only known hosts; a page reached in another way is not found. */
export const siteOf = cache(async (host: string): Promise<Site> => (await knownSite(decodeURIComponent(host))) ?? notFound());

/** The site of a host, from the directory's memory while core-api is away; null when it is not known. */
export const knownSite = cache(async (host: string): Promise<Site | null> => {
  const { lookup } = await lookUpWith(lookUpPortal, host, await passOfPage());
  if (lookup.state !== "found") return null;
  const { portal } = lookup;
  const look = built.get(portal) ?? lookOf(portal);
  built.set(portal, look);
  const [frame, home] = await Promise.all([frameOf(portal), homeOf(portal, look.content)]);
  const { question, placeholder } = openingOf(home.blocks) ?? openingOf(look.content.home) ?? { question: {}, placeholder: {} };
  return { portal, ...look, frame, home, opening: { question, placeholder } };
});

/** Themes of portals by what they are made of: portals of one base theme without changes share one. */
const themes = new Map<string, Pick<Look, "theme" | "css">>();
const MOST_THEMES = 500;

function themeOf({ baseTheme: base, theme: changes }: PortalView): Pick<Look, "theme" | "css"> {
  const key = `${base} ${JSON.stringify(changes)}`;
  const known = themes.get(key);
  if (known) return known;
  const theme = portalTheme(base, changes);
  const made = { theme, css: themeToCss(theme) };
  if (themes.size >= MOST_THEMES) themes.clear();
  themes.set(key, made);
  return made;
}

function lookOf(portal: PortalView): Look {
  const { theme, css } = themeOf(portal);
  const base = baseTheme(theme.id).content;
  const tagline = isWritten(portal.tagline)
    ? { fr: portal.tagline.fr || (portal.tagline.en ?? ""), en: portal.tagline.en || undefined }
    : base.tagline;
  const content = { ...base, tagline, elsewhere: portal.content.elsewhere ?? base.elsewhere };
  const logo = portal.logoPath
    ? { src: portal.logoPath, dark: portal.darkLogoPath, isMark: false }
    : { src: links.themeLogo(theme.id), dark: null, isMark: true };
  return { theme, content, css, logo };
}

const isWritten = (texts: PortalView["tagline"]) => Boolean(texts.fr || texts.en);

/** How texts of the community are read: in the reader's language, else in the first of the portal's. */
export function readerOf({ frame, portal }: Pick<Site, "frame" | "portal">, locale: Locale): Reader {
  return { locale, fallback: frame.languages[0] ?? portal.locales[0] ?? DEFAULT_LOCALE };
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
