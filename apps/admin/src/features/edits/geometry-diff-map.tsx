"use client";
import { boundsOf, changedVertices, type Shape } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import { useTranslations } from "next-intl";
import { BeforeAfterMap } from "../../kit/maps/before-after-map.tsx";
import { consoleDiffColours } from "../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";

interface GeometryDiffProps {
  readonly label: string;
  readonly before: Shape;
  readonly after: Shape;
  readonly className?: string | undefined;
}

/** Both shapes on one map; a slider fades between them. Moved vertices are marked. */
export default function GeometryDiff({ label, before, after, className }: GeometryDiffProps) {
  const t = useTranslations("admin.contributions.map");
  const mode = useColourMode();
  const bounds = boundsOf([before, after]);
  if (!bounds) return <p className="text-ink-muted">{t("none")}</p>;
  const isBoth = before !== null && after !== null;
  const moved = isBoth ? changedVertices(before, after) : { gone: [], come: [] };
  const isSame = isBoth && moved.gone.length + moved.come.length === 0;
  const colours = consoleDiffColours(mode);
  const overlay = (mix: number) => diffOverlay({ before: isSame ? null : before, after, ...moved }, mix, colours);
  return (
    <div className="flex flex-col gap-2">
      {isBoth && !isSame ? (
        <BeforeAfterMap
          label={t("label", { label })}
          overlay={overlay}
          names={[t("legendBefore"), t("legendAfter")]}
          bounds={bounds}
          className={className}
        />
      ) : (
        <MapFrame label={t("label", { label })} overlay={overlay(0.5)} bounds={bounds} className={className} />
      )}
      {!isSame && (
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
          {before && <LegendEntry mark="before">{t("legendBefore")}</LegendEntry>}
          {after && <LegendEntry mark="after">{t("legendAfter")}</LegendEntry>}
          {moved.gone.length > 0 && <LegendEntry mark="gone">{t("legendGone")}</LegendEntry>}
          {moved.come.length > 0 && <LegendEntry mark="come">{t("legendCome")}</LegendEntry>}
        </ul>
      )}
      {isSame && before !== after && <p className="text-ink-muted text-small">{t("same")}</p>}
      {isBoth && !isSame && (
        <p className="text-ink-muted text-small">{t("vertices", { come: moved.come.length, gone: moved.gone.length })}</p>
      )}
    </div>
  );
}
