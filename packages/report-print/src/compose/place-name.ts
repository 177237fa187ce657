import type { Place } from "@archipel/answers/report/place.ts";
import { isPointLabel } from "@archipel/answers/report/place-label.ts";
import { formatCoordinates } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

/**
 * The name that the document gives to its place: parcels by their identifiers, others by commune and coordinates. The label of a point is
 * written by the person who made the link, so an institution's document never says it in its own name.
 */
export function placeName({ parcels, label, commune, centre }: Place, locale: Locale): string {
  if (parcels) return label;
  const coordinates = formatCoordinates(locale, centre[0], centre[1]);
  return commune.name === "" ? coordinates : `${commune.name} · ${coordinates}`;
}

/** The label that the link gave to the place, to be quoted; null without one. */
export function givenName({ parcels, label }: Place): string | null {
  return parcels || isPointLabel(label) ? null : label;
}
