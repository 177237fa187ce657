import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentSession } from "../../../../../auth.ts";
import { datasetAsked, loadReporting, trackReports } from "../../../../../features/reports/loaders.ts";
import { readReportsQuery } from "../../../../../features/reports/query.ts";
import { TrackerPage } from "../../../../../features/reports/tracker/tracker-page.tsx";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports.tracker"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const site = await siteOf((await params).portal);
  const asked = readReportsQuery(await searchParams);
  const about = await datasetAsked(site.portal.id, asked);
  const query = about ? asked : { ...asked, dataset: undefined };
  const [reporting, page, session] = await Promise.all([
    loadReporting(site.portal.id),
    trackReports(site.portal.id, query, about?.id),
    currentSession(),
  ]);
  return <TrackerPage site={site} reporting={reporting} query={query} about={about} page={page} isSignedIn={session !== null} />;
}
