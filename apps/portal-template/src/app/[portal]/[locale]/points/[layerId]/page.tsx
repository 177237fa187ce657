import type { Metadata } from "next";
import { currentSession } from "../../../../../auth.ts";
import { CloudPage } from "../../../../../features/clouds/cloud-page.tsx";
import { cloudOf } from "../../../../../features/clouds/loaders.ts";
import { loadReporting } from "../../../../../features/reports/loaders.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly layerId: string }>;
}

async function pageOf({ params }: Props) {
  const { portal, layerId, locale } = await params;
  const portalId = (await siteOf(portal)).portal.id;
  return { ...(await cloudOf(portalId, layerId)), portalId, locale };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await pageOf(props)).dataset.title };
}

export default async function Page(props: Props) {
  const { layer, dataset, portalId, locale } = await pageOf(props);
  const [reporting, session] = await Promise.all([loadReporting(portalId), currentSession()]);
  const mayAsk = reporting !== null && reporting.may !== "nothing";
  return (
    <CloudPage
      {...{ layer, dataset, portalId, locale }}
      reporting={mayAsk ? { portalId, reporting, isSignedIn: session !== null } : null}
    />
  );
}
