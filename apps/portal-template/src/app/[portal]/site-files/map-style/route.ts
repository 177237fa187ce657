import { isLocale } from "@archipel/i18n/locales.ts";
import { mapStyleFile } from "../../../../features/map/map-style-file.ts";
import { siteOf } from "../../../../features/site/loaders.ts";

/** The map as a MapLibre style; `?lang=en` for the texts of the legend, `?mode=dark` for the dark colours. */
export async function GET(request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const site = await siteOf((await params).portal);
  const { searchParams } = new URL(request.url);
  const lang = searchParams.get("lang");
  const mode = searchParams.get("mode") === "dark" ? "dark" : "light";
  const locale = isLocale(lang) ? lang : "fr";
  const style = await mapStyleFile(site, site.portal.origin, { locale, mode });
  return Response.json(style, {
    // Public layers only, read by programs on any site.
    headers: { "cache-control": "public, max-age=60", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" },
  });
}
