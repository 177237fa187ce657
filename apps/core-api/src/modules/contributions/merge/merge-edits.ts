import type { EditConflict } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import {
  currentFeatures,
  deletionVersions,
  pastFeatures,
  type ShapeReading,
  type Versioned,
} from "../../../layer-store/revisions/snapshots.ts";
import { mergeThreeWay, type Snapshot } from "../../../layer-store/revisions/three-way.ts";
import { type NextVersion, nextFid } from "../../../layer-store/revisions/write-changes.ts";
import { recordOf } from "../../../layer-store/tables/attribute-columns.ts";
import { type EditsOwner, editsOf, movedEdits, type StoredEdit } from "../queries/edits.ts";

/** An edit with two states of its feature: `base` as the author saw it, `theirs` as it is now. */
export interface EditInContext {
  edit: StoredEdit;
  base: Snapshot | null;
  theirs: Versioned | null;
  conflict: EditConflict | null;
}

/** The result of merging a layer's edits: the versions to write, in the order of the edits, and each edit with its conflict, if any. */
export interface MergePlan {
  versions: { editId: string; next: NextVersion }[];
  edits: EditInContext[];
}

const NOTHING: Snapshot = { values: {}, geometry: null };

/** Merges the edits of one layer with the current features. Writes nothing; a caller that does must hold the layer's lock. */
export function planMerge(sql: SqlSession, layer: EditedLayer, edits: readonly StoredEdit[]): Promise<MergePlan> {
  return plan(sql, layer, edits, "whole");
}

/**
 * Ids, in order, of a contribution's edits that conflict with the current features. Only features that changed since the author saw them
 * can conflict, so no others are read, and geometries are compared by digest.
 */
export async function conflictingEdits(sql: SqlSession, owner: EditsOwner, layers: ReadonlyMap<string, EditedLayer>): Promise<string[]> {
  const moved: string[] = [];
  for (const { spec } of layers.values()) moved.push(...(await movedEdits(sql, owner, spec)));
  if (moved.length === 0) return [];
  const edits = await editsOf(sql, owner, undefined, { ids: moved }, "digest");
  const conflicting = new Set<string>();
  for (const [layerId, layer] of layers) {
    const own = edits.filter((edit) => edit.layerId === layerId);
    for (const { edit, conflict } of (await plan(sql, layer, own, "digest")).edits) if (conflict) conflicting.add(edit.id);
  }
  return edits.flatMap(({ id }) => (conflicting.has(id) ? [id] : []));
}

async function plan(sql: SqlSession, layer: EditedLayer, edits: readonly StoredEdit[], shapes: ShapeReading): Promise<MergePlan> {
  const { spec } = layer;
  const changing = edits.flatMap(({ fid, baseVersion }) => (fid === null || baseVersion === null ? [] : [{ fid, version: baseVersion }]));
  const current = await currentFeatures(
    sql,
    spec,
    changing.map(({ fid }) => fid),
    shapes,
  );
  const outdated = changing.filter(({ fid, version }) => current.get(fid)?.version !== version);
  const past = new Map(
    (await pastFeatures(sql, spec, outdated, shapes)).map((feature) => [`${feature.fid} ${feature.version}`, feature.snapshot]),
  );
  const deleted = await deletionVersions(
    sql,
    spec,
    changing.filter(({ fid }) => !current.has(fid)).map(({ fid }) => fid),
  );
  let free = edits.some(({ operation }) => operation === "insert") ? await nextFid(sql, spec) : 0;
  const made: MergePlan = { versions: [], edits: [] };
  const columns = new Set(spec.fields.map(({ column }) => column));
  for (const written of edits) {
    // An update of the layer may have removed a column since: its values cannot be stored.
    const values = recordOf(Object.entries(written.values).filter(([column]) => columns.has(column)));
    const edit = { ...written, values };
    if (edit.operation === "insert" || edit.fid === null || edit.baseVersion === null) {
      const next: NextVersion = { operation: "insert", fid: free++, version: 1, values: edit.values, geometry: edit.geometry };
      made.versions.push({ editId: edit.id, next });
      made.edits.push({ edit, base: null, theirs: null, conflict: null });
      continue;
    }
    const theirs = current.get(edit.fid) ?? null;
    if (theirs === null && edit.operation === "update" && deleted.get(edit.fid) === edit.baseVersion) {
      // The author knew of the deletion: the feature is restored under its own fid.
      const { fid, values, geometry } = edit;
      made.versions.push({ editId: edit.id, next: { operation: "insert", fid, version: edit.baseVersion + 1, values, geometry } });
      made.edits.push({ edit, base: null, theirs, conflict: null });
      continue;
    }
    const base = theirs?.version === edit.baseVersion ? theirs.snapshot : (past.get(`${edit.fid} ${edit.baseVersion}`) ?? NOTHING);
    const mine = { operation: edit.operation, values: edit.values, geometry: edit.hasGeometry ? edit.geometry : undefined };
    const merged = mergeThreeWay(base, mine, theirs?.snapshot ?? null);
    made.edits.push({ edit, base, theirs, conflict: merged.outcome === "conflict" ? merged.conflict : null });
    if (theirs === null) continue;
    const version = theirs.version + 1;
    if (merged.outcome === "delete") {
      made.versions.push({ editId: edit.id, next: { operation: "delete", fid: edit.fid, version, ...theirs.snapshot } });
    }
    if (merged.outcome === "write") {
      const values = { ...theirs.snapshot.values, ...merged.values };
      const geometry = merged.geometry === undefined ? theirs.snapshot.geometry : merged.geometry;
      made.versions.push({ editId: edit.id, next: { operation: "update", fid: edit.fid, version, values, geometry } });
    }
  }
  return made;
}
