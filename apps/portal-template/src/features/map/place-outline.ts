import { parcelName } from "@archipel/answers/report/place-label.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { useQuery } from "@tanstack/react-query";
import type { GeoJSON } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { useMemo } from "react";
import { useApi } from "../../api/react.tsx";
import type { NamedPlace } from "../answers/place-query.ts";
import type { ModeContext } from "../map-kit/map-mode.ts";

/** The parcels that an answer is about, and what they are called. */
interface Outline {
  readonly shape: GeoJSON;
  readonly name: string;
}

/** The outline of the marked parcels; null for a point, and until it is known. */
export function usePlaceOutline({ portal }: ModeContext, place: NamedPlace | null): Outline | null {
  const api = useApi();
  const isAsked = portal.hasAnswers && place?.kind === "parcels";
  const found = useQuery({
    ...api.answers.outline.queryOptions({ portalId: portal.id, place: place ?? { kind: "parcels", ids: ["0"] } }),
    enabled: isAsked,
    staleTime: 300_000,
    retry: false,
  });
  const shape = isAsked ? (found.data?.shape ?? null) : null;
  const ids = place?.kind === "parcels" ? place.ids.join(",") : "";
  return useMemo(() => {
    if (shape === null) return null;
    return { shape: JSON.parse(shape) as GeoJSON, name: ids.split(",").map(parcelName).join(", ") };
  }, [shape, ids]);
}

const SOURCE = "answer-place";

/** A style with the outline and the number of the parcels above everything. */
export function withOutline(
  style: StyleSpecification,
  { shape, name }: Outline,
  { palette, font }: { palette: LayerPalette; font: string },
): StyleSpecification {
  const line = { source: SOURCE, type: "line", layout: { "line-join": "round", "line-cap": "round" } } as const;
  return {
    ...style,
    sources: { ...style.sources, [SOURCE]: { type: "geojson", data: shape } },
    layers: [
      ...style.layers,
      { ...line, id: `${SOURCE}/halo`, paint: { "line-color": palette.labelHalo, "line-width": 7, "line-opacity": 0.9 } },
      { ...line, id: `${SOURCE}/line`, paint: { "line-color": palette.selection, "line-width": 3 } },
      {
        id: `${SOURCE}/name`,
        source: SOURCE,
        type: "symbol",
        minzoom: 15,
        layout: {
          "text-field": name,
          "text-font": [font],
          "text-size": 14,
          "text-max-width": 12,
          "text-offset": [0, 2],
          "text-allow-overlap": true,
        },
        paint: { "text-color": palette.label, "text-halo-color": palette.labelHalo, "text-halo-width": 2 },
      },
    ],
  };
}
