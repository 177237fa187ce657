import type { CatalogueCondition, CataloguePage } from "@archipel/contracts/dataset-catalogue.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { SearchX } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { type CatalogueQuery, links } from "../../links.ts";
import type { FacetWords } from "./facet-words.ts";
import type { NamedBox } from "./loaders.ts";
import { addressOf, type ReadQuery } from "./query.ts";

interface NoResultsProps {
  readonly query: ReadQuery;
  readonly page: CataloguePage;
  readonly place: NamedBox | null;
  readonly words: FacetWords;
}

/** Nothing fits: which filter to remove, and what would come without it. */
export async function NoResults({ query, page, place, words }: NoResultsProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.catalogue")]);
  const chosenIn = (condition: CatalogueCondition): string => {
    if (condition === "words") return query.q ?? "";
    if (condition === "place") return place?.label || t("mapBox");
    const chosen = page.facets[condition].filter(({ isOn }) => isOn);
    return chosen.map(({ value, label }) => words(condition, value, label)).join(", ");
  };
  const without = (condition: CatalogueCondition): CatalogueQuery => {
    const rest = addressOf(query);
    if (condition === "words") return { ...rest, q: undefined };
    return condition === "place" ? { ...rest, place: undefined, box: undefined } : { ...rest, [condition]: undefined };
  };
  const isWordsAlone = Boolean(query.q) && page.without.length === 1 && page.without[0]?.condition === "words";
  return (
    <div className="rounded-card border border-line bg-surface p-6">
      <SearchX aria-hidden className="size-10 text-ink-muted" />
      <h3 className="mt-3 text-title">{t("nothing.title")}</h3>
      {isWordsAlone ? (
        <p className="mt-2 max-w-prose text-ink-muted">{t("nothing.noWords")}</p>
      ) : (
        <p className="mt-2 max-w-prose text-ink-muted">{t(page.without.length > 0 ? "nothing.one" : "nothing.several")}</p>
      )}
      {!isWordsAlone && page.without.length > 0 && (
        <ul className="mt-2 space-y-1">
          {page.without.map(({ condition, count }) => (
            <li key={condition}>
              <a
                href={links.catalogue(locale, without(condition))}
                className="inline-flex min-h-9 items-center text-accent-ink underline underline-offset-4"
              >
                {t("nothing.without", {
                  condition: t(`nothing.conditions.${condition}`, { value: chosenIn(condition) }),
                  count,
                  formatted: formatNumber(locale, count),
                })}
              </a>
            </li>
          ))}
        </ul>
      )}
      <a href={links.catalogue(locale)} className={`${buttonClass({ tone: "primary" })} mt-5`}>
        {t("nothing.all", { count: page.all, formatted: formatNumber(locale, page.all) })}
      </a>
    </div>
  );
}
