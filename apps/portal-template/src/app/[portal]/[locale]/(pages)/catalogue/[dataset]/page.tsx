import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DatasetPage } from "../../../../../../features/datasets/dataset-page.tsx";
import { findDataset } from "../../../../../../features/datasets/loaders.ts";
import { readPreviewQuery } from "../../../../../../features/datasets/preview/query.ts";
import { ClosedDatasetPage } from "../../../../../../features/grants/closed-dataset-page.tsx";
import { closedDatasetOf } from "../../../../../../features/grants/loaders.ts";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly dataset: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, dataset: slug } = await params;
  const at = [(await siteOf(portal)).portal.id, decodeURIComponent(slug)] as const;
  const dataset = await findDataset(...at);
  if (dataset) return { title: dataset.title, description: dataset.abstract.slice(0, 200) };
  return { title: ((await closedDatasetOf(...at)) ?? notFound()).title, robots: { index: false } };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, dataset: slug } = await params;
  const site = await siteOf(portal);
  const at = [site.portal.id, decodeURIComponent(slug)] as const;
  const dataset = await findDataset(...at);
  if (!dataset) return <ClosedDatasetPage site={site} closed={(await closedDatasetOf(...at)) ?? notFound()} />;
  return <DatasetPage site={site} dataset={dataset} origin={site.portal.origin} preview={readPreviewQuery(await searchParams)} />;
}
