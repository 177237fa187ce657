"use client";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { ChevronLeft, ChevronRight, LocateFixed, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type Dispatch, type ReactNode, useEffect, useRef } from "react";
import type { MapLayer } from "../layers/map-layer.ts";
import type { FeatureRef, MapAction } from "../model/map-state.ts";
import { AttributeValue } from "./attribute-value.tsx";
import { DocumentValue, isDocumentName } from "./document-value.tsx";
import { failureText, type MapData } from "./map-data.ts";
import type { Bounds } from "./map-handle.ts";
import { useAnswer } from "./use-answer.ts";

interface FeaturePanelProps {
  readonly selected: FeatureRef;
  /** Which of the features under the click is shown. */
  readonly position: { readonly index: number; readonly count: number };
  readonly layer: MapLayer;
  /** `revision` of the layer: when it changes, the panel reads the feature again. */
  readonly source: { readonly data: MapData; readonly revision: number | undefined };
  readonly look: { readonly palette: LayerPalette; readonly locale: "fr" | "en" };
  readonly dispatch: Dispatch<MapAction>;
  readonly onFit: (bounds: Bounds) => void;
  /** Actions for the feature. */
  readonly actions?: ReactNode;
}

/** The clicked feature: its name, its attributes in plain words, and the way to the other features under the click. */
export function FeaturePanel({ selected, position, layer, source, look, dispatch, onFit, actions }: FeaturePanelProps) {
  const { data, revision } = source;
  const t = useTranslations("map");
  const common = useTranslations("common");
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = useAnswer(`${selected.layerId}/${selected.fid}/${revision ?? ""}`, () => data.feature(selected.layerId, selected.fid));
  const isCurrent = answer.value?.fid === selected.fid;
  const box = isCurrent ? answer.value?.bbox : null;
  const focused = useRef<string | null>(null);
  const shown = `${selected.layerId}/${selected.fid}`;
  // Each newly selected feature takes the focus, so that it is read.
  useEffect(() => {
    if (focused.current === shown) return;
    focused.current = shown;
    heading.current?.focus({ preventScroll: true });
  }, [shown]);
  const fields = layer.fields.filter((field) => !field.isHidden);
  const filled = fields.filter(
    (field) => (answer.value?.properties[field.column] ?? null) !== null && answer.value?.properties[field.column] !== "",
  );
  return (
    <section aria-label={t("feature.label")} aria-busy={!isCurrent && answer.state === "waiting"}>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p lang={layer.titleLang} className="text-ink-muted text-small">
            {layer.title}
          </p>
          <h2 ref={heading} tabIndex={-1} className="break-words text-title outline-none">
            {isCurrent ? (
              answer.value?.label
            ) : answer.state === "failed" ? (
              t("feature.unread", { fid: selected.fid })
            ) : (
              <Skeleton className="my-1 h-7 w-40" />
            )}
          </h2>
        </div>
        <Button
          tone="quiet"
          isSquare
          className="text-ink-muted!"
          aria-label={common("actions.close")}
          onClick={() => dispatch({ type: "cleared" })}
        >
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {position.count > 1 && <Stepper {...position} dispatch={dispatch} />}
      {answer.state === "failed" ? (
        <div className="mt-3">
          <Alert
            tone="warning"
            title={failureText(answer.error, t("feature.failed"))}
            isLive
            action={<Button onClick={answer.retry}>{common("actions.retry")}</Button>}
          />
        </div>
      ) : !isCurrent ? (
        <div className="mt-4 grid gap-3">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-10 w-full" />
          ))}
        </div>
      ) : (
        <dl className="mt-3 divide-y divide-line">
          {filled.map((field) => (
            <div key={field.column} className="py-2">
              <dt lang={field.lang} className="text-ink-muted text-small">
                {field.label ?? field.name}
              </dt>
              <dd>
                <FieldValue layer={layer} field={field} value={answer.value?.properties[field.column] ?? null} {...look} data={data} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {isCurrent && filled.length < fields.length && (
        <p className="mt-2 text-ink-muted text-small">{t("feature.empty", { count: fields.length - filled.length })}</p>
      )}
      {box && (
        <Button className="mt-3" onClick={() => onFit(box)}>
          <LocateFixed aria-hidden className="size-4" />
          {t("feature.zoom")}
        </Button>
      )}
      {actions}
      {layer.isSynthetic && <p className="mt-3 text-ink-muted text-small">{common("states.synthetic")}</p>}
    </section>
  );
}

/** The name of a document as a link to it; any other value in words. */
function FieldValue({ data, ...shown }: ComponentProps<typeof AttributeValue> & { readonly data: MapData }) {
  const { layer, value } = shown;
  return isDocumentName(value) ? <DocumentValue layerId={layer.id} fileName={value} data={data} /> : <AttributeValue {...shown} />;
}

interface StepperProps extends Pick<FeaturePanelProps, "dispatch"> {
  readonly index: number;
  readonly count: number;
}

/** Steps through the features under the click. */
function Stepper({ index, count, dispatch }: StepperProps) {
  const t = useTranslations("map");
  return (
    <div className="mt-2 flex items-center gap-1 border-line border-y py-1">
      <Button tone="quiet" isSquare aria-label={t("feature.previous")} onClick={() => dispatch({ type: "stepped", by: -1 })}>
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <span aria-live="polite" className="figures flex-1 text-center text-small">
        {t("feature.position", { index: index + 1, count })}
      </span>
      <Button tone="quiet" isSquare aria-label={t("feature.next")} onClick={() => dispatch({ type: "stepped", by: 1 })}>
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
