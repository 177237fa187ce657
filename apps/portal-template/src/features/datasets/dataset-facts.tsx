import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { links } from "../../links.ts";

const LICENCE_PAGES: Partial<Record<Dataset["licence"], string>> = {
  "etalab-2.0": "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
  "odbl-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
  "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
  "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
};

/** The record in brief: who, under what terms, how fresh, how much. */
export async function DatasetFacts({ dataset }: { readonly dataset: Dataset }) {
  const [locale, t, tCommon] = await Promise.all([getLocale(), getTranslations("portal.dataset"), getTranslations("common")]);
  const licencePage = LICENCE_PAGES[dataset.licence];
  const facts: [string, ReactNode][] = [
    [t("facts.producer"), dataset.communityName],
    [
      t("facts.licence"),
      licencePage ? (
        <a
          key="licence"
          href={licencePage}
          rel="license noreferrer"
          className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-4"
        >
          {tCommon(`licences.${messageKey(dataset.licence)}`)}
        </a>
      ) : (
        tCommon(`licences.${messageKey(dataset.licence)}`)
      ),
    ],
    [t("facts.updated"), formatDate(locale, dataset.updatedAt)],
    [t("facts.frequency"), tCommon(`frequencies.${dataset.updateFrequency}`)],
    [t("facts.topic"), tCommon(`topics.${dataset.topic}`)],
    [t("facts.features"), formatNumber(locale, dataset.featureCount)],
  ];
  if (dataset.publishedAt) facts.push([t("facts.published"), formatDate(locale, dataset.publishedAt)]);
  if (dataset.contactName || dataset.contactEmail) {
    facts.push([
      t("facts.contact"),
      dataset.contactEmail ? (
        <a key="contact" href={`mailto:${dataset.contactEmail}`} className="break-words text-accent-ink underline underline-offset-4">
          {dataset.contactName || dataset.contactEmail}
        </a>
      ) : (
        dataset.contactName
      ),
    ]);
  }
  return (
    <div className="rounded-card border border-line bg-surface p-5">
      <dl className="divide-y divide-line">
        {facts.map(([label, value]) => (
          <div key={label} className="py-2.5 first:pt-0 last:pb-0">
            <dt className="text-ink-muted text-small">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {dataset.keywords.length > 0 && (
        <ul aria-label={t("facts.keywords")} className="mt-4 flex flex-wrap gap-2 border-line border-t pt-4">
          {dataset.keywords.map((keyword) => (
            <li key={keyword}>
              <a
                href={links.catalogue(locale, { keyword })}
                className="inline-flex min-h-8 items-center rounded-control bg-sunken px-2.5 text-ink text-small no-underline hover:text-accent-ink hover:underline"
              >
                {keyword}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
