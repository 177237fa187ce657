"use client";
import type { ContributionFilter, ContributionStatus } from "@archipel/contracts/contributions.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useApi } from "../../api/api.ts";
import { hasRole, useCommunity } from "../../kit/current-community.tsx";
import { isSameFilter } from "../filters/same-filter.ts";
import { SavedFilters } from "../filters/saved-filters.tsx";

const VIEWS = {
  waiting: ["submitted", "conflicting"],
  author: ["changes-requested"],
  merged: ["merged"],
  closed: ["rejected", "withdrawn"],
  all: [],
} as const satisfies Record<string, readonly ContributionStatus[]>;
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

/** The view with exactly these statuses; `all` when no view has them. */
function viewOf(status: readonly ContributionStatus[]): View {
  return NAMES.find((name) => isSameFilter({ status: VIEWS[name] }, { status })) ?? "all";
}

interface Choice {
  readonly view: View;
  /** Empty: every dataset. */
  readonly datasetId: string;
  readonly isMine: boolean;
  readonly isInTerritory: boolean;
}

/** The filters of the queue, kept in the address. A moderator starts with what waits, a contributor with their own contributions. */
export function useQueueChoice() {
  const isModerator = hasRole(useCommunity(), "moderator");
  const asked = useSearchParams();
  const [choice, setChoice] = useState<Choice>(() => ({
    view: NAMES.find((name) => name === asked.get("view")) ?? (isModerator ? "waiting" : "all"),
    datasetId: asked.get("dataset") ?? "",
    isMine: asked.has("mine") ? asked.get("mine") === "1" : !isModerator,
    isInTerritory: asked.get("territory") === "1",
  }));
  const { view, datasetId, isMine, isInTerritory } = choice;
  useEffect(() => {
    const kept = new URLSearchParams({
      view,
      mine: isMine ? "1" : "0",
      ...(isInTerritory && { territory: "1" }),
      ...(datasetId && { dataset: datasetId }),
    });
    window.history.replaceState(null, "", `?${kept}`);
  }, [view, datasetId, isMine, isInTerritory]);
  const filter: ContributionFilter = {
    status: [...VIEWS[view]],
    ...(datasetId && { datasetId }),
    ...(isMine && { isMine }),
    ...(isInTerritory && { isInTerritory }),
  };
  return {
    choice,
    filter,
    /** Only the view narrows the queue. */
    isViewOnly: !isMine && !isInTerritory && !datasetId,
    change: (part: Partial<Choice>) => setChoice((before) => ({ ...before, ...part })),
    apply: (chosen: ContributionFilter) =>
      setChoice({
        view: viewOf(chosen.status ?? []),
        datasetId: chosen.datasetId ?? "",
        isMine: chosen.isMine ?? false,
        isInTerritory: chosen.isInTerritory ?? false,
      }),
  };
}

/** Buttons for the views, then further filters. */
export function QueueFilters({ choice, filter, change, apply }: ReturnType<typeof useQueueChoice>) {
  const t = useTranslations("admin.contributions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const territory = useQuery(api.members.ownTerritory.queryOptions({ communityId }));
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId, limit: 100 }));
  const { view, datasetId, isMine, isInTerritory } = choice;
  return (
    <search aria-label={t("filters")} className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="flex flex-wrap gap-1">
        {NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === view}
            onClick={() => change({ view: name })}
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
            onChange={(event) => change({ datasetId: event.target.value })}
          />
        )}
      </Field>
      {territory.data && (
        <Checkbox label={t("inTerritory")} checked={isInTerritory} onChange={(event) => change({ isInTerritory: event.target.checked })} />
      )}
      <Checkbox label={t("mine")} checked={isMine} onChange={(event) => change({ isMine: event.target.checked })} />
      <SavedFilters
        current={{ kind: "contributions", filter }}
        onApply={(chosen) => chosen.kind === "contributions" && apply(chosen.filter)}
      />
    </search>
  );
}
