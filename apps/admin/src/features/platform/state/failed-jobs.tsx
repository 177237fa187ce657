"use client";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useNow } from "../../../kit/use-now.ts";

interface FailedJobsProps {
  readonly jobs: PlatformState["failedJobs"];
  readonly failedLastDay: number;
}

/** The latest failed jobs of all communities, which an operator can run again. */
export function FailedJobs({ jobs, failedLastDay }: FailedJobsProps) {
  const t = useTranslations("usage.failedJobs");
  const tj = useTranslations("usage.jobs");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const retry = useMutation(
    api.jobs.retryFailed.mutationOptions({
      onSuccess: (count) => toasts.add({ title: t("retried", { count }) }),
      onSettled: () => queryClient.invalidateQueries(api.jobs.platform.pathFilter()),
    }),
  );
  return (
    <section aria-labelledby="failed-title" className="self-start rounded-card border border-line bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b px-5 py-2">
        <h3 id="failed-title" className="py-1 text-base">
          {t("title")}
        </h3>
        {failedLastDay > 0 && (
          <Button tone="quiet" className="-mr-3" disabled={retry.isPending} onClick={() => retry.mutate({ jobId: null })}>
            {tj("retryAll")}
          </Button>
        )}
      </div>
      {jobs.length === 0 ? (
        <p className="px-5 py-3 text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {jobs.map((job) => (
            <FailedJob key={job.id} job={job} isBusy={retry.isPending} onRetry={() => retry.mutate({ jobId: job.id })} />
          ))}
        </ul>
      )}
      {retry.error && <Alert tone="danger" title={errorText(retry.error)} isLive />}
    </section>
  );
}

interface FailedJobProps {
  readonly job: PlatformState["failedJobs"][number];
  readonly isBusy: boolean;
  readonly onRetry: () => void;
}

function FailedJob({ job, isBusy, onRetry }: FailedJobProps) {
  const t = useTranslations("usage.failedJobs");
  const te = useTranslations("errors");
  const locale = useLocale();
  const now = useNow();
  const { subject, communityName, error, finishedAt } = job;
  const title = job.title[locale];
  const code = error?.code as "internal" | undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="break-words font-medium">
          {title}
          {subject && <span className="font-normal"> · {subject}</span>}
        </p>
        <p className="break-words text-ink-muted text-small">
          {t("of", { community: communityName, ago: formatAgo(locale, finishedAt, now) })}
        </p>
        <p className="break-words text-small">{code && te.has(code) ? te(code, error?.params as never) : (code ?? t("noReason"))}</p>
      </div>
      <Button disabled={isBusy} aria-label={t("retryOf", { title, subject: subject ?? "" })} onClick={onRetry}>
        {t("retry")}
      </Button>
    </li>
  );
}
