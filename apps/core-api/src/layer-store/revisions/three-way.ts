import type { EditConflict } from "@archipel/contracts/contributions.ts";
import { type Attribute, recordOf, valueAt } from "../tables/attribute-columns.ts";

/** A feature at one moment: attributes by column, and its geometry as hexadecimal EWKB (equal text means equal geometry). */
export interface Snapshot {
  values: Record<string, Attribute>;
  geometry: string | null;
}

/** A proposed change: the changed columns, and the geometry if it changes (`undefined` keeps it). */
export interface Proposal {
  operation: "update" | "delete";
  values: Record<string, Attribute>;
  geometry: string | null | undefined;
}

export type Merged =
  | { outcome: "write"; values: Record<string, Attribute>; geometry: string | null | undefined }
  | { outcome: "delete" }
  /** The layer already equals the proposal. */
  | { outcome: "nothing" }
  | { outcome: "conflict"; conflict: EditConflict };

/**
 * Merges a proposal with the current state of a feature. A change of one side only is kept, and so is an equal change of both sides.
 * Different changes of both sides are a conflict, and nothing is merged.
 *
 * @param base the feature as the author of the proposal saw it
 * @param theirs the feature now; null when it was deleted
 */
export function mergeThreeWay(base: Snapshot, mine: Proposal, theirs: Snapshot | null): Merged {
  const isGeometryTheirs = theirs !== null && theirs.geometry !== base.geometry;
  const theirColumns =
    theirs === null ? [] : Object.keys(theirs.values).filter((column) => valueAt(theirs.values, column) !== valueAt(base.values, column));
  if (mine.operation === "delete") {
    if (theirs === null) return { outcome: "nothing" };
    // A deletion would silently lose the change that somebody has just made.
    if (isGeometryTheirs || theirColumns.length > 0)
      return conflictOf({ columns: theirColumns, geometry: isGeometryTheirs, isDeleted: true });
    return { outcome: "delete" };
  }
  const myColumns = Object.keys(mine.values).filter((column) => valueAt(mine.values, column) !== valueAt(base.values, column));
  const isGeometryMine = mine.geometry !== undefined && mine.geometry !== base.geometry;
  if (theirs === null) {
    if (myColumns.length === 0 && !isGeometryMine) return { outcome: "nothing" };
    return conflictOf({ columns: myColumns, geometry: isGeometryMine, isDeleted: true });
  }
  const clashing = myColumns.filter(
    (column) => theirColumns.includes(column) && valueAt(mine.values, column) !== valueAt(theirs.values, column),
  );
  const isGeometryClashing = isGeometryMine && isGeometryTheirs && mine.geometry !== theirs.geometry;
  if (clashing.length > 0 || isGeometryClashing) return conflictOf({ columns: clashing, geometry: isGeometryClashing, isDeleted: false });
  const written = myColumns.filter((column) => valueAt(mine.values, column) !== valueAt(theirs.values, column));
  const isGeometryWritten = isGeometryMine && mine.geometry !== theirs.geometry;
  if (written.length === 0 && !isGeometryWritten) return { outcome: "nothing" };
  return {
    outcome: "write",
    values: recordOf(written.map((column) => [column, valueAt(mine.values, column)] as const)),
    geometry: isGeometryWritten ? mine.geometry : undefined,
  };
}

function conflictOf(conflict: EditConflict): Merged {
  return { outcome: "conflict", conflict };
}
