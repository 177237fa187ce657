import type { Metadata } from "next";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";
import { pageMetadata } from "../../../../../features/site-pages/page-metadata.ts";
import { SitePage } from "../../../../../features/site-pages/site-page.tsx";
import { writtenPage } from "../../../../../features/site-pages/written-page.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly path: readonly string[] }>;
}

/** Any address that the site has no route for: a page of the community; an address that moved; else not found, in the look of the portal. */
async function found(params: Props["params"]) {
  const { portal, locale, path } = await params;
  const site = await siteOf(portal);
  return { site, locale, page: await writtenPage(site, locale, path.map(decoded)) };
}

/** The proxy has refused addresses that cannot be decoded. */
function decoded(part: string): string {
  return decodeURIComponent(part);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site, page, locale } = await found(params);
  return pageMetadata(site, page, locale);
}

export default async function Page({ params }: Props) {
  const { site, page } = await found(params);
  return <SitePage site={site} page={page} />;
}
