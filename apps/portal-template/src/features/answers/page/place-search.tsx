import { Button } from "@archipel/ui/button.tsx";
import { ChevronRight, Search } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { DecisionNotice } from "../../search/decision-notice.tsx";
import type { OtherSite } from "../../search/other-sites.ts";
import { placesNamed } from "../loaders.ts";
import { placeOfResult } from "../place-of-result.ts";
import type { NamedPlace } from "../place-query.ts";

interface PlaceSearchProps {
  readonly portalId: string;
  readonly q: string;
  /** Where to look for places that the portal does not have. */
  readonly elsewhere: readonly OtherSite[];
  /** The address that the form asks, and what it has to keep of it. */
  readonly action: string;
  readonly kept?: Readonly<Record<string, string>>;
  readonly linkOf: (place: NamedPlace) => string;
}

/** Finds a place without script: a field, and the places of that name, of which the visitor chooses one. */
export async function PlaceSearch({ portalId, q, elsewhere, action, kept = {}, linkOf }: PlaceSearchProps) {
  const locale = await getLocale();
  const [t, tKinds, found] = await Promise.all([
    getTranslations("answers.card.page"),
    getTranslations("search.groups"),
    q === "" ? null : placesNamed(portalId, q, locale),
  ]);
  const count = found?.groups.reduce((sum, { results }) => sum + results.length, 0) ?? 0;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to all readers */}
      <form role="search" action={action} method="get" className="mt-6 flex flex-col gap-2 sm:flex-row">
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor="answer-place" className="sr-only">
          {t("field")}
        </label>
        <span className="flex min-w-0 flex-1 items-center gap-2 rounded-control border border-line-strong bg-surface px-3 focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2">
          <Search aria-hidden className="size-5 shrink-0 text-ink-muted" />
          <input
            id="answer-place"
            name="q"
            type="search"
            required
            maxLength={100}
            defaultValue={q}
            placeholder={t("field")}
            className="min-h-12 min-w-0 flex-1 text-ellipsis bg-transparent text-ink outline-none placeholder:text-ink-muted"
          />
        </span>
        <Button type="submit" tone="primary" className="min-h-12!">
          {t("search")}
        </Button>
      </form>
      {q !== "" && (
        <div className="mt-6">
          {found && (
            <div role="status" className="mb-4 empty:hidden">
              <DecisionNotice decision={found.decision} hasResults={count > 0} elsewhere={elsewhere} />
            </div>
          )}
          {(found === null || count > 0) && <h2 className="text-title">{found === null ? t("failedSearch") : t("results", { count })}</h2>}
          {found?.groups.map(({ kind, results }) => (
            <section key={kind} aria-labelledby={`places-${kind}`} className="mt-4">
              <h3 id={`places-${kind}`} className="font-medium text-ink-muted text-small">
                {tKinds(kind)}
              </h3>
              <ul className="mt-1 divide-y divide-line border-line border-y">
                {results.map((result) => {
                  const place = placeOfResult(result);
                  return place ? (
                    <li key={`${result.label}${result.detail}${result.lon}`}>
                      <a href={linkOf(place)} className="group flex min-h-12 items-center gap-3 py-2 text-ink no-underline">
                        <span className="min-w-0 flex-1">
                          <span className="block break-words font-medium group-hover:text-accent-ink">{result.label}</span>
                          <span className="block break-words text-ink-muted text-small">{result.detail}</span>
                        </span>
                        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-muted" />
                      </a>
                    </li>
                  ) : null;
                })}
              </ul>
            </section>
          ))}
        </div>
      )}
    </>
  );
}
