import type { Metadata } from "next";
import { CloudPage } from "../../../../../features/clouds/cloud-page.tsx";
import { cloudOf } from "../../../../../features/clouds/loaders.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly layerId: string }>;
}

async function pageOf({ params }: Props) {
  const { portal, layerId, locale } = await params;
  return { ...(await cloudOf((await siteOf(portal)).portal.id, layerId)), locale };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await pageOf(props)).dataset.title };
}

export default async function Page(props: Props) {
  const { layer, dataset, locale } = await pageOf(props);
  return <CloudPage layer={layer} dataset={dataset} locale={locale} />;
}
