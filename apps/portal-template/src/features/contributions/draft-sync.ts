import type { ContributionStatus, EditDiff, ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { ContributionStanding } from "@archipel/contracts/presence.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { type Change, type Draft, keyOf, keyOfNew } from "@archipel/map/edit/draft.ts";
import { isSameChange } from "@archipel/map/edit/follow-draft.ts";
import type { Geometry } from "geojson";

/** What core-api has stored of the draft: for each key, the change and the id of its edit. */
export type Kept = ReadonlyMap<string, { readonly editId: string; readonly change: Change }>;

/** The edits of a contribution as changes of a draft. */
export function keptOf(diffs: readonly EditDiff[]): Kept {
  const kept = new Map<string, { editId: string; change: Change }>();
  for (const diff of diffs) {
    const { id, layerId, operation, fid, baseVersion, reason } = diff;
    // A new feature takes its name from its values, which can still change.
    const label = operation === "insert" ? "" : diff.label;
    const key = fid === null || operation === "insert" ? keyOfNew(id) : keyOf(layerId, fid);
    const base = diff.base && { values: diff.base.values, geometry: geometryOf(diff.base.geometry) };
    const mine = diff.mine?.values ?? {};
    const values = Object.fromEntries(diff.changedColumns.map((column) => [column, mine[column] ?? null]));
    const geometry = diff.hasGeometry ? (geometryOf(diff.mine?.geometry ?? null) ?? undefined) : undefined;
    const change: Change = { key, layerId, operation, fid, baseVersion, base, label, values, geometry, reason };
    // Either the feature has no geometry, or it was not read: reading it again does no harm.
    const isShapeUnread = operation === "update" && !diff.hasGeometry && !base?.geometry;
    kept.set(key, { editId: id, change: isShapeUnread ? { ...change, isShapeUnread } : change });
  }
  return kept;
}

/**
 * Whether a page with this version of the edits already knows the reported state of the contribution (null: it was deleted). Reports
 * sent while the page saved are older than the page's state after the save.
 */
export function isKnown(standing: ContributionStanding | null, editsVersion: number, status: ContributionStatus | undefined): boolean {
  return standing !== null && standing.editsVersion <= editsVersion && standing.status === status;
}

export const draftOf = (kept: Kept): Draft => Object.fromEntries([...kept].map(([key, { change }]) => [key, change]));

/** A geometry of the API; null when it is not GeoJSON. */
export function geometryOf(geometry: Record<string, unknown> | null): Geometry | null {
  return isGeometry(geometry) ? geometry : null;
}

/** The calls that store the draft in core-api. Edits are discarded first, because saving an edit again only adds columns to it. */
export function planOf(kept: Kept, changes: readonly Change[]): { discard: string[]; save: Change[] } {
  const wanted = new Map(changes.map((change) => [change.key, change]));
  const discard: string[] = [];
  const save: Change[] = [];
  for (const [key, { editId, change }] of kept) {
    const now = wanted.get(key);
    if (now === change) continue;
    if (!now || isLess(change, now)) discard.push(editId);
  }
  for (const change of changes) if (!isSameChange(kept.get(change.key)?.change, change)) save.push(change);
  return { discard, save };
}

/** What core-api does not have of a draft: different changes, and keys of those that the person took back. */
export function unsavedOf(kept: Kept, changes: readonly Change[]): { changes: Change[]; gone: string[] } {
  const wanted = new Set(changes.map(({ key }) => key));
  return {
    changes: changes.filter((change) => !isSameChange(kept.get(change.key)?.change, change)),
    gone: [...kept.keys()].filter((key) => !wanted.has(key)),
  };
}

/** Whether the change contains less than before. */
function isLess(before: Change, now: Change): boolean {
  if (before.operation !== now.operation) return true;
  const isGeometryBack = before.geometry !== undefined && now.geometry === undefined;
  return isGeometryBack || Object.keys(before.values).some((column) => !(column in now.values));
}

/** A change in the form that core-api accepts. */
export function proposalOf({ key, layerId, operation, fid, baseVersion, values, geometry, reason }: Change): ProposedEdit {
  const drawn = geometry && { ...geometry };
  if (operation === "insert") {
    return { operation, editId: key.slice(keyOfNew("").length), layerId, values: { ...values }, geometry: drawn ?? null };
  }
  const known = { layerId, fid: fid ?? 0, baseVersion: baseVersion ?? 0 };
  if (operation === "delete") return { operation, ...known, reason };
  return { operation, ...known, values: { ...values }, ...(drawn && { geometry: drawn }) };
}
