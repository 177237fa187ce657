import type { AskedPage } from "@archipel/contracts/portals.ts";
import { RESERVED_SLUGS } from "@archipel/contracts/site-pages.ts";
import { isLocale } from "@archipel/i18n/locales.ts";

/** The language, and the path of a page that a community may have written; nothing: its home. */
const WRITTEN = /^\/([a-z]{2})(?:\/((?:news\/)?[a-z0-9-]{2,60})?)?$/;

/**
 * The page written by a community that an address may show: what it shows comes with the portal, in the same call. Undefined for the site's
 * own pages. A wrong guess costs a call, nothing else.
 */
export function askedPage(pathname: string): AskedPage | undefined {
  const [, locale, slug = null] = WRITTEN.exec(pathname) ?? [];
  return isLocale(locale) && !(slug !== null && RESERVED_SLUGS.has(slug)) ? { locale, slug } : undefined;
}
