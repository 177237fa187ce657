"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import { useTranslations } from "next-intl";
import { consoleDiffColours } from "../maps/console-basemap.ts";
import { MapFrame } from "../maps/map-frame.tsx";
import { useColourMode } from "../maps/use-colour-mode.ts";

/** The three shapes of a feature whose geometry both sides changed. */
export default function ConflictMap({ diff, className }: { readonly diff: EditDiff; readonly className?: string | undefined }) {
  const t = useTranslations("conflicts");
  const mode = useColourMode();
  const [before, after, current] = [diff.base, diff.mine, diff.theirs].map((side) => side?.geometry ?? null);
  const overlay = diffOverlay({ before: before ?? null, after: after ?? null, current: current ?? null }, 0.5, consoleDiffColours(mode));
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("mapLabel", { label: unbroken(diff.label) })}
        overlay={overlay}
        bounds={boundsOf([before ?? null, after ?? null, current ?? null])}
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
