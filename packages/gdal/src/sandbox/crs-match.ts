import { type Crs, canonicalSrid, crsCatalogue, crsOf, fitsCrs, guessCrs } from "@archipel/geo/crs.ts";
import { sridOfName } from "@archipel/geo/crs-names.ts";
import { distanceBetween, type LambertCone, lambertCone } from "@archipel/geo/lambert-cone.ts";
import type { FoundCrs } from "../model.ts";
import { epsgOf } from "./ogr-info.ts";
import type { Gdal } from "./wasm.ts";

/** What distinguishes a CRS from others, read from its WKT 1: method and parameters, or the datum of a geographic one. */
interface Signature {
  isProjected: boolean;
  method: string;
  /** A Lambert cone, which two sets of parameters may define. */
  cone: LambertCone | null;
  /** Angles in degrees, and the central meridian from Greenwich. */
  parameters: Map<string, number>;
  semiMajor: number;
  inverseFlattening: number;
  primeMeridian: number;
  datum: string;
}

/** WGS 84 with ellipsoidal heights: GDAL's CRS for GeoJSON with altitudes. Its horizontal part is 4326. */
const WGS84_3D = 4979;

/** The CRS that RFC 7946 prescribes for all GeoJSON, in GDAL's words. */
export const WGS84 = { wkt: 'GEOGCRS["WGS 84"', projjson: { name: "WGS 84", id: { authority: "EPSG", code: 4326 } } };

/** What PROJ says of coordinate systems. */
type Proj = Pick<Gdal, "wktOf" | "codeOfWkt">;

/** In place of GDAL where it is not loaded: a code or a guess needs no WKT. */
export const NOT_LOADED: Proj = { wktOf: () => null, codeOfWkt: () => null };

const known = new Map<number, Signature | null>();

/**
 * The EPSG code of a CRS that a file declares, even without a code: its own code, else the CRS with the same method, parameters and ellipsoid
 * (a `.prj` written by ESRI, an IGNF name, numbers of MapInfo). Where two CRS are equally likely, none is chosen.
 *
 * @param declared projjson and WKT as ogrinfo gives them; null when the file declares nothing
 * @param extent box of the raw coordinates, for the guess when nothing is declared
 * @param isCodeDerived whether GDAL found the code by itself: MapInfo writes none, and GDAL takes every ellipsoid GRS 80 for NAD83
 */
export function findCrs(
  gdal: Proj,
  declared: { wkt: string; projjson: unknown } | null,
  extent: [number, number, number, number] | null,
  isCodeDerived = false,
): FoundCrs {
  const guesses = extent ? guessCrs(extent).map((candidate) => candidate.crs.srid) : [];
  if (!declared) {
    const [first] = guesses;
    if (first === undefined) return { srid: null, name: null, how: "unknown", candidates: [] };
    return { srid: first, name: crsOf(first)?.title ?? null, how: "guessed", candidates: guesses };
  }
  const name = nameOf(declared.projjson) ?? /^\w+\["([^"]*)"/.exec(declared.wkt)?.[1] ?? null;
  const code = epsgOf(declared.projjson);
  if (code !== null) {
    const srid = code === WGS84_3D ? 4326 : canonicalSrid(code);
    const rivals = isCodeDerived && !crsOf(srid) ? rivalsOf(gdal, declared.wkt, extent) : [];
    if (rivals.length > 0) return { srid: null, name, how: "unknown", candidates: [...new Set([...rivals, srid, ...guesses])] };
    return { srid, name, how: "declared", candidates: [...new Set([srid, ...guesses])] };
  }
  // A local grid (a plan around 0, 0; MapInfo's NonEarth) has no place on the ground.
  if (/^(LOCAL_CS|ENGCRS|LOCALCRS|ENGINEERINGCRS)\[/.test(declared.wkt)) return findCrs(gdal, null, extent);
  const srid = matchOf(gdal, declared.wkt, name, extent);
  if (srid !== null) return { srid, name, how: "by-name", candidates: [...new Set([srid, ...guesses])] };
  return { srid: null, name, how: "unknown", candidates: guesses };
}

type Extent = [number, number, number, number] | null;

