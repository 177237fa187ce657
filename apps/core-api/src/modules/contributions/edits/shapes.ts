import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Geometry, isGeometry } from "@archipel/geo/geojson.ts";
import { newFaults, shapeFaults } from "@archipel/geo/shape-faults.ts";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { wholly } from "../granted/service/judge.ts";
import type { EditsOwner } from "../queries/edits.ts";
import { asGeoJson } from "../queries/geometries.ts";
import { type InvalidEdit, invalidEdits, shapesBefore } from "../queries/invalid-edits.ts";

/** The invalid shapes of a contribution: those that the edits made invalid, and those that were invalid before and in the same places. */
export interface ShapeCheck {
  faulty: InvalidEdit[];
  known: InvalidEdit[];
}

/**
 * Checks the shapes of a contribution as the browser does. A fault that the feature already had is no obstacle: the person who corrects
 * a name did not draw it.
 */
export async function checkShapes(sql: SqlSession, owner: EditsOwner): Promise<ShapeCheck> {
  const invalid = await invalidEdits(sql, owner);
  if (invalid.length === 0) return { faulty: [], known: [] };
  const before = await wholly(sql, owner.granted, () => allBefore(sql, owner, invalid));
  const inDegrees = await asGeoJson(sql, [...invalid.map(({ shape }) => shape), ...before.values()]);
  const shapeAt = (hex: string | undefined): Geometry | null => {
    const shape = hex === undefined ? undefined : inDegrees.get(hex);
    return isGeometry(shape) ? shape : null;
  };
  const isKnown = ({ id, shape }: InvalidEdit): boolean => {
    const [now, then] = [shapeAt(shape), shapeAt(before.get(id))];
    const faults = shapeFaults(then);
    return faults.length > 0 && newFaults(now, then).length === 0;
  };
  return { faulty: invalid.filter((edit) => !isKnown(edit)), known: invalid.filter(isKnown) };
}

async function allBefore(sql: SqlSession, owner: EditsOwner, invalid: readonly InvalidEdit[]): Promise<Map<string, string>> {
  const changed = invalid.filter(({ fid, baseVersion }) => fid !== null && baseVersion !== null);
  const layers = await editedLayers(
    sql,
    owner.communityId,
    changed.map(({ layerId }) => layerId),
    { isLocked: false },
  );
  const found = new Map<string, string>();
  for (const [layerId, { spec }] of layers) {
    const own = changed.filter((edit) => edit.layerId === layerId);
    for (const [id, shape] of await shapesBefore(sql, spec, own)) found.set(id, shape);
  }
  return found;
}
