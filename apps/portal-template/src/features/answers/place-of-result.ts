import { PLACE_LABEL_MAX } from "@archipel/contracts/answer-places.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { NamedPlace } from "./place-query.ts";

/** How exactly a result of the search is known. A street or a commune is no parcel: the answer then asks for one. */
const PRECISIONS: Readonly<Record<string, "building" | "street" | "commune">> = {
  address: "building",
  street: "street",
  place: "street",
  commune: "commune",
};

/** @returns nothing for a kind whose place is exact */
export function precisionOf(kind: string): { precision?: "building" | "street" | "commune" } {
  const precision = PRECISIONS[kind];
  return precision ? { precision } : {};
}

/** The place of a search result; null for those without one. */
export function placeOfResult({
  kind,
  label,
  lon,
  lat,
}: Pick<SearchResult, "label" | "lon" | "lat"> & { readonly kind: string }): NamedPlace | null {
  if (lon === null || lat === null) return null;
  return { kind: "point", lon, lat, precision: "exact", ...precisionOf(kind), label: label.slice(0, PLACE_LABEL_MAX) };
}

/** About 50 m: a link has the position of a result, rounded. */
const NEAR_DEGREES = 0.0005;

/** True when a result of the search has the name of a place, at its position. */
export function isNameOf(
  { label, lon, lat }: Pick<SearchResult, "label" | "lon" | "lat">,
  place: Pick<Extract<NamedPlace, { kind: "point" }>, "label" | "lon" | "lat">,
): boolean {
  if (lon === null || lat === null || label.slice(0, PLACE_LABEL_MAX) !== place.label) return false;
  return Math.abs(lon - place.lon) < NEAR_DEGREES && Math.abs(lat - place.lat) < NEAR_DEGREES;
}
