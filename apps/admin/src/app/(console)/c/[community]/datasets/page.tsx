import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DatasetsPage } from "../../../../../features/datasets/datasets-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.datasets") };
}

export default function Page() {
  return <DatasetsPage />;
}
