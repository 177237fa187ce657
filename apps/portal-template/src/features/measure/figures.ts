import { type Leg, type LonLat, legsOf, surfaceOf } from "@archipel/geo/geodesic.ts";
import { LAMBERT_93, project } from "@archipel/geo/lambert-cone.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

export const MEASURES = ["distance", "area", "place"] as const;
export type Measure = (typeof MEASURES)[number];

export interface Measured {
  readonly legs: readonly Leg[];
  readonly metres: number;
  /** Square metres; null without an area. */
  readonly area: number | null;
  readonly perimeter: number | null;
}

/** Lengths and the area of drawn places, on the ellipsoid. */
export function measured(what: Measure, points: readonly LonLat[]): Measured {
  const legs = legsOf(points);
  const metres = legs.reduce((sum, leg) => sum + leg.metres, 0);
  const surface = what === "area" && points.length >= 3 ? surfaceOf(points) : null;
  return { legs, metres, area: surface?.area ?? null, perimeter: surface?.perimeter ?? null };
}

/** Centimetres below a kilometre, metres above. */
export function lengthText(locale: Locale, metres: number): string {
  if (metres < 1000) return `${fixed(locale, metres, 2)}\u00a0m`;
  return `${fixed(locale, metres / 1000, 3)}\u00a0km`;
}

export function areaText(locale: Locale, squareMetres: number): string {
  if (squareMetres < 10_000) return `${fixed(locale, squareMetres, 1)}\u00a0m²`;
  if (squareMetres < 1_000_000) return `${fixed(locale, squareMetres / 10_000, 4)}\u00a0ha`;
  return `${fixed(locale, squareMetres / 1_000_000, 4)}\u00a0km²`;
}

export const azimuthText = (locale: Locale, degrees: number): string => `${fixed(locale, Number(degrees.toFixed(1)) % 360, 1)}°`;

/** Rounded first, so that the decimals of 0 are not a sign. */
const fixed = (locale: Locale, value: number, decimals: number) => formatNumber(locale, Number(value.toFixed(decimals)), decimals);

/** Where Lambert-93 is used (EPSG:2154), in degrees. */
const FRANCE = { west: -9.86, south: 41.15, east: 10.38, north: 51.56 };

/** Easting and northing in metres; null outside the area of the projection. */
export function lambert93([lon, lat]: LonLat): readonly [east: number, north: number] | null {
  const isInside = lon >= FRANCE.west && lon <= FRANCE.east && lat >= FRANCE.south && lat <= FRANCE.north;
  return isInside ? project(LAMBERT_93, lon, lat) : null;
}

/** `46°27′00.000″ N, 5°15′00.000″ W`, with the comma and the letters of the language. */
export function sexagesimal(locale: Locale, [lon, lat]: LonLat): string {
  const west = locale === "fr" ? "O" : "W";
  return `${angle(locale, lat)}\u00a0${lat < 0 ? "S" : "N"}, ${angle(locale, lon)}\u00a0${lon < 0 ? west : "E"}`;
}

function angle(locale: Locale, degrees: number): string {
  // In thousandths of a second, so that 59.9996″ becomes the next minute.
  const all = Math.round(Math.abs(degrees) * 3_600_000);
  const [whole, minutes, rest] = [Math.floor(all / 3_600_000), Math.floor((all % 3_600_000) / 60_000), all % 60_000];
  const seconds = (rest / 1000).toFixed(3).padStart(6, "0");
  return `${whole}°${String(minutes).padStart(2, "0")}′${locale === "fr" ? seconds.replace(".", ",") : seconds}″`;
}

/** What was measured, as GeoJSON in degrees. */
export function geoJsonOf(what: Measure, points: readonly LonLat[]): object {
  const { metres, area, perimeter } = measured(what, points);
  const [first] = points;
  const round = (value: number) => Number(value.toFixed(3));
  const geometry =
    what === "place"
      ? { type: "Point", coordinates: points.at(-1) }
      : what === "area" && first
        ? { type: "Polygon", coordinates: [counterClockwise([...points, first])] }
        : { type: "LineString", coordinates: points };
  const properties =
    what === "place"
      ? {}
      : area !== null && perimeter !== null
        ? { area_m2: round(area), perimeter_m: round(perimeter) }
        : { length_m: round(metres) };
  return { type: "FeatureCollection", features: [{ type: "Feature", properties, geometry }] };
}

/** The direction of outer rings in GeoJSON (RFC 7946, section 3.1.6). */
function counterClockwise(ring: readonly LonLat[]): readonly LonLat[] {
  let sum = 0;
  for (const [index, [lon, lat]] of ring.slice(0, -1).entries()) {
    const [nextLon, nextLat] = ring[index + 1] ?? [lon, lat];
    sum += (nextLon - lon) * (nextLat + lat);
  }
  return sum > 0 ? ring.toReversed() : ring;
}
