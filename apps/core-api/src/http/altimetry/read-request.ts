import { MAX_SAMPLES, RELIEF_ZOOMS } from "@archipel/contracts/elevation.ts";
import { id } from "@archipel/contracts/ids.ts";
import { hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import { isValidTile, type TileAddress } from "@archipel/geo/tile-math.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import type { Polygons } from "../../modules/elevation/statistics/policy.ts";
import { degreesAsked } from "../address-values.ts";
import type { HttpRequest } from "../route.ts";

type Place = [lon: number, lat: number];

/** Parameters of the national service of heights. `gp-access-lib` is what its own libraries add. */
const PARAMETERS = [
  "lon",
  "lat",
  "resource",
  "delimiter",
  "indent",
  "measures",
  "zonly",
  "profile_mode",
  "sampling",
  "geom",
  "portal",
  "gp-access-lib",
];
const DELIMITERS = ["|", ",", ";"];
const DEFAULT_SAMPLING = 50;
/** Corners of an area. */
const MAX_CORNERS = 10_000;

export type Given = Readonly<Record<string, unknown>>;

/** The parameters of a request: of its address, or of its JSON body, which may be longer. */
export function parametersOf({ method, query, body }: HttpRequest): Given {
  const given = method === "POST" ? body : query;
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw malformed("lon");
  const unknown = Object.keys(given).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw new DomainError("malformed", "parameter-unknown", { parameter: unknown.slice(0, 80) });
  return { ...given };
}

const malformed = (parameter: string) => new DomainError("malformed", "elevation-parameter-invalid", { parameter });

/** `lon=1|2&lat=45|46`: as many of each, at most 5,000. */
export function placesOf(given: Given): Place[] {
  const [lons, lats] = [numbersOf(given, "lon", 180), numbersOf(given, "lat", 85)];
  if (lats.length !== lons.length) throw malformed("lat");
  return lons.map((lon, index) => [lon, lats[index] ?? Number.NaN]);
}

function numbersOf(given: Given, name: "lon" | "lat", most: number): number[] {
  const { [name]: value, delimiter = "|" } = given;
  if (typeof delimiter !== "string" || !DELIMITERS.includes(delimiter)) throw malformed("delimiter");
  const texts = typeof value === "number" ? [String(value)] : typeof value === "string" ? value.split(delimiter, MAX_SAMPLES + 1) : [];
  if (texts.length > MAX_SAMPLES) throw new DomainError("invalid", "elevation-too-many", { count: MAX_SAMPLES }, name);
  if (texts.length === 0) throw malformed(name);
  return texts.map((text) => degreesAsked(text, name, most));
}

/** The number of heights along a line: `sampling`, 2 to 5,000. */
export function samplingOf(given: Given): number {
  const { sampling = DEFAULT_SAMPLING } = given;
  const count = typeof sampling === "string" && /^\d{1,5}$/.test(sampling) ? Number(sampling) : sampling;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 2 || count > MAX_SAMPLES) throw malformed("sampling");
  return count;
}

/** A parameter that is `true` or `false`. */
export function isAsked(given: Given, name: "zonly" | "measures" | "indent"): boolean {
  const { [name]: value = false } = given;
  if (![true, false, "true", "false"].includes(value as string | boolean)) throw malformed(name);
  return value === true || value === "true";
}

/** The name of one dataset of heights; null for the finest at each place. */
export function resourceOf({ resource }: Given): string | null {
  if (resource === undefined || resource === "") return null;
  if (typeof resource !== "string") throw malformed("resource");
  return resource.slice(0, 200);
}

/** `portal`: the id of a portal, for who does not ask its own host. */
export function portalOf({ portal }: Given): string | null {
  if (portal === undefined) return null;
  const portalId = id.safeParse(portal);
  if (!portalId.success) throw new DomainError("not-found", "portal-not-found");
  return portalId.data;
}

/** `geom`: a polygon or several, as GeoJSON in degrees. */
export function areaOf({ geom }: Given): Polygons {
  const geometry = typeof geom === "string" ? parsed(geom) : geom;
  if (!isGeometry(geometry) || !hasFiniteCoordinates(geometry)) throw malformed("geom");
  if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") throw malformed("geom");
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.flat();
  const corners = rings.flat();
  if (corners.length > MAX_CORNERS) throw new DomainError("invalid", "elevation-too-many", { count: MAX_CORNERS }, "geom");
  const isRing = (ring: (typeof rings)[number]) =>
    ring.length >= 4 && ring[0]?.[0] === ring.at(-1)?.[0] && ring[0]?.[1] === ring.at(-1)?.[1];
  const isOnEarth = corners.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85);
  if (polygons.length === 0 || !polygons.every((own) => own.length > 0) || !rings.every(isRing) || !isOnEarth) throw malformed("geom");
  return polygons;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("geom");
  }
}

/** Parameters of a tile of relief: the height of places without data, and the version that a map has read. */
const TILE_PARAMETERS = ["base", "v", "portal"];

/** @throws DomainError for an address that names no tile, before any SQL */
export function reliefAsked({ params, query }: HttpRequest): { tile: TileAddress; base: number; given: Given; isNamed: boolean } {
  const unknown = Object.keys(query).find((name) => !TILE_PARAMETERS.includes(name));
  if (unknown !== undefined) throw new DomainError("malformed", "parameter-unknown", { parameter: unknown.slice(0, 80) });
  const { z = "", x = "", file = "" } = params;
  const y = /^(\d{1,8})\.png$/.exec(file)?.[1] ?? "";
  const tile = { z: Number(z), x: Number(x), y: Number(y) };
  const { base = "0", v, portal } = query;
  const isTile = [z, x, y].every((part) => /^\d{1,8}$/.test(part)) && isValidTile(tile, RELIEF_ZOOMS.deepest);
  if (!isTile || typeof base !== "string" || !/^-?\d{1,4}$/.test(base)) throw new DomainError("not-found", "relief-tile-malformed");
  return { tile, base: Number(base), given: portal === undefined ? {} : { portal }, isNamed: typeof v === "string" };
}
