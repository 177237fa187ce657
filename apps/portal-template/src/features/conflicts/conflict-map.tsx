"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { MapView } from "@archipel/contracts/place.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import type { Choice } from "@archipel/map/conflict/resolution.ts";
import { useRedrawing } from "@archipel/map/conflict/use-redrawing.ts";
import { composeOverlay } from "@archipel/map/layers/overlay.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { geometryOf } from "../contributions/draft-sync.ts";
import type { MapLook } from "../map-kit/look.ts";
import { useColourMode } from "../map-kit/use-colour-mode.ts";
import { useEditColours, useMapStyle } from "../map-kit/use-map-style.ts";

interface ConflictMapProps {
  readonly diff: EditDiff;
  readonly choice: Choice;
  readonly onDrawn: (drawn: NonNullable<Choice["drawn"]>) => void;
  readonly view: MapView;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly locale: Locale;
}

const PADDING = { top: 32, right: 32, bottom: 32, left: 32 };
const nothing = () => {};

/** The three shapes over each other on the portal's map, and on demand a fourth shape to draw. */
export default function ConflictMap({ diff, choice, onDrawn, view, look, basemapStyleUrl, locale }: ConflictMapProps) {
  const t = useTranslations("conflicts");
  const [state] = useState(() => initialState([], view));
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [isBroken, setBroken] = useState(false);
  const { style: basemap } = useMapStyle({ look, basemapStyleUrl, layers: NO_LAYERS, state, locale });
  const colours = useEditColours(look);
  const diffColours = look[useColourMode()].diff;
  const isDrawing = choice.geometry === "drawn";
  const style = useMemo(() => {
    const [before, after, current] = [diff.base, diff.mine, diff.theirs].map((side) => side?.geometry ?? null);
    return composeOverlay(
      basemap,
      diffOverlay({ before: before ?? null, after: after ?? null, current: current ?? null }, 0.5, diffColours),
    );
  }, [basemap, diff, diffColours]);
  useRedrawing({
    map: isDrawing ? (handle?.library ?? null) : null,
    from: geometryOf(choice.drawn ?? diff.mine?.geometry ?? diff.theirs?.geometry ?? null),
    colours,
    onDrawn: (geometry) => onDrawn({ ...geometry }),
  });
  const bounds = boundsOf([diff.base, diff.mine, diff.theirs].map((side) => side?.geometry ?? null));
  return (
    <div className="flex flex-col gap-2">
      <div className="relative h-80 overflow-hidden rounded-card border border-line">
        {isBroken ? (
          <p className="p-6 text-center">{t("mapFailed")}</p>
        ) : (
          <MapCanvas
            className="absolute inset-0"
            style={style}
            view={state.view}
            marker={null}
            label={t("mapLabel", { label: diff.label })}
            padding={PADDING}
            hasOwnCross={isDrawing}
            onReady={(ready) => {
              setHandle(ready);
              if (bounds) ready.fit(bounds);
            }}
            onMoved={nothing}
            onPicked={nothing}
            onSettled={nothing}
            onFailed={() => setBroken(true)}
          />
        )}
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <LegendEntry mark="before">{t("base")}</LegendEntry>
        <LegendEntry mark="after">{t("mine")}</LegendEntry>
        <LegendEntry mark="current">{t("theirs")}</LegendEntry>
      </ul>
    </div>
  );
}

const NO_LAYERS = [] as const;
