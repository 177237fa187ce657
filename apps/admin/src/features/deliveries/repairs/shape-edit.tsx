"use client";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { useRedrawing } from "@archipel/map/conflict/use-redrawing.ts";
import { Button } from "@archipel/ui/button.tsx";
import type { Map as MapLibre } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { consoleDiffColours, consoleEditColours } from "../../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";

interface ShapeEditProps {
  readonly row: number;
  /** In WGS 84 degrees. */
  readonly shape: Geometry;
  readonly isPending: boolean;
  readonly onSave: (shape: object) => void;
}

/** Edits the vertices of a row's shape. The original shape stays visible below. */
export default function ShapeEdit({ row, shape, isPending, onSave }: ShapeEditProps) {
  const t = useTranslations("checks.repairs");
  const mode = useColourMode();
  const [map, setMap] = useState<MapLibre | null>(null);
  const [drawn, setDrawn] = useState<object | null>(null);
  const colours = useMemo(() => consoleEditColours(mode), [mode]);
  useRedrawing({ map, from: shape, colours, onDrawn: setDrawn });
  return (
    <section aria-label={t("draw")} className="flex flex-col gap-3">
      <p className="max-w-prose text-ink-muted">{t("drawText")}</p>
      <MapFrame
        label={t("shapeLabel", { row })}
        overlay={diffOverlay({ before: { ...shape }, after: null }, 0.5, consoleDiffColours(mode))}
        bounds={boundsOf([{ ...shape }])}
        onReady={setMap}
        className="h-80"
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone="primary"
          disabled={isPending}
          onClick={() => drawn && onSave(drawn)}
          {...(drawn === null && { disabledReason: t("shapeUnchanged") })}
        >
          {t("saveShape")}
        </Button>
        <p className="text-ink-muted text-small" aria-live="polite">
          {drawn && t("shapeChanged")}
        </p>
      </div>
    </section>
  );
}
