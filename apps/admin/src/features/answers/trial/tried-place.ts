import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { decimalOf } from "@archipel/contracts/decimal.ts";

/** Latitude, then longitude, as people write them. */
const PAIR = /^\s*([+-]?\d{1,3}(?:[.,]\d+)?(?:e-\d+)?)(\s*[;,\s]\s*)([+-]?\d{1,3}(?:[.,]\d+)?(?:e-\d+)?)\s*$/i;
/** The code of a commune, then what its land register calls the parcel. */
const PARCEL = /^\d[\dAB]\d{3}[0-9A-Z]{4,20}$/i;

/** A place that is typed without a search: coordinates, or identifiers of parcels separated by commas; null for other text. */
export function typedPlace(text: string): AnswerPlace | null {
  const ids = text.split(/[\s,;]+/).filter(Boolean);
  if (ids.length > 0 && ids.length <= 20 && ids.every((id) => PARCEL.test(id))) {
    return { kind: "parcels", ids: ids.map((id) => id.toUpperCase()) };
  }
  const [, first = "", between = "", second = ""] = PAIR.exec(text) ?? [];
  // "43,83" is one number in France.
  if (between === "," && !text.includes(".")) return null;
  const [lat, lon] = [decimalOf(first.replace(",", ".")), decimalOf(second.replace(",", "."))];
  if (lat === undefined || lon === undefined) return null;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { kind: "point", lon, lat, precision: "exact" } : null;
}

/** A clicked point, to about a decimetre. */
export function clickedPlace({ lng, lat }: { readonly lng: number; readonly lat: number }): AnswerPlace {
  const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return {
    kind: "point",
    lon: rounded(((((lng + 180) % 360) + 360) % 360) - 180),
    lat: rounded(Math.max(-85, Math.min(85, lat))),
    precision: "exact",
  };
}
