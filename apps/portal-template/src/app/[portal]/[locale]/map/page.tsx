import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { readMapQuery } from "../../../../features/map/loaders.ts";
import { MapPage } from "../../../../features/map/map-page.tsx";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, locale } = await params;
  return { title: inLocale((await siteOf(portal)).content.words.map, locale) };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, locale } = await params;
  return <MapPage site={await siteOf(portal)} locale={locale} query={readMapQuery(await searchParams)} />;
}
