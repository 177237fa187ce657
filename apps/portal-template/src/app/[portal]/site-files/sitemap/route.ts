import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { listedDatasets } from "../../../../features/catalogue/loaders.ts";
import { publishedMaps } from "../../../../features/maps/loaders.ts";
import { siteOf } from "../../../../features/site/loaders.ts";
import { LEGAL_PAGES, links } from "../../../../links.ts";

/** The pages of a portal on its main host, each with its other languages. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal } = await siteOf((await params).portal);
  const [catalogue, maps] = await Promise.all([listedDatasets(portal.id), publishedMaps(portal.id)]);
  const pages: ((locale: Locale) => string)[] = [
    links.home,
    (locale) => links.map(locale),
    (locale) => links.catalogue(locale),
    (locale) => links.help(locale),
    ...LEGAL_PAGES.map((page) => (locale: Locale) => links.legal(locale, page)),
    ...(maps.length > 0 ? [(locale: Locale) => links.maps(locale)] : []),
    ...maps.map(
      ({ slug }) =>
        (locale: Locale) =>
          links.savedMap(locale, slug),
    ),
    ...catalogue.items.map(
      ({ slug }) =>
        (locale: Locale) =>
          links.dataset(locale, slug),
    ),
  ];
  const address = (path: string) => escapeMarkup(portal.origin + path);
  const urls = pages.flatMap((page) => {
    const others = portal.locales
      .map((locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${address(page(locale))}"/>`)
      .join("");
    return portal.locales.map((locale) => `<url><loc>${address(page(locale))}</loc>${portal.locales.length > 1 ? others : ""}</url>`);
  });
  const namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${namespaces}>\n${urls.join("\n")}\n</urlset>\n`;
  return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" } });
}
