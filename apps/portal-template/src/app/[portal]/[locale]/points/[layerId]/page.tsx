import type { Metadata } from "next";
import { CloudPage } from "../../../../../features/clouds/cloud-page.tsx";
import { cloudLayerOf } from "../../../../../features/clouds/loaders.ts";
import type { RouteParams } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly layerId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await cloudLayerOf((await params).layerId)).title };
}

export default async function Page({ params }: Props) {
  const { layerId, locale } = await params;
  return <CloudPage layer={await cloudLayerOf(layerId)} locale={locale} />;
}
