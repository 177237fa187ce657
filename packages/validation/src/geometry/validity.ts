import { forEachPosition, type Geometry, hasFiniteCoordinates, type Position } from "@archipel/geo/geojson.ts";
import IsValidOp from "jsts/org/locationtech/jts/operation/valid/IsValidOp.js";
import { type JtsGeometry, OpenRingError, toJts } from "./jts.ts";

/** Faults of a geometry, after JTS's error types: the parameter `fault` of ATTRIBUTE_GEOMETRY_INVALID. */
export const faults = [
  "repeatedPoint",
  "holeOutsideShell",
  "nestedHoles",
  "disconnectedInterior",
  "selfIntersection",
  "ringSelfIntersection",
  "nestedShells",
  "duplicateRings",
  "tooFewPoints",
  "invalidCoordinate",
  "ringNotClosed",
] as const;
export type Fault = (typeof faults)[number];

/** JTS's error types by number (TopologyValidationError). */
const BY_TYPE: Readonly<Record<number, Fault>> = {
  1: "repeatedPoint",
  2: "holeOutsideShell",
  3: "nestedHoles",
  4: "disconnectedInterior",
  5: "selfIntersection",
  6: "ringSelfIntersection",
  7: "nestedShells",
  8: "duplicateRings",
  9: "tooFewPoints",
  10: "invalidCoordinate",
  11: "ringNotClosed",
};

/** The result of a validity test: a valid JTS geometry, or the fault and its place. */
export type Judged = { fault: null; jts: JtsGeometry } | { fault: Fault; at: Position | null };

/** Tests a geometry by the rules of OGC 06-103r4, with JTS's IsValidOp like the national validator. */
export function judge(geometry: Geometry): Judged {
  if (!hasFiniteCoordinates(geometry) && !isEmptyPoint(geometry)) return { fault: "invalidCoordinate", at: finitePosition(geometry) };
  let jts: JtsGeometry;
  try {
    jts = toJts(geometry);
  } catch (error) {
    if (error instanceof OpenRingError) return { fault: "ringNotClosed", at: error.at };
    return { fault: "tooFewPoints", at: finitePosition(geometry) };
  }
  const error = new IsValidOp(jts).getValidationError();
  if (!error) return { fault: null, jts };
  const at: unknown = error.getCoordinate();
  const fault = BY_TYPE[Number(error.getErrorType())] ?? "selfIntersection";
  return { fault, at: isCoordinate(at) ? [at.x, at.y] : null };
}

function isEmptyPoint(geometry: Geometry): boolean {
  return geometry.type === "Point" && geometry.coordinates.every(Number.isNaN);
}

function isCoordinate(value: unknown): value is { x: number; y: number } {
  return (
    typeof value === "object" && value !== null && "x" in value && "y" in value && Number.isFinite(value.x) && Number.isFinite(value.y)
  );
}

function finitePosition(geometry: Geometry): Position | null {
  let found: Position | null = null;
  forEachPosition(geometry, (position) => {
    if (!found && position.every(Number.isFinite)) found = position;
  });
  return found;
}
