"use client";
import type { ContributionFilter, ContributionStatus, ContributionSummary } from "@archipel/contracts/contributions.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { GitPullRequestArrow } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useApi } from "../../api/api.ts";
import { hasRole, useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { isSameFilter } from "../filters/same-filter.ts";
import { SavedFilters } from "../filters/saved-filters.tsx";
import { QueueList } from "./queue-list.tsx";

const VIEWS = {
  waiting: ["submitted", "conflicting"],
  author: ["changes-requested"],
  merged: ["merged"],
  closed: ["rejected", "withdrawn"],
  all: [],
} as const satisfies Record<string, readonly ContributionStatus[]>;
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

/** The view that shows these states; all of them when none does. */
function viewOf(status: readonly ContributionStatus[]): View {
  return NAMES.find((name) => isSameFilter({ status: VIEWS[name] }, { status })) ?? "all";
}

/**
 * What members propose: the queue for moderators, their own contributions for contributors. The address keeps the filters.
 * Over 100 lines: the query, the filters and the list share the state of the address.
 */
export function QueuePage() {
  const t = useTranslations("admin.contributions");
  const tn = useTranslations("admin.nav");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const community = useCommunity();
  const isModerator = hasRole(community, "moderator");
  const asked = useSearchParams();
  const [view, setView] = useState<View>(NAMES.find((name) => name === asked.get("view")) ?? (isModerator ? "waiting" : "all"));
  const [datasetId, setDatasetId] = useState(asked.get("dataset") ?? "");
  const [isMine, setMine] = useState(asked.has("mine") ? asked.get("mine") === "1" : !isModerator);
  const [isInTerritory, setInTerritory] = useState(asked.get("territory") === "1");
  const territory = useQuery(api.members.ownTerritory.queryOptions({ communityId: community.id }));
  useEffect(() => {
    const kept = new URLSearchParams({
      view,
      mine: isMine ? "1" : "0",
      ...(isInTerritory && { territory: "1" }),
      ...(datasetId && { dataset: datasetId }),
    });
    window.history.replaceState(null, "", `?${kept}`);
  }, [view, datasetId, isMine, isInTerritory]);
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId: community.id, limit: 100 }));
  const filter: ContributionFilter = {
    status: [...VIEWS[view]],
    ...(datasetId && { datasetId }),
    ...(isMine && { isMine }),
    ...(isInTerritory && { isInTerritory }),
  };
  const contributions = useInfiniteQuery(
    api.contributions.list.infiniteQueryOptions(
      { communityId: community.id, ...filter },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval: 30_000 },
    ),
  );
  const rows: ContributionSummary[] = contributions.data?.pages.flatMap((page) => page.items) ?? [];
  const apply = (chosen: ContributionFilter) => {
    setView(viewOf(chosen.status ?? []));
    setDatasetId(chosen.datasetId ?? "");
    setMine(chosen.isMine ?? false);
    setInTerritory(chosen.isInTerritory ?? false);
  };
  return (
    <>
      <PageHeader title={tn("contributions")} lead={t("lead")} />
      <search aria-label={t("filters")} className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="flex flex-wrap gap-1">
          {NAMES.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === view}
              onClick={() => setView(name)}
              className="min-h-10 rounded-control border border-transparent px-3 text-ink hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
            >
              {t(`views.${name}`)}
            </button>
          ))}
        </div>
        <Field label={t("dataset")} isLabelHidden className="min-w-0 flex-1 basis-64 sm:max-w-72">
          {(control) => (
            <Select
              {...control}
              value={datasetId}
              options={[
                { value: "", label: t("anyDataset") },
                ...(datasets.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={(event) => setDatasetId(event.target.value)}
            />
          )}
        </Field>
        {territory.data && (
          <Checkbox label={t("inTerritory")} checked={isInTerritory} onChange={(event) => setInTerritory(event.target.checked)} />
        )}
        <Checkbox label={t("mine")} checked={isMine} onChange={(event) => setMine(event.target.checked)} />
        <SavedFilters
          current={{ kind: "contributions", filter }}
          onApply={(chosen) => chosen.kind === "contributions" && apply(chosen.filter)}
        />
      </search>
      <QueryView query={contributions}>
        {() => (
          <>
            <QueueList contributions={rows} total={contributions.data?.pages[0]?.total ?? 0}>
              <EmptyState
                icon={<GitPullRequestArrow aria-hidden className="size-8" />}
                title={t(view === "waiting" && !isMine && !isInTerritory && !datasetId ? "empty.waiting" : "empty.other")}
                action={
                  view === "all" && !isMine && !isInTerritory && !datasetId ? (
                    <Link href={links.datasets(community.slug)} className={buttonClass({ tone: "primary" })}>
                      {t("seeDatasets")}
                    </Link>
                  ) : (
                    <Button onClick={() => apply({})}>{t("showAll")}</Button>
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
