"use client";
import { type Job, jobStatus } from "@archipel/contracts/jobs.ts";
import { formatAgo, formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ListTodo } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useNow } from "../../kit/use-now.ts";
import { links } from "../../links.ts";
import { isOpen, JobStatusBadge, JobSubject } from "./job-words.tsx";

/** All jobs: running, waiting or ended, latest first. */
export function JobsPage() {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const locale = useLocale();
  const [status, setStatus] = useState<Job["status"] | "">("");
  const [kind, setKind] = useState("");
  // The kinds change only with a new release, so that they never go stale.
  const kinds = useQuery(api.jobs.kinds.queryOptions({ communityId: community.id }, { staleTime: Number.POSITIVE_INFINITY }));
  const jobs = useInfiniteQuery(
    api.jobs.list.infiniteQueryOptions(
      { communityId: community.id, ...(status && { status }), ...(kind && { kind }) },
      {
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: (query) => (query.state.data?.pages.some(({ items }) => items.some(isOpen)) ? 2000 : 10_000),
      },
    ),
  );
  return (
    <>
      <PageHeader title={t("admin.nav.jobs")} lead={t("admin.jobs.lead")} />
      <div className="flex flex-wrap gap-3">
        <Field label={t("admin.jobs.columns.status")} className="min-w-0 flex-1 basis-40 sm:max-w-60">
          {(control) => (
            <Select
              {...control}
              value={status}
              options={[
                { value: "", label: t("admin.jobs.anyStatus") },
                ...jobStatus.options.map((value) => ({ value, label: t(`admin.jobs.status.${value}`) })),
              ]}
              onChange={(event) => setStatus(jobStatus.options.find((one) => one === event.target.value) ?? "")}
            />
          )}
        </Field>
        <Field label={t("admin.jobs.columns.kind")} className="min-w-0 flex-1 basis-40 sm:max-w-72">
          {(control) => (
            <Select
              {...control}
              value={kind}
              options={[
                { value: "", label: t("admin.jobs.anyKind") },
                ...(kinds.data ?? []).map((one) => ({ value: one.kind, label: one.title[locale] })),
              ]}
              onChange={(event) => setKind(event.target.value)}
            />
          )}
        </Field>
      </div>
      <QueryView query={jobs}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) return <NoJobs isFiltered={status !== "" || kind !== ""} />;
          return (
            <>
              <JobsTable jobs={rows} />
              {jobs.hasNextPage && (
                <Button className="self-center" disabled={jobs.isFetchingNextPage} onClick={() => jobs.fetchNextPage()}>
                  {t("common.actions.showMore")}
                </Button>
              )}
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function NoJobs({ isFiltered }: { readonly isFiltered: boolean }) {
  const t = useTranslations("admin.jobs");
  const community = useCommunity();
  return (
    <EmptyState
      icon={<ListTodo aria-hidden className="size-8" />}
      title={t(isFiltered ? "noMatch" : "empty")}
      action={
        <Link href={links.processings(community.slug)} className="text-accent-ink underline underline-offset-2">
          {t("emptyAction")}
        </Link>
      }
    >
      {!isFiltered && t("emptyText")}
    </EmptyState>
  );
}

function JobsTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const t = useTranslations("admin.jobs");
  const locale = useLocale();
  const community = useCommunity();
  const now = useNow();
  const columns: Column<Job>[] = [
    {
      key: "kind",
      header: t("columns.kind"),
      isRowHeader: true,
      cell: (job) => (
        <>
          <Link href={links.job(community.slug, job.id)} className="text-accent-ink underline-offset-2 hover:underline">
            {job.title[locale]}
          </Link>
          <span className="wrap-anywhere block font-normal text-ink-muted text-small sm:hidden">{job.subject}</span>
        </>
      ),
    },
    { key: "subject", header: t("columns.subject"), isWideOnly: true, cell: (job) => <JobSubject job={job} /> },
    {
      key: "status",
      header: t("columns.status"),
      cell: (job) => (
        <div className="flex min-w-32 flex-col gap-1">
          <span>
            <JobStatusBadge status={job.status} />
          </span>
          <HowFar job={job} />
        </div>
      ),
    },
    { key: "by", header: t("columns.by"), isWideOnly: true, cell: (job) => job.createdByName || "—" },
    {
      key: "since",
      header: t("columns.since"),
      isWideOnly: true,
      cell: (job) => <span className="whitespace-nowrap">{formatAgo(locale, job.startedAt ?? job.createdAt, now)}</span>,
    },
  ];
  return <Table caption={t("caption")} isCaptionHidden columns={columns} rows={jobs} rowKey={(job) => job.id} />;
}

function HowFar({ job }: { readonly job: Job }) {
  const t = useTranslations("admin.jobs");
  const locale = useLocale();
  if (job.status === "waiting" && job.ahead !== null)
    return <span className="text-ink-muted text-small">{t("ahead", { count: job.ahead })}</span>;
  if (job.status !== "progress") return null;
  const label = job.stepTitle?.[locale] ?? t("starting");
  const amount =
    job.total === null ? undefined : t("amount", { done: formatNumber(locale, job.done), total: formatNumber(locale, job.total) });
  return (
    <Progress label={label} share={job.total ? job.done / job.total : null} {...(amount && { detail: amount })} className="text-small" />
  );
}
