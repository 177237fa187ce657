"use client";
import type { ContributionSummary } from "@archipel/contracts/contributions.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { GitPullRequestArrow } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { contributionsQuery } from "./queue-choice.ts";
import { QueueFilters, useQueueChoice } from "./queue-filters.tsx";
import { QueueList } from "./queue-list.tsx";

/** The queue of contributions for moderators, their own for contributors. The address keeps the filters. */
export function QueuePage() {
  const t = useTranslations("admin.contributions");
  const tn = useTranslations("admin.nav");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const community = useCommunity();
  const queue = useQueueChoice();
  const { view } = queue.choice;
  const contributions = useInfiniteQuery(contributionsQuery(api, community.id, queue.choice));
  const rows: ContributionSummary[] = contributions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title={tn("contributions")} lead={t("lead")} />
      <QueueFilters {...queue} />
      <QueryView query={contributions}>
        {() => (
          <>
            <QueueList contributions={rows} total={contributions.data?.pages[0]?.total ?? 0}>
              <EmptyState
                icon={<GitPullRequestArrow aria-hidden className="size-8" />}
                title={t(view === "waiting" && queue.isViewOnly ? "empty.waiting" : "empty.other")}
                action={
                  view === "all" && queue.isViewOnly ? (
                    <Link href={links.datasets(community.slug)} className={buttonClass({ tone: "primary" })}>
                      {t("seeDatasets")}
                    </Link>
                  ) : (
                    <Button onClick={() => queue.apply({})}>{t("showAll")}</Button>
                  )
                }
              >
                {t("emptyText")}
              </EmptyState>
            </QueueList>
            {contributions.hasNextPage && (
              <Button className="self-center" disabled={contributions.isFetchingNextPage} onClick={() => contributions.fetchNextPage()}>
                {tc("showMore")}
              </Button>
            )}
          </>
        )}
      </QueryView>
    </>
  );
}
