import { newFaults, shapeFaults } from "@archipel/geo/shape-faults.ts";
import { type Change, snapshotOf } from "@archipel/map/edit/draft.ts";

/** `faulty`: the change makes the shape cross itself, and cannot be sent. `known`: it did so before, in the same places. */
export type ShapeState = "valid" | "known" | "faulty";

/** Changes are immutable, so each is checked only once. */
const checked = new WeakMap<Change, ShapeState>();

/** The state of a change's shape, by the same check as core-api's. */
export function shapeState(change: Change): ShapeState {
  const known = checked.get(change) ?? check(change);
  checked.set(change, known);
  return known;
}

function check(change: Change): ShapeState {
  if (change.operation === "delete") return "valid";
  const { geometry } = snapshotOf(change);
  const before = change.base?.geometry ?? null;
  if (change.geometry && newFaults(geometry, before).length > 0) return "faulty";
  return shapeFaults(geometry).length > 0 ? "known" : "valid";
}
