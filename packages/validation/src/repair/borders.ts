import type { Geometry } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { type Environment, sridOf } from "../environment.ts";
import { type JtsGeometry, toJts } from "../geometry/jts.ts";
import { toPlane } from "../geometry/plane.ts";
import { projectorOf } from "../geometry/to-degrees.ts";
import type { ReadyShape } from "../rules/shape-cache.ts";
import { isMoreThanSliver } from "../rules/slivers.ts";
import type { MatchedTable } from "../rules/table.ts";
import type { ShapeSubject } from "./repairs/repair.ts";
import { comparedTables, defaultPrecision, snapToGrid } from "./repairs/snap-precision.ts";
import { shapeSubjectOf } from "./shapes.ts";

/** Snaps a geometry to a grid. It stays unchanged (`isLeft`) when it would get a fault that it does not have. */
export function snapShape(
  geometry: Geometry,
  { grid, judge }: Pick<ShapeSubject, "grid" | "judge">,
): { geometry: Geometry; isLeft: boolean } {
  const snapped = snapToGrid(geometry, grid);
  if (!snapped) return { geometry, isLeft: true };
  const before = new Set(judge(geometry).map(({ code }) => code));
  const isLeft = judge(snapped).some(({ code }) => !before.has(code));
  return { geometry: isLeft ? geometry : snapped, isLeft };
}

/**
 * Tries whether a fault between geometries disappears when they are snapped to the default grid. It tries only when the fault is about as thin
 * as the grid.
 *
 * @param wrong the overlaps or gaps, in the plane of the check
 * @param agree tests the snapped geometries, given in the same order
 */
export function wouldSnapTogether(
  shapes: readonly ReadyShape[],
  { wrong, tolerance }: { wrong: readonly JtsGeometry[]; tolerance: number | undefined },
  environment: Environment,
  agree: (snapped: readonly JtsGeometry[]) => boolean,
): boolean {
  const { tables, model } = environment;
  const [first] = shapes;
  const name = first && tables[first.shape.table]?.name;
  if (name === undefined) return false;
  const precision = defaultPrecision(comparedTables([name], model), model);
  const within = 2 * Math.max(precision, tolerance ?? precision);
  if (wrong.some((place) => isMoreThanSliver(place, within))) return false;
  const snapped = shapes.map((shape) => snappedInPlane(shape, tables[shape.shape.table], precision, environment));
  return snapped.every((jts) => jts !== null) && agree(snapped);
}

/** Snaps a geometry in the CRS of its table, and converts it back to the plane of the check. */
function snappedInPlane(
  { shape }: ReadyShape,
  matched: MatchedTable | undefined,
  precision: number,
  { plane, options }: Environment,
): JtsGeometry | null {
  const rules = matched?.model.geometry;
  if (!matched || !rules) return null;
  const srid = sridOf(matched.table, options);
  const move = toPlane(srid, plane);
  const { geometry } = readWkb(shape.wkb);
  const projector = projectorOf(srid);
  const isInPlane = move?.(geometry) === geometry;
  const drawn = isInPlane || !plane.projector || !projector ? geometry : projector.fromDegrees(plane.projector.toDegrees(geometry));
  const subject = shapeSubjectOf({ rules, srid, toPlane: move, emprise: null, complexity: options.complexity }, true, precision);
  return move && toJts(move(snapShape(drawn, subject).geometry));
}
