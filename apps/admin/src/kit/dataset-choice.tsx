"use client";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../api/api.ts";
import { useCommunity } from "./current-community.tsx";
import { QueryView } from "./query-view.tsx";

const SHOWN = 8;

interface DatasetChoiceProps {
  readonly value: string;
  readonly onValueChange: (id: string) => void;
}

/** Chooses a dataset: the latest changed ones are listed, any other is found by its title. */
export function DatasetChoice({ value, onValueChange }: DatasetChoiceProps) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const [chosen, setChosen] = useState<{ readonly id: string; readonly title: string } | null>(null);
  const datasets = useQuery(
    api.datasets.list.queryOptions({ communityId: community.id, limit: SHOWN, ...(q && { q }) }, { placeholderData: keepPreviousData }),
  );
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("datasetSearch")}>
        {(control) => <TextInput {...control} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <QueryView query={datasets} rows={3}>
        {({ items, total }) => {
          // The chosen dataset stays visible during the next search.
          const offered = chosen && !items.some(({ id }) => id === chosen.id) ? [chosen, ...items] : items;
          return (
            <>
              {offered.length > 0 && (
                <RadioGroup
                  legend={t("dataset")}
                  name="dataset"
                  value={value}
                  onValueChange={(id) => {
                    const found = offered.find((one) => one.id === id);
                    setChosen(found ? { id, title: found.title } : null);
                    onValueChange(id);
                  }}
                  options={offered.map(({ id, title }) => ({ value: id, label: title }))}
                />
              )}
              <p aria-live="polite" className="text-ink-muted text-small">
                {total === 0 ? t("noDataset") : total > items.length ? t("moreDatasets", { count: total - items.length }) : null}
              </p>
            </>
          );
        }}
      </QueryView>
    </div>
  );
}
