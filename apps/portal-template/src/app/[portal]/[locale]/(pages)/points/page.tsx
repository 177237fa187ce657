import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CloudList } from "../../../../../features/clouds/cloud-list.tsx";
import { cloudsOf } from "../../../../../features/clouds/loaders.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";
import { links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("portal.points"))("title") };
}

/** The point cloud of the portal; several are listed. */
export default async function Page({ params, searchParams }: Props) {
  const { portal, locale } = await params;
  const flies = (await searchParams).fly === "1";
  const site = await siteOf(portal);
  const clouds = await cloudsOf(site.portal.id, locale);
  const [first, second] = clouds;
  if (first && !second) redirect(links.points(locale, first.id, { flies }));
  return <CloudList clouds={clouds} flies={flies} catalogueWord={inLocale(site.content.words.catalogue, locale)} locale={locale} />;
}
