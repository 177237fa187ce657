import type { SearchDecision, SearchMiss } from "@archipel/contracts/search.ts";
import { useLocale, useTranslations } from "next-intl";
import type { OtherSite } from "./other-sites.ts";

/** What a search asks or says before its results, in sentences; nothing when a place opens. */
export function useDecisionTexts(): (decision: SearchDecision) => string[] {
  const t = useTranslations("search");
  const locale = useLocale();
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const missText = (miss: SearchMiss) => {
    if (miss.kind !== "number") return t(`miss.${miss.kind}`, miss);
    const { text, street, commune, nearest } = miss;
    const place = [street, commune].filter(Boolean).join(", ");
    return nearest.length === 0
      ? t("miss.number", { place, text })
      : t("miss.numberNearest", { place, text, nearest: list.format(nearest) });
  };
  return (decision) => {
    if (decision.kind === "open") return [];
    if (decision.kind === "no") return decision.misses.length === 0 ? [t("nothing")] : decision.misses.map(missText);
    const { why } = decision;
    if (why === "communes") return [t("chooseCommune")];
    return [t(why === "similar" ? "chooseSimilar" : why === "namesakes" ? "choose" : "chooseAmong")];
  };
}

interface DecisionNoticeProps {
  readonly decision: SearchDecision;
  readonly hasResults: boolean;
  readonly elsewhere: readonly OtherSite[];
}

/** Why the search opens nothing: what the person chooses by, or what is not here, with the sites that may have it. */
export function DecisionNotice({ decision, hasResults, elsewhere }: DecisionNoticeProps) {
  const t = useTranslations("search");
  const texts = useDecisionTexts()(decision);
  if (texts.length === 0) return null;
  const isElsewhere = decision.kind === "no" && decision.misses.every(({ kind }) => kind !== "number") && elsewhere.length > 0;
  return (
    <div className="grid gap-1">
      {texts.map((text) => (
        <p key={text} className="break-words font-medium">
          {text}
        </p>
      ))}
      {isElsewhere && (
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="text-ink-muted">{t("elsewhere")}</span>
          {elsewhere.map(({ name, url }) => (
            <a
              key={url}
              href={url}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-8 items-center break-words text-accent-ink underline underline-offset-2"
            >
              {name} <span className="sr-only">{t("newTab")}</span>
            </a>
          ))}
        </p>
      )}
      {decision.kind === "no" && hasResults && <p className="text-ink-muted text-small">{t("nearest")}</p>}
    </div>
  );
}
