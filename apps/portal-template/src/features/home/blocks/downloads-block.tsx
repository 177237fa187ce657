import { formatNumber } from "@archipel/i18n/format.ts";
import { Download } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { NoDatasets } from "../../catalogue/no-datasets.tsx";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** The datasets as downloads: title, size, one file. */
export async function DownloadsBlock({ block, catalogue, site }: BlockProps<"downloads">) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home")]);
  const items = catalogue.items.slice(0, block.limit);
  return (
    <Section title={block.title} text={block.text}>
      {items.length === 0 ? (
        <NoDatasets site={site} />
      ) : (
        <ul className="grid gap-px border border-line bg-line sm:grid-cols-2 lg:grid-cols-3">
          {items.map((dataset) => (
            <li key={dataset.id} className="flex flex-col gap-3 bg-ground p-5">
              <h3 className="text-large">
                <a href={links.dataset(locale, dataset.slug)} className="text-ink no-underline hover:text-accent-ink hover:underline">
                  {dataset.title}
                </a>
              </h3>
              <p className="figures flex-1 text-ink-muted text-small">
                {t("featureCount", { count: dataset.featureCount, formatted: formatNumber(locale, dataset.featureCount) })}
              </p>
              <a
                href={links.datasetDownload(dataset.id)}
                download
                className="inline-flex min-h-10 items-center gap-2 self-start text-accent-ink underline underline-offset-4"
              >
                <Download aria-hidden className="size-4" />
                {t("takeHome")}
                <span className="sr-only">: {dataset.title}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
