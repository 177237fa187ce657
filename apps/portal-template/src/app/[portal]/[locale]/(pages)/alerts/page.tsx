import { PAST_ALERTS_PER_PAGE } from "@archipel/contracts/alerts.ts";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertsPage } from "../../../../../features/alerts/alerts-page.tsx";
import { alertsOf } from "../../../../../features/alerts/loaders.ts";
import { type RouteParams, type SearchParams, siteOf } from "../../../../../features/site/loaders.ts";
import { links } from "../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<SearchParams>;
}

const pageIn = ({ page }: SearchParams): number =>
  typeof page === "string" && /^[1-9]\d{0,2}$/.test(page) ? Math.min(Number(page), 100) : 1;

async function found({ params, searchParams }: Props) {
  const site = await siteOf((await params).portal);
  const page = pageIn(await searchParams);
  return { site, page, list: await alertsOf(site.portal.id, (page - 1) * PAST_ALERTS_PER_PAGE) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [{ site }, { locale }, t] = await Promise.all([found(props), props.params, getTranslations("alerts.portal")]);
  const description = t("intro", { community: site.portal.communityName });
  const types = { "application/atom+xml": links.alertsFeed(site.portal.id, locale) };
  return { title: t("title"), description, alternates: { canonical: links.alerts(locale), types } };
}

export default async function Page(props: Props) {
  return <AlertsPage {...(await found(props))} />;
}
