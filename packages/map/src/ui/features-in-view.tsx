"use client";
import { formatNumber } from "@archipel/i18n/format.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import type { MapLayer } from "../layers/map-layer.ts";
import type { FeatureRef, LayerState } from "../model/map-state.ts";
import { listedNames, valueLabel } from "../model/value-label.ts";
import { type FoundFeature, failureText, type MapData } from "./map-data.ts";
import type { Bounds } from "./map-handle.ts";
import { useAnswer } from "./use-answer.ts";
import type { Revisions } from "./use-live.ts";

interface FeaturesInViewProps {
  /** Layers that are on, top first. */
  readonly layers: readonly MapLayer[];
  readonly bounds: Bounds | null;
  readonly selected: FeatureRef | undefined;
  readonly data: MapData;
  /** Revisions of the layers: the list is read again when one changes. */
  readonly revisions?: Revisions | undefined;
  /** The state of the layers: features hidden on the map for their confidence are left out here too. */
  readonly states: readonly LayerState[];
  readonly locale: "fr" | "en";
  readonly onChoose: (layerId: string, feature: FoundFeature) => void;
}

/** The text alternative of the map: the features in view, layer by layer. Choosing one selects it on the map. */
export function FeaturesInView({ layers, bounds, selected, data, revisions, states, locale, onChoose }: FeaturesInViewProps) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  const [wantedId, setWantedId] = useState<string | null>(null);
  const [filter, setFilter] = useState("");
  const q = useDeferredValue(filter.trim());
  const layer = layers.find((one) => one.id === wantedId) ?? layers[0];
  const state = states.find(({ id }) => id === layer?.id);
  const atLeast = (layer && isByConfidence(layer.style) && state?.confidenceAtLeast) || 0;
  const conditions = state?.conditions ?? [];
  const key =
    layer && bounds
      ? `${layer.id}/${bounds.map((degrees) => degrees.toFixed(5)).join(",")}/${q}/${atLeast}/${JSON.stringify(conditions)}/${revisions?.[layer.id] ?? ""}`
      : null;
  const answer = useAnswer(key, async () => {
    if (!layer || !bounds) throw new Error("nothing to ask");
    return { layerId: layer.id, ...(await data.inView(layer.id, bounds, q || undefined, atLeast || undefined, conditions)) };
  });
  if (!layer) return <p className="py-4 text-ink-muted">{t("list.noLayer")}</p>;
  const found = answer.value?.layerId === layer.id ? answer.value : undefined;
  const names = found ? listedNames(found.items, layer.fields) : [];
  return (
    <div className="grid gap-3">
      {layers.length > 1 && (
        <Field label={t("list.layer")}>
          {(control) => (
            <Select
              {...control}
              value={layer.id}
              onChange={(event) => setWantedId(event.target.value)}
              options={layers.map((one) => ({ value: one.id, label: one.title }))}
            />
          )}
        </Field>
      )}
      <Field label={t("list.filter")}>
        {(control) => (
          <TextInput {...control} type="search" value={filter} maxLength={100} onChange={(event) => setFilter(event.target.value)} />
        )}
      </Field>
      {conditions.length > 0 && <p className="text-ink-muted text-small">{t("filters.listed", { count: conditions.length })}</p>}
      <p aria-live="polite" className="text-ink-muted text-small">
        {found
          ? t("list.count", {
              shown: formatNumber(locale, found.items.length),
              total: found.total,
              totalText: formatNumber(locale, found.total),
            })
          : answer.state !== "failed" && common("states.loading")}
      </p>
      {answer.state === "failed" ? (
        <Alert
          tone="warning"
          title={failureText(answer.error, t("list.failed"))}
          action={<Button onClick={answer.retry}>{common("actions.retry")}</Button>}
        />
      ) : (
        <ul aria-label={layer.title} aria-busy={answer.state === "waiting"} className="-mx-2">
          {!found && [1, 2, 3, 4].map((row) => <Skeleton key={row} className="mx-2 my-2 h-8" />)}
          {found?.items.map((item, index) => {
            const isCurrent = selected?.layerId === layer.id && selected.fid === item.fid;
            return (
              <li key={item.fid}>
                <button
                  type="button"
                  aria-current={isCurrent ? "true" : undefined}
                  onClick={() => onChoose(layer.id, item)}
                  className={clsx(
                    "flex min-h-10 w-full flex-col items-start justify-center rounded-control px-2 py-1.5 text-left hover:bg-sunken",
                    isCurrent && "bg-accent-soft text-accent-ink",
                  )}
                >
                  <span className="leading-snug">{names[index]}</span>
                  <Detail layer={layer} item={item} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {found && found.total > found.items.length && <p className="text-ink-muted text-small">{t("list.zoomIn")}</p>}
    </div>
  );
}

/** A second line that tells features of the same name apart: the first text attribute other than the label. */
function Detail({ layer, item }: { readonly layer: MapLayer; readonly item: FoundFeature }) {
  const field = layer.fields.find((one) => {
    const value = item.properties[one.column];
    return (
      !one.isHidden &&
      typeof value === "string" &&
      value.length > 2 &&
      !item.label.includes(value) &&
      !/^(https?:|[A-Za-z0-9_-]*\d{4,})/.test(value)
    );
  });
  const value = field && item.properties[field.column];
  return field ? <span className="text-ink-muted text-small leading-snug">{valueLabel(field, value) ?? value}</span> : null;
}
