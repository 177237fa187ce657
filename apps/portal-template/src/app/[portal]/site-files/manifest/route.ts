import { DEFAULT_LOCALE } from "@archipel/i18n/locales.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { siteOf } from "../../../../features/site/loaders.ts";
import { links } from "../../../../links.ts";

/** What a phone shows when a visitor puts the portal on the home screen: its own name, mark and colours. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string }> }): Promise<Response> {
  const { portal, theme, content } = await siteOf((await params).portal);
  const { ground, accent } = theme.colours[theme.defaultMode === "dark" ? "dark" : "light"];
  const lang = portal.locales[0] ?? DEFAULT_LOCALE;
  const manifest = {
    id: "/",
    start_url: "/",
    scope: "/",
    display: "minimal-ui",
    lang,
    name: portal.name,
    short_name: portal.name,
    description: inLocale(content.tagline, lang),
    background_color: ground,
    theme_color: accent,
    icons: [{ src: links.icon(), sizes: "any", purpose: "any" }],
  };
  return new Response(JSON.stringify(manifest), {
    headers: { "content-type": "application/manifest+json; charset=utf-8", "cache-control": "public, max-age=300" },
  });
}
