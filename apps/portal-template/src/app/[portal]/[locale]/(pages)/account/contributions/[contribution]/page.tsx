import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConflictsPage } from "../../../../../../../features/conflicts/conflicts-page.tsx";
import { type RouteParams, siteOf } from "../../../../../../../features/site/loaders.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("conflicts");
  return { title: t("title"), robots: { index: false } };
}

export default async function Page({ params }: { readonly params: Promise<RouteParams & { contribution: string }> }) {
  const { portal, contribution } = await params;
  return <ConflictsPage site={await siteOf(portal)} contributionId={contribution} />;
}
