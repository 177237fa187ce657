import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentSession } from "../../../../../auth.ts";
import { listMaps } from "../../../../../features/maps/loaders.ts";
import { MapsPage } from "../../../../../features/maps/maps-page.tsx";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("maps.list"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [site, { cursor: asked }, session] = await Promise.all([siteOf((await params).portal), searchParams, currentSession()]);
  const cursor = typeof asked === "string" ? asked.slice(0, 200) : undefined;
  return <MapsPage site={site} page={await listMaps(site.portal.id, cursor)} cursor={cursor} isSignedIn={session !== null} />;
}
