"use client";
import type { Job } from "@archipel/contracts/jobs.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { RunResult } from "../processing/run-result.tsx";
import { JobLogs } from "./job-logs.tsx";
import { JobProgress } from "./job-progress.tsx";
import { isOpen, JobStatusBadge, JobSubject } from "./job-words.tsx";

/** One job: its progress, its log and its result. */
export function JobPage({ jobId }: { readonly jobId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const job = useQuery(
    api.jobs.get.queryOptions(
      { communityId: community.id, jobId },
      { refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 1000 : false) },
    ),
  );
  return (
    <QueryView query={job} rows={6} back={{ label: t("nav.jobs"), href: links.jobs(community.slug) }}>
      {(data) => <JobDetail job={data} />}
    </QueryView>
  );
}

function JobDetail({ job }: { readonly job: Job }) {
  const t = useTranslations("admin");
  const tp = useTranslations("processing");
  const locale = useLocale();
  const community = useCommunity();
  const api = useApi();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(api.jobs.pathFilter());
  const moments: [string, ReactNode][] = [
    [t("jobs.columns.subject"), <JobSubject key="subject" job={job} />],
    [t("jobs.columns.by"), job.createdByName || "—"],
    [t("jobs.asked"), formatDateTime(locale, job.createdAt)],
    ...(job.startedAt ? [[t("jobs.started"), formatDateTime(locale, job.startedAt)] satisfies [string, ReactNode]] : []),
    ...(job.finishedAt ? [[t("jobs.finished"), formatDateTime(locale, job.finishedAt)] satisfies [string, ReactNode]] : []),
  ];
  return (
    <>
      <PageHeader
        title={job.title[locale]}
        parents={[{ label: t("nav.jobs"), href: links.jobs(community.slug) }]}
        badges={<JobStatusBadge status={job.status} />}
        actions={isOpen(job) && <CancelButton job={job} />}
      />
      {job.status !== "success" && (
        <section className="rounded-card border border-line bg-surface p-5">
          <JobProgress jobId={job.id} onEnd={refresh} />
          {isOpen(job) && <p className="mt-3 text-ink-muted text-small">{t("jobs.closable")}</p>}
        </section>
      )}
      {job.kind === "run-processing" && <RunResult runId={job.subjectId} isOver={!isOpen(job)} />}
      {job.kind === "make-elevation-model" && job.status === "success" && job.datasetId && (
        <Link href={links.dataset(community.slug, job.datasetId)} className={`${buttonClass({ tone: "primary" })} self-start`}>
          {tp("openResult")}
        </Link>
      )}
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {moments.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-ink-muted text-small">{label}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <JobLogs job={job} />
    </>
  );
}

function CancelButton({ job }: { readonly job: Job }) {
  const t = useTranslations("admin.jobs");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const cancel = useMutation(api.jobs.cancel.mutationOptions({ onSettled: () => queryClient.invalidateQueries(api.jobs.pathFilter()) }));
  return (
    <>
      <Button
        disabled={cancel.isPending}
        onClick={() => cancel.mutate({ communityId: job.communityId, jobId: job.id })}
        {...(reason && { disabledReason: reason })}
      >
        {t("cancel")}
      </Button>
      {cancel.error && <Alert tone="danger" title={errorText(cancel.error)} isLive />}
    </>
  );
}
