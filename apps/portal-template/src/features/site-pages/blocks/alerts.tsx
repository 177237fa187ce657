import { formatDateTime } from "@archipel/i18n/format.ts";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { AlertItem } from "../../alerts/alert-item.tsx";
import { say } from "../../site/said.ts";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** Alerts in force. Where nobody keeps alerts, nothing: "no alert" would be false. */
export function Alerts({ block: { props }, world }: BlockProps<"alerts">) {
  const t = useTranslations("alerts.portal");
  const { checkedAt, inForce } = world.found.alerts;
  if (checkedAt === null) return null;
  const level = levelBelow(say(world, props.title));
  return (
    <Section
      world={world}
      title={props.title}
      action={
        <a href={links.alerts(world.locale)} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4">
          {t("all")}
        </a>
      }
    >
      {inForce.length === 0 ? (
        <p className="font-medium">{t("none")}</p>
      ) : (
        <ul className="grid gap-4">
          {inForce.map((alert) => (
            <li key={alert.id}>
              <AlertItem alert={alert} reader={world} level={level} />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 text-ink-muted text-small">
        {t("checked", { community: world.site.portal.communityName, date: formatDateTime(world.locale, checkedAt) })}
      </p>
    </Section>
  );
}
