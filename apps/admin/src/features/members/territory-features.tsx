"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** Features of one layer, by their `fid`. */
export interface PickedFeatures {
  readonly layerId: string;
  readonly fids: readonly number[];
}

interface TerritoryFeaturesProps {
  readonly picked: PickedFeatures | null;
  readonly onPick: (picked: PickedFeatures | null) => void;
}

const LISTED = 100;

/** Picks features of a layer of the community, such as communes or sectors; their outlines make the territory. */
export function TerritoryFeatures({ picked, onPick }: TerritoryFeaturesProps) {
  const t = useTranslations("admin.members.territory");
  const layers = useAreaLayers();
  const [chosenId, setChosenId] = useState(picked?.layerId ?? "");
  const layer = layers.find(({ id }) => id === chosenId);
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("layer")} hint={layers.length === 0 ? t("noLayer") : undefined}>
        {(control) => (
          <Select
            {...control}
            value={layer?.id ?? ""}
            options={[{ value: "", label: t("chooseLayer") }, ...layers.map(({ id, title }) => ({ value: id, label: title }))]}
            onChange={(event) => {
              setChosenId(event.target.value);
              onPick(null);
            }}
          />
        )}
      </Field>
      {layer?.bbox && <FeatureChoice key={layer.id} layer={layer} picked={picked} onPick={onPick} />}
    </div>
  );
}

/** Layers of the community with polygons. */
function useAreaLayers(): LayerSummary[] {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId, limit: 100 })).data?.items ?? [];
  const answers = useQueries({ queries: datasets.map(({ id: datasetId }) => api.layers.list.queryOptions({ datasetId })) });
  return answers
    .flatMap(({ data }) => data ?? [])
    .filter(({ abilities, geometry }) => abilities.includes("features") && (geometry === "polygon" || geometry === "mixed"))
    .toSorted((a, b) => a.featureCount - b.featureCount);
}

function FeatureChoice({ layer, picked, onPick }: TerritoryFeaturesProps & { readonly layer: LayerSummary }) {
  const t = useTranslations("admin.members.territory");
  const api = useApi();
  const [q, setQ] = useState("");
  const fids = picked?.fids ?? [];
  const features = useQuery(
    api.features.inView.queryOptions(
      { layerId: layer.id, bbox: layer.bbox ?? [-180, -85, 180, 85], limit: LISTED, ...(q.trim() && { q: q.trim() }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const toggle = (fid: number) => {
    const next = fids.includes(fid) ? fids.filter((one) => one !== fid) : [...fids, fid];
    onPick(next.length > 0 ? { layerId: layer.id, fids: next } : null);
  };
  return (
    <>
      <Field label={t("searchFeature")}>
        {(control) => <TextInput {...control} type="search" value={q} maxLength={100} onChange={(event) => setQ(event.target.value)} />}
      </Field>
      <QueryView query={features} rows={4}>
        {({ items, total }) => (
          <fieldset className="flex min-h-0 flex-col gap-1">
            <legend className="mb-1 text-ink-muted text-small">{t("picked", { count: fids.length })}</legend>
            <div className="max-h-64 overflow-y-auto rounded-control border border-line px-3 py-1">
              {items.map(({ fid, label }) => (
                <Checkbox key={fid} label={label} checked={fids.includes(fid)} onChange={() => toggle(fid)} />
              ))}
              {items.length === 0 && <p className="py-2 text-ink-muted">{t("noFeature")}</p>}
            </div>
            {total > items.length && <p className="text-ink-muted text-small">{t("moreFeatures", { count: items.length, total })}</p>}
          </fieldset>
        )}
      </QueryView>
    </>
  );
}
