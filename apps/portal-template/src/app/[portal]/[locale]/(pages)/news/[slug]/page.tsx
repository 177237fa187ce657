import type { Metadata } from "next";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";
import { ArticleData } from "../../../../../../features/site-news/article-data.tsx";
import { pageMetadata } from "../../../../../../features/site-pages/page-metadata.ts";
import { SitePage } from "../../../../../../features/site-pages/site-page.tsx";
import { writtenPage } from "../../../../../../features/site-pages/written-page.ts";
import { links } from "../../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly slug: string }>;
}

const found = async (params: Props["params"]) => {
  const { portal, locale, slug } = await params;
  const site = await siteOf(portal);
  return { site, locale, page: await writtenPage(site, locale, ["news", decodeURIComponent(slug)]) };
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site, page, locale } = await found(params);
  const metadata = pageMetadata(site, page, locale);
  const types = { "application/atom+xml": links.newsFeed(site.portal.id, locale) };
  return { ...metadata, alternates: { ...metadata.alternates, types } };
}

export default async function Page({ params }: Props) {
  const { site, page, locale } = await found(params);
  return (
    <article>
      <SitePage site={site} page={page} />
      <ArticleData site={site} page={page} locale={locale} />
    </article>
  );
}
