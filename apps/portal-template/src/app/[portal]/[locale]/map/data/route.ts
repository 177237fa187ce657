import { DEFAULT_LOCALE, isLocale } from "@archipel/i18n/locales.ts";
import { currentSession } from "../../../../../auth.ts";
import { mapFile } from "../../../../../features/map/map-source.ts";
import { siteOf } from "../../../../../features/site/loaders.ts";

/** What the portal's map shows to everyone, for its page. A person who has signed in since gets what the person sees, and nobody keeps it. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string; locale: string }> }): Promise<Response> {
  const { portal, locale } = await params;
  const [site, session] = await Promise.all([siteOf(portal), currentSession()]);
  const { text } = await mapFile(site, isLocale(locale) ? locale : DEFAULT_LOCALE);
  return new Response(text, {
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": session ? "private, no-store" : "no-cache" },
  });
}
