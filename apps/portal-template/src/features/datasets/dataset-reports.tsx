import type { Dataset } from "@archipel/contracts/datasets.ts";
import { MessageSquareWarning } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { countOpenReports } from "../reports/loaders.ts";

interface DatasetReportsProps {
  readonly portalId: string;
  readonly dataset: Dataset;
}

/** The number of open reports about these data, and a link to report. Empty on portals without reports. */
export async function DatasetReports({ portalId, dataset }: DatasetReportsProps) {
  const [locale, t, count] = await Promise.all([getLocale(), getTranslations("reports.dataset"), countOpenReports(portalId, dataset.id)]);
  if (count === null) return null;
  const toMap = links.map(locale, {
    layers: dataset.layers.map(({ id }) => id),
    ...(dataset.bbox && { box: dataset.bbox }),
    report: "new",
  });
  return (
    <section aria-labelledby="dataset-reports" className="rounded-card border border-line bg-surface p-5">
      <h2 id="dataset-reports" className="font-medium font-text text-base">
        {t("title")}
      </h2>
      <p className="mt-1">
        {count === 0 ? (
          <span className="text-ink-muted">{t("none")}</span>
        ) : (
          <a
            href={links.reports(locale, { dataset: dataset.slug, status: "open" })}
            className="text-accent-ink underline underline-offset-4"
          >
            {t("open", { count })}
          </a>
        )}
      </p>
      <a href={toMap} className="mt-2 inline-flex min-h-9 items-center gap-2 text-accent-ink underline underline-offset-4">
        <MessageSquareWarning aria-hidden className="size-4 shrink-0" />
        {t("report")}
      </a>
    </section>
  );
}
