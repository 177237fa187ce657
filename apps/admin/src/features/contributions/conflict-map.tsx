"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { useTranslations } from "next-intl";
import { MapFrame } from "../maps/map-frame.tsx";
import { useColourMode } from "../maps/use-colour-mode.ts";
import { boundsOf } from "./geometry-diff.ts";
import { diffOverlay } from "./geometry-diff-overlay.ts";
import { LegendEntry } from "./map-legend.tsx";

/** The three shapes of a feature whose geometry both sides changed. */
export default function ConflictMap({ diff, className }: { readonly diff: EditDiff; readonly className?: string | undefined }) {
  const t = useTranslations("admin.contributions.map");
  const mode = useColourMode();
  const [before, after, current] = [diff.base, diff.mine, diff.theirs].map((side) => side?.geometry ?? null);
  const overlay = diffOverlay({ before: before ?? null, after: after ?? null, current: current ?? null }, 0.5, mode);
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("conflictLabel", { label: unbroken(diff.label) })}
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
