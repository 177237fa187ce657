import { type CataloguePage, facetNames } from "@archipel/contracts/dataset-catalogue.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { SlidersHorizontal, X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { Facet } from "./facet.tsx";
import type { FacetWords } from "./facet-words.ts";
import { FilterSheetKeys } from "./filter-sheet-keys.tsx";
import { filterCount, type ReadQuery } from "./query.ts";

/** Facets that are open at first; the others open when something is chosen in them. */
const OPEN = ["topic", "producer", "kind"];

interface CatalogueFiltersProps {
  readonly query: ReadQuery;
  readonly page: CataloguePage;
  readonly words: FacetWords;
}

/** The words and the place as a form, facets as links. Below `lg` the facets are a sheet, opened by its address (`#filters`). */
export async function CatalogueFilters({ query, page, words }: CatalogueFiltersProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.catalogue")]);
  const shown = facetNames.filter((name) => page.facets[name].length > 1 || page.facets[name].some(({ isOn }) => isOn));
  return (
    <search aria-label={t("filters")} className="min-w-0 space-y-4">
      <form action={links.catalogue(locale)} method="get" className="space-y-4">
        <Field label={t("search")}>
          {(control) => <TextInput {...control} type="search" name="q" defaultValue={query.q} maxLength={200} />}
        </Field>
        <Field label={t("place")} hint={t("placeHint")}>
          {(control) => <TextInput {...control} type="search" name="place" defaultValue={query.place} maxLength={100} autoComplete="off" />}
        </Field>
        {query.sort && <input type="hidden" name="sort" value={query.sort} />}
        {facetNames.flatMap((name) =>
          (query[name] ?? []).map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
        )}
        <button type="submit" className={clsx(buttonClass({ tone: "primary" }), "w-full")}>
          {t("apply")}
        </button>
      </form>
      {shown.length > 0 && (
        <>
          <a href="#filters" className={clsx(buttonClass(), "w-full lg:hidden")}>
            <SlidersHorizontal aria-hidden className="size-4" />
            {t("openFilters", { count: filterCount(query) })}
          </a>
          <section
            id="filters"
            aria-labelledby="filters-title"
            tabIndex={-1}
            className="scroll-mt-96 outline-none max-lg:hidden max-lg:target:fixed max-lg:target:inset-0 max-lg:target:z-50 max-lg:target:flex max-lg:target:flex-col max-lg:target:bg-surface"
          >
            <div className="flex items-center justify-between border-line border-b px-4 py-2 lg:hidden">
              <h2 id="filters-title" className="text-title">
                {t("filters")}
              </h2>
              <a href="#results" aria-label={t("closeFilters")} className={buttonClass({ tone: "quiet", isSquare: true })}>
                <X aria-hidden className="size-5" />
              </a>
            </div>
            <div className="max-lg:flex-1 max-lg:overflow-y-auto max-lg:overscroll-contain max-lg:px-4">
              {shown.map((name) => (
                <Facet
                  key={name}
                  name={name}
                  values={page.facets[name]}
                  words={words}
                  query={query}
                  isOpen={OPEN.includes(name) || page.facets[name].some(({ isOn }) => isOn)}
                />
              ))}
            </div>
            <div className="border-line border-t p-4 lg:hidden">
              <a href="#results" className={clsx(buttonClass({ tone: "primary" }), "w-full")}>
                {t("seeResults", { count: page.total, formatted: formatNumber(locale, page.total) })}
              </a>
            </div>
          </section>
          <FilterSheetKeys />
        </>
      )}
    </search>
  );
}
