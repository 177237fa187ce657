import type { Metadata } from "next";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";
import { pageMetadata } from "../../../../features/site-pages/page-metadata.ts";
import { SitePage } from "../../../../features/site-pages/site-page.tsx";

interface Props {
  readonly params: Promise<RouteParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, locale } = await params;
  const site = await siteOf(portal);
  return pageMetadata(site, site.home, locale);
}

export default async function Page({ params }: Props) {
  const site = await siteOf((await params).portal);
  return <SitePage site={site} page={site.home} />;
}
