"use client";
import { formatNumber } from "@archipel/i18n/format.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { LegendItem } from "@archipel/map-style/legend.ts";
import { Slider } from "@archipel/ui/slider.tsx";
import { clsx } from "clsx";
import { Image } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useEffect, useRef, useState } from "react";
import { areaLook, drawnLegend } from "../layers/drawn-areas.ts";
import type { MapLayer } from "../layers/map-layer.ts";
import type { PictureLayer } from "../layers/pictures.ts";
import type { LayerState, MapAction } from "../model/map-state.ts";
import { DatasetGroup, runsOf } from "./dataset-group.tsx";
import { LayerRow, type LayerRowProps } from "./layer-row.tsx";
import { LegendSwatch } from "./legend-swatch.tsx";
import type { Bounds } from "./map-handle.ts";

interface LayerPanelProps {
  readonly layers: readonly MapLayer[];
  /** Datasets with pictures. */
  readonly pictures?: readonly PictureLayer[];
  /** Top first, pictures last. */
  readonly states: readonly LayerState[];
  readonly palette: LayerPalette;
  readonly locale: "fr" | "en";
  readonly dispatch: Dispatch<MapAction>;
  readonly onFit: (bounds: Bounds) => void;
  readonly render: {
    /** Links to the record of a dataset in the catalogue, and to other views of a layer. */
    readonly about: (datasetSlug: string, layer?: MapLayer) => ReactNode;
    /** The filter of a layer, among its settings. */
    readonly filter?: (layer: MapLayer, state: LayerState) => ReactNode;
    /** Leaves out entries of a legend. */
    readonly legend?: (layer: MapLayer, items: LegendItem[]) => LegendItem[];
    /** A note about visible pictures. */
    readonly note?: (pictures: PictureLayer) => ReactNode;
  };
}

const NONE: readonly PictureLayer[] = [];

/** Layers and legend in one list: a switch for each layer, its legend below, its settings on demand. */
export function LayerPanel({ layers, pictures = NONE, states, palette, locale, dispatch, onFit, render }: LayerPanelProps) {
  const t = useTranslations("map");
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  // A layer that is switched on by the address may be far down the list.
  useEffect(() => bringInSight(list.current?.querySelector("[data-on]") ?? null), []);
  const layerOf = new Map(layers.map((layer) => [layer.id, layer]));
  const picturesOf = new Map(pictures.map((one) => [one.id, one]));
  const isOverPictures = states.some(({ isOn, isUnder }) => isOn && isUnder);
  const look = areaLook(layers, states, { palette, locale, isOverPictures });
  const inView = (layer: MapLayer) => {
    const all = drawnLegend(layer, look);
    return render.legend?.(layer, all) ?? all;
  };
  const first = states.filter(({ isUnder }) => !isUnder).length;
  const entryOf = (state: LayerState): ReactNode => {
    const place = states.indexOf(state);
    const layer = layerOf.get(state.id);
    const laid = picturesOf.get(state.id);
    const title = layer?.title ?? laid?.datasetTitle;
    if (title === undefined) return null;
    const [offset, count] = state.isUnder ? [first, states.length - first] : [0, first];
    const shared = {
      state,
      place: { index: place - offset, count },
      locale,
      dispatch,
      on: {
        drag: setDragged,
        fit: onFit,
        move(to: number) {
          const index = Math.min(count - 1, Math.max(0, to));
          dispatch({ type: "reordered", layerId: state.id, index: offset + index });
          setSaid(t("layers.moved", { title, place: index + 1, total: count }));
        },
      },
    };
    return (
      <li
        key={state.id}
        data-on={state.isOn ? "" : undefined}
        onDragOver={(event) => {
          if (!dragged || dragged === state.id) return;
          event.preventDefault();
          dispatch({ type: "reordered", layerId: dragged, index: place });
        }}
        className={clsx("py-2", dragged === state.id && "opacity-50")}
      >
        {layer && (
          <VectorRow
            {...shared}
            layer={layer}
            legend={inView(layer)}
            about={render.about(layer.datasetSlug, layer)}
            filter={render.filter?.(layer, state)}
          />
        )}
        {laid && (
          <LayerRow
            {...shared}
            entry={{
              title,
              lang: laid.datasetTitleLang,
              swatch: <Image aria-hidden className="h-4.5 w-7 shrink-0 text-ink-muted" />,
              detail: t("layers.pictures", { count: laid.count, shown: formatNumber(locale, laid.count) }),
              bbox: laid.bbox,
              legend: [],
              about: render.about(laid.datasetSlug),
            }}
          />
        )}
        {state.isOn && laid && render.note?.(laid)}
      </li>
    );
  };
  return (
    <>
      <ol ref={list} className="divide-y divide-line">
        {runsOf(states, ({ id }) => layerOf.get(id)?.datasetSlug).map((run) => {
          const [first] = run;
          if (!first || run.length === 1) return run.map(entryOf);
          return (
            <DatasetGroup
              key={first.id}
              title={layerOf.get(first.id)?.datasetTitle ?? ""}
              lang={layerOf.get(first.id)?.datasetTitleLang}
              count={run.length}
              shown={run.filter(({ isOn }) => isOn).length}
            >
              {run.map(entryOf)}
            </DatasetGroup>
          );
        })}
      </ol>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  );
}

const LOWEST_PANEL_PX = 240;

/** Scrolls only the panel to an entry outside its visible part: scrollIntoView would scroll the page too. */
function bringInSight(entry: Element | null): void {
  let panel = entry?.parentElement ?? null;
  while (panel && !/auto|scroll/.test(getComputedStyle(panel).overflowY)) panel = panel.parentElement;
  if (!entry || !panel) return;
  const [at, seen] = [entry.getBoundingClientRect(), panel.getBoundingClientRect()];
  // A lowered sheet shows only its first lines: they must say what the sheet is.
  if (seen.height < LOWEST_PANEL_PX) return;
  // An entry that is higher than the panel shows its beginning.
  if (at.top >= seen.bottom) panel.scrollTop += Math.min(at.bottom - seen.bottom, at.top - seen.top);
}

interface VectorRowProps extends Omit<LayerRowProps, "entry" | "children"> {
  readonly layer: MapLayer;
  readonly about: ReactNode;
  readonly legend: LegendItem[];
  readonly filter: ReactNode;
}

function VectorRow({ layer, about, legend, filter, ...row }: VectorRowProps) {
  const t = useTranslations("map");
  const [only] = legend;
  return (
    <LayerRow
      {...row}
      entry={{
        title: layer.title,
        lang: layer.titleLang,
        swatch: legend.length === 1 && only?.label === "" && <LegendSwatch item={only} />,
        bbox: layer.bbox,
        legend,
        about,
        ...(row.state.conditions?.length && { detail: t("filters.on", { count: row.state.conditions.length }) }),
      }}
    >
      {isByConfidence(layer.style) && (
        <div className="mt-3">
          <Slider
            label={t("layers.confidenceAtLeast")}
            value={row.state.confidenceAtLeast ?? 0}
            step={5}
            onValueChange={(atLeast) => row.dispatch({ type: "trusted", layerId: layer.id, atLeast })}
          />
          <p className="text-ink-muted text-small">{t("layers.confidenceHint")}</p>
        </div>
      )}
      {filter}
    </LayerRow>
  );
}
