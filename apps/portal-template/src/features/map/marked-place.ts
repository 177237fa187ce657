import { PLACE_LABEL_MAX } from "@archipel/contracts/answer-places.ts";
import type { Marker } from "@archipel/map/model/map-state.ts";
import { type NamedPlace, queryOf, readPlace } from "../answers/place-query.ts";
import type { SearchParams } from "../site/loaders.ts";

/** The marked place as an answer is asked for it. */
export function placeOf({ lon, lat, label, precision, parcels }: Marker): NamedPlace {
  if (parcels && parcels.length > 0) return { kind: "parcels", ids: [...parcels] };
  return { kind: "point", lon, lat, precision: precision ?? "exact", ...(label && { label: label.slice(0, PLACE_LABEL_MAX) }) };
}

/** The place in an address of the map; null without one. Parcels need a point too, to be marked. */
export function markerOf({ parcels, lon, lat, label, precision }: SearchParams): Marker | null {
  const point = readPlace({ lon, lat, label, precision });
  if (point === null || point === "wrong" || point.kind !== "point") return null;
  const named = parcels === undefined ? null : readPlace({ parcels });
  const ids = named !== null && named !== "wrong" && named.kind === "parcels" ? named.ids : null;
  return {
    lon: point.lon,
    lat: point.lat,
    label: point.label ?? "",
    ...(point.precision !== "exact" && { precision: point.precision }),
    ...(ids && { parcels: ids }),
  };
}

/** The parameters of an address that name a marked place; empty without one. */
export function addressOfMarker(marker: Marker | null): string {
  if (!marker) return "";
  const { parcels, ...point } = marker;
  const query = { ...queryOf(placeOf(point)), ...(parcels && { parcels: parcels.join(",") }) };
  return new URLSearchParams(query).toString();
}
