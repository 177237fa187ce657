import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { PictureLayer } from "@archipel/map/layers/pictures.ts";
import type { MapAction } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useLocale, useTranslations } from "next-intl";
import type { Dispatch } from "react";
import { precisionOf } from "../answers/place-of-result.ts";
import { resultAddress } from "../search/result-address.ts";

/** Zoom for a suggestion that has no extent of its own. */
const CLOSE_ZOOM: Readonly<Partial<Record<SearchResult["kind"], number>>> = {
  address: 17.2,
  coordinates: 17.2,
  parcel: 17.2,
  street: 15.5,
  zone: 15.5,
};
const USUAL_ZOOM = 13.5;
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
  const locale = useLocale();
  return {
    suggestion(suggestion: SearchResult) {
      dispatch({ type: "cleared" });
      const { kind, label, lon, lat, bbox, opens } = suggestion;
      if (opens.type === "help" || opens.type === "page" || opens.type === "map") window.location.assign(resultAddress(locale, suggestion));
      if (opens.type === "dataset") {
        for (const layer of [...layers, ...pictures])
          if (layer.datasetSlug === opens.slug) dispatch({ type: "switched", layerId: layer.id, isOn: true });
        if (bbox) handle?.fit(bbox);
        return;
      }
      if (lon === null || lat === null) return;
      dispatch({ type: "marked", marker: { lon, lat, label, ...precisionOf(kind), ...(bbox && { box: bbox }) } });
      if (bbox && (bbox[2] - bbox[0] > SMALL_EXTENT || bbox[3] - bbox[1] > SMALL_EXTENT)) handle?.fit(bbox);
      else handle?.flyTo({ lon, lat, zoom: CLOSE_ZOOM[kind] ?? USUAL_ZOOM });
    },
    ownPlace(lon: number, lat: number) {
      dispatch({ type: "cleared" });
      dispatch({ type: "marked", marker: { lon, lat, label: t("here.myPlace") } });
      handle?.flyTo({ lon, lat, zoom: 16 });
    },
  };
}