/** The CRS with the declared name wins, else the one with the same datum, else the one that PROJ knows by name, else the one of the place. */
function matchOf(gdal: Proj, wkt: string, name: string | null, extent: Extent): number | null {
  const sought = signatureOf(gdal.wktOf(wkt));
  if (!sought) return null;
  const named = name === null ? null : sridOfName(name);
  // The name decides: reading the WKT of the whole catalogue takes 0.15 s.
  if (named !== null && isMatch(sought, signatureOfSrid(gdal, named), true)) return named;
  const matches = matchesOf(gdal, sought);
  const ofDatum = matches.filter(({ srid }) => signatureOfSrid(gdal, srid)?.datum === sought.datum);
  if (ofDatum.length > 0) return onlyOne(ofDatum, extent) ?? (ofDatum.length === 1 ? (ofDatum[0]?.srid ?? null) : null);
  const known = name === null || name === "unnamed" ? null : gdal.codeOfWkt(gdal.wktOf(wkt) ?? wkt);
  if (known !== null && isMatch(sought, signatureOfSrid(gdal, known), false)) return canonicalSrid(known);
  return onlyOne(matches, extent);
}

/** The CRS of our catalogue that have the numbers of another one, and whose area contains the data. */
function rivalsOf(gdal: Proj, wkt: string, extent: Extent): number[] {
  const sought = signatureOf(gdal.wktOf(wkt));
  return sought ? inPlace(matchesOf(gdal, sought), extent).map(({ srid }) => srid) : [];
}

function matchesOf(gdal: Proj, sought: Signature): Crs[] {
  return crsCatalogue.filter(({ srid }) => isMatch(sought, signatureOfSrid(gdal, srid), false));
}

/**
 * Some CRS share all numbers and differ only in the name of their datum (zone 21N of Guyane and of Saint-Pierre-et-Miquelon): the one whose area
 * contains the data; null when there are several, or none.
 */
function onlyOne(matches: readonly Crs[], extent: Extent): number | null {
  const [first, ...others] = inPlace(matches, extent);
  return first && others.length === 0 ? first.srid : null;
}

function inPlace(matches: readonly Crs[], extent: Extent): Crs[] {
  return matches.filter((crs) => extent !== null && fitsCrs(extent, crs));
}

function signatureOfSrid(gdal: Proj, srid: number): Signature | null {
  let signature = known.get(srid);
  if (signature === undefined) {
    signature = signatureOf(gdal.wktOf(`EPSG:${srid}`));
    known.set(srid, signature);
  }
  return signature;
}

/** IGN describes some frames with an older ellipsoid than EPSG: the name of the CRS says more than its ellipsoid. */
function isMatch(sought: Signature, candidate: Signature | null, isNamed: boolean): boolean {
  if (!candidate || !isSame(sought, candidate)) return false;
  return isNamed || sought.datum === candidate.datum || (sought.isProjected && isSameEllipsoid(sought, candidate));
}

/** MapInfo writes parameters with rounded digits: within half a metre, two projections are the same. */
const SAME_METRES = 0.5;
const SAME_LENGTH = 0.01;
const SAME_ANGLE = 1e-6;

function isSame(a: Signature, b: Signature): boolean {
  if (a.isProjected !== b.isProjected) return false;
  if (!a.isProjected) return Math.abs(a.primeMeridian - b.primeMeridian) <= SAME_ANGLE;
  if (a.cone && b.cone) return isSameEllipsoid(a, b) ? distanceBetween(a.cone, b.cone) < SAME_METRES : isSameParameters(a, b);
  return a.method === b.method && isSameParameters(a, b);
}

function isSameParameters(a: Signature, b: Signature): boolean {
  const names = new Set([...a.parameters.keys(), ...b.parameters.keys()]);
  return [...names].every((name) => {
    const apart = Math.abs((a.parameters.get(name) ?? 0) - (b.parameters.get(name) ?? 0));
    return apart < (name.startsWith("false_") ? SAME_LENGTH : SAME_ANGLE);
  });
}

