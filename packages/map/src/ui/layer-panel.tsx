"use client";
import { formatShare } from "@archipel/i18n/format.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { legendOf } from "@archipel/map-style/legend.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, GripVertical, Maximize, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useState } from "react";
import type { MapLayer } from "../layers/map-layer.ts";
import type { LayerState, MapAction } from "../model/map-state.ts";
import { LegendSwatch } from "./legend-swatch.tsx";
import type { Bounds } from "./map-handle.ts";

interface LayerPanelProps {
  readonly layers: readonly MapLayer[];
  /** Top first. */
  readonly states: readonly LayerState[];
  readonly palette: LayerPalette;
  readonly locale: "fr" | "en";
  readonly dispatch: Dispatch<MapAction>;
  readonly onFit: (bounds: Bounds) => void;
  /** A link to the layer's record in the catalogue. */
  readonly renderAbout: (layer: MapLayer) => ReactNode;
  /** What may be done with a layer that is on. */
  readonly renderActions?: (layer: MapLayer) => ReactNode;
}

/** Layers and legend as one thing: a switch per layer, its keys below, its settings when asked. */
export function LayerPanel({ layers, states, palette, locale, dispatch, onFit, renderAbout, renderActions }: LayerPanelProps) {
  const t = useTranslations("map");
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const move = (layer: MapLayer, index: number) => {
    const place = Math.min(states.length - 1, Math.max(0, index));
    dispatch({ type: "reordered", layerId: layer.id, index: place });
    setSaid(t("layers.moved", { title: layer.title, place: place + 1, total: states.length }));
  };
  return (
    <>
      <ol className="divide-y divide-line">
        {states.map((state, index) => {
          const layer = byId.get(state.id);
          if (!layer) return null;
          return (
            <li
              key={state.id}
              onDragOver={(event) => {
                if (!dragged || dragged === state.id) return;
                event.preventDefault();
                dispatch({ type: "reordered", layerId: dragged, index });
              }}
              className={clsx("py-2", dragged === state.id && "opacity-50")}
            >
              <LayerRow
                layer={layer}
                state={state}
                index={index}
                count={states.length}
                palette={palette}
                locale={locale}
                dispatch={dispatch}
                onMove={(to) => move(layer, to)}
                onDrag={setDragged}
                onFit={onFit}
                about={renderAbout(layer)}
              />
              {state.isOn && renderActions?.(layer)}
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  );
}

interface LayerRowProps {
  readonly layer: MapLayer;
  readonly state: LayerState;
  readonly index: number;
  readonly count: number;
  readonly palette: LayerPalette;
  readonly locale: "fr" | "en";
  readonly dispatch: Dispatch<MapAction>;
  readonly onMove: (index: number) => void;
  readonly onDrag: (layerId: string | null) => void;
  readonly onFit: (bounds: Bounds) => void;
  readonly about: ReactNode;
}

function LayerRow({ layer, state, index, count, palette, locale, dispatch, onMove, onDrag, onFit, about }: LayerRowProps) {
  const t = useTranslations("map");
  const [isOpen, setOpen] = useState(false);
  const legend = legendOf(layer, resolveStyle(layer, palette, locale), palette);
  const [only] = legend;
  return (
    <>
      <div className="flex items-center gap-1">
        <button
          type="button"
          draggable
          aria-label={t("layers.reorder", { title: layer.title })}
          title={t("layers.reorderHint")}
          className="-ml-2 flex h-10 w-6 shrink-0 cursor-grab items-center justify-center rounded-control text-ink-muted hover:text-ink"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", layer.title);
            onDrag(layer.id);
          }}
          onDragEnd={() => onDrag(null)}
          onKeyDown={(event) => {
            const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
            if (step === 0) return;
            event.preventDefault();
            onMove(index + step);
          }}
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
        <div className="min-w-0 flex-1">
          <Switch
            checked={state.isOn}
            onCheckedChange={(isOn) => dispatch({ type: "switched", layerId: layer.id, isOn })}
            label={
              <span className="flex items-center gap-2 leading-snug">
                {legend.length === 1 && only && <LegendSwatch item={only} />}
                <span className={clsx(state.isOn ? "font-medium" : "text-ink-muted")}>{layer.title}</span>
              </span>
            }
          />
        </div>
        <Button
          tone="quiet"
          isSquare
          className="text-ink-muted!"
          aria-expanded={isOpen}
          aria-label={t("layers.settings", { title: layer.title })}
          onClick={() => setOpen(!isOpen)}
        >
          <SlidersHorizontal aria-hidden className="size-4" />
        </Button>
      </div>
      {isOpen && (
        <div className="mt-1 mb-2 ml-4 rounded-card border border-line bg-ground p-3">
          <Slider
            label={t("layers.opacity")}
            value={Math.round(state.opacity * 100)}
            step={5}
            format={(value) => formatShare(locale, value / 100)}
            onValueChange={(value) => dispatch({ type: "faded", layerId: layer.id, opacity: value / 100 })}
          />
          {isByConfidence(layer.style) && (
            <div className="mt-3">
              <Slider
                label={t("layers.confidenceAtLeast")}
                value={state.confidenceAtLeast ?? 0}
                step={5}
                onValueChange={(atLeast) => dispatch({ type: "trusted", layerId: layer.id, atLeast })}
              />
              <p className="text-ink-muted text-small">{t("layers.confidenceHint")}</p>
            </div>
          )}
          <div className="mt-1 flex flex-wrap items-center gap-1">
            <Button
              tone="quiet"
              isSquare
              aria-label={t("layers.up", { title: layer.title })}
              {...(index === 0 && { disabledReason: t("layers.first") })}
              onClick={() => onMove(index - 1)}
            >
              <ArrowUp aria-hidden className="size-4" />
            </Button>
            <Button
              tone="quiet"
              isSquare
              aria-label={t("layers.down", { title: layer.title })}
              {...(index === count - 1 && { disabledReason: t("layers.last") })}
              onClick={() => onMove(index + 1)}
            >
              <ArrowDown aria-hidden className="size-4" />
            </Button>
            {layer.bbox && (
              <Button
                tone="quiet"
                isSquare
                aria-label={t("layers.fit", { title: layer.title })}
                onClick={() => layer.bbox && onFit(layer.bbox)}
              >
                <Maximize aria-hidden className="size-4" />
              </Button>
            )}
            <span className="ml-auto text-small">{about}</span>
          </div>
        </div>
      )}
      {state.isOn && legend.length > 1 && (
        <ul aria-label={t("layers.legend", { title: layer.title })} className="mt-1 mb-2 ml-4 grid gap-1">
          {legend.map((item) => (
            <li key={item.label} className="flex items-center gap-2.5 text-small">
              <LegendSwatch item={item} />
              {item.label}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
