import { parseAngle, parseAnglePair } from "@archipel/geo/angles.ts";
import type { FieldType } from "../model.ts";
import { isInt64 } from "./long-numbers.ts";
import { isMoment, momentKind, momentType } from "./moments.ts";

/** What the values of one column look like, counted value by value. */
export interface ColumnFacts {
  filled: number;
  integers: number;
  numbers: number;
  /** Whole numbers beyond 64 bits. */
  longs: number;
  dates: number;
  zoned: number;
  locals: number;
  booleans: number;
  wkts: number;
  latLons: number;
  /** Degrees, minutes and seconds; those of them with a hemisphere; two of them in one text. */
  angles: number;
  lats: number;
  lons: number;
  anglePairs: number;
}

/** The columns that hold the geometry of a row. */
export type CsvGeometry =
  | { kind: "wkt"; column: number }
  | { kind: "lat-lon"; column: number; isAngle: boolean }
  | { kind: "axes"; lon: number; lat: number; z: number | null; isDegrees: boolean; isAngle: boolean };

const INTEGER = /^-?(0|[1-9]\d*)$/;
/** No number with fewer digits leaves 64 bits. */
const SHORT = 18;
const NUMBER = /^[+-]?(0|[1-9]\d*)?([.,]\d+)?([eE][+-]?\d+)?$/;
const FRENCH_DATE = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const WKT = /^(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)/i;
const WKT_NAME = /^(wkt|ewkt|geom|the_geom|geometry|geometrie|shape)$/i;
/** Most texts are no angles: this spares them the longer look. */
const LIKE_AN_ANGLE = /^(?=.{3,96}$)[NSEWO\s.+−-]*\d{1,3}(?!\d)/i;
const LAT_LON = /^-?\d{1,2}(\.\d+)?\s*,\s*-?\d{1,3}(\.\d+)?$/;

export function emptyFacts(): ColumnFacts {
  const counts = { filled: 0, integers: 0, numbers: 0, longs: 0, dates: 0, zoned: 0, locals: 0, booleans: 0 };
  return { ...counts, wkts: 0, latLons: 0, angles: 0, lats: 0, lons: 0, anglePairs: 0 };
}

export function observe(facts: ColumnFacts, value: string): void {
  if (value === "") return;
  facts.filled++;
  const moment = momentKind(value);
  if (INTEGER.test(value)) {
    if (value.length <= SHORT || isInt64(value)) facts.integers++;
    else facts.longs++;
  }
  if (isNumber(value)) facts.numbers++;
  else if (FRENCH_DATE.test(value)) facts.dates++;
  else if (moment !== null) facts[COUNTED[moment]]++;
  else if (/^(true|false)$/i.test(value)) facts.booleans++;
  else if (WKT.test(value)) facts.wkts++;
  else if (LAT_LON.test(value)) facts.latLons++;
  else if (LIKE_AN_ANGLE.test(value)) observeAngle(facts, value);
}

function observeAngle(facts: ColumnFacts, value: string): void {
  const angle = parseAngle(value);
  if (angle === null) {
    if (parseAnglePair(value)) facts.anglePairs++;
    return;
  }
  facts.angles++;
  if (angle.axis === "lat") facts.lats++;
  if (angle.axis === "lon") facts.lons++;
}

/** Counts a text as it is, an empty one too, only as a day, a moment or something else. */
export function observeMoment(facts: ColumnFacts, value: string): void {
  facts.filled++;
  const moment = momentKind(value);
  if (moment !== null) facts[COUNTED[moment]]++;
}

const COUNTED = { day: "dates", zoned: "zoned", local: "locals" } as const;

/** The narrowest type that fits every value. Values with leading zeros (INSEE codes) and whole numbers beyond 64 bits stay text. */
export function typeOf(facts: ColumnFacts): FieldType {
  const { filled } = facts;
  if (filled === 0) return "text";
  if (facts.integers === filled) return "integer";
  if (facts.numbers === filled) return facts.longs === 0 ? "double" : "text";
  const moment = momentType(facts);
  if (moment !== null) return moment;
  return facts.booleans === filled ? "boolean" : "text";
}

/** A value as GDAL's CSV reader expects it for the type of its column. */
export function normalise(value: string, type: FieldType): string {
  if (type === "double") return value.replace(",", ".");
  if (type === "boolean") return /^true$/i.test(value) ? "1" : "0";
  if (isMoment(type)) return value.replace(FRENCH_DATE, "$3-$2-$1");
  return value;
}

/** A decimal number written with a point or a comma; null when the text is not one. */
export function parseNumber(value: string): number | null {
  return isNumber(value) ? Number(value.replace(",", ".")) : null;
}

function isNumber(value: string): boolean {
  return NUMBER.test(value) && /\d/.test(value);
}

