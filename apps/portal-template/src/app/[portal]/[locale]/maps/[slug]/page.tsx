import { plainText, renderMarkdown } from "@archipel/i18n/markdown.ts";
import type { Metadata } from "next";
import { readMapQuery } from "../../../../../features/map/loaders.ts";
import { MapPage } from "../../../../../features/map/map-page.tsx";
import { inLanguage } from "../../../../../features/maps/in-language.ts";
import { mapOf } from "../../../../../features/maps/loaders.ts";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";
import { StoryPage } from "../../../../../features/stories/story-page.tsx";
import { links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly slug: string }>;
  readonly searchParams: Promise<SearchParams>;
}

async function asked(params: Props["params"]) {
  const { portal, locale, slug } = await params;
  const site = await siteOf(portal);
  return { site, locale, map: await mapOf(site.portal.id, decodeURIComponent(slug)) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site, locale, map } = await asked(params);
  const title = inLanguage(map.title, locale).text;
  const text = inLanguage(map.text, locale).text;
  const description = plainText(text || (map.chapters[0] ? inLanguage(map.chapters[0].text, locale).text : ""));
  return {
    title,
    ...(description && { description }),
    openGraph: {
      type: "article",
      siteName: site.portal.name,
      title,
      locale,
      images: [links.shareImage(site.portal)],
      ...(description && { description }),
    },
    ...(map.status !== "published" && { robots: { index: false } }),
  };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ site, locale, map }, query] = await Promise.all([asked(params), searchParams]);
  if (map.kind === "story") return <StoryPage site={site} locale={locale} story={map} />;
  const { text } = inLanguage(map.text, locale);
  return <MapPage site={site} locale={locale} query={readMapQuery(query)} saved={{ map, html: text ? await renderMarkdown(text) : "" }} />;
}
