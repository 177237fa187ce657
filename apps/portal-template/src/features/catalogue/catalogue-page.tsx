import type { CataloguePage as Page } from "@archipel/contracts/datasets.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { ArrowRight, SearchX } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { awardedLabelsOf } from "../quality/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { CatalogueFilters } from "./catalogue-filters.tsx";
import { DatasetCard } from "./dataset-card.tsx";
import { NoDatasets } from "./no-datasets.tsx";
import type { ReadQuery } from "./query.ts";

interface CataloguePageProps {
  readonly site: Site;
  readonly query: ReadQuery;
  readonly page: Page;
}

export async function CataloguePage({ site, query, page }: CataloguePageProps) {
  const [locale, t, labels] = await Promise.all([
    getLocale(),
    getTranslations("portal.catalogue"),
    awardedLabelsOf(page.items.map(({ id }) => id)),
  ]);
  const isFiltered = Boolean(query.q || query.topic || query.keyword);
  const isBare = !isFiltered && page.total === 0;
  return (
    <PageFrame>
      <PageTitle intro={t("intro", { community: site.portal.communityName })}>{inLocale(site.content.words.catalogue, locale)}</PageTitle>
      {isBare ? (
        <NoDatasets site={site} />
      ) : (
        <div className="grid items-start gap-8 lg:grid-cols-[17rem_1fr] lg:gap-12">
          <CatalogueFilters query={query} facets={page.facets} />
          <section aria-labelledby="results">
            <h2 id="results" className="mb-4 font-text text-base">
              {t("count", { count: page.total, formatted: formatNumber(locale, page.total) })}
            </h2>
            {page.corrected !== null && (
              <p className="mb-4 text-ink-muted">{t("corrected", { typed: query.q ?? "", corrected: page.corrected })}</p>
            )}
            {page.items.length === 0 && (
              <EmptyState
                icon={<SearchX aria-hidden className="size-10" />}
                title={t("nothing.title")}
                action={
                  <a href={links.catalogue(locale)} className={buttonClass({ tone: "primary" })}>
                    {t("nothing.action")}
                  </a>
                }
              >
                {t("nothing.text")}
              </EmptyState>
            )}
            <ul className="space-y-4">
              {page.items.map((dataset) => (
                <DatasetCard key={dataset.id} dataset={dataset} labels={labels.get(dataset.id) ?? []} />
              ))}
            </ul>
            <nav aria-label={t("pages")} className="mt-8 flex flex-wrap justify-between gap-3">
              {query.cursor ? (
                <a href={links.catalogue(locale, { ...query, cursor: undefined })} className={buttonClass()}>
                  {t("firstPage")}
                </a>
              ) : (
                <span />
              )}
              {page.nextCursor && (
                <a href={links.catalogue(locale, { ...query, cursor: page.nextCursor })} rel="next" className={buttonClass()}>
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
