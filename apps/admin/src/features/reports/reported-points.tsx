"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { addressOfVolume } from "@archipel/point-view/scene/volume-view.ts";
import { LIDAR_HD_CLASSES } from "@archipel/pointcloud/checks/lidar-hd.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { JobProgress } from "../jobs/job-progress.tsx";

interface ReportedPointsProps {
  readonly report: ModeratedReport & { readonly points: NonNullable<ModeratedReport["points"]> };
  readonly isOpen: boolean;
  readonly onDone: () => void;
}

/** The points that a report is about, and their correction. */
export function ReportedPoints({ report, isOpen, onDone }: ReportedPointsProps) {
  const t = useTranslations("moderation.points");
  const tClouds = useTranslations("clouds");
  const locale = useLocale();
  const api = useApi();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const { points } = report;
  const [chosen, setChosen] = useState(points.classification === null ? "" : String(points.classification));
  const [message, setMessage] = useState("");
  const [jobId, setJobId] = useState<string | null>(null);
  const portals = useQuery(api.portals.list.queryOptions({ communityId }));
  const address = portals.data?.find(({ id }) => id === report.portal?.id)?.address;
  const correct = useMutation(api.reports.correctPoints.mutationOptions({ onSuccess: (started) => setJobId(started.jobId) }));
  const nameOf = (code: string | number) => pointClass(tClouds, code);
  const seen = Object.entries(points.seen).sort(([, a], [, b]) => b - a);
  const isClass = points.problem === "class" || points.problem === "noise";
  return (
    <section aria-labelledby="points-title" className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
      <div>
        <h3 id="points-title" className="text-base">
          {t("title")}
        </h3>
        <p>
          {t(`problems.${points.problem}`)} · <span lang={points.layerTitleLang ?? undefined}>{points.layerTitle}</span>
        </p>
        {seen.length > 0 && (
          <p className="text-ink-muted">
            {t("seen", { classes: seen.map(([code, count]) => `${nameOf(code)} ${formatNumber(locale, count)}`).join(", ") })}
          </p>
        )}
        {points.classification !== null && <p>{t("proposed", { name: nameOf(points.classification) })}</p>}
        {address !== undefined && (
          <a
            href={new URL(`/${locale}/points/${points.layerId}${addressOfVolume(points.volume)}`, address).href}
            className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4"
          >
            {t("see")}
          </a>
        )}
      </div>
      {correct.error && <Alert tone="danger" title={errorText(correct.error)} isLive />}
      {jobId !== null && <JobProgress jobId={jobId} onEnd={onDone} />}
      {isOpen && !isClass && <p className="text-ink-muted">{t("other")}</p>}
      {isOpen && isClass && jobId === null && (
        <>
          <Field label={t("class")}>
            {(control) => (
              <Select
                {...control}
                value={chosen}
                options={[
                  { value: "", label: "…", disabled: true },
                  ...[...LIDAR_HD_CLASSES].map((code) => ({ value: String(code), label: nameOf(code) })),
                ]}
                onChange={({ target: { value } }) => setChosen(value)}
              />
            )}
          </Field>
          <Field label={t("message")}>
            {(control) => (
              <TextArea {...control} rows={2} maxLength={4000} value={message} onChange={({ target: { value } }) => setMessage(value)} />
            )}
          </Field>
          <p className="text-ink-muted text-small">{t("hint")}</p>
          <Button
            tone="primary"
            className="self-start"
            disabled={chosen === "" || correct.isPending}
            onClick={() => correct.mutate({ communityId, reportId: report.id, classification: Number(chosen), message })}
          >
            {t("correct")}
          </Button>
        </>
      )}
    </section>
  );
}
