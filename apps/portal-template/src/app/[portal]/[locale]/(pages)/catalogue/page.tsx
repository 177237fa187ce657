import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { CataloguePage } from "../../../../../features/catalogue/catalogue-page.tsx";
import { placeAsked, searchCatalogue, searchGranted } from "../../../../../features/catalogue/loaders.ts";
import { readCatalogueQuery } from "../../../../../features/catalogue/query.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, locale } = await params;
  return { title: inLocale((await siteOf(portal)).content.words.catalogue, locale) };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, locale } = await params;
  const site = await siteOf(portal);
  const query = readCatalogueQuery(await searchParams);
  const found = await placeAsked(site.portal.id, locale, query);
  const [page, granted] = await Promise.all([
    searchCatalogue(site.portal.id, locale, query, found.place),
    searchGranted(site.portal.id, locale, query, found.place),
  ]);
  return <CataloguePage site={site} query={query} found={found} page={page} granted={granted} />;
}
