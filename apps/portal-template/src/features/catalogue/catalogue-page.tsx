import type { CataloguePage as Page } from "@archipel/contracts/dataset-catalogue.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { ArrowRight } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { FollowEntry } from "../follows/follow-entry.tsx";
import { awardedLabelsOf } from "../quality/loaders.ts";
import { FeedLink } from "../site/feed-link.tsx";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { ActiveFilters } from "./active-filters.tsx";
import { CatalogueFilters } from "./catalogue-filters.tsx";
import { DatasetCard } from "./dataset-card.tsx";
import { facetWords } from "./facet-words.ts";
import { GrantedDatasets } from "./granted-datasets.tsx";
import type { FoundPlace, Granted } from "./loaders.ts";
import { NoDatasets } from "./no-datasets.tsx";
import { NoResults } from "./no-results.tsx";
import { PlaceNotes } from "./place-notes.tsx";
import { addressOf, type ReadQuery } from "./query.ts";
import { SortLinks } from "./sort-links.tsx";

interface CataloguePageProps {
  readonly site: Site;
  readonly query: ReadQuery;
  readonly found: FoundPlace;
  readonly page: Page;
  /** What grants open to the person besides. */
  readonly granted: Granted;
}

export async function CataloguePage({ site, query, found, page, granted }: CataloguePageProps) {
  const [locale, t, tFeeds, words, labels] = await Promise.all([
    getLocale(),
    getTranslations("portal.catalogue"),
    getTranslations("datasets.feeds"),
    facetWords(),
    awardedLabelsOf(page.items.map(({ id }) => id)),
  ]);
  const { place } = found;
  const wider = new Map(granted.wider.map((dataset) => [dataset.id, dataset]));
  return (
    <PageFrame>
      <PageTitle intro={t("intro", { community: site.portal.communityName })}>{inLocale(site.content.words.catalogue, locale)}</PageTitle>
      <div className="-mt-4 mb-8 flex flex-wrap gap-3">
        <FollowEntry portalId={site.portal.id} subject={{ kind: "portal" }} returnTo={links.catalogue(locale)} />
        <FeedLink href={links.datasetsFeed(site.portal.id, locale)} title={tFeeds("datasets", { portal: site.portal.name })}>
          {tFeeds("subscribe")}
        </FeedLink>
      </div>
      {page.all === 0 ? (
        granted.items.length > 0 ? (
          <GrantedDatasets granted={granted} />
        ) : (
          <NoDatasets site={site} />
        )
      ) : (
        <div className="group grid items-start gap-8 lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-12">
          <CatalogueFilters query={query} page={page} words={words} />
          {/* Behind the open sheet of filters, the list cannot be reached by keyboard. */}
          <section id="results" aria-labelledby="results-title" className="min-w-0 max-lg:group-has-[#filters:target]:invisible">
            <GrantedDatasets granted={granted} />
            <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6">
              <h2 id="results-title" className="font-text text-base">
                {t("count", { count: page.total, formatted: formatNumber(locale, page.total) })}
              </h2>
              {page.total > 1 && <SortLinks query={query} />}
            </div>
            <ActiveFilters query={query} place={place} facets={page.facets} words={words} />
            <PlaceNotes query={query} found={found} />
            {page.corrected !== null && (
              <p className="mb-4 text-ink-muted">{t("corrected", { typed: query.q ?? "", corrected: page.corrected })}</p>
            )}
            {page.total === 0 && <NoResults query={query} page={page} place={place} words={words} />}
            <ul className="space-y-4">
              {page.items.map((dataset) => (
                <DatasetCard key={dataset.id} dataset={wider.get(dataset.id) ?? dataset} labels={labels.get(dataset.id) ?? []} />
              ))}
            </ul>
            <nav aria-label={t("pages")} className="mt-8 flex flex-wrap justify-between gap-3">
              {query.cursor ? (
                <a href={links.catalogue(locale, addressOf(query))} className={buttonClass()}>
                  {t("firstPage")}
                </a>
              ) : (
                <span />
              )}
              {page.nextCursor && (
                <a href={links.catalogue(locale, { ...addressOf(query), cursor: page.nextCursor })} rel="next" className={buttonClass()}>
                  {t("nextPage")}
                  <ArrowRight aria-hidden className="size-4" />
                </a>
              )}
            </nav>
          </section>
        </div>
      )}
    </PageFrame>
  );
}
