import type { LayerAnswers } from "@archipel/contracts/answers.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** What a declaration says, in one line. */
export function useFacts(): (declared: LayerAnswers) => string {
  const t = useTranslations("admin.answers.layers.facts");
  const tt = useTranslations("admin.answers.tags");
  const locale = useLocale();
  return ({ standard, tags, coverage, captured, accuracyM, scaleDenominator, documents }) =>
    [
      standard && `${standard.model} · ${standard.table}`,
      ...tags.map((tag) => (tt.has(tag as never) ? tt(tag as never) : tag)),
      coverage.kind === "communes" ? t("communes", { count: coverage.codes.length }) : t(coverage.kind),
      captured && t("captured", { day: formatDate(locale, captured, "medium") }),
      scaleDenominator && t("scale", { scale: formatNumber(locale, scaleDenominator) }),
      accuracyM && t("accuracy", { metres: formatNumber(locale, accuracyM) }),
      documents.length > 0 && t("documents", { count: documents.length }),
    ]
      .filter(Boolean)
      .join(" · ");
}
