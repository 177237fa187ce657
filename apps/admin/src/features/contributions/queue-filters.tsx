"use client";
import type { ContributionFilter } from "@archipel/contracts/contributions.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { SavedFilters } from "../filters/saved-filters.tsx";
import { addressOf, type Choice, choiceFromAddress, filterOf, VIEW_NAMES, viewOf } from "./queue-choice.ts";

/** The filters of the queue, kept in the address. A moderator starts with what waits, a contributor with their own contributions. */
export function useQueueChoice() {
  const isModerator = hasRole(useCommunity(), "moderator");
  const asked = useSearchParams();
  const [choice, setChoice] = useState<Choice>(() => choiceFromAddress(new URLSearchParams(asked), isModerator));
  const kept = String(addressOf(choice));
  useEffect(() => window.history.replaceState(null, "", `?${kept}`), [kept]);
  const filter = filterOf(choice);
  const { isMine, isInTerritory, datasetId } = choice;
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
        {VIEW_NAMES.map((name) => (
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
