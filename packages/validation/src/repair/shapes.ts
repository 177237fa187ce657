import { forEachPosition, type Geometry } from "@archipel/geo/geojson.ts";
import { keepVertices } from "@archipel/geo/keep-vertices.ts";
import { readWkb, writeEwkb } from "@archipel/geo/wkb.ts";
import type { RepairId } from "../finding.ts";
import { checkShape, type ShapeCheckOptions, type ShapeFault } from "../rules/shape.ts";
import { closeRings } from "./repairs/close-rings.ts";
import { convertShape } from "./repairs/convert-shape.ts";
import { makeValid } from "./repairs/make-valid.ts";
import type { ShapeRepair, ShapeSubject } from "./repairs/repair.ts";
import { simplify } from "./repairs/simplify.ts";
import { gridOf, snapPrecision } from "./repairs/snap-precision.ts";
import { metresOf } from "./unit.ts";

/** Every repair of a geometry, in the order in which they are offered. */
export const shapeRepairs: readonly ShapeRepair[] = [closeRings, makeValid, convertShape, simplify, snapPrecision];

/** Prepares repairs of a table's geometries. @param precision grid size for snapping vertices, in metres */
export function shapeSubjectOf(options: ShapeCheckOptions, isRelated: boolean, precision: number): ShapeSubject {
  return {
    rules: options.rules,
    judge: (geometry) => checkShape(writeEwkb(geometry, null, false), options).faults,
    unit: metresOf(options.srid),
    grid: gridOf(precision, options.srid),
    isRelated,
  };
}

/** The repair to offer for a fault of a geometry: one that removes the fault and adds no other; null when only a person can correct it. */
export function repairOfShape(fault: ShapeFault, geometry: Geometry, subject: ShapeSubject): RepairId | null {
  const able = shapeRepairs.filter(({ codes }) => codes.includes(fault.code));
  return able.find((repair) => repairedShape(repair, fault, geometry, subject) !== null)?.id ?? null;
}

/** The geometry after a repair of this fault; null when the repair does not help. */
export function repairedShape(repair: ShapeRepair, fault: ShapeFault, geometry: Geometry, subject: ShapeSubject): Geometry | null {
  const before = new Set(subject.judge(geometry).map(({ code }) => code));
  let second: Geometry | null = null;
  try {
    for (const proposed of repair.propose(geometry, fault, subject)) {
      const after = subject.judge(proposed).map(({ code }) => code);
      if (after.includes(fault.code)) continue;
      const brought = after.filter((code) => !before.has(code));
      if (brought.length === 0) return proposed;
      // A warning about complexity is better than an error.
      if (brought.every((code) => code === "CNIG_GEOMETRY_COMPLEXITY_WARNING")) second ??= proposed;
    }
  } catch (error) {
    // JSTS fails on some geometries: they are not repaired.
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
  }
  return second;
}

/** Encodes a repaired geometry as EWKB, with the heights of the original's vertices. */
export function writeRepairedShape(repaired: Geometry, original: Uint8Array): Uint8Array {
  const { geometry, hasZ } = readWkb(original);
  return writeEwkb(hasZ && !isRaised(repaired) ? keepVertices(repaired, geometry, HEIGHT_TOLERANCE) : repaired, null, hasZ);
}

/** True when every vertex has a height. */
function isRaised(geometry: Geometry): boolean {
  let isAll = true;
  forEachPosition(geometry, ({ length }) => {
    isAll &&= length === 3;
  });
  return isAll;
}

const HEIGHT_TOLERANCE = 1e-9;
