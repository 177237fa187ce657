import { type CataloguePage, facetNames } from "@archipel/contracts/dataset-catalogue.ts";
import { X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { type CatalogueQuery, links } from "../../links.ts";
import type { FacetWords } from "./facet-words.ts";
import type { NamedBox } from "./loaders.ts";
import { addressOf, type ReadQuery, withToggled } from "./query.ts";

interface ActiveFiltersProps {
  readonly query: ReadQuery;
  readonly place: NamedBox | null;
  readonly facets: CataloguePage["facets"];
  readonly words: FacetWords;
}

/** Everything that narrows the list, each with a link that removes it. */
export async function ActiveFilters({ query, place, facets, words }: ActiveFiltersProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.catalogue")]);
  const bare = addressOf(query);
  const chips: { facet: string; value: string; without: CatalogueQuery }[] = [];
  if (query.q) chips.push({ facet: t("words"), value: query.q, without: { ...bare, q: undefined } });
  if (place) {
    const value = place.label || t("mapBox");
    chips.push({ facet: t("placeChip"), value, without: { ...bare, place: undefined, box: undefined } });
  }
  for (const name of facetNames) {
    for (const { value, label, isOn } of facets[name]) {
      if (isOn) chips.push({ facet: t(`facets.${name}`), value: words(name, value, label), without: withToggled(query, name, value) });
    }
  }
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("chips")} className="mb-4 flex flex-wrap gap-2">
      {chips.map(({ facet, value, without }) => (
        <li key={`${facet} ${value}`} className="min-w-0">
          <a
            href={links.catalogue(locale, without)}
            className="inline-flex min-h-9 max-w-full items-center gap-2 rounded-control bg-accent-soft px-3 text-accent-ink text-small no-underline hover:underline"
          >
            <span className="sr-only">{t("remove")} </span>
            <span className="wrap-anywhere min-w-0">{t("chip", { facet, value })}</span>
            <X aria-hidden className="size-4 shrink-0" />
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a
            href={links.catalogue(locale, { sort: query.sort })}
            className="inline-flex min-h-9 items-center px-2 text-accent-ink text-small underline underline-offset-4"
          >
            {t("clear")}
          </a>
        </li>
      )}
    </ul>
  );
}