/** Finds the geometry: a column of WKT, a pair of axes, or one "lat, lon" column. It tolerates a few bad values. */
export function findGeometry(header: readonly string[], facts: readonly ColumnFacts[]): CsvGeometry | null {
  const share = (column: number, ...kinds: (keyof ColumnFacts)[]) => {
    const found = facts[column];
    return found === undefined || found.filled === 0 ? 0 : kinds.reduce((sum, kind) => sum + found[kind], 0) / found.filled;
  };
  const mostly = (column: number, ...kinds: (keyof ColumnFacts)[]) => share(column, ...kinds) >= 0.8;
  const wkt = header.findIndex((name, column) => mostly(column, "wkts") || (WKT_NAME.test(name) && (facts[column]?.wkts ?? 0) > 0));
  if (wkt >= 0) return { kind: "wkt", column: wkt };
  const axes = findAxes(header, (column) => mostly(column, "numbers"));
  if (axes) return axes;
  const latLon = header.findIndex((_, column) => mostly(column, "latLons"));
  if (latLon >= 0) return { kind: "lat-lon", column: latLon, isAngle: false };
  const angles = findAngles(header, share);
  if (angles) return angles;
  // An empty geometry column counts too: GDAL takes any column named WKT for geometry, whatever it holds.
  const bare = header.findIndex((name, column) => /^wkt$/i.test(name) || (WKT_NAME.test(name) && facts[column]?.filled === 0));
  return bare >= 0 ? { kind: "wkt", column: bare } : null;
}

/**
 * Columns in degrees, minutes and seconds: by their hemispheres, else by their names; or one column with both. Where a name says what a
 * column is, half of its values are enough.
 */
function findAngles(header: readonly string[], share: (column: number, ...kinds: (keyof ColumnFacts)[]) => number): CsvGeometry | null {
  const mostly = (column: number, kind: keyof ColumnFacts) => share(column, kind) >= 0.8;
  const lat = header.findIndex((_, column) => mostly(column, "lats"));
  const lon = header.findIndex((_, column) => mostly(column, "lons"));
  if (lat >= 0 && lon >= 0) return { kind: "axes", lon, lat, z: null, isDegrees: true, isAngle: true };
  const axes = findAxes(header, (column) => share(column, "angles", "numbers") >= 0.5);
  if (axes?.kind === "axes" && (axes.isDegrees || mostly(axes.lat, "angles") || mostly(axes.lon, "angles")))
    return { ...axes, isDegrees: true, isAngle: true };
  const pair = header.findIndex((_, column) => mostly(column, "anglePairs"));
  return pair >= 0 ? { kind: "lat-lon", column: pair, isAngle: true } : null;
}

const AXES: Record<string, { axis: "lon" | "lat"; isDegrees: boolean }> = {
  ...Object.fromEntries(["lon", "long", "lng", "longitude"].map((word) => [word, { axis: "lon", isDegrees: true }])),
  ...Object.fromEntries(["lat", "latitude"].map((word) => [word, { axis: "lat", isDegrees: true }])),
  ...Object.fromEntries(["x", "easting"].map((word) => [word, { axis: "lon", isDegrees: false }])),
  ...Object.fromEntries(["y", "northing"].map((word) => [word, { axis: "lat", isDegrees: false }])),
};

function findAxes(header: readonly string[], isNumeric: (column: number) => boolean): CsvGeometry | null {
  const lons = new Map<string, { column: number; isDegrees: boolean }>();
  const lats = new Map<string, number>();
  const heights = new Map<string, number>();
  header.forEach((name, column) => {
    if (!isNumeric(column)) return;
    const words = wordsOf(name);
    // Only a column named z: a column named altitude is an attribute.
    if (words.includes("z")) heights.set(`false ${words.filter((word) => word !== "z").join(" ")}`, column);
    const found = words.map((word) => AXES[word]).find((axis) => axis !== undefined);
    if (!found) return;
    // Pairs x_site with y_site, not with y_depot.
    const pair = `${found.isDegrees} ${words.filter((word) => !AXES[word]).join(" ")}`;
    if (found.axis === "lon" && !lons.has(pair)) lons.set(pair, { column, isDegrees: found.isDegrees });
    if (found.axis === "lat" && !lats.has(pair)) lats.set(pair, column);
  });
  const pairs = [...lons].flatMap(([pair, lon]) => {
    const lat = lats.get(pair);
    return lat === undefined
      ? []
      : [{ kind: "axes" as const, lon: lon.column, lat, z: heights.get(pair) ?? null, isDegrees: lon.isDegrees, isAngle: false }];
  });
  return pairs.sort((a, b) => Number(b.isDegrees) - Number(a.isDegrees))[0] ?? null;
}

function wordsOf(name: string): string[] {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/(coord(onnees?)?s?|geo|point|gps)_?(lon|lat|long|lng|longitude|latitude|[xyz])\b/g, "$1_$3")
    .replace(/\b(lon|lat|[xyz])(coord|wgs84|l93|lambert93|lamb93)/g, "$1_$2")
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
