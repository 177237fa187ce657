import type { AskedPlace } from "@archipel/contracts/answers.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { readerOf, type Site } from "../site/loaders.ts";
import { AlertItem } from "./alert-item.tsx";
import { alertsHere } from "./loaders.ts";

/** Above an answer: the alerts in force at its place; nothing without any. */
export async function AlertsAtPlace({ site, place }: { readonly site: Site; readonly place: AskedPlace }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("alerts.portal")]);
  const alerts = await alertsHere(site.portal.id, place, locale);
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts-here" className="grid gap-3">
      <h2 id="alerts-here" className="text-title">
        {t("here", { count: alerts.length })}
      </h2>
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} reader={readerOf(site, locale)} level={3} />
      ))}
    </section>
  );
}
