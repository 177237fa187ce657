import type { SitePage } from "@archipel/contracts/site-pages.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { notFound, permanentRedirect } from "next/navigation";
import { addressOf } from "../site/link-address.ts";
import type { Site } from "../site/loaders.ts";
import { pageAt, redirectFrom } from "../site/pages.ts";

/** A page, or a news item in its folder. */
const PATH = /^(news\/)?[a-z0-9-]{2,60}$/;

/** What the community has at this path below the language: its page, else where the path leads now, else not found in the look of the portal. */
export async function writtenPage(site: Site, locale: Locale, parts: readonly string[]): Promise<SitePage> {
  const path = parts.join("/");
  const page = PATH.test(path) ? await pageAt(site.portal, path) : null;
  if (page) return page;
  const moved = await redirectFrom(site, `/${path}`);
  const href = moved && addressOf({ site, locale, targets: moved.targets }, moved.link);
  if (href) permanentRedirect(href);
  notFound();
}
