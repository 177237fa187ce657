"use client";
import { boundsOf, type Shape } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import { useTranslations } from "next-intl";
import { consoleDiffColours } from "../../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";

/** A shape before and after a repair. */
export default function ShapeChange({ before, after }: { readonly before: Shape; readonly after: Shape }) {
  const t = useTranslations("checks.repairs");
  const mode = useColourMode();
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("shape")}
        overlay={diffOverlay({ before, after }, 0.5, consoleDiffColours(mode))}
        bounds={boundsOf([before, after])}
        className="h-56"
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <LegendEntry mark="before">{t("before")}</LegendEntry>
        <LegendEntry mark="after">{t("after")}</LegendEntry>
      </ul>
    </div>
  );
}
