import { type Bbox, growBbox } from "@archipel/geo/bbox.ts";
import { crsOf, fitsCrs } from "@archipel/geo/crs.ts";
import { type Geometry, geometryBbox, type Position } from "@archipel/geo/geojson.ts";
import { readWkb, WkbError } from "@archipel/geo/wkb.ts";
import type { Code } from "../codes.ts";
import { withDigits } from "../geometry/digits.ts";
import type { Emprise } from "../geometry/emprise.ts";
import type { JtsGeometry } from "../geometry/jts.ts";
import { type Measures, measure } from "../geometry/measures.ts";
import { judge } from "../geometry/validity.ts";
import type { Complexity, GeometryKind, GeometryRules } from "../model/geometry.ts";

/** A fault of a geometry; `at` is its exact place, in the table's CRS. */
export interface ShapeFault {
  code: Code;
  params: Record<string, string | number>;
  at?: Position | null;
}

/** The result of checking a geometry. `plane` is set when it is valid and can be compared with others. */
export interface CheckedShape {
  faults: ShapeFault[];
  geometry: Geometry | null;
  plane: { geometry: Geometry; jts: JtsGeometry } | null;
}

export interface ShapeCheckOptions {
  rules: GeometryRules;
  srid: number | null;
  /** Converts the table's geometries to the plane of the check; null when its CRS is unknown. */
  toPlane: ((geometry: Geometry) => Geometry) | null;
  emprise: Emprise | null;
  /** Limits for tables whose model sets none. */
  complexity: Complexity | undefined;
  /** Geometries are judged with coordinates of 15 digits, as the national portal writes them before it judges them. */
  isRounded?: boolean;
}

/** Runs all checks of a single geometry. */
export function checkShape(ewkb: Uint8Array, { rules, srid, toPlane, emprise, complexity, isRounded }: ShapeCheckOptions): CheckedShape {
  const faults: ShapeFault[] = [];
  let geometry: Geometry;
  try {
    const read = readWkb(ewkb).geometry;
    geometry = isRounded ? withDigits(read, NATIONAL_DIGITS) : read;
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    return { faults: [{ code: "ATTRIBUTE_GEOMETRY_INVALID", params: { fault: "invalidCoordinate" } }], geometry: null, plane: null };
  }
  const box = geometryBbox(geometry);
  if (!isOfKind(geometry, rules)) faults.push({ code: "geometry-type", params: { found: geometry.type, type: rules.type } });
  if (!box || box.some(Number.isNaN)) {
    if (rules.required) faults.push({ code: "geometry-empty", params: {} });
    return { faults, geometry: null, plane: null };
  }
  const judged = judge(geometry);
  if (judged.fault !== null) {
    if (rules.valid !== false) faults.push({ code: "ATTRIBUTE_GEOMETRY_INVALID", params: { fault: judged.fault }, at: judged.at });
  }
  if (isOutOfDomain(box, srid)) {
    faults.push({ code: "ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT", params: {} });
    return { faults, geometry, plane: null };
  }
  const moved = toPlane?.(geometry) ?? null;
  if (moved) faults.push(...sizeFaults(moved, rules, complexity));
  if (!moved || judged.fault !== null) return { faults, geometry, plane: null };
  const plane = moved === geometry ? { geometry, jts: judged.jts } : replane(moved);
  if (plane && emprise && rules.inEmprise !== false && !emprise.covers(plane.jts))
    faults.push({ code: "CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR", params: {} });
  return { faults, geometry, plane };
}

/** Digits of a coordinate in the WKT that the national portal makes of every geometry. */
const NATIONAL_DIGITS = 15;

/** A valid geometry can become invalid by reprojection: it is then not compared. */
function replane(geometry: Geometry): CheckedShape["plane"] {
  const judged = judge(geometry);
  return judged.fault === null ? { geometry, jts: judged.jts } : null;
}

const MULTI: Partial<Record<GeometryKind, string>> = { multipoint: "Point", multilinestring: "LineString", multipolygon: "Polygon" };

function isOfKind(geometry: Geometry, { type, isStrict }: GeometryRules): boolean {
  if (type === "geometry" || geometry.type.toLowerCase() === type) return true;
  return !isStrict && (MULTI[type] === geometry.type || isMultiOfOne(geometry, type));
}

/** Some formats have no single types and write every area as a multi-polygon with one part. */
function isMultiOfOne(geometry: Geometry, type: GeometryKind): boolean {
  return (
    (geometry.type === "MultiPoint" || geometry.type === "MultiLineString" || geometry.type === "MultiPolygon") &&
    geometry.type.toLowerCase() === `multi${type}` &&
    geometry.coordinates.length === 1
  );
}

function isOutOfDomain(box: Bbox, srid: number | null): boolean {
  const crs = srid === null ? undefined : crsOf(srid);
  return crs !== undefined && box.every(Number.isFinite) && !fitsCrs(growBbox(box, 0), crs);
}

function sizeFaults(geometry: Geometry, { smallest, complexity }: GeometryRules, fallback: Complexity | undefined): ShapeFault[] {
  const limits = complexity ?? fallback;
  if (!smallest && !limits) return [];
  const measures = measure(geometry, limits?.densityAbove);
  const faults: ShapeFault[] = [];
  const isLine = geometry.type === "LineString" || geometry.type === "MultiLineString";
  const isArea = geometry.type === "Polygon" || geometry.type === "MultiPolygon";
  if (smallest?.length !== undefined && (isLine || isArea) && measures.length < smallest.length)
    faults.push({ code: "geometry-too-small", params: { measure: "length", value: rounded(measures.length), limit: smallest.length } });
  else if (smallest?.area !== undefined && isArea && measures.area < smallest.area)
    faults.push({ code: "geometry-too-small", params: { measure: "area", value: rounded(measures.area), limit: smallest.area } });
  const heavy = limits && (exceeded(measures, limits, "error") ?? exceeded(measures, limits, "warning"));
  return heavy ? [...faults, heavy] : faults;
}

const MEASURED = ["vertices", "rings", "parts", "density"] as const;

/** The first limit that is exceeded: one finding per geometry is enough. */
function exceeded(measures: Measures, limits: Complexity, degree: "warning" | "error"): ShapeFault | null {
  for (const name of MEASURED) {
    const limit = limits[name]?.[degree];
    if (limit !== undefined && measures[name] > limit) {
      const code = degree === "error" ? "CNIG_GEOMETRY_COMPLEXITY_ERROR" : "CNIG_GEOMETRY_COMPLEXITY_WARNING";
      return { code, params: { measure: name, value: rounded(measures[name]), limit } };
    }
  }
  return null;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
