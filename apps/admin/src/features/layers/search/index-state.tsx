"use client";
import type { GazetteerState } from "@archipel/contracts/search-gazetteer.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { useLocale, useTranslations } from "next-intl";
import { JobProgress } from "../../jobs/job-progress.tsx";

/** Whether the names of a layer are found now: how many, since when, or the job that prepares them. */
export function IndexState({ state, onEnd }: { readonly state: GazetteerState; readonly onEnd: () => unknown }) {
  const t = useTranslations("admin.layers.search");
  const locale = useLocale();
  const { index, entries, indexedAt, jobId } = state;
  if (jobId) return <JobProgress key={jobId} jobId={jobId} onEnd={() => void onEnd()} />;
  if (index === "waiting") return <Progress label={t("state.waiting")} share={null} />;
  if (index === "failed") return <Alert tone="danger" title={t("state.failed")} repair={t("state.failedRepair")} />;
  if (index === "none") return <Alert tone="info" title={t("state.none")} />;
  return (
    <Alert
      tone={entries > 0 ? "success" : "warning"}
      title={t("state.ready", { count: entries, shown: formatNumber(locale, entries) })}
      where={indexedAt ? t("state.since", { date: formatDate(locale, indexedAt) }) : undefined}
      repair={entries > 0 ? undefined : t("state.emptyRepair")}
    />
  );
}
