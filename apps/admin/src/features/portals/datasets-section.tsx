"use client";
import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { fold } from "@archipel/i18n/fold.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFieldArray } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { usePortalForm } from "./portal-values.ts";

/** The datasets of the portal, its own and shared ones, in the order of the map from top to bottom. */
export function DatasetsSection() {
  const t = useTranslations("admin.portals");
  const api = useApi();
  const community = useCommunity();
  const listable = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }));
  return (
    <>
      <p className="text-ink-muted">{t("datasetsHint")}</p>
      <QueryView query={listable} rows={3}>
        {(all) => <Listing all={all} />}
      </QueryView>
    </>
  );
}

function Listing({ all }: { readonly all: readonly DatasetSummary[] }) {
  const t = useTranslations("admin.portals");
  const community = useCommunity();
  const { control, setValue } = usePortalForm();
  const listed = useFieldArray({ control, name: "datasets", keyName: "key" });
  const byId = new Map(all.map((dataset) => [dataset.id, dataset]));
  const free = all.filter(({ id }) => !listed.fields.some(({ datasetId }) => datasetId === id));
  return (
    <div className="flex flex-col gap-4">
      {listed.fields.length === 0 ? (
        <p className="rounded-card border border-line-strong border-dashed px-5 py-4 text-ink-muted">{t("noneListed")}</p>
      ) : (
        <ol className="divide-y divide-line rounded-card border border-line bg-surface">
          {listed.fields.map((entry, index) => {
            const dataset = byId.get(entry.datasetId);
            const title = dataset?.title ?? t("unknownDataset");
            return (
              <li key={entry.key} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                <span className="min-w-0 flex-1 basis-64">
                  <span className="break-words font-medium">{title}</span>
                  {dataset && dataset.communityId !== community.id && (
                    <span className="block text-ink-muted text-small">{t("sharedBy", { community: dataset.communityName })}</span>
                  )}
                </span>
                <span className="flex items-center gap-1">
                  <Switch
                    label={<span className="text-small">{t("shownAtStart")}</span>}
                    checked={entry.isVisible ?? true}
                    onCheckedChange={(isVisible) =>
                      setValue(`datasets.${index}`, { datasetId: entry.datasetId, isVisible }, { shouldDirty: true })
                    }
                  />
                  <Button
                    tone="quiet"
                    isSquare
                    aria-label={t("moveUp", { title })}
                    {...(index === 0 ? { disabledReason: t("isFirst") } : { onClick: () => listed.move(index, index - 1) })}
                  >
                    <ArrowUp aria-hidden className="size-4" />
                  </Button>
                  <Button
                    tone="quiet"
                    isSquare
                    aria-label={t("moveDown", { title })}
                    {...(index === listed.fields.length - 1
                      ? { disabledReason: t("isLast") }
                      : { onClick: () => listed.move(index, index + 1) })}
                  >
                    <ArrowDown aria-hidden className="size-4" />
                  </Button>
                  <Button tone="quiet" isSquare aria-label={t("unlist", { title })} onClick={() => listed.remove(index)}>
                    <X aria-hidden className="size-4" />
                  </Button>
                </span>
              </li>
            );
          })}
        </ol>
      )}
      <FreeDatasets datasets={free} onAdd={(datasetId) => listed.append({ datasetId, isVisible: true })} />
    </div>
  );
}

function FreeDatasets({ datasets, onAdd }: { readonly datasets: readonly DatasetSummary[]; readonly onAdd: (id: string) => void }) {
  const t = useTranslations("admin.portals");
  const community = useCommunity();
  const [typed, setTyped] = useState("");
  const words = fold(typed);
  const found = datasets.filter(({ title, communityName }) => fold(`${title} ${communityName}`).includes(words));
  if (datasets.length === 0) return <p className="text-ink-muted text-small">{t("allListed")}</p>;
  return (
    <div className="flex flex-col gap-2">
      <Field label={t("addDataset")}>
        {(control) => (
          <TextInput
            {...control}
            type="search"
            placeholder={t("addDatasetPlaceholder")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-card border border-line bg-surface">
        {found.map((dataset) => (
          <li key={dataset.id} className="flex items-center gap-3 px-4 py-1.5">
            <span className="min-w-0 flex-1">
              <span className="break-words">{dataset.title}</span>
              {dataset.communityId !== community.id && (
                <span className="ml-2">
                  <Badge>{dataset.communityName}</Badge>
                </span>
              )}
            </span>
            <Button tone="quiet" aria-label={t("listIt", { title: dataset.title })} onClick={() => onAdd(dataset.id)}>
              <Plus aria-hidden className="size-4" />
              {t("add")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
