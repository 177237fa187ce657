import { type Bbox, bboxContains, bboxesIntersect, growBbox } from "./bbox.ts";
import { type CrsUnit, crsRows, sridAliases } from "./crs-catalogue.ts";
import { crsHomes } from "./crs-homes.ts";

/** A coordinate reference system of the catalogue. */
export interface Crs {
  srid: number;
  title: string;
  unit: CrsUnit;
  /** Its area of use, in degrees. */
  domain: Bbox;
  /** The same area in its own units, easting (or longitude) first. */
  bounds: Bbox;
}

/** All CRS of the catalogue, likeliest first. */
export const crsCatalogue: readonly Crs[] = crsRows.map(([srid, title, unit, domain, bounds]) => ({ srid, title, unit, domain, bounds }));

const bySrid = new Map(crsCatalogue.map((crs) => [crs.srid, crs]));

/** The code to store for a CRS: deprecated codes and later realisations become the code that all programs read. */
export function canonicalSrid(srid: number): number {
  return sridAliases.get(srid) ?? srid;
}

/** The CRS of an EPSG code or a known alias; undefined when it is not in the catalogue. */
export function crsOf(srid: number): Crs | undefined {
  return bySrid.get(canonicalSrid(srid));
}

/** Margin around the bounds: data extend a little beyond the area of use (sea, neighbours, a commune on the edge of a zone). */
const TOLERANCE = 0.05;

/** Whether an extent (in the CRS's units) lies inside the CRS's area of use; false when only a part does. */
export function fitsCrs(extent: Bbox, crs: Crs): boolean {
  return bboxContains(roomOf(crs), extent);
}

/** Whether an extent overlaps the CRS's area of use. */
export function touchesCrs(extent: Bbox, crs: Crs): boolean {
  return bboxesIntersect(roomOf(crs), extent);
}

function roomOf(crs: Crs): Bbox {
  return crs.srid === 4326 ? crs.bounds : growBbox(crs.bounds, TOLERANCE);
}

export interface CrsCandidate {
  crs: Crs;
  /** 0 to 1; only useful to sort candidates. */
  score: number;
}

/**
 * Guesses the CRS of coordinates from their extent. Degrees and metres differ by size. Among projected CRS, the conic
 * zones differ by northing, and candidates in France score higher. Returns the likeliest first; empty when nothing fits.
 *
 * @param extent box of the raw coordinates, in unknown units
 */
export function guessCrs(extent: Bbox): CrsCandidate[] {
  if (!extent.every(Number.isFinite)) return [];
  const candidates: CrsCandidate[] = [];
  crsCatalogue.forEach((crs, rank) => {
    if (!fitsCrs(extent, crs)) return;
    // Small numbers also fit metres (a plan drawn around 0, 0), but real data are not in the Gulf of Guinea.
    if (crs.unit === "metre" && looksLikeDegrees(extent)) return;
    const score = plausibility(extent, crs) * (1 - rank / (2 * crsCatalogue.length));
    candidates.push({ crs, score });
  });
  return candidates.sort((a, b) => b.score - a.score);
}

function looksLikeDegrees(extent: Bbox): boolean {
  return extent[0] >= -180 && extent[2] <= 180 && extent[1] >= -90 && extent[3] <= 90;
}

/** Area, in square metres, so small that coordinates rarely fall into it by chance. */
const SMALL_HOME = 1e11;

/** WGS 84 comes first for degrees. In metres, extents in France score higher, and extents on a small island highest. */
function plausibility(extent: Bbox, crs: Crs): number {
  if (crs.unit === "degree") return crs.srid === 4326 ? 1 : 0.7;
  const [x, y] = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
  const home = crsHomes.get(crs.srid)?.find((box) => bboxContains(box, [x, y, x, y]));
  if (!home) return crs.srid === 3857 ? 0.2 : 0.4;
  // Web Mercator gets no bonus for small islands: it stretches areas, and no survey uses it.
  if (crs.srid === 3857) return 1;
  const area = (home[2] - home[0]) * (home[3] - home[1]);
  return 1 + 0.5 * (1 - Math.min(1, area / SMALL_HOME));
}
