import type { Metadata } from "next";
import { currentSession } from "../../../../../auth.ts";
import { env } from "../../../../../env.ts";
import { CloudPage } from "../../../../../features/clouds/cloud-page.tsx";
import { cloudOf } from "../../../../../features/clouds/loaders.ts";
import { mapLook } from "../../../../../features/map-kit/map-look.ts";
import { loadReporting } from "../../../../../features/reports/loaders.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly layerId: string }>;
}

async function pageOf({ params }: Props) {
  const { portal, layerId, locale } = await params;
  const { portal: shown, theme } = await siteOf(portal);
  return { ...(await cloudOf(shown.id, layerId)), portalId: shown.id, theme, locale };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await pageOf(props)).dataset.title };
}

export default async function Page(props: Props) {
  const { layer, dataset, portalId, theme, locale } = await pageOf(props);
  const [reporting, session] = await Promise.all([loadReporting(portalId), currentSession()]);
  const mayAsk = reporting !== null && reporting.may !== "nothing";
  return (
    <CloudPage
      {...{ layer, dataset, portalId, locale }}
      map={{ look: mapLook(theme), basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null }}
      reporting={mayAsk ? { portalId, reporting, isSignedIn: session !== null } : null}
    />
  );
}