function isSameEllipsoid(a: Signature, b: Signature): boolean {
  return Math.abs(a.semiMajor - b.semiMajor) <= 0.01 && Math.abs(a.inverseFlattening - b.inverseFlattening) <= 1e-7;
}

function signatureOf(wkt: string | null): Signature | null {
  if (!wkt) return null;
  const spheroid = /SPHEROID\["[^"]*",([\d.]+),([\d.]+)/.exec(wkt);
  if (!spheroid) return null;
  const primeMeridian = Number(/PRIMEM\["[^"]*",([-\d.]+)/.exec(wkt)?.[1] ?? 0);
  const isProjected = wkt.startsWith("PROJCS");
  const method = sameMethod(/PROJECTION\["([^"]+)"/.exec(wkt)?.[1] ?? "");
  const parameters = sortParallels(parametersOf(wkt, primeMeridian));
  const [semiMajor, inverseFlattening] = [Number(spheroid[1]), Number(spheroid[2])];
  return {
    isProjected,
    method,
    cone: isProjected ? coneOf(method, parameters, semiMajor, inverseFlattening) : null,
    parameters,
    semiMajor,
    inverseFlattening,
    primeMeridian,
    datum: datumWord(/DATUM\["([^"]+)"/.exec(wkt)?.[1] ?? ""),
  };
}

const ANGLES = /latitude|meridian|longitude|parallel|azimuth|angle/i;
/** Parameters that count from the prime meridian. */
const LONGITUDES = /^(central_meridian|longitude_of_(origin|center))$/i;

/** The parameters of a projected CRS, whose angles are in the unit of its datum (grads for NTF). */
function parametersOf(wkt: string, primeMeridian: number): Map<string, number> {
  const datum = wkt.slice(0, Math.max(0, wkt.indexOf("PROJECTION[")));
  const radians = Number([...datum.matchAll(/UNIT\["[^"]*",([\d.eE+-]+)/g)].at(-1)?.[1] ?? Math.PI / 180);
  const degrees = (radians * 180) / Math.PI;
  const found = [...wkt.matchAll(/PARAMETER\["([^"]+)",([-\d.e+]+)/gi)].map(([, name = "", value]) => {
    const number = Number(value) * (ANGLES.test(name) ? degrees : 1);
    return [name, LONGITUDES.test(name) ? number + primeMeridian : number] as const;
  });
  return new Map(found);
}

/** The cone of a Lambert projection; null for other projections. */
function coneOf(method: string, parameters: ReadonlyMap<string, number>, semiMajor: number, inverseFlattening: number): LambertCone | null {
  if (!method.startsWith("lambertconformalconic") || inverseFlattening === 0) return null;
  const value = (name: string, otherwise = 0) => parameters.get(name) ?? otherwise;
  const [first, second] = [parameters.get("standard_parallel_1"), parameters.get("standard_parallel_2")];
  const latitude = value("latitude_of_origin", value("standard_parallel_1"));
  const cone = lambertCone({
    semiMajor,
    inverseFlattening,
    centralMeridian: value("central_meridian"),
    latitudeOfOrigin: latitude,
    falseEasting: value("false_easting"),
    falseNorthing: value("false_northing"),
    scale: first !== undefined && second !== undefined ? { parallels: [first, second] } : { factor: value("scale_factor", 1) },
  });
  return Number.isFinite(cone.radius) ? cone : null;
}

function sameMethod(method: string): string {
  return method.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The order of the two standard parallels of a conic does not matter: EPSG has 49, 44 for 2154, and .prj files have 44, 49. */
function sortParallels(parameters: Map<string, number>): Map<string, number> {
  const first = parameters.get("standard_parallel_1");
  const second = parameters.get("standard_parallel_2");
  if (first !== undefined && second !== undefined) {
    parameters.set("standard_parallel_1", Math.min(first, second));
    parameters.set("standard_parallel_2", Math.max(first, second));
  }
  return parameters;
}

function datumWord(datum: string): string {
  return datum
    .toLowerCase()
    .replace(/^d_/, "")
    .replace(/[^a-z0-9]/g, "")
    .replace(/v1$/, "");
}

function nameOf(projjson: unknown): string | null {
  const { name } = (projjson ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : null;
}
