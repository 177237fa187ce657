import type { OpenedPage, PortalSite, PortalView } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { sharedInProcess } from "../runtime/shared.ts";

/** What came with a portal, and is forgotten with it. */
const parts = sharedInProcess("site-parts", () => new WeakMap<PortalView, { readonly site: PortalSite; readonly characters: number }>());

/**
 * Keeps what every page of the portal needs, beside the portal.
 *
 * @param characters how long the site was as JSON
 * @returns the portal
 */
export function rememberSite(site: PortalSite, characters: number): PortalView {
  parts.set(site.portal, { site, characters });
  return site.portal;
}

/** What every page of this portal needs; undefined for a portal that did not come from the directory. */
export const siteParts = (portal: PortalView): PortalSite | undefined => parts.get(portal)?.site;

/** How long what came with this portal was as JSON. */
export const sizeOf = (portal: PortalView): number => parts.get(portal)?.characters ?? 0;

/** What the blocks of a page show, if it came with the portal. @param slug null: the home */
export function openedPage(portal: PortalView, slug: string | null, locale?: Locale): OpenedPage | undefined {
  const opened = siteParts(portal)?.opened;
  return opened && opened.slug === slug && (locale === undefined || opened.locale === locale) ? opened : undefined;
}
