import type { SitePage } from "@archipel/contracts/site-pages.ts";
import { isLocale, type Locale } from "@archipel/i18n/locales.ts";
import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { links } from "../../links.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { say } from "../site/said.ts";

/** What search engines and other sites show of a page. The home is called as its portal. */
export function pageMetadata(site: Site, page: SitePage, locale: Locale): Metadata {
  const { portal, content } = site;
  const reader = readerOf(site, locale);
  const title = say(reader, page.title).text;
  const description = say(reader, page.description).text || inLocale(content.tagline, locale);
  const addressIn = (language: Locale) => (page.slug === null ? links.home(language) : links.page(language, page.slug));
  // A language in which nothing of the page is written is no version of it.
  const written = portal.locales.filter((language) => page.languages.length === 0 || page.languages.includes(language));
  const canonical = written.includes(locale) ? locale : (written.find(isLocale) ?? locale);
  const name = page.slug === null ? portal.name : title || portal.name;
  return {
    ...(page.slug !== null && title && { title }),
    description,
    ...(!page.isInSearch && { robots: { index: false } }),
    openGraph: {
      siteName: portal.name,
      type: page.slug === null ? "website" : "article",
      title: name,
      description,
      locale,
      url: addressIn(locale),
      ...(page.kind === "news" && publishedOf(page)),
      images: [pictureOfPage(page) ?? links.shareImage(portal)],
    },
    alternates: {
      canonical: addressIn(canonical),
      languages: Object.fromEntries(written.map((language) => [language, addressIn(language)])),
    },
  };
}

/** When a news item appeared, and when its text was last changed. */
function publishedOf({ firstPublishedAt, updatedAt }: SitePage) {
  return {
    ...(firstPublishedAt && { publishedTime: firstPublishedAt.toISOString() }),
    ...(updatedAt && { modifiedTime: updatedAt.toISOString() }),
  };
}

/** The opening's picture, of news the first one, in a width that other sites show. */
export function pictureOfPage({ kind, blocks, pictures }: SitePage): string | undefined {
  const shown = blocks.find(({ type }, index) => (kind === "news" ? type === "picture" : type === "hero" && index === 0));
  const picture = shown?.type === "hero" || shown?.type === "picture" ? shown.props.picture : undefined;
  const file = picture && pictures.find(({ id }) => id === picture.file);
  return file && (file.variants.find(({ width }) => width >= 1_000) ?? file.variants.at(-1))?.address;
}
