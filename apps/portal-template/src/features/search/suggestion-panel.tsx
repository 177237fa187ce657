import type { Locale } from "@archipel/i18n/locales.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { links } from "../../links.ts";
import { useBusyText } from "../site/use-busy-text.ts";
import { DecisionNotice, useDecisionTexts } from "./decision-notice.tsx";
import type { OtherSite } from "./other-sites.ts";
import { SuggestionList } from "./suggestion-list.tsx";
import type { useSearchField } from "./use-search-field.ts";

interface SuggestionPanelProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly locale: Locale;
  readonly field: ReturnType<typeof useSearchField>;
  readonly elsewhere: readonly OtherSite[];
  /** Opens above the field, at the foot of a full-screen picture; on phones, nothing has room there. */
  readonly isAbove?: boolean;
}

/** What opens at a search field: suggestions in groups, or a sentence that says why nothing was found. Its parent has the position of the field. */
export function SuggestionPanel({ id, label, text, locale, field, elsewhere, isAbove = false }: SuggestionPanelProps) {
  const t = useTranslations("search");
  const common = useTranslations("common");
  const busyText = useBusyText();
  const { groups, suggestions, active, isShown, isWaiting, mustChoose, decision, failure, attribution, choose } = field;
  useEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  const datasets = groups.find(({ kind }) => kind === "dataset");
  // While somebody types, the list asks nothing: what they mean may be among the next letters.
  const said = isShown && decision && (decision.kind === "no" || (mustChoose && suggestions.length > 0)) ? decision : null;
  const texts = useDecisionTexts();
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {isShown && !isWaiting && [...(said ? texts(said) : []), t("count", { count: suggestions.length })].join(" ")}
      </p>
      <div
        hidden={!isShown}
        className={clsx(
          "absolute inset-x-0 z-30 max-h-[60dvh] overflow-y-auto rounded-card border border-line bg-surface py-1 text-left shadow-raised",
          isAbove ? "top-full mt-2 sm:top-auto sm:bottom-full sm:mt-0 sm:mb-2" : "top-full mt-2",
        )}
      >
        {said && (
          <div className={clsx("px-3 py-2", suggestions.length > 0 && "border-line border-b")}>
            <DecisionNotice decision={said} hasResults={suggestions.length > 0} elsewhere={elsewhere} />
          </div>
        )}
        <SuggestionList id={id} label={label} groups={groups} active={active} onChoose={choose} />
        {datasets && (
          <a
            href={links.catalogue(locale, { q: text.trim() })}
            className="flex min-h-11 items-center px-3 py-1.5 text-accent-ink underline underline-offset-2 focus-visible:-outline-offset-3"
          >
            {t(datasets.isMore ? "datasetsMore" : "datasets", { count: datasets.count })}
          </a>
        )}
        {attribution && <p className="px-3 py-1 text-ink-muted text-small">{t("alsoFrom", { source: attribution })}</p>}
        {!isWaiting && suggestions.length === 0 && (
          <p className="px-3 py-2 text-ink-muted">
            {failure && `${busyText(failure) ?? t("failed")} `}
            <a href={links.catalogue(locale, { q: text })} className="text-accent-ink underline underline-offset-2">
              {t("inCatalogue")}
            </a>
          </p>
        )}
        {isWaiting && suggestions.length === 0 && <p className="px-3 py-2 text-ink-muted">{common("states.loading")}</p>}
      </div>
    </>
  );
}
