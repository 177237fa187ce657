"use client";
import type { DomainFound, PortalDomain } from "@archipel/contracts/domains.ts";
import { formatAgo, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert, type AlertTone } from "@archipel/ui/alert.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "../../kit/use-now.ts";

/** What the last check found, in words, and what follows from it. */
export function DomainState({ domain }: { readonly domain: PortalDomain }) {
  const t = useTranslations("domains.said");
  const locale = useLocale();
  const now = useNow();
  const { found, state, failingSince, suspendsAt, checkedAt, proofRecord } = domain;
  if (!found) return <Alert tone="info" title={t("never")} />;
  const since = failingSince ? formatDateTime(locale, failingSince) : "";
  const until = suspendsAt ? formatDateTime(locale, suspendsAt) : "";
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <Alert tone={toneOf(domain, found)} title={t(found.proof, { name: proofRecord.name })}>
        {found.texts.length > 0 && (
          <ul className="figures list-disc break-all pl-5 text-small">
            {found.texts.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {state === "failing" && <p>{t("failing", { since, until })}</p>}
        {state === "suspended" && found.proof !== "taken" && <p>{t("suspended", { since })}</p>}
        <p className={found.proof === "proved" || state !== "pending" ? "" : "mt-1"}>
          {t(`points.${found.points}`, { addresses: found.pointsTo.join(", ") })}
        </p>
      </Alert>
      {checkedAt && <p className="text-ink-muted text-small">{t("checked", { when: formatAgo(locale, checkedAt, now) })}</p>}
    </div>
  );
}

function toneOf({ state }: PortalDomain, { proof, points }: DomainFound): AlertTone {
  if (state === "suspended") return "danger";
  if (proof === "proved") return points === "here" ? "success" : "warning";
  return state === "failing" ? "warning" : "info";
}
