import { formatNumber } from "@archipel/i18n/format.ts";
import { KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { DatasetCard } from "./dataset-card.tsx";
import type { Granted } from "./loaders.ts";

/** The datasets of which grants open a part to the person, for the same search. Shows nothing without one. */
export function GrantedDatasets({ granted }: { readonly granted: Granted }) {
  const [locale, t] = [useLocale(), useTranslations("portal.catalogue.granted")];
  const { items, total } = granted;
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="granted-title" className="mb-8">
      <h2 id="granted-title" className="flex items-center gap-2 font-medium text-large">
        <KeyRound aria-hidden className="size-5 shrink-0 text-accent" />
        {t("title", { count: total, formatted: formatNumber(locale, total) })}
      </h2>
      <p className="mt-1 mb-3 text-ink-muted">{t("text")}</p>
      <ul className="space-y-4">
        {items.map((dataset) => (
          <DatasetCard key={dataset.id} dataset={dataset} />
        ))}
      </ul>
    </section>
  );
}
