import { type Bbox, bboxContains, growBbox } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { projections } from "@archipel/geo/projections.ts";
import proj4, { type Converter } from "proj4";

/** Parts of France in degrees, with some sea around. Source: extents of the territories in the national administrative boundaries, widened. */
const TERRITORIES: readonly Bbox[] = [
  [-5.6, 41.1, 9.9, 51.4],
  [-63.3, 14.2, -60.6, 18.3],
  [-54.9, 1.9, -51.3, 6.1],
  [54.9, -21.7, 56.1, -20.6],
  [44.8, -13.2, 45.5, -12.4],
  [-56.7, 46.6, -55.9, 47.3],
  [158, -23, 172.5, -18],
  [-155, -28.5, -134, -7],
  [-178.5, -14.6, -175.9, -13],
  [39, -51, 78, -11],
];

export function isInFrance(lon: number, lat: number): boolean {
  return TERRITORIES.some(([west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north);
}

/** A system in which a pair of metres may be. */
export interface MetricSystem {
  srid: number;
  title: string;
  definition: string;
  /** Its area of use in degrees, with a margin. */
  domain: Bbox;
}

/** Part of its size by which an area of use is extended: zones are used a little beyond their limits. */
const MARGIN = 0.05;

/** Systems that are tried when a text names none, likeliest first. */
const GUESSED = [
  2154, 3942, 3943, 3944, 3945, 3946, 3947, 3948, 3949, 3950, 2975, 5490, 2972, 4471, 4467, 3163, 25831, 25830, 25832, 3297, 27572, 3857,
];

export const guessedSystems: readonly MetricSystem[] = GUESSED.flatMap((srid) => systemOf(srid) ?? []);

/** A metric system of the catalogue. */
export function systemOf(srid: number): MetricSystem | null {
  const crs = crsOf(srid);
  const definition = crs && projections.get(crs.srid);
  if (!crs || !definition || crs.unit !== "metre") return null;
  return { srid: crs.srid, title: crs.title, definition, domain: growBbox(crs.domain, MARGIN) };
}

/** A zone of UTM on WGS 84. Its French systems differ from it by less than a metre. */
export function utmZone(zone: number, isSouth: boolean): MetricSystem | null {
  if (!Number.isInteger(zone) || zone < 1 || zone > 60) return null;
  const srid = (isSouth ? 32700 : 32600) + zone;
  const title = `WGS 84 / UTM zone ${zone}${isSouth ? "S" : "N"}`;
  const west = zone * 6 - 186;
  const domain = growBbox([west, isSouth ? -80 : 0, west + 6, isSouth ? 0 : 84], MARGIN);
  return { srid, title, definition: `+proj=utm +zone=${zone}${isSouth ? " +south" : ""} +datum=WGS84 +units=m`, domain };
}

const converters = new Map<string, Converter>();

/** Longitude and latitude of a position; null outside the system's area of use. */
export function toDegrees({ definition, domain }: MetricSystem, x: number, y: number): [lon: number, lat: number] | null {
  const converter = converters.get(definition) ?? proj4(definition);
  converters.set(definition, converter);
  const [lon = Number.NaN, lat = Number.NaN] = converter.inverse([x, y]);
  return bboxContains(domain, [lon, lat, lon, lat]) ? [lon, lat] : null;
}
