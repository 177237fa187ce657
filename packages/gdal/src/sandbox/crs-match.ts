import { canonicalSrid, crsCatalogue, crsOf, fitsCrs, guessCrs } from "@archipel/geo/crs.ts";
import { sridOfName } from "@archipel/geo/crs-names.ts";
import type { FoundCrs } from "../model.ts";
import type { Gdal } from "./wasm.ts";

/** What distinguishes a CRS from others, read from its WKT 1: method and parameters, or the datum of a geographic one. */
interface Signature {
  isProjected: boolean;
  method: string;
  parameters: Map<string, number>;
  semiMajor: number;
  inverseFlattening: number;
  primeMeridian: number;
  datum: string;
}

/** WGS 84 with ellipsoidal heights: GDAL's CRS for GeoJSON with altitudes. Its horizontal part is 4326. */
const WGS84_3D = 4979;

const known = new Map<number, Signature | null>();

/**
 * The EPSG code of a CRS that a file declares, even without a code: its own code, else the CRS of our catalogue with the same
 * method, parameters and ellipsoid (a `.prj` written by ESRI, an IGNF name).
 *
 * @param declared projjson and WKT as ogrinfo gives them; null when the file declares nothing
 * @param extent box of the raw coordinates, for the guess when nothing is declared
 */
export function findCrs(
  gdal: Pick<Gdal, "wktOf">,
  declared: { wkt: string; projjson: unknown } | null,
  extent: [number, number, number, number] | null,
): FoundCrs {
  const guesses = extent ? guessCrs(extent).map((candidate) => candidate.crs.srid) : [];
  if (!declared) {
    const [first] = guesses;
    if (first === undefined) return { srid: null, name: null, how: "unknown", candidates: [] };
    return { srid: first, name: crsOf(first)?.title ?? null, how: "guessed", candidates: guesses };
  }
  const name = nameOf(declared.projjson) ?? /^\w+\["([^"]*)"/.exec(declared.wkt)?.[1] ?? null;
  const code = codeOf(declared.projjson);
  if (code !== null) {
    const srid = code === WGS84_3D ? 4326 : canonicalSrid(code);
    return { srid, name, how: "declared", candidates: [...new Set([srid, ...guesses])] };
  }
  // A local grid (a plan around 0, 0; MapInfo's NonEarth) has no place on the ground.
  if (/^(LOCAL_CS|ENGCRS|LOCALCRS|ENGINEERINGCRS)\[/.test(declared.wkt)) return findCrs(gdal, null, extent);
  const srid = matchCatalogue(gdal, declared.wkt, name, extent);
  if (srid !== null) return { srid, name, how: "by-name", candidates: [...new Set([srid, ...guesses])] };
  return { srid: null, name, how: "unknown", candidates: guesses };
}

/**
 * Some CRS share all numbers and differ only in the name of their datum (zone 21N of Guyane and of Saint-Pierre-et-Miquelon). The CRS with the
 * declared name wins, else the one with the same datum, else the one whose area contains the data.
 */
function matchCatalogue(
  gdal: Pick<Gdal, "wktOf">,
  wkt: string,
  name: string | null,
  extent: [number, number, number, number] | null,
): number | null {
  const sought = signatureOf(gdal.wktOf(wkt));
  if (!sought) return null;
  const named = name === null ? null : sridOfName(name);
  // The name decides: reading the WKT of the whole catalogue takes 0.15 s.
  if (named !== null && isMatch(sought, signatureOfSrid(gdal, named), true)) return named;
  let best: { srid: number; score: number } | null = null;
  for (const crs of crsCatalogue) {
    const candidate = signatureOfSrid(gdal, crs.srid);
    if (!candidate || !isMatch(sought, candidate, false)) continue;
    const score = (sought.datum === candidate.datum ? 2 : 0) + (extent && fitsCrs(extent, crs) ? 1 : 0);
    if (!best || score > best.score) best = { srid: crs.srid, score };
  }
  return best?.srid ?? null;
}

function signatureOfSrid(gdal: Pick<Gdal, "wktOf">, srid: number): Signature | null {
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

function isSame(a: Signature, b: Signature): boolean {
  if (a.isProjected !== b.isProjected || a.method !== b.method) return false;
  if (Math.abs(a.primeMeridian - b.primeMeridian) > 1e-6) return false;
  if (!a.isProjected) return true;
  const names = new Set([...a.parameters.keys(), ...b.parameters.keys()]);
  return [...names].every((name) => Math.abs((a.parameters.get(name) ?? 0) - (b.parameters.get(name) ?? 0)) < 1e-6);
}

function isSameEllipsoid(a: Signature, b: Signature): boolean {
  return Math.abs(a.semiMajor - b.semiMajor) <= 0.01 && Math.abs(a.inverseFlattening - b.inverseFlattening) <= 1e-7;
}

function signatureOf(wkt: string | null): Signature | null {
  if (!wkt) return null;
  const spheroid = /SPHEROID\["[^"]*",([\d.]+),([\d.]+)/.exec(wkt);
  if (!spheroid) return null;
  const parameters = [...wkt.matchAll(/PARAMETER\["([^"]+)",([-\d.e+]+)/gi)].map(
    ([, name, value]) => [String(name), Number(value)] as const,
  );
  return {
    isProjected: wkt.startsWith("PROJCS"),
    method: sameMethod(/PROJECTION\["([^"]+)"/.exec(wkt)?.[1] ?? ""),
    parameters: sortParallels(new Map(parameters)),
    semiMajor: Number(spheroid[1]),
    inverseFlattening: Number(spheroid[2]),
    primeMeridian: Number(/PRIMEM\["[^"]*",([-\d.]+)/.exec(wkt)?.[1] ?? 0),
    datum: datumWord(/DATUM\["([^"]+)"/.exec(wkt)?.[1] ?? ""),
  };
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
  return isRecord(projjson) && typeof projjson.name === "string" ? projjson.name : null;
}

/** The EPSG code of a projjson document, also of a bound or compound CRS. */
function codeOf(projjson: unknown): number | null {
  if (!isRecord(projjson)) return null;
  const { id } = projjson;
  // Of a compound CRS (Lambert-93 + IGN69 is 5698) the horizontal part counts.
  if (Array.isArray(projjson.components)) return codeOf(projjson.components[0]) ?? codeOf({ id });
  if (isRecord(id)) {
    if (id.authority === "EPSG" && Number.isInteger(Number(id.code))) return Number(id.code);
    if (id.authority === "OGC" && /^CRS84h?$/.test(String(id.code))) return 4326;
  }
  return isRecord(projjson.source_crs) ? codeOf(projjson.source_crs) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
