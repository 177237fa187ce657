import { type Bbox, bboxContains, bboxesIntersect, growBbox } from "./bbox.ts";
import { type CrsUnit, crsRows, sridAliases } from "./crs-catalogue.ts";
import { crsHomes } from "./crs-homes.ts";

/** A coordinate reference system that we know by its EPSG code. */
export interface Crs {
  srid: number;
  title: string;
  unit: CrsUnit;
  /** Where it is meant to be used, in degrees. */
  domain: Bbox;
  /** The same area in its own units, easting (or longitude) first. */
  bounds: Bbox;
}

/** All CRS that we know, the likeliest first. */
export const crsCatalogue: readonly Crs[] = crsRows.map(([srid, title, unit, domain, bounds]) => ({ srid, title, unit, domain, bounds }));

const bySrid = new Map(crsCatalogue.map((crs) => [crs.srid, crs]));

/** The code that we store for a CRS: deprecated twins and later realisations become the one that everybody reads. */
export function canonicalSrid(srid: number): number {
  return sridAliases.get(srid) ?? srid;
}

/** The CRS of an EPSG code (or of a known alias of it); undefined when it is not in the catalogue. */
export function crsOf(srid: number): Crs | undefined {
  return bySrid.get(canonicalSrid(srid));
}

/** Room around the bounds: data spill a little over the area of use (sea, neighbours, a commune cut by a zone's edge). */
const TOLERANCE = 0.05;

/** Do coordinates of this extent (in the CRS's units) fall where the CRS is meant to be used? False when only a part does. */
export function fitsCrs(extent: Bbox, crs: Crs): boolean {
  return bboxContains(roomOf(crs), extent);
}

/** Does at least a part of this extent fall where the CRS is meant to be used? */
export function touchesCrs(extent: Bbox, crs: Crs): boolean {
  return bboxesIntersect(roomOf(crs), extent);
}

function roomOf(crs: Crs): Bbox {
  return crs.srid === 4326 ? crs.bounds : growBbox(crs.bounds, TOLERANCE);
}

export interface CrsCandidate {
  crs: Crs;
  /** 0…1: how far we would bet on it. Only its order means something. */
  score: number;
}

/**
 * Which CRS could coordinates of this extent be in? Degrees and metres tell themselves apart by size; among projected ones the conic
 * zones by their northing, and what would lie in France counts more. Candidates come the likeliest first; empty when nothing fits.
 *
 * @param extent box of the raw coordinates, in unknown units
 */
export function guessCrs(extent: Bbox): CrsCandidate[] {
  if (!extent.every(Number.isFinite)) return [];
  const candidates: CrsCandidate[] = [];
  crsCatalogue.forEach((crs, rank) => {
    if (!fitsCrs(extent, crs)) return;
    // Small numbers fit metres too (a plan drawn around 0, 0), but nobody means the Gulf of Guinea.
    if (crs.unit === "metre" && looksLikeDegrees(extent)) return;
    const score = plausibility(extent, crs) * (1 - rank / (2 * crsCatalogue.length));
    candidates.push({ crs, score });
  });
  return candidates.sort((a, b) => b.score - a.score);
}

function looksLikeDegrees(extent: Bbox): boolean {
  return extent[0] >= -180 && extent[2] <= 180 && extent[1] >= -90 && extent[3] <= 90;
}

/** An area so small (in square metres) that coordinates hardly fall into it by chance. */
const SMALL_HOME = 1e11;

/** WGS 84 is the first for degrees. In metres, what lies in France is likelier than what does not, and on a small island most of all. */
function plausibility(extent: Bbox, crs: Crs): number {
  if (crs.unit === "degree") return crs.srid === 4326 ? 1 : 0.7;
  const [x, y] = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
  const home = crsHomes.get(crs.srid)?.find((box) => bboxContains(box, [x, y, x, y]));
  if (!home) return crs.srid === 3857 ? 0.2 : 0.4;
  // Web Mercator stretches: its islands are no smaller a target than others, and it is what nobody chooses for a survey.
  if (crs.srid === 3857) return 1;
  const area = (home[2] - home[0]) * (home[3] - home[1]);
  return 1 + 0.5 * (1 - Math.min(1, area / SMALL_HOME));
}
