"use client";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { QueuedReport, ReportStatus } from "@archipel/contracts/reports.ts";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { AlarmClock, Clock, EyeOff } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "../../kit/use-now.ts";
import { ReviewMark } from "./review-mark.tsx";
import { STATUS_TONES, useStatuses } from "./words.ts";

export function ReportStatusBadge({ status }: { readonly status: ReportStatus }) {
  const { label } = useStatuses();
  return <Badge tone={STATUS_TONES[status]}>{label(status)}</Badge>;
}

export function ReportAge({ at }: { readonly at: Date }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} suppressHydrationWarning>
      {formatAgo(locale, at, now)}
    </time>
  );
}

type Timed = Pick<QueuedReport, "status" | "createdAt" | "dueAt" | "snoozedUntil" | "isHidden" | "review" | "entriesToReview">;

/** The age of a report, its due date, and whether it is snoozed, hidden, or to be read by a moderator. */
export function ReportTimes({ report, isAgeShown = true }: { readonly report: Timed; readonly isAgeShown?: boolean }) {
  const t = useTranslations("moderation.times");
  const locale = useLocale();
  const now = useNow();
  const isOpen = openStatuses.includes(report.status);
  const isLate = isOpen && report.dueAt !== null && report.dueAt < now;
  const isAsleep = report.snoozedUntil !== null && report.snoozedUntil > now;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted group-data-current:text-ink text-small">
      {isAgeShown && <ReportAge at={report.createdAt} />}
      {isOpen && report.dueAt && !isAsleep && (
        <span className={isLate ? "inline-flex items-center gap-1 font-medium text-danger" : "inline-flex items-center gap-1"}>
          <Clock aria-hidden className="size-3.5" />
          {t(isLate ? "late" : "due", { date: formatDate(locale, report.dueAt, "medium") })}
        </span>
      )}
      {isAsleep && report.snoozedUntil && (
        <span className="inline-flex items-center gap-1">
          <AlarmClock aria-hidden className="size-3.5" />
          {t("asleep", { date: formatDate(locale, report.snoozedUntil, "medium") })}
        </span>
      )}
      <ReviewMark report={report} />
      {report.isHidden && (
        <span className="inline-flex items-center gap-1 text-warning">
          <EyeOff aria-hidden className="size-3.5" />
          {t("hidden")}
        </span>
      )}
    </span>
  );
}
