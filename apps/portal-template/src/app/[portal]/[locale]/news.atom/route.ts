import { isLocale } from "@archipel/i18n/locales.ts";
import { siteOf } from "../../../../features/site/loaders.ts";
import { links } from "../../../../links.ts";

/** The short address of the feed of the news. */
export async function GET(_request: Request, { params }: { params: Promise<{ portal: string; locale: string }> }): Promise<Response> {
  const { portal, locale } = await params;
  const { id, origin } = (await siteOf(portal)).portal;
  return Response.redirect(`${origin}${links.newsFeed(id, isLocale(locale) ? locale : "fr")}`, 307);
}
