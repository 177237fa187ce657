import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { currentAlerts } from "../site/current-alerts.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { say } from "../site/said.ts";
import { BannerRow } from "./banner-row.tsx";

/** Rows of one level that a narrow screen can hold; the page of alerts has the others. */
const MOST_ROWS = 3;

/** The alerts in force, on every page. Nothing without any. */
export async function AlertBanner({ site }: { readonly site: Site }) {
  const { inForce } = await currentAlerts(site.portal);
  if (inForce.length === 0) return null;
  const [locale, t] = await Promise.all([getLocale(), getTranslations("alerts.portal")]);
  const reader = readerOf(site, locale);
  return (
    <section aria-label={t("banner")} className="print:hidden">
      {inForce.slice(0, MOST_ROWS).map((alert) => {
        const title = say(reader, alert.title);
        return (
          <BannerRow
            key={alert.id}
            id={`${alert.id} ${(alert.correctedAt ?? alert.publishedAt).toISOString()}`}
            level={alert.level}
            title={title.text}
            lang={title.attrs.lang}
            href={links.alert(locale, alert.id)}
            isExercise={alert.isExercise}
          />
        );
      })}
      {inForce.length > MOST_ROWS && (
        <p className="border-line border-b bg-surface px-4 py-2 lg:px-8">
          <a href={links.alerts(locale)} className="text-accent-ink underline underline-offset-4">
            {t("all")}
          </a>
        </p>
      )}
    </section>
  );
}
