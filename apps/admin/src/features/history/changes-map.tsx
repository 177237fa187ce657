"use client";
import type { FeatureChange } from "@archipel/contracts/features.ts";
import { boundsOf, type Shape } from "@archipel/map/conflict/geometry-diff.ts";
import { diffOverlay } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import { LegendEntry } from "@archipel/map/conflict/map-legend.tsx";
import { useTranslations } from "next-intl";
import { BeforeAfterMap } from "../../kit/maps/before-after-map.tsx";
import { consoleDiffColours } from "../../kit/maps/console-basemap.ts";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";

/** The changed features before and after, on a map. */
export default function ChangesMap({ changes, className }: { readonly changes: readonly FeatureChange[]; readonly className: string }) {
  const t = useTranslations("admin.history");
  const tm = useTranslations("admin.contributions.map");
  const mode = useColourMode();
  const all = (side: "before" | "after") => changes.map((change): Shape => change[side]?.geometry ?? null);
  const [before, after] = [all("before"), all("after")];
  const [was, is] = [collection(before), collection(after)];
  const overlay = (mix: number) => diffOverlay({ before: was, after: is }, mix, consoleDiffColours(mode));
  return (
    <div className="flex flex-col gap-2">
      <BeforeAfterMap
        label={t("mapLabel")}
        overlay={overlay}
        names={[tm("legendBefore"), tm("legendAfter")]}
        bounds={boundsOf([...before, ...after])}
        className={className}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <LegendEntry mark="before">{tm("legendBefore")}</LegendEntry>
        <LegendEntry mark="after">{tm("legendAfter")}</LegendEntry>
      </ul>
    </div>
  );
}

function collection(shapes: readonly Shape[]): Shape {
  const geometries = shapes.filter((shape) => shape !== null);
  return geometries.length === 0 ? null : { type: "GeometryCollection", geometries };
}
