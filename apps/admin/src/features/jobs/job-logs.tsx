"use client";
import type { Job, JobLog } from "@archipel/contracts/jobs.ts";
import { formatTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";
import { useFailureText } from "../../api/failure.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { isOpen } from "./job-words.tsx";

const INK = { info: "", warning: "text-warning", error: "text-danger" } as const;

/** The log lines of a job, latest first. */
export function JobLogs({ job }: { readonly job: Job }) {
  const t = useTranslations();
  const locale = useLocale();
  const api = useApi();
  const sentence = useLogSentence();
  const isRunning = isOpen(job);
  const logs = useInfiniteQuery(
    api.jobs.logs.infiniteQueryOptions(
      { communityId: job.communityId, jobId: job.id },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: isRunning ? 1500 : false },
    ),
  );
  const { refetch } = logs;
  // The last lines are written as the job ends. Without this reload the page would never show them.
  useEffect(() => {
    if (!isRunning) void refetch();
  }, [isRunning, refetch]);
  return (
    <section aria-labelledby="job-logs" className="flex flex-col gap-3">
      <h2 id="job-logs" className="text-title">
        {t("admin.jobs.logs")}
      </h2>
      <QueryView query={logs} rows={3}>
        {({ pages }) => {
          const lines = pages.flatMap((page) => page.items);
          if (lines.length === 0) return <p className="text-ink-muted">{t("admin.jobs.noLogs")}</p>;
          return (
            <>
              <ol className="divide-y divide-line rounded-card border border-line bg-surface">
                {lines.map((line) => (
                  <li key={line.id} className="flex items-baseline gap-4 px-4 py-2">
                    <time dateTime={line.at.toISOString()} className="figures shrink-0 text-ink-muted text-small">
                      {formatTime(locale, line.at)}
                    </time>
                    <span className={clsx("min-w-0 break-words", INK[line.level])}>{sentence(line)}</span>
                  </li>
                ))}
              </ol>
              {logs.hasNextPage && (
                <Button className="self-center" disabled={logs.isFetchingNextPage} onClick={() => logs.fetchNextPage()}>
                  {t("common.actions.showMore")}
                </Button>
              )}
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

/** A log line in words: `admin.jobs.log.<code>`, with its step and its reason translated too. */
function useLogSentence(): (line: JobLog) => string {
  const t = useTranslations("admin.jobs");
  const failureText = useFailureText();
  const locale = useLocale();
  return ({ code, params, stepTitle }) => {
    const key = `log.${code}`;
    if (!t.has(key as never)) return code;
    const step = stepTitle?.[locale] ?? "";
    const reason = params.error === undefined ? "" : failureText({ code: String(params.error), params });
    return t(key as never, { ...params, step, reason } as never);
  };
}
