import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { PortalReporting, TrackedReport } from "@archipel/contracts/reports.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { ArrowRight, MapPinPlus, SearchX } from "lucide-react";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../../api/react.tsx";
import { env } from "../../../env.ts";
import { links, type ReportsQuery } from "../../../links.ts";
import { mapLook } from "../../map-kit/map-look.ts";
import { FeedLink } from "../../site/feed-link.tsx";
import type { Site } from "../../site/loaders.ts";
import { PageFrame, PageTitle } from "../../site/page-frame.tsx";
import { KeptReports } from "./kept-reports.tsx";
import { ReportItem } from "./report-item.tsx";
import { TrackerFilters } from "./tracker-filters.tsx";
import { TrackerMap } from "./tracker-map.tsx";

interface TrackerPageProps {
  readonly site: Site;
  readonly reporting: PortalReporting | null;
  readonly query: ReportsQuery;
  /** The dataset that the query names. */
  readonly about: Dataset | null;
  readonly page: { readonly items: readonly TrackedReport[]; readonly total: number; readonly nextCursor: string | null };
  readonly isSignedIn: boolean;
}

/** The reports of a portal: the list, and the map beside it. */
export async function TrackerPage({ site, reporting, query, about, page, isSignedIn }: TrackerPageProps) {
  const [locale, t, tFeeds] = await Promise.all([getLocale(), getTranslations("reports.tracker"), getTranslations("datasets.feeds")]);
  const isFiltered = Boolean(query.q || query.status || query.theme || query.mine || query.dataset);
  const report = reporting && reporting.reporting !== "nobody" && (
    <a href={links.map(locale, { report: "new" })} className={buttonClass({ tone: "primary" })}>
      <MapPinPlus aria-hidden className="size-5" />
      {t("action")}
    </a>
  );
  return (
    <PageFrame>
      <div className="flex flex-wrap items-end justify-between gap-x-6">
        <PageTitle intro={t("intro", { community: site.portal.communityName })}>{t("title")}</PageTitle>
        {page.items.length > 0 && <div className="mb-8">{report}</div>}
      </div>
      <NextIntlClientProvider messages={messagesOf(locale, ["reports", "common", "errors", "map"])}>
        <ApiProvider>
          <KeptReports portalId={site.portal.id} />
          <TrackerFilters query={query} reporting={reporting} isSignedIn={isSignedIn} />
          {about && (
            <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1">
              <span>
                {t.rich("about", {
                  dataset: () => (
                    <a href={links.dataset(locale, about.slug)} className="text-accent-ink underline underline-offset-4">
                      {about.title}
                    </a>
                  ),
                })}
              </span>
              <a
                href={links.reports(locale, { ...query, dataset: undefined, cursor: undefined })}
                className={buttonClass({ tone: "quiet" })}
              >
                {t("aboutAll")}
              </a>
            </p>
          )}
          <div className="mt-6 grid items-start gap-8 lg:grid-cols-2">
            <section aria-labelledby="found">
              <div className="mb-4 flex min-h-6 flex-wrap items-center justify-between gap-x-4">
                <h2 id="found" className="font-text text-base">
                  {t("count", { count: page.total })}
                </h2>
                {/* On a phone the map comes after the whole list. */}
                <a href="#map" className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2 lg:hidden">
                  {t("toMap")}
                </a>
              </div>
              {page.items.length === 0 && (
                <EmptyState
                  icon={<SearchX aria-hidden className="size-10" />}
                  title={t(isFiltered ? "nothing.title" : "none.title")}
                  action={
                    isFiltered ? (
                      <a href={links.reports(locale)} className={buttonClass({ tone: "primary" })}>
                        {t("reset")}
                      </a>
                    ) : (
                      report
                    )
                  }
                >
                  {t(isFiltered ? "nothing.text" : "none.text")}
                </EmptyState>
              )}
              <ul className="space-y-3">
                {page.items.map((one) => (
                  <ReportItem key={one.id} report={one} reporting={reporting} />
                ))}
              </ul>
              <Pages query={query} next={page.nextCursor} />
              <FeedLink href={links.reportsFeed(site.portal.id, locale)} title={tFeeds("reports", { portal: site.portal.name })}>
                {tFeeds("subscribe")}
              </FeedLink>
            </section>
            <section id="map" aria-label={t("mapTitle")} className="scroll-mt-4 lg:sticky lg:top-6">
              <TrackerMap
                portalId={site.portal.id}
                reporting={reporting}
                query={query}
                datasetId={about?.id}
                look={mapLook(site.theme)}
                basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
                view={site.portal.view}
                locale={locale}
              />
            </section>
          </div>
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}

/** The links to the first and the next page of the list. */
async function Pages({ query, next }: { readonly query: ReportsQuery; readonly next: string | null }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("reports.tracker")]);
  return (
    <nav aria-label={t("pages")} className="mt-6 flex flex-wrap justify-between gap-3 empty:hidden">
      {query.cursor && (
        <a href={links.reports(locale, { ...query, cursor: undefined })} className={buttonClass()}>
          {t("firstPage")}
        </a>
      )}
      {next && (
        <a href={links.reports(locale, { ...query, cursor: next })} rel="next" className={buttonClass()}>
          {t("nextPage")}
          <ArrowRight aria-hidden className="size-4" />
        </a>
      )}
    </nav>
  );
}
