import type { OpenedDataset } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";

/** The datasets of which grants open a part to the person. Shows nothing without one. */
export async function OpenedData({ opened }: { readonly opened: readonly OpenedDataset[] }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("grants.opened")]);
  if (opened.length === 0) return null;
  return (
    <>
      <h3 className="mt-6 mb-2 border-line border-t pt-5 font-medium text-large">{t("title")}</h3>
      <p className="text-ink-muted">{t("intro")}</p>
      <ul className="mt-2 divide-y divide-line">
        {opened.map(({ datasetId, title, ownerName, slug, until }) => (
          <li key={datasetId} className="py-3 last:pb-0">
            {slug === null ? (
              <p className="break-words font-medium">{title}</p>
            ) : (
              <a href={links.dataset(locale, slug)} className="break-words font-medium underline underline-offset-4">
                {title}
              </a>
            )}
            <p className="text-ink-muted text-small">
              {t("of", { owner: ownerName, until: until ? t("until", { date: formatDate(locale, until, "medium") }) : t("always") })}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
