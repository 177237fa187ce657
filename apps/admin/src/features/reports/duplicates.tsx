"use client";
import type { ModeratedReport, SimilarReport } from "@archipel/contracts/reports.ts";
import { formatDistance, formatShare } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";
import { type Acts, areApart } from "./act-queue.ts";
import { ReportStatusBadge } from "./report-words.tsx";

interface DuplicatesProps {
  readonly report: ModeratedReport;
  readonly similar: readonly SimilarReport[];
  readonly acts: Acts;
  readonly onOpen: (id: string) => void;
  readonly onDifferent: (other: SimilarReport) => void;
  /** Undefined when this report is closed or merged. */
  readonly onMerge: ((other: SimilarReport) => void) | undefined;
}

/** Similar reports that nobody has marked as different. */
export function likelyDuplicates(
  report: Pick<ModeratedReport, "id">,
  similar: readonly SimilarReport[],
  acts: Acts,
): readonly SimilarReport[] {
  return similar.filter(({ id }) => id !== report.id && !areApart(acts, report.id, id));
}

/** Possible duplicates: distance, similarity, and whether they concern the same feature. */
export function Duplicates({ report, similar, acts, onOpen, onDifferent, onMerge }: DuplicatesProps) {
  const t = useTranslations("moderation.duplicates");
  const tr = useTranslations("moderation");
  const locale = useLocale();
  const likely = likelyDuplicates(report, similar, acts);
  if (likely.length === 0) return null;
  return (
    <section id="duplicates" tabIndex={-1} aria-labelledby="duplicates-title" className="flex flex-col gap-2">
      <h3 id="duplicates-title" className="text-base">
        {t("title", { count: likely.length })}
      </h3>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {likely.map((other) => (
          <li key={other.id} className="flex flex-col gap-1.5 px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
              <span className="figures font-medium">{tr("number", { number: other.number })}</span>
              <ReportStatusBadge status={other.status} />
              <span className="text-ink-muted">{t("distance", { distance: formatDistance(locale, other.distance) })}</span>
              <span className="text-ink-muted">{t("likeness", { share: formatShare(locale, other.likeness) })}</span>
              {other.isSameFeature && <Badge tone="warning">{t("sameFeature")}</Badge>}
            </p>
            <p className="line-clamp-3 break-words">{other.body}</p>
            <div className="flex flex-wrap gap-2">
              {onMerge && (
                <Button aria-keyshortcuts="m" onClick={() => onMerge(other)}>
                  {t("merge")}
                </Button>
              )}
              <Button tone="quiet" onClick={() => onDifferent(other)}>
                {t("apart")}
              </Button>
              <Button tone="quiet" onClick={() => onOpen(other.id)}>
                {t("open")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
