"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import type { Choice } from "@archipel/map/conflict/resolution.ts";
import { useRedrawing } from "@archipel/map/conflict/use-redrawing.ts";
import type { Map as MapLibre } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { consoleDiffColours, consoleEditColours } from "../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";

interface ConflictMapProps {
  readonly diff: EditDiff;
  readonly choice: Choice;
  readonly onDrawn: (drawn: NonNullable<Choice["drawn"]>) => void;
  readonly className?: string | undefined;
}

/** A feature whose geometry both sides changed: base, proposed and current shape; on demand a fourth shape to draw. */
export default function ConflictMap({ diff, choice, onDrawn, className }: ConflictMapProps) {
  const t = useTranslations("conflicts");
  const mode = useColourMode();
  const [map, setMap] = useState<MapLibre | null>(null);
  const [before = null, after = null, current = null] = [diff.base, diff.mine, diff.theirs].map((side) => side?.geometry ?? null);
  const overlay = diffOverlay({ before, after, current }, 0.5, consoleDiffColours(mode));
  const colours = useMemo(() => consoleEditColours(mode), [mode]);
  const initialShape = choice.drawn ?? after ?? current;
  useRedrawing({
    map: choice.geometry === "drawn" ? map : null,
    from: isGeometry(initialShape) ? initialShape : null,
    colours,
    onDrawn: (geometry) => onDrawn({ ...geometry }),
  });
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("mapLabel", { label: unbroken(diff.label) })}
        overlay={overlay}
        bounds={boundsOf([before, after, current])}
        onReady={setMap}
        className={className}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <LegendEntry mark="before">{t("base")}</LegendEntry>
        <LegendEntry mark="after">{t("mine")}</LegendEntry>
        <LegendEntry mark="current">{t("theirs")}</LegendEntry>
      </ul>
    </div>
  );
}
