import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpIndex } from "../../../../../features/help/help-pages.tsx";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("portal.help");
  return { title: t("title") };
}

export default async function Page({ params }: { readonly params: Promise<RouteParams> }) {
  return <HelpIndex site={await siteOf((await params).portal)} />;
}
