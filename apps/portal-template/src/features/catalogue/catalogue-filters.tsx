import type { CataloguePage } from "@archipel/contracts/datasets.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { links } from "../../links.ts";
import type { ReadQuery } from "./query.ts";

const KEYWORDS_SHOWN = 12;

interface CatalogueFiltersProps {
  readonly query: ReadQuery;
  readonly facets: CataloguePage["facets"];
}

/** Search and sort as a form, topics and keywords as links: every state of the list has an address. */
export async function CatalogueFilters({ query, facets }: CatalogueFiltersProps) {
  const [locale, t, tTopics] = await Promise.all([getLocale(), getTranslations("portal.catalogue"), getTranslations("common.topics")]);
  const sorts = ["relevance", "updated", "title"] as const;
  const kept = { ...query, cursor: undefined };
  return (
    <search aria-label={t("filters")} className="space-y-6">
      <form action={links.catalogue(locale)} method="get" className="space-y-4">
        <Field label={t("search")}>
          {(control) => <TextInput {...control} type="search" name="q" defaultValue={query.q} maxLength={200} />}
        </Field>
        <Field label={t("sort")}>
          {(control) => (
            <Select
              {...control}
              name="sort"
              defaultValue={query.sort ?? "relevance"}
              options={sorts.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
            />
          )}
        </Field>
        {query.topic && <input type="hidden" name="topic" value={query.topic} />}
        {query.keyword && <input type="hidden" name="keyword" value={query.keyword} />}
        <button type="submit" className={clsx(buttonClass({ tone: "primary" }), "w-full")}>
          {t("apply")}
        </button>
      </form>
      {facets.topics.length > 1 || query.topic ? (
        <Facet title={t("topic")}>
          {facets.topics.map(({ topic, count }) => (
            <FacetLink
              key={topic}
              label={tTopics(topic)}
              count={count}
              isOn={query.topic === topic}
              href={links.catalogue(locale, { ...kept, topic: query.topic === topic ? undefined : topic })}
            />
          ))}
        </Facet>
      ) : null}
      {facets.keywords.length > 0 && (
        <Facet title={t("keyword")} className="hidden lg:block">
          {facets.keywords.slice(0, KEYWORDS_SHOWN).map(({ keyword, count }) => (
            <FacetLink
              key={keyword}
              label={keyword}
              count={count}
              isOn={query.keyword === keyword}
              href={links.catalogue(locale, { ...kept, keyword: query.keyword === keyword ? undefined : keyword })}
            />
          ))}
        </Facet>
      )}
    </search>
  );
}

function Facet({ title, className, children }: { readonly title: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={className}>
      <h2 className="mb-1 font-text font-medium text-base">{title}</h2>
      <ul className="flex flex-wrap gap-x-4 lg:flex-col">{children}</ul>
    </div>
  );
}

function FacetLink({
  label,
  count,
  isOn,
  href,
}: {
  readonly label: string;
  readonly count: number;
  readonly isOn: boolean;
  readonly href: string;
}) {
  return (
    <li>
      <a
        href={href}
        {...(isOn && { "aria-current": "true" as const })}
        className={clsx(
          "flex min-h-9 items-center gap-2 hover:text-accent-ink hover:underline",
          isOn ? "font-medium text-accent-ink" : "text-ink",
        )}
      >
        {isOn && <X aria-hidden className="size-4" />}
        <span className="min-w-0 break-words">{label}</span>
        <span className="figures text-ink-muted text-small">{count}</span>
      </a>
    </li>
  );
}
