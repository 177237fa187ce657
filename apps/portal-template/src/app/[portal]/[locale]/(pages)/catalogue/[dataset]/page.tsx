import type { Metadata } from "next";
import { DatasetPage } from "../../../../../../features/datasets/dataset-page.tsx";
import { datasetOf } from "../../../../../../features/datasets/loaders.ts";
import { readPreviewQuery } from "../../../../../../features/datasets/preview/query.ts";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly dataset: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, dataset } = await params;
  const { title, abstract } = await datasetOf((await siteOf(portal)).portal.id, decodeURIComponent(dataset));
  return { title, description: abstract.slice(0, 200) };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, dataset } = await params;
  const site = await siteOf(portal);
  return (
    <DatasetPage
      site={site}
      dataset={await datasetOf(site.portal.id, decodeURIComponent(dataset))}
      origin={site.portal.origin}
      preview={readPreviewQuery(await searchParams)}
    />
  );
}
