import { NEWS_PER_PAGE } from "@archipel/contracts/site-pages.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";
import { newsOf } from "../../../../../features/site/pages.ts";
import { NewsPage } from "../../../../../features/site-news/news-page.tsx";
import { alternates, links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<SearchParams>;
}

const pageIn = ({ page }: SearchParams): number => (typeof page === "string" && /^[1-9]\d{0,2}$/.test(page) ? Number(page) : 1);

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ portal, locale }, t] = await Promise.all([params, getTranslations("portal.news")]);
  const site = await siteOf(portal);
  const description = t("intro", { community: site.portal.communityName });
  const page = pageIn(await searchParams);
  return {
    title: t("title"),
    description,
    alternates: {
      canonical: links.news(locale, page),
      languages: alternates(site.portal.locales, page > 1 ? `/news?page=${page}` : "/news"),
      types: { "application/atom+xml": links.newsFeed(site.portal.id, locale) },
    },
  };
}

export default async function Page({ params, searchParams }: Props) {
  const site = await siteOf((await params).portal);
  const page = pageIn(await searchParams);
  const news = await newsOf(site.portal.id, { limit: NEWS_PER_PAGE, offset: (page - 1) * NEWS_PER_PAGE });
  if (page > 1 && news.items.length === 0) notFound();
  return <NewsPage site={site} news={news} page={page} />;
}
