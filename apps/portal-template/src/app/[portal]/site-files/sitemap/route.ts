import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import { DEFAULT_LOCALE, type Locale } from "@archipel/i18n/locales.ts";
import { listedDatasets } from "../../../../features/catalogue/loaders.ts";
import { publishedMaps } from "../../../../features/maps/loaders.ts";
import { currentAlerts } from "../../../../features/site/current-alerts.ts";
import { siteOf } from "../../../../features/site/loaders.ts";
import { listedPages } from "../../../../features/site/pages.ts";
import { LEGAL_PAGES, links } from "../../../../links.ts";

/** A page of the site, in the languages in which it can be read. */
interface Entry {
  readonly path: (locale: Locale) => string;
  readonly locales: readonly Locale[];
}

/** The pages of a portal on its main host, each with its other languages. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal, frame } = await siteOf((await params).portal);
  const [catalogue, maps, pages, alerts] = await Promise.all([
    listedDatasets(portal.id, DEFAULT_LOCALE),
    publishedMaps(portal.id),
    listedPages(portal.id),
    currentAlerts(portal),
  ]);
  const { locales } = portal;
  const entries: Entry[] = [
    ...[links.home, links.map, links.catalogue, links.help].map((path) => ({ path: (locale: Locale) => path(locale), locales })),
    ...LEGAL_PAGES.map((page) => ({ path: (locale: Locale) => links.legal(locale, page), locales })),
    ...(maps.length > 0 ? [{ path: (locale: Locale) => links.maps(locale), locales }] : []),
    ...(alerts.checkedAt ? [{ path: (locale: Locale) => links.alerts(locale), locales }] : []),
    ...(frame.hasNews ? [{ path: (locale: Locale) => links.news(locale), locales }] : []),
    ...pages
      .filter(({ isInSearch }) => isInSearch)
      .map(({ slug, languages }) => ({
        path: (locale: Locale) => links.page(locale, slug),
        locales: locales.filter((locale) => languages.length === 0 || languages.includes(locale)),
      })),
    ...maps.map(({ slug }) => ({ path: (locale: Locale) => links.savedMap(locale, slug), locales })),
    ...catalogue.items.map(({ slug }) => ({ path: (locale: Locale) => links.dataset(locale, slug), locales })),
  ];
  const address = (path: string) => escapeMarkup(portal.origin + path);
  const urls = entries.flatMap((entry) => {
    const others = entry.locales.map(
      (locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${address(entry.path(locale))}"/>`,
    );
    const alternates = entry.locales.length > 1 ? others.join("") : "";
    return entry.locales.map((locale) => `<url><loc>${address(entry.path(locale))}</loc>${alternates}</url>`);
  });
  const namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${namespaces}>\n${urls.join("\n")}\n</urlset>\n`;
  return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" } });
}
