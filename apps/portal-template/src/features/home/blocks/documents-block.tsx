import { formatDate, unbroken } from "@archipel/i18n/format.ts";
import { ArrowRight } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { NoDatasets } from "../../catalogue/no-datasets.tsx";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** The first datasets as a list with rules between the rows: title, topic, date. */
export async function DocumentsBlock({ block, catalogue, site }: BlockProps<"documents">) {
  const [locale, t, tTopics] = await Promise.all([getLocale(), getTranslations("portal.home"), getTranslations("common.topics")]);
  const items = catalogue.items.slice(0, block.limit);
  return (
    <Section
      title={block.title}
      text={block.text}
      action={
        items.length > 0 && (
          <a href={links.catalogue(locale)} className="inline-flex min-h-8 items-center gap-2 text-accent-ink underline underline-offset-4">
            {t("seeAll", { count: catalogue.total })}
            <ArrowRight aria-hidden className="size-4" />
          </a>
        )
      }
    >
      {items.length === 0 ? (
        <NoDatasets site={site} />
      ) : (
        <ul className="divide-y divide-line border-ink border-t">
          {items.map((dataset) => (
            <li key={dataset.id} className="group relative grid gap-x-8 gap-y-1 py-4 sm:grid-cols-[1fr_auto]">
              <h3 className="text-large">
                <a
                  href={links.dataset(locale, dataset.slug)}
                  className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
                >
                  {unbroken(dataset.title)}
                </a>
              </h3>
              <p className="figures text-ink-muted text-small sm:text-right">
                {t("updatedOn", { date: formatDate(locale, dataset.updatedAt) })}
              </p>
              <p className="line-clamp-2 max-w-prose text-ink-muted">{dataset.abstract}</p>
              <p className="text-ink-muted text-small sm:text-right">{tTopics(dataset.topic)}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
