import type { SitePage } from "@archipel/contracts/site-pages.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { say } from "../site/said.ts";
import { scriptJson } from "../site/script-json.ts";
import { pictureOfPage } from "../site-pages/page-metadata.ts";

/** A news item in the words of schema.org, as a block of data: no browser runs it. */
export function ArticleData({ site, page, locale }: { readonly site: Site; readonly page: SitePage; readonly locale: Locale }) {
  const { portal } = site;
  const reader = readerOf(site, locale);
  const [title, summary] = [say(reader, page.title), say(reader, page.description)];
  const url = `${portal.origin}${links.page(locale, page.slug ?? "")}`;
  const publisher = { "@type": "Organization", name: portal.communityName };
  const picture = pictureOfPage(page);
  const data = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": url,
    url,
    mainEntityOfPage: url,
    headline: title.text.slice(0, 110),
    ...(summary.text && { description: summary.text }),
    inLanguage: title.attrs.lang ?? locale,
    ...(page.firstPublishedAt && { datePublished: page.firstPublishedAt.toISOString() }),
    ...(page.updatedAt && { dateModified: page.updatedAt.toISOString() }),
    ...(picture && { image: [`${portal.origin}${picture}`] }),
    author: publisher,
    publisher,
    isAccessibleForFree: true,
  };
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON without "<"
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptJson(data) }} />;
}
