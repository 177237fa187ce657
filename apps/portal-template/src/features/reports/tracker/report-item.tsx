import type { PortalReporting, TrackedReport } from "@archipel/contracts/reports.ts";
import { formatDate, unbroken } from "@archipel/i18n/format.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { MessageSquare, Paperclip } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { ReportStatusBadge } from "../status-badge.tsx";

/** A report in a list: its text, its status and its outcome. */
export async function ReportItem({ report, reporting }: { readonly report: TrackedReport; readonly reporting: PortalReporting | null }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("reports")]);
  const {
    number,
    status,
    body,
    themeName,
    datasetTitle,
    datasetTitleLang,
    featureLabel,
    featureLang,
    thumbnailPath,
    createdAt,
    comments,
    files,
    hasProposedEdit,
    answer,
  } = report;
  const theme = wordsIn(locale, themeName);
  const where =
    featureLabel === null
      ? datasetTitle && <span lang={datasetTitleLang ?? undefined}>{datasetTitle}</span>
      : t.rich("tracker.feature", { label: featureLabel, name: (label) => <span lang={featureLang ?? undefined}>{label}</span> });
  return (
    <li className="relative flex gap-4 rounded-card border border-line bg-surface p-4 hover:border-line-strong">
      {thumbnailPath && (
        <PlainImage
          src={links.reportFile(thumbnailPath)}
          alt=""
          loading="lazy"
          className="size-20 shrink-0 rounded-control bg-sunken object-cover"
        />
      )}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <p className="figures text-ink-muted text-small">
            {t("tracker.kept.number", { number })} · {formatDate(locale, createdAt, "medium")}
          </p>
          <ReportStatusBadge status={status} reporting={reporting} />
        </div>
        <h3 className="mt-1 font-medium font-text text-base">
          {/* The link covers the whole card. */}
          <a
            href={links.report(locale, number)}
            className="line-clamp-2 break-words text-ink no-underline after:absolute after:inset-0 hover:underline"
          >
            {unbroken(body)}
          </a>
        </h3>
        {(theme || where) && (
          <p className="mt-1 text-ink-muted text-small">
            {theme}
            {theme && where && " · "}
            {where}
          </p>
        )}
        {answer && (
          <p className="mt-1 line-clamp-2 border-line-strong border-l-2 pl-2 text-small">
            <span className="text-ink-muted">{t("tracker.answer")}</span> {unbroken(answer)}
          </p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-4 text-ink-muted text-small empty:hidden">
          {comments > 0 && (
            <span className="inline-flex items-center gap-1">
              <MessageSquare aria-hidden className="size-4" />
              {t("tracker.comments", { count: comments })}
            </span>
          )}
          {files > 0 && (
            <span className="inline-flex items-center gap-1">
              <Paperclip aria-hidden className="size-4" />
              {t("tracker.files", { count: files })}
            </span>
          )}
          {hasProposedEdit && <span>{t("tracker.hasEdit")}</span>}
        </p>
      </div>
    </li>
  );
}
