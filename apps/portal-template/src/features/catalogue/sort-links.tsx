import { catalogueSorts } from "@archipel/contracts/dataset-catalogue.ts";
import { clsx } from "clsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { addressOf, type ReadQuery } from "./query.ts";

/** The orders of the list, as links: they work without scripts. */
export async function SortLinks({ query }: { readonly query: ReadQuery }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.catalogue")]);
  const current = query.sort ?? "relevance";
  return (
    <nav aria-label={t("sort")} className="text-small">
      <ul className="flex flex-wrap items-center gap-x-4">
        <li aria-hidden className="text-ink-muted">
          {t("sort")}
        </li>
        {catalogueSorts.map((sort) => (
          <li key={sort}>
            <a
              href={links.catalogue(locale, { ...addressOf(query), sort: sort === "relevance" ? undefined : sort })}
              {...(sort === current && { "aria-current": "true" as const })}
              rel="nofollow"
              className={clsx(
                "inline-flex min-h-9 items-center underline-offset-4",
                sort === current ? "font-medium text-ink no-underline" : "text-accent-ink underline",
              )}
            >
              {t(`sorts.${sort}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
