import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Suggestion } from "@archipel/contracts/search.ts";
import type { PictureLayer } from "@archipel/map/layers/pictures.ts";
import type { MapAction } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useTranslations } from "next-intl";
import type { Dispatch } from "react";
import { precisionOf } from "../answers/place-of-result.ts";

/** Zoom for a suggestion that has no extent of its own. */
const CLOSE_ZOOM = { address: 17.2, place: 13.5, dataset: 12 } as const;
/** Degrees: a smaller extent is shown as a point. */
const SMALL_EXTENT = 0.002;

interface GoTo {
  readonly layers: readonly PortalLayer[];
  readonly pictures: readonly PictureLayer[];
  readonly handle: MapHandle | null;
  readonly dispatch: Dispatch<MapAction>;
}

/** Moves the map to a search result, and to the visitor's position. */
export function useGoTo({ layers, pictures, handle, dispatch }: GoTo) {
  const t = useTranslations("map");
  return {
    suggestion(suggestion: Suggestion) {
      dispatch({ type: "cleared" });
      const { kind, label, lon, lat, bbox } = suggestion;
      if (kind === "dataset") {
        for (const layer of [...layers, ...pictures])
          if (layer.datasetSlug === suggestion.datasetSlug) dispatch({ type: "switched", layerId: layer.id, isOn: true });
        if (bbox) handle?.fit(bbox);
        return;
      }
      if (lon === null || lat === null) return;
      dispatch({ type: "marked", marker: { lon, lat, label, ...precisionOf(kind) } });
      if (bbox && (bbox[2] - bbox[0] > SMALL_EXTENT || bbox[3] - bbox[1] > SMALL_EXTENT)) handle?.fit(bbox);
      else handle?.flyTo({ lon, lat, zoom: CLOSE_ZOOM[kind] });
    },
    ownPlace(lon: number, lat: number) {
      dispatch({ type: "cleared" });
      dispatch({ type: "marked", marker: { lon, lat, label: t("here.myPlace") } });
      handle?.flyTo({ lon, lat, zoom: 16 });
    },
  };
}
