import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { links } from "../../links.ts";
import { LICENCE_PAGES } from "./licence-pages.ts";

/** The record in brief: producer, licence, date of update, size. */
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
  ];
  // Layers of points and of heights have tiles in place of features.
  const layers = dataset.layers.filter(({ kind }) => kind !== "pointcloud" && kind !== "elevation");
  const features = layers.reduce((sum, { featureCount }) => sum + featureCount, 0);
  if (layers.length > 0) facts.push([t("facts.features"), formatNumber(locale, features)]);
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
  if (dataset.producedOn) facts.push([t("facts.producedOn"), formatDate(locale, dataset.producedOn)]);
  if (dataset.revisedOn) facts.push([t("facts.revisedOn"), formatDate(locale, dataset.revisedOn)]);
  if (dataset.scale) facts.push([t("facts.scale"), `1:${formatNumber(locale, dataset.scale)}`]);
  if (dataset.resolution) facts.push([t("facts.resolution"), t("facts.metres", { value: formatNumber(locale, dataset.resolution) })]);
  if (dataset.identifier) facts.push([t("facts.identifier"), <Identifier key="identifier" value={dataset.identifier} />]);
  if (dataset.contacts.length > 0) facts.push([t("facts.contacts"), <Contacts key="contacts" contacts={dataset.contacts} />]);
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
                {dataset.keywordTexts?.[keyword] ?? keyword}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Shows a URL as a link. */
function Identifier({ value }: { readonly value: string }) {
  if (!/^https?:\/\/\S+$/.test(value)) return <span className="break-all">{value}</span>;
  return (
    <a href={value} rel="noreferrer" className="break-all text-accent-ink underline underline-offset-4">
      {value}
    </a>
  );
}

function Contacts({ contacts }: { readonly contacts: Dataset["contacts"] }) {
  return (
    <ul className="space-y-1">
      {contacts.map(({ name, email }) => (
        <li key={`${name} ${email}`} className="break-words">
          {email ? (
            <a href={`mailto:${email}`} className="text-accent-ink underline underline-offset-4">
              {name}
            </a>
          ) : (
            name
          )}
        </li>
      ))}
    </ul>
  );
}
