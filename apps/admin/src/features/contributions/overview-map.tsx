"use client";
import type { ContributionOverview, EditKind } from "@archipel/contracts/contributions.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { unionAll } from "@archipel/geo/bbox.ts";
import type { DiffColours } from "@archipel/map/conflict/geometry-diff-overlay.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { consoleDiffColours } from "../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";

interface OverviewMapProps {
  readonly overview: ContributionOverview;
  readonly kind: EditKind | null;
  readonly chosenId: string | null;
  /** The list beside the map offers the same. */
  readonly onPick: (editId: string) => void;
  readonly className?: string | undefined;
}

const LAYERS = ["edits"] as const;

/** All edits of a contribution on the map, one point each; a click shows the edit. */
export default function OverviewMap({ overview, kind, chosenId, onPick, className }: OverviewMapProps) {
  const t = useTranslations("admin.contributions");
  const mode = useColourMode();
  const shown = useMemo(
    () => overview.places.filter(({ operation, isConflict }) => kind === null || (kind === "conflict" ? isConflict : operation === kind)),
    [overview, kind],
  );
  const bounds = useMemo(() => unionAll(shown.map(({ lon, lat }): Bbox => [lon, lat, lon, lat])), [shown]);
  const operations = (["insert", "update", "delete"] as const).filter((one) => shown.some(({ operation }) => operation === one));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <MapFrame
        label={t("overview.count", { count: shown.length })}
        overlay={overlayOf(shown, `${overview.editsVersion} ${kind}`, chosenId, consoleDiffColours(mode))}
        bounds={bounds}
        pick={{ layers: LAYERS, onPick }}
        className={className}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {operations.map((operation) => (
          <li key={operation} className="inline-flex items-center gap-2">
            <span aria-hidden className={`size-2.5 rounded-full ${MARKS[operation]}`} />
            {t(`kinds.${operation}`)}
          </li>
        ))}
        {shown.some(({ isConflict }) => isConflict) && (
          <li className="inline-flex items-center gap-2">
            <span aria-hidden className="size-3 rounded-full border-2 border-ink" />
            {t("kinds.conflict")}
          </li>
        )}
      </ul>
    </div>
  );
}

const MARKS = { insert: "bg-success", update: "bg-info", delete: "bg-danger" } as const;

function overlayOf(
  places: ContributionOverview["places"],
  state: string,
  chosenId: string | null,
  colours: DiffColours & { readonly ink: string },
): Overlay {
  const features = places.map(({ id, operation, isConflict, lon, lat }) => ({
    type: "Feature" as const,
    properties: { id, operation, isConflict },
    geometry: { type: "Point" as const, coordinates: [lon, lat] },
  }));
  const isChosen = ["==", ["get", "id"], chosenId ?? ""];
  return {
    key: JSON.stringify([state, chosenId, colours]),
    sources: { edits: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      {
        id: "chosen",
        type: "circle",
        source: "edits",
        filter: isChosen as never,
        paint: { "circle-radius": 13, "circle-color": colours.halo, "circle-stroke-color": colours.current, "circle-stroke-width": 2 },
      },
      {
        id: "edits",
        type: "circle",
        source: "edits",
        layout: { "circle-sort-key": ["case", isChosen, 2, ["get", "isConflict"], 1, 0] as never },
        paint: {
          "circle-radius": ["case", isChosen, 8, 5.5] as never,
          "circle-color": ["match", ["get", "operation"], "insert", colours.after, "delete", colours.before, colours.current] as never,
          "circle-stroke-color": ["case", ["get", "isConflict"], colours.ink, colours.halo] as never,
          "circle-stroke-width": ["case", ["get", "isConflict"], 2.5, 1] as never,
        },
      },
    ],
  };
}
