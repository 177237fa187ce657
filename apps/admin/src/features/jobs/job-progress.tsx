"use client";
import type { Job } from "@archipel/contracts/jobs.ts";
import { formatDuration, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useApi } from "../../api/api.ts";
import { useFailureText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { rateMeter } from "../../kit/rate-meter.ts";
import { isOpen } from "./job-words.tsx";

/** The progress of a job: its step, the amount done, the time left. core-api stores it, so that a reload shows it again. */
export function JobProgress({ jobId, onEnd }: { readonly jobId: string; readonly onEnd?: () => void }) {
  const api = useApi();
  const community = useCommunity();
  const job = useQuery(
    api.jobs.get.queryOptions(
      { communityId: community.id, jobId },
      { refetchInterval: (query) => (query.state.data === undefined || isOpen(query.state.data) ? 1000 : false), staleTime: 0 },
    ),
  );
  const wasRunning = useRef(false);
  const status = job.data?.status;
  useEffect(() => {
    if (status !== undefined && isOpen({ status })) wasRunning.current = true;
    else if (status !== undefined && wasRunning.current) {
      wasRunning.current = false;
      onEnd?.();
    }
  }, [status, onEnd]);
  if (!job.data) return <Skeleton className="h-12" />;
  if (job.data.status === "failure" || job.data.status === "aborted") return <StoppedJob job={job.data} />;
  return <RunningJob job={job.data} />;
}

function RunningJob({ job }: { readonly job: Job }) {
  const t = useTranslations("admin.jobs");
  const locale = useLocale();
  const seconds = useSecondsLeft(job);
  if (job.status === "waiting") {
    return <Progress label={t("waiting")} share={null} {...(job.ahead !== null && { detail: t("ahead", { count: job.ahead }) })} />;
  }
  const label = job.stepTitle?.[locale] ?? t("starting");
  const amount = { done: formatNumber(locale, job.done), total: formatNumber(locale, job.total ?? 0) };
  const detail =
    job.total === null
      ? undefined
      : seconds === null
        ? t("amount", amount)
        : t("amountAndTime", { ...amount, time: formatDuration(locale, seconds) });
  return <Progress label={label} share={job.total ? job.done / job.total : null} {...(detail && { detail })} />;
}

/** Estimated from the rate of the current step; each step measures its own rate. */
function useSecondsLeft({ step, done, total, status }: Job): number | null {
  const meter = useRef({ step, rate: rateMeter() });
  if (meter.current.step !== step) meter.current = { step, rate: rateMeter() };
  const perSecond = meter.current.rate(done);
  return status === "progress" && total !== null && perSecond && perSecond > 0 ? Math.ceil((total - done) / perSecond) : null;
}

function StoppedJob({ job }: { readonly job: Job }) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const failureText = useFailureText();
  const reason = useRoleReason()("manager");
  const retry = useMutation(
    api.jobs.retry.mutationOptions({
      onSuccess: () =>
        Promise.all([queryClient.invalidateQueries(api.jobs.pathFilter()), queryClient.invalidateQueries(api.uploads.pathFilter())]),
    }),
  );
  return (
    <Alert
      tone={job.status === "aborted" ? "warning" : "danger"}
      isLive
      title={t(`admin.jobs.${job.status === "aborted" ? "aborted" : "failed"}`)}
      repair={job.error ? failureText(job.error) : undefined}
      action={
        <Button
          disabled={retry.isPending}
          onClick={() => retry.mutate({ communityId: community.id, jobId: job.id })}
          {...(reason && { disabledReason: reason })}
        >
          {t("common.actions.retry")}
        </Button>
      }
    />
  );
}
