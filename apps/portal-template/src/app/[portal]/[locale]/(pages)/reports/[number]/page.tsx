import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { loadReport, loadReporting } from "../../../../../../features/reports/loaders.ts";
import { ReportPage } from "../../../../../../features/reports/tracker/report-page.tsx";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly number: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const numberOf = (text: string) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const number = numberOf((await params).number);
  const t = await getTranslations("reports");
  // The link may hold a secret: it must not be sent to other sites as the referrer.
  return { title: number === null ? t("tracker.title") : t("title", { number }), referrer: "no-referrer" };
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, number: text } = await params;
  const number = numberOf(text);
  if (number === null) notFound();
  const site = await siteOf(portal);
  const asked = (await searchParams).follow;
  const follow = typeof asked === "string" ? asked.slice(0, 100) : undefined;
  const [reporting, report] = await Promise.all([loadReporting(site.portal.id), loadReport(site.portal.id, number, follow)]);
  return <ReportPage site={site} reporting={reporting} number={number} follow={follow} report={report} />;
}
