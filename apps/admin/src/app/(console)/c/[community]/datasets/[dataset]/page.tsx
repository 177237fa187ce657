import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DatasetPage } from "../../../../../../features/datasets/dataset-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.datasets") };
}

export default async function Page({ params }: { readonly params: Promise<{ dataset: string }> }) {
  const { dataset } = await params;
  return <DatasetPage datasetId={dataset} />;
}
