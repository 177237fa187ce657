"use client";
import type { ApiKey } from "@archipel/contracts/access.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

type Facts = Pick<ApiKey, "services" | "data" | "networks" | "origins" | "previousUntil">;

/** What a key is limited to, and until when its old secret is valid; nothing for a key without limits. */
export function KeyFacts({ facts }: { readonly facts: Facts }) {
  const t = useTranslations("access");
  const locale = useLocale();
  const { services, data, networks, origins, previousUntil } = facts;
  const lists = [
    ["services", services.map((service) => t(`limits.service.${service}`))],
    ["data", data.map(({ title }) => title ?? t("limits.gone"))],
    ["networks", networks],
    ["origins", origins],
  ] as const;
  return (
    <>
      {lists.map(
        ([name, list]) =>
          list.length > 0 && (
            <p key={name} className="break-words text-ink-muted text-small">
              {t(`shown.${name}`, { list: list.join(" · ") })}
            </p>
          ),
      )}
      {previousUntil && (
        <p className="text-small text-warning">{t("shown.previous", { date: formatDate(locale, previousUntil, "medium") })}</p>
      )}
    </>
  );
}
