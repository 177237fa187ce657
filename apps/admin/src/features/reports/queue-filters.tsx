"use client";
import type { ReportFilter } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { SavedFilters } from "../filters/saved-filters.tsx";
import { choiceOf, filterOf, type QueueChoice, SORTS, VIEW_NAMES, VIEWS } from "./queue-filter.ts";
import { useReportCount, useReportCounts } from "./use-report-counts.ts";
import { useText } from "./words.ts";

interface QueueFiltersProps {
  readonly choice: QueueChoice;
  readonly onChoose: (choice: QueueChoice) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const TYPING_MS = 300;

/** Tabs with their counts, then further filters. */
export function QueueFilters({ choice, onChoose, searchRef }: QueueFiltersProps) {
  const t = useTranslations("moderation.filters");
  const community = useCommunity();
  const counts: Partial<Record<string, number | undefined>> = {
    ...useReportCounts(community),
    snoozed: useReportCount(community, VIEWS.snoozed),
  };
  return (
    <search aria-label={t("label")} className="flex flex-col gap-3">
      <div className="-mx-4 flex gap-1 overflow-x-auto px-4 sm:mx-0 sm:flex-wrap sm:px-0">
        {VIEW_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === choice.view}
            onClick={() => onChoose({ ...choice, view: name, narrowed: withoutStatus(choice.narrowed) })}
            className="min-h-10 shrink-0 rounded-control border border-transparent px-3 text-ink hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
          >
            {t(`views.${name}`)}
            {counts[name] !== undefined && <span className="figures ml-1.5 text-small">{counts[name]}</span>}
          </button>
        ))}
      </div>
      <Narrowing choice={choice} onChoose={onChoose} searchRef={searchRef} />
    </search>
  );
}

function withoutStatus({ status: _, ...filter }: ReportFilter): ReportFilter {
  return filter;
}

/** One field for each filter, side by side. */
function Narrowing({ choice, onChoose, searchRef }: QueueFiltersProps) {
  const t = useTranslations("moderation.filters");
  const api = useApi();
  const text = useText();
  const { id: communityId } = useCommunity();
  const themes = useQuery(api.reports.themes.queryOptions({ communityId })).data ?? [];
  const portals = useQuery(api.portals.list.queryOptions({ communityId })).data ?? [];
  const { narrowed } = choice;
  const narrow = (part: ReportFilter) => onChoose({ ...choice, narrowed: compact({ ...narrowed, ...part }) });
  const [typed, setTyped] = useState(narrowed.search ?? "");
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    if (typed.trim() === (narrowed.search ?? "")) return;
    const timer = setTimeout(() => narrow({ search: typed.trim() || undefined }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const isNarrowed = Object.keys(narrowed).length > 0;
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Field label={t("search")} isLabelHidden className="min-w-0 flex-1 basis-40 sm:max-w-72 sm:basis-56">
        {(control) => (
          <TextInput
            {...control}
            ref={searchRef}
            type="search"
            placeholder={t("searchHint")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          />
        )}
      </Field>
      <Button aria-expanded={isUnfolded} className="sm:hidden" onClick={() => setUnfolded(!isUnfolded)}>
        <SlidersHorizontal aria-hidden className="size-4" />
        {t("more", { count: Object.keys(narrowed).filter((key) => key !== "search").length })}
      </Button>
      <div className={clsx("flex basis-full flex-wrap items-center gap-x-4 gap-y-2 sm:contents", !isUnfolded && "max-sm:hidden")}>
        <Field label={t("theme")} isLabelHidden className="min-w-0 flex-1 basis-48 sm:max-w-64">
          {(control) => (
            <Select
              {...control}
              value={narrowed.themeId ?? ""}
              options={[{ value: "", label: t("anyTheme") }, ...themes.map(({ id, name }) => ({ value: id, label: text(name) }))]}
              onChange={(event) => narrow({ themeId: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field label={t("portal")} isLabelHidden className="min-w-0 flex-1 basis-48 sm:max-w-64">
          {(control) => (
            <Select
              {...control}
              value={narrowed.portalId ?? ""}
              options={[{ value: "", label: t("anyPortal") }, ...portals.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(event) => narrow({ portalId: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field label={t("sort")} isLabelHidden className="min-w-0 flex-1 basis-48 sm:max-w-64">
          {(control) => (
            <Select
              {...control}
              value={choice.sort}
              options={SORTS.map((value) => ({ value, label: t(`sorts.${value}`) }))}
              onChange={(event) => onChoose({ ...choice, sort: SORTS.find((sort) => sort === event.target.value) ?? "waiting" })}
            />
          )}
        </Field>
        <Checkbox
          label={t("territory")}
          checked={narrowed.isInTerritory ?? false}
          onChange={(event) => narrow({ isInTerritory: event.target.checked || undefined })}
        />
        <Checkbox
          label={t("withEdit")}
          checked={narrowed.hasProposedEdit ?? false}
          onChange={(event) => narrow({ hasProposedEdit: event.target.checked || undefined })}
        />
        <SavedFilters
          current={{ kind: "reports", filter: filterOf(choice) }}
          onApply={(chosen) => {
            if (chosen.kind !== "reports") return;
            setTyped(chosen.filter.search ?? "");
            onChoose(choiceOf(chosen.filter, choice.sort));
          }}
        />
        {isNarrowed && (
          <Button
            tone="quiet"
            onClick={() => {
              setTyped("");
              onChoose({ ...choice, narrowed: {} });
            }}
          >
            {t("clear")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Removes undefined parts, so that an unchanged filter keeps the same query key. */
function compact(filter: ReportFilter): ReportFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
