"use client";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ModeratedReport, QueuedReport, ReportStatus, SimilarReport } from "@archipel/contracts/reports.ts";
import { formatCoordinates, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { RefObject } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { DetailActs } from "./detail-acts.tsx";
import { Duplicates } from "./duplicates.tsx";
import { FormValues } from "./form-values.tsx";
import { Photos } from "./photos.tsx";
import { ProposedEdit } from "./proposed-edit.tsx";
import { ReportDiscussion, type Writing } from "./report-discussion.tsx";
import { ReportFacts } from "./report-facts.tsx";
import { ReportStatusBadge, ReportTimes } from "./report-words.tsx";
import { ReportedPoints } from "./reported-points.tsx";
import { ReviewBar } from "./review-bar.tsx";
import type { ReportActs } from "./use-report-acts.ts";

const MAP_HEIGHT = "h-64 lg:h-80";
const ReportMap = dynamic(() => import("./report-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

export interface DetailActions {
  readonly accept: () => void;
  readonly answer: () => void;
  readonly setStatus: (status: ReportStatus) => void;
  readonly assignMe: () => void;
  readonly assign: () => void;
  readonly snooze: () => void;
  readonly hide: () => void;
  readonly publish: () => void;
  readonly publishWithoutFiles: () => void;
  readonly refuse: () => void;
  readonly merge: (other: SimilarReport) => void;
}

interface ReportDetailProps {
  readonly reportId: string;
  /** The row as acts that are not sent yet leave it. */
  readonly row: QueuedReport | undefined;
  readonly near: readonly QueuedReport[];
  readonly acts: ReportActs;
  /** Held by the queue, because its keyboard shortcuts act on them too. */
  readonly triage: {
    readonly actions: DetailActions;
    readonly writing: Writing;
    readonly setWriting: (writing: Writing) => void;
  };
  readonly onOpen: (id: string) => void;
  readonly onBack: () => void;
  readonly panelRef: RefObject<HTMLElement | null>;
}

/** One report beside its queue. On a narrow screen it fills the page, with a link back. */
export function ReportDetail(props: ReportDetailProps) {
  const { reportId, onBack, panelRef } = props;
  const t = useTranslations("moderation");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const report = useQuery(api.reports.get.queryOptions({ communityId, reportId }));
  return (
    <section ref={panelRef} tabIndex={-1} aria-label={t("detail")} className="flex min-w-0 scroll-mt-20 flex-col gap-5 outline-none">
      <Button tone="quiet" className="self-start lg:hidden" onClick={onBack}>
        <ArrowLeft aria-hidden className="size-4" />
        {t("back")}
      </Button>
      <QueryView query={report} rows={6}>
        {(data) => <Opened {...props} report={{ ...data, ...(props.row && pendingPart(props.row)) }} />}
      </QueryView>
    </section>
  );
}

/** Values of the row that an act changes before core-api answers. */
function pendingPart({ status, assigneeId, assigneeName, dueAt, snoozedUntil, isHidden, themeId, themeName, ...row }: QueuedReport) {
  const { review, entriesToReview } = row;
  return { status, assigneeId, assigneeName, dueAt, snoozedUntil, isHidden, themeId, themeName, review, entriesToReview };
}

function Opened({ report, near, acts, triage, onOpen }: ReportDetailProps & { readonly report: ModeratedReport }) {
  const t = useTranslations("moderation");
  const { actions, writing, setWriting } = triage;
  const locale = useLocale();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const similar = useQuery(api.reports.similarTo.queryOptions({ communityId, reportId: report.id })).data ?? [];
  const refresh = () => acts.refreshOne(report.id);
  const isOpen = openStatuses.includes(report.status) && !report.mergedInto;
  const known = new Set(similar.map(({ id }) => id));
  const others = [...similar, ...near.filter(({ id }) => !known.has(id))].filter(({ id }) => id !== report.id);
  return (
    <>
      <header className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ReportStatusBadge status={report.status} />
          <ReportTimes report={report} />
        </p>
        <h2 className="text-title">{t("title", { number: report.number })}</h2>
        <p className="text-ink-muted text-small">
          {report.authorName ?? t(report.hasEmail ? "byVisitorMail" : "byVisitor")} · {formatDateTime(locale, report.createdAt)}
          {report.portal && ` · ${report.portal.name}`}
        </p>
      </header>
      {report.mergedInto && (
        <Alert
          tone="info"
          title={t("mergedInto", { number: report.mergedInto.number })}
          action={<OpenOther id={report.mergedInto.id} onOpen={onOpen} />}
        />
      )}
      <ReviewBar report={report} actions={actions} />
      <DetailActs report={report} isOpen={isOpen} actions={actions} />
      <p className="whitespace-pre-line break-words text-large">{report.body}</p>
      <FormValues report={report} />
      <Photos report={report} onChanged={refresh} />
      <ReportMap report={report} others={others} onPick={onOpen} className={MAP_HEIGHT} />
      <p className="text-ink-muted text-small">
        {report.feature && (
          <>
            {t("about", { feature: report.feature.label ?? report.feature.layerTitle, layer: report.feature.layerTitle })}
            {" · "}
          </>
        )}
        <span className="figures">{formatCoordinates(locale, report.place.lon, report.place.lat)}</span>
      </p>
      {report.contributionId && (
        <ProposedEdit report={report} contributionId={report.contributionId} onAccept={isOpen ? actions.accept : undefined} />
      )}
      {report.points && <ReportedPoints report={{ ...report, points: report.points }} isOpen={isOpen} onDone={refresh} />}
      <Duplicates
        report={report}
        similar={similar}
        acts={acts.acts}
        onOpen={onOpen}
        onDifferent={(other) => acts.markDifferent(report, other)}
        onMerge={isOpen ? actions.merge : undefined}
      />
      {report.mergedReports.length > 0 && (
        <section aria-label={t("mergedReports")} className="flex flex-col gap-1">
          <h3 className="text-base">{t("mergedReports")}</h3>
          <ul>
            {report.mergedReports.map(({ id, number, body }) => (
              <li key={id} className="break-words">
                <Link href={links.report(slug, id)} className="text-accent-ink underline underline-offset-2">
                  {t("number", { number })}
                </Link>{" "}
                {body}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ReportFacts report={report} acts={acts} />
      <ReportDiscussion key={report.id} report={report} writing={writing} onWrite={setWriting} onChanged={refresh} />
    </>
  );
}

function OpenOther({ id, onOpen }: { readonly id: string; readonly onOpen: (id: string) => void }) {
  const t = useTranslations("moderation.duplicates");
  return <Button onClick={() => onOpen(id)}>{t("open")}</Button>;
}
