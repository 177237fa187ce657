import type { PortalReporting, ReportSummary } from "@archipel/contracts/reports.ts";
import { formatDate, unbroken } from "@archipel/i18n/format.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { LinkButton } from "@archipel/ui/button.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { ReportStatusBadge } from "../reports/status-badge.tsx";

/** The person's reports on this portal, with their states. */
export async function Reports({
  reports,
  reporting,
}: {
  readonly reports: readonly ReportSummary[];
  readonly reporting: PortalReporting | null;
}) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("reports")]);
  if (reports.length === 0) {
    return (
      <>
        <p className="mb-4 max-w-prose text-ink-muted">{t("account.none")}</p>
        <LinkButton href={links.map(locale)}>{t("account.noneAction")}</LinkButton>
      </>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {reports.map(({ id, number, body, status, themeName, createdAt }) => (
          <li key={id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-4 first:pt-0">
            <div className="min-w-0 flex-1 basis-60">
              <h3 className="font-medium font-text text-base">
                <a href={links.report(locale, number)} className="line-clamp-2 break-words text-ink underline underline-offset-2">
                  {unbroken(body)}
                </a>
              </h3>
              <p className="text-ink-muted text-small">
                {[t("title", { number }), wordsIn(locale, themeName), t("account.on", { date: formatDate(locale, createdAt, "medium") })]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <ReportStatusBadge status={status} reporting={reporting} />
          </li>
        ))}
      </ul>
      <LinkButton tone="quiet" className="-ml-4" href={links.reports(locale, { mine: "1" })}>
        {t("account.all")}
      </LinkButton>
    </>
  );
}
