import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentSession } from "../../../../../../auth.ts";
import { mapRights, memberMaps } from "../../../../../../features/maps/loaders.ts";
import { OwnMapsPage } from "../../../../../../features/maps/own-maps-page.tsx";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("maps.mine"))("title"), robots: { index: false } };
}

export default async function Page({ params }: Props) {
  const [site, session] = await Promise.all([siteOf((await params).portal), currentSession()]);
  const rights = await mapRights(site.portal.id);
  return <OwnMapsPage site={site} isSignedIn={session !== null} maps={await memberMaps(site.portal.id, rights)} />;
}
