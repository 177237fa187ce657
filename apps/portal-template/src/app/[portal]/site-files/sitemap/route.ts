import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import { DEFAULT_LOCALE } from "@archipel/i18n/locales.ts";
import { headers } from "next/headers";
import { listedDatasets } from "../../../../features/catalogue/loaders.ts";
import { publishedMaps } from "../../../../features/maps/loaders.ts";
import { originOf, siteOf } from "../../../../features/site/loaders.ts";
import { LEGAL_PAGES, links } from "../../../../links.ts";

export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal } = await siteOf((await params).portal);
  const [catalogue, maps, requestHeaders] = await Promise.all([
    listedDatasets(portal.id, DEFAULT_LOCALE),
    publishedMaps(portal.id),
    headers(),
  ]);
  const origin = originOf(portal, requestHeaders);
  const paths = portal.locales.flatMap((locale) => [
    links.home(locale),
    links.map(locale),
    links.catalogue(locale),
    links.help(locale),
    ...LEGAL_PAGES.map((page) => links.legal(locale, page)),
    ...(maps.length > 0 ? [links.maps(locale)] : []),
    ...maps.map(({ slug }) => links.savedMap(locale, slug)),
    ...catalogue.items.map(({ slug }) => links.dataset(locale, slug)),
  ]);
  const urls = paths.map((path) => `<url><loc>${escapeMarkup(origin + path)}</loc></url>`).join("\n");
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}\n</urlset>\n`;
  return new Response(xml, { headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" } });
}
