"use client";
import { Badge } from "@archipel/ui/badge.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { CircleCheck, FileWarning, GitPullRequestArrow, Inbox, Mail, PencilLine, TriangleAlert, UserRoundPlus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import type { Need } from "../../kit/need.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { AuditRecent } from "../audit/audit-recent.tsx";
import { useWaiting } from "../contributions/use-waiting.ts";
import { DropArea } from "../deliveries/uploads/drop-area.tsx";
import { isAtWork } from "../deliveries/uploads/upload-status.tsx";
import { JobProgress } from "../jobs/job-progress.tsx";
import { useRequests } from "../members/requests/use-requests.ts";
import { HomeStart } from "../portals/start/home-start.tsx";
import { useReportNeeds } from "../reports/use-report-needs.ts";
import { useLegalNeeds } from "../site/legal/use-legal-needs.ts";

/** The home page: decisions to make first, then failures, then unfinished work; running jobs beside it. */
export function OverviewPage() {
  const t = useTranslations("admin.overview");
  const me = useMe();
  const community = useCommunity();
  const { needs, running, isPending, unanswered } = useNeeds();
  return (
    <>
      <PageHeader title={t("hello", { name: me.name.split(" ")[0] ?? me.name })} lead={t("lead", { community: community.name })} />
      <HomeStart />
      {hasRole(community, "contributor") && <DropArea />}
      <section aria-labelledby="needs-title" className="flex flex-col gap-3">
        <h2 id="needs-title" className="text-title">
          {t("needs")}
        </h2>
        {needs.length > 0 ? (
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {needs.map((need) => (
              <NeedLine key={need.key} need={need} />
            ))}
          </ul>
        ) : isPending ? (
          <Skeleton className="h-14" />
        ) : unanswered ? (
          <QueryView<unknown> query={unanswered}>{() => null}</QueryView>
        ) : (
          <p className="flex min-h-14 items-center gap-3 rounded-card border border-line bg-surface px-5 py-3">
            <CircleCheck aria-hidden className="size-5 text-success" />
            {t("nothing")}
          </p>
        )}
      </section>
      {running.length > 0 && (
        <section aria-labelledby="running-title" className="flex flex-col gap-3">
          <h2 id="running-title" className="text-title">
            {t("running")}
          </h2>
          <ul className="flex flex-col gap-3">
            {running.map(({ id, fileName, jobId }) => (
              <li key={id} className="rounded-card border border-line bg-surface px-5 py-4">
                <Link
                  href={links.upload(community.slug, id)}
                  className="break-all font-medium text-accent-ink underline-offset-2 hover:underline"
                >
                  {fileName}
                </Link>
                {jobId && (
                  <div className="mt-2">
                    <JobProgress jobId={jobId} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className={clsx("grid gap-6", hasRole(community, "manager") && "lg:grid-cols-2")}>
        <Portals />
        {hasRole(community, "manager") && (
          <Panel title={t("recent")} action={<Link href={links.audit(community.slug)}>{t("allChanges")}</Link>}>
            <AuditRecent />
          </Panel>
        )}
      </div>
    </>
  );
}

function NeedLine({ need }: { readonly need: Need }) {
  const { Icon } = need;
  return (
    <li>
      <Link href={need.href} className="flex min-h-14 items-center gap-4 px-5 py-3 text-ink no-underline hover:bg-sunken">
        <Icon aria-hidden className={`size-5 shrink-0 ${need.isUrgent ? "text-danger" : "text-accent-ink"}`} />
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{need.text}</span>
          {need.detail && <span className="block truncate text-ink-muted text-small">{need.detail}</span>}
        </span>
        <span aria-hidden className="text-ink-muted">
          →
        </span>
      </Link>
    </li>
  );
}

function Portals() {
  const t = useTranslations("admin.overview");
  const tn = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  const shown = portals.data?.filter(({ status }) => status === "live" || status === "preparing") ?? [];
  return (
    <Panel title={tn("nav.portals")} action={<Link href={links.portals(community.slug)}>{t("allPortals")}</Link>}>
      {portals.isPending ? (
        <Skeleton className="m-3 h-9" />
      ) : portals.isLoadingError ? (
        <QueryView query={portals}>{() => null}</QueryView>
      ) : shown.length === 0 ? (
        <div className="px-5 py-4">
          <p className="mb-3 text-ink-muted">{tn("portals.emptyText")}</p>
          {hasRole(community, "manager") && (
            <Link href={links.newPortal(community.slug)} className={buttonClass({ tone: "primary" })}>
              {tn("portals.create")}
            </Link>
          )}
        </div>
      ) : (
        <ul className="divide-y divide-line">
          {shown.map((portal) => (
            <li key={portal.id} className="flex flex-wrap items-center justify-between gap-x-4 px-5 py-2.5">
              <Link
                href={links.portal(community.slug, portal.id)}
                className="font-medium text-accent-ink underline-offset-2 hover:underline"
              >
                {portal.name}
              </Link>
              {portal.isOnline ? (
                <a
                  href={portal.address}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex min-h-6 items-center break-all text-ink-muted text-small underline underline-offset-2"
                >
                  {portal.address.replace(/^https?:\/\//, "")}
                </a>
              ) : (
                <Badge tone="info">{tn("portals.status.preparing")}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Panel({ title, action, children }: { readonly title: string; readonly action: ReactNode; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="self-start rounded-card border border-line bg-surface">
      <div className="flex items-baseline justify-between gap-4 border-line border-b px-5 py-3 [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center [&_a]:text-accent-ink [&_a]:text-small [&_a]:underline [&_a]:underline-offset-2">
        <h2 className="text-base">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

function useNeeds() {
  const t = useTranslations("admin.overview");
  const api = useApi();
  const community = useCommunity();
  const { id: communityId, slug } = community;
  const isContributor = hasRole(community, "contributor");
  const isManager = hasRole(community, "manager");
  const uploads = useQuery(
    api.uploads.list.queryOptions(
      { communityId, limit: 100 },
      {
        enabled: isContributor,
        refetchInterval: (query) => (query.state.data?.items.some(({ status }) => isAtWork(status)) ? 3000 : false),
      },
    ),
  );
  const drafts = useQuery(api.datasets.list.queryOptions({ communityId, status: "draft", limit: 5 }, { enabled: isContributor }));
  const invitations = useQuery(api.members.invitations.queryOptions({ communityId }, { enabled: isManager }));
  const requests = useRequests(community);
  const portals = useQuery(api.portals.list.queryOptions({ communityId }));
  const contributions = useWaiting(community);
  const reports = useReportNeeds();
  const legal = useLegalNeeds();
  const all = uploads.data?.items ?? [];
  const waiting = all.filter(({ status }) => status === "checked");
  const failed = all.filter(({ status }) => status === "failed");
  const unfinished = all.filter(({ status }) => status === "receiving");
  const names = (files: readonly { readonly fileName: string }[]) => files.map(({ fileName }) => fileName).join(", ");
  const only = (files: readonly { readonly id: string }[]) =>
    files.length === 1 && files[0] ? links.upload(slug, files[0].id) : links.uploads(slug);
  const needs: Need[] = [...reports];
  if (contributions.data && contributions.data.total > 0) {
    needs.push({
      key: "contributions",
      Icon: GitPullRequestArrow,
      text: t(hasRole(community, "moderator") ? "contributions" : "sentBack", { count: contributions.data.total }),
      detail: contributions.data.items.map(({ title }) => title).join(", "),
      href: links.contributions(slug),
    });
  }
  if (waiting.length > 0) {
    needs.push({ key: "waiting", Icon: Inbox, text: t("waiting", { count: waiting.length }), detail: names(waiting), href: only(waiting) });
  }
  if (failed.length > 0) {
    needs.push({
      key: "failed",
      Icon: TriangleAlert,
      text: t("failed", { count: failed.length }),
      detail: names(failed),
      href: only(failed),
      isUrgent: true,
    });
  }
  if (unfinished.length > 0) {
    needs.push({
      key: "unfinished",
      Icon: FileWarning,
      text: t("unfinished", { count: unfinished.length }),
      detail: names(unfinished),
      href: only(unfinished),
    });
  }
  if (drafts.data && drafts.data.total > 0) {
    needs.push({
      key: "drafts",
      Icon: PencilLine,
      text: t("drafts", { count: drafts.data.total }),
      detail: drafts.data.items.map(({ title }) => title).join(", "),
      href: `${links.datasets(slug)}?status=draft`,
    });
  }
  if (requests.data?.length) {
    needs.push({
      key: "requests",
      Icon: UserRoundPlus,
      text: t("requests", { count: requests.data.length }),
      detail: requests.data.map(({ personName }) => personName).join(", "),
      href: links.members(slug),
    });
  }
  if (invitations.data?.length) {
    needs.push({
      key: "invitations",
      Icon: Mail,
      text: t("invitations", { count: invitations.data.length }),
      detail: invitations.data.map(({ email }) => email).join(", "),
      href: links.members(slug),
    });
  }
  needs.push(...legal);
  return {
    needs,
    running: all.filter(({ status }) => status === "checking" || status === "publishing"),
    /** A query that failed. The page must not say that nothing waits there. */
    unanswered: [contributions, uploads, drafts, invitations, portals].find(({ isLoadingError }) => isLoadingError),
    isPending: (isContributor && (uploads.isPending || contributions.isPending)) || portals.isPending,
  };
}
