"use client";
import { formatShare } from "@archipel/i18n/format.ts";
import type { LegendItem } from "@archipel/map-style/legend.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, GripVertical, Maximize, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useState } from "react";
import type { LayerState, MapAction } from "../model/map-state.ts";
import { LegendSwatch } from "./legend-swatch.tsx";
import type { Bounds } from "./map-handle.ts";

/** Arrow keys on the handle move the entry. */
const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Contents of an entry of the list. */
export interface LayerEntry {
  readonly title: string;
  /** Language of the title, when it is not the reader's. */
  readonly lang?: string | undefined;
  /** The legend itself, beside the title, when it has a single entry. */
  readonly swatch: ReactNode;
  /** Below the title. */
  readonly detail?: ReactNode;
  readonly bbox: Bounds | null;
  readonly legend: readonly LegendItem[];
  /** Link to its record in the catalogue. */
  readonly about: ReactNode;
}

export interface LayerRowProps {
  readonly entry: LayerEntry;
  readonly state: LayerState;
  /** Its index among the entries of its kind, and their number. */
  readonly place: { readonly index: number; readonly count: number };
  readonly locale: "fr" | "en";
  readonly dispatch: Dispatch<MapAction>;
  readonly on: {
    readonly move: (index: number) => void;
    readonly drag: (layerId: string | null) => void;
    readonly fit: (bounds: Bounds) => void;
  };
  /** Further settings. */
  readonly children?: ReactNode;
}

/** One entry of the map's list: its switch, its legend below, and its settings on demand. */
export function LayerRow(props: LayerRowProps) {
  const { state, place, dispatch, on } = props;
  const { title, lang, swatch, detail, legend } = props.entry;
  const t = useTranslations("map");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div className="flex items-center gap-1">
        <button
          type="button"
          draggable
          aria-label={t("layers.reorder", { title })}
          title={t("layers.reorderHint")}
          className="-ml-2 flex h-10 w-6 shrink-0 cursor-grab items-center justify-center rounded-control text-ink-muted hover:text-ink"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", title);
            on.drag(state.id);
          }}
          onDragEnd={() => on.drag(null)}
          onKeyDown={(event) => {
            const step = STEPS[event.key];
            if (step === undefined) return;
            event.preventDefault();
            on.move(place.index + step);
          }}
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
        <div className="min-w-0 flex-1">
          <Switch
            checked={state.isOn}
            onCheckedChange={(isOn) => dispatch({ type: "switched", layerId: state.id, isOn })}
            label={
              <span className="flex items-center gap-2 leading-snug">
                {swatch}
                <span>
                  <span lang={lang} className={clsx(state.isOn ? "font-medium" : "text-ink-muted")}>
                    {title}
                  </span>
                  {detail && <span className="block text-ink-muted text-small">{detail}</span>}
                </span>
              </span>
            }
          />
        </div>
        <Button
          tone="quiet"
          isSquare
          className="text-ink-muted!"
          aria-expanded={isOpen}
          aria-label={t("layers.settings", { title })}
          onClick={() => setOpen(!isOpen)}
        >
          <SlidersHorizontal aria-hidden className="size-4" />
        </Button>
      </div>
      {isOpen && <LayerSettings {...props} />}
      {state.isOn && legend.some(({ label }) => label !== "") && (
        <ul aria-label={t("layers.legend", { title })} className="mt-1 mb-2 ml-4 grid gap-1">
          {legend.map((item) => (
            <li key={item.label} className="flex items-center gap-2.5 text-small">
              <LegendSwatch item={item} />
              <span lang={item.lang}>{item.label}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function LayerSettings({ entry, state, place: { index, count }, locale, dispatch, on, children }: LayerRowProps) {
  const t = useTranslations("map");
  const { title } = entry;
  return (
    <div className="mt-1 mb-2 ml-4 rounded-card border border-line bg-ground p-3">
      <Slider
        label={t("layers.opacity")}
        value={Math.round(state.opacity * 100)}
        step={5}
        format={(value) => formatShare(locale, value / 100)}
        onValueChange={(value) => dispatch({ type: "faded", layerId: state.id, opacity: value / 100 })}
      />
      {children}
      <div className="mt-2 flex flex-wrap items-center gap-1">
        <Button
          tone="quiet"
          isSquare
          aria-label={t("layers.up", { title })}
          {...(index === 0 && { disabledReason: t("layers.first") })}
          onClick={() => on.move(index - 1)}
        >
          <ArrowUp aria-hidden className="size-4" />
        </Button>
        <Button
          tone="quiet"
          isSquare
          aria-label={t("layers.down", { title })}
          {...(index === count - 1 && { disabledReason: t("layers.last") })}
          onClick={() => on.move(index + 1)}
        >
          <ArrowDown aria-hidden className="size-4" />
        </Button>
        {entry.bbox && (
          <Button tone="quiet" isSquare aria-label={t("layers.fit", { title })} onClick={() => entry.bbox && on.fit(entry.bbox)}>
            <Maximize aria-hidden className="size-4" />
          </Button>
        )}
        <span className="ml-auto text-small">{entry.about}</span>
      </div>
    </div>
  );
}
