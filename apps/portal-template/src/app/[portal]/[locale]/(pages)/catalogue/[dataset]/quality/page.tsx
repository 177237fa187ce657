import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { datasetOf } from "../../../../../../../features/datasets/loaders.ts";
import { BehindPage } from "../../../../../../../features/quality/behind-page.tsx";
import { featuresBehindOf } from "../../../../../../../features/quality/loaders.ts";
import { readBehindQuery } from "../../../../../../../features/quality/query.ts";
import { type RouteParams, siteOf } from "../../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly dataset: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, dataset } = await params;
  const t = await getTranslations("portal.quality");
  const { title } = await datasetOf((await siteOf(portal)).portal.id, decodeURIComponent(dataset));
  return { title: `${t("title")} · ${title}`, robots: { index: false } };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, dataset: slug } = await params;
  const site = await siteOf(portal);
  const dataset = await datasetOf(site.portal.id, decodeURIComponent(slug));
  const query = readBehindQuery(await searchParams);
  const layer = dataset.layers.find(({ id }) => id === query?.layerId);
  if (!query || !layer) notFound();
  const page = await featuresBehindOf(layer.id, query.behind, query.cursor);
  return <BehindPage site={site} dataset={dataset} layer={layer} behind={query.behind} page={page} />;
}
