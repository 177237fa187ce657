"use client";
import type { ProcessingRun } from "@archipel/contracts/processing.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { useWords } from "./use-catalogue.ts";

/** The inputs of a run, and the number of features read and written. */
export function RunFacts({ run }: { readonly run: ProcessingRun }) {
  const t = useTranslations("processing.facts");
  const locale = useLocale();
  const community = useCommunity();
  const words = useWords();
  const counts = Object.entries(run.counts ?? {}).map(([name, count]) => {
    const title = run.countTitles[name];
    const label = name === "in" || name === "out" || name === "empty" ? t(name) : title ? words(title) : name;
    return `${formatNumber(locale, count)} ${label}`;
  });
  return (
    <dl className="flex flex-col gap-2">
      <div>
        <dt className="text-ink-muted text-small">{t("processing")}</dt>
        <dd>{t("version", { title: run.processingTitle ? words(run.processingTitle) : run.processing, version: run.version })}</dd>
      </div>
      <div>
        <dt className="text-ink-muted text-small">{t("sources")}</dt>
        <dd>
          <ul>
            {run.sources.map((source) => (
              <li key={source.layerId} className="break-words">
                <Link href={links.dataset(community.slug, source.datasetId)} className="text-accent-ink underline underline-offset-2">
                  {source.datasetTitle} — {source.title}
                </Link>
                <span className="text-ink-muted"> {t("revision", { revision: source.revision })}</span>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      {counts.length > 0 && (
        <div>
          <dt className="text-ink-muted text-small">{t("counts")}</dt>
          <dd className="figures">{counts.join(" · ")}</dd>
        </div>
      )}
    </dl>
  );
}
