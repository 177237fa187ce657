import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { getLocale, getTranslations } from "next-intl/server";

interface CiteProps {
  readonly dataset: Dataset;
  readonly portalName: string;
  /** The page of the dataset. */
  readonly url: string;
}

/** How to name the data where they are used: producer, year, title, portal, licence and address. Licences ask for most of it. */
export async function Cite({ dataset, portalName, url }: CiteProps) {
  const [locale, t, tLicences, tActions] = await Promise.all([
    getLocale(),
    getTranslations("datasets.cite"),
    getTranslations("common.licences"),
    getTranslations("common.actions"),
  ]);
  const text = t("sentence", {
    producer: dataset.communityName,
    year: String(dataset.updatedAt.getFullYear()),
    title: dataset.title,
    portal: portalName,
    licence: dataset.licence === "other" ? t("ownLicence") : tLicences(messageKey(dataset.licence)),
    date: formatDate(locale, dataset.updatedAt),
    url,
  });
  return (
    <section aria-labelledby="cite">
      <h2 id="cite" className="text-title">
        {t("title")}
      </h2>
      <p className="mt-1 mb-3 max-w-prose text-ink-muted">{t("text")}</p>
      <div className="flex flex-wrap items-start gap-3 rounded-card border border-line bg-surface p-5">
        <p className="wrap-anywhere min-w-0 flex-1 basis-72">{text}</p>
        <CopyButton text={text} label={tActions("copy")} copiedLabel={tActions("copied")} />
      </div>
    </section>
  );
}
