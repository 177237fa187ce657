import type { ReadCoordinates } from "./read.ts";

const FORMS = {
  decimal: { fr: "degrés décimaux", en: "decimal degrees" },
  sexagesimal: { fr: "degrés, minutes et secondes", en: "degrees, minutes and seconds" },
  metres: { fr: "mètres", en: "metres" },
} as const;
const ORDERS = {
  "lat-lon": { fr: "latitude puis longitude", en: "latitude then longitude" },
  "lon-lat": { fr: "longitude puis latitude", en: "longitude then latitude" },
  "east-north": { fr: "est puis nord", en: "easting then northing" },
  "north-east": { fr: "nord puis est", en: "northing then easting" },
} as const;

/** How a position was understood: "WGS 84, decimal degrees, latitude then longitude". */
export function coordinatesInWords({ system, form, order }: ReadCoordinates, locale: "fr" | "en"): string {
  return `${system}, ${FORMS[form][locale]}, ${ORDERS[order][locale]}`;
}

/** A position as it is shown: latitude first, five decimals (a metre). */
export function positionLabel({ lat, lon }: { lat: number; lon: number }, locale: "fr" | "en"): string {
  const [north, east] = [lat, lon].map((value) => value.toFixed(5).replace(".", locale === "fr" ? "," : "."));
  return locale === "fr" ? `${north} ; ${east}` : `${north}, ${east}`;
}
