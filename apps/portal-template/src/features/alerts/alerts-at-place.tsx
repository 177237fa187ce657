import type { PublicAlert } from "@archipel/contracts/alerts.ts";
import { useTranslations } from "next-intl";
import type { Reader } from "../site/said.ts";
import { AlertItem } from "./alert-item.tsx";

/** Above an answer: the alerts in force at its place; nothing without any. */
export function AlertsAtPlace({ alerts, reader }: { readonly alerts: readonly PublicAlert[]; readonly reader: Reader }) {
  const t = useTranslations("alerts.portal");
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts-here" className="grid gap-3">
      <h2 id="alerts-here" className="text-title">
        {t("here", { count: alerts.length })}
      </h2>
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} reader={reader} level={3} />
      ))}
    </section>
  );
}
