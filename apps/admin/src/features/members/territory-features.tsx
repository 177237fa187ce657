"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { NamedArea } from "@archipel/contracts/search-areas.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** Features of one layer, by their `fid`. */
export interface PickedFeatures {
  readonly layerId: string;
  readonly fids: readonly number[];
  /** What they are called, in the same order. */
  readonly names: readonly string[];
}

interface TerritoryFeaturesProps {
  readonly picked: PickedFeatures | null;
  readonly onPick: (picked: PickedFeatures | null) => void;
}

const LISTED = 100;
const FEWEST_LETTERS = 2;

/** Areas that somebody named, such as communes or sectors: found by their name in every layer that the person may read, or in one of the community's. */
export function TerritoryFeatures({ picked, onPick }: TerritoryFeaturesProps) {
  const t = useTranslations("admin.members.territory");
  const layers = useAreaLayers();
  const [chosenId, setChosenId] = useState(picked?.layerId ?? "");
  const layer = layers.find(({ id }) => id === chosenId);
  return (
    <div className="flex flex-col gap-3">
      <AreaSearch picked={picked} onPick={onPick} />
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

/** Areas by name. The chosen ones are listed first, so that they stay in view while another is searched. */
function AreaSearch({ picked, onPick }: TerritoryFeaturesProps) {
  const t = useTranslations("admin.members.territory");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const found = useQuery(
    api.search.areas.queryOptions(
      { communityId, q, locale: locale === "en" ? "en" : "fr" },
      { enabled: q.length >= FEWEST_LETTERS, placeholderData: keepPreviousData },
    ),
  );
  const areas = q.length >= FEWEST_LETTERS ? (found.data ?? []) : [];
  const isPicked = ({ layerId, fid }: Pick<NamedArea, "layerId" | "fid">) => picked?.layerId === layerId && picked.fids.includes(fid);
  return (
    <>
      <Field label={t("searchArea")} hint={t("searchAreaHint")}>
        {(control) => (
          <TextInput {...control} type="search" value={typed} maxLength={100} onChange={({ target }) => setTyped(target.value)} />
        )}
      </Field>
      <p aria-live="polite" className="text-ink-muted text-small empty:hidden">
        {found.isSuccess && q.length >= FEWEST_LETTERS && areas.length === 0 && t("noArea")}
      </p>
      {areas.length > 0 && (
        <fieldset className="max-h-64 overflow-y-auto rounded-control border border-line px-3 py-1">
          <legend className="sr-only">{t("foundAreas")}</legend>
          {areas.map((area) => (
            <Checkbox
              key={`${area.layerId} ${area.fid}`}
              label={area.label}
              hint={[area.detail, area.layerTitle, area.communityName].filter(Boolean).join(" · ")}
              checked={isPicked(area)}
              onChange={() => onPick(toggled(picked, area))}
            />
          ))}
        </fieldset>
      )}
      {picked && (
        <p aria-live="polite" className="text-small">
          {t("chosen", { names: picked.names.join(", ") })}
        </p>
      )}
    </>
  );
}

/** The choice with one feature more, or less. The features of a choice are of one layer: another layer's begins a new one. */
function toggled(
  picked: PickedFeatures | null,
  { layerId, fid, label }: Pick<NamedArea, "layerId" | "fid" | "label">,
): PickedFeatures | null {
  if (picked?.layerId !== layerId) return { layerId, fids: [fid], names: [label] };
  const at = picked.fids.indexOf(fid);
  if (at < 0) return { layerId, fids: [...picked.fids, fid], names: [...picked.names, label] };
  const left = { layerId, fids: picked.fids.toSpliced(at, 1), names: picked.names.toSpliced(at, 1) };
  return left.fids.length > 0 ? left : null;
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
  const fids = picked?.layerId === layer.id ? picked.fids : [];
  const features = useQuery(
    api.features.inView.queryOptions(
      { layerId: layer.id, bbox: layer.bbox ?? [-180, -85, 180, 85], limit: LISTED, ...(q.trim() && { q: q.trim() }) },
      { placeholderData: keepPreviousData },
    ),
  );
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
                <Checkbox
                  key={fid}
                  label={label}
                  checked={fids.includes(fid)}
                  onChange={() => onPick(toggled(picked, { layerId: layer.id, fid, label }))}
                />
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
