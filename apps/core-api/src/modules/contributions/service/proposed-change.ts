import { randomUUID } from "node:crypto";
import type { EditDiff, ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { clockTimeOf, instantOf } from "@archipel/contracts/value-texts.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { currentFeatures, pastFeatures, type Versioned } from "../../../layer-store/revisions/snapshots.ts";
import { type Attribute, recordOf, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { storedGeometry } from "../edits/geometry.ts";
import type { EditInContext } from "../merge/merge-edits.ts";
import type { StoredEdit } from "../queries/edits.ts";
import { diffsOf } from "./diff.ts";

/**
 * A program's write of a feature. `replace` gives all values (missing ones become empty), `update` only those that change.
 * Geometries are GeoJSON in the CRS that `drawnSrid` names.
 */
export type FeatureWrite =
  | { operation: "insert"; values: Record<string, Attribute>; geometry: unknown }
  | { operation: "replace"; fid: number; values: Record<string, Attribute>; geometry: unknown }
  | { operation: "update"; fid: number; values: Record<string, Attribute>; geometry?: unknown }
  | { operation: "delete"; fid: number };

export interface WriteInput {
  layerId: string;
  write: FeatureWrite;
  drawnSrid: number;
  /** The version that the program has seen, if it sent one. */
  ifMatch: number | null;
}

/** The feature changed since its editor saw it. `diff` holds the three states, so that the editor can decide again. */
export class VersionMismatchError extends DomainError {
  override name = "VersionMismatchError";
  readonly diff: EditDiff;
  /** The version of the feature; null: it is deleted. */
  readonly now: number | null;

  constructor(diff: EditDiff, now: number | null) {
    super("conflict", now === null ? "feature-deleted" : "version-mismatch", { fid: diff.fid ?? 0, version: now ?? 0 });
    this.diff = diff;
    this.now = now;
  }

  /** The same mismatch, with its states shown in another way. */
  showing(diff: EditDiff): VersionMismatchError {
    return new VersionMismatchError(diff, this.now);
  }

  /** The same mismatch, with the number under which its reader knows the version. */
  numbered(number: number): VersionMismatchError {
    return new VersionMismatchError(this.diff, this.now === null ? null : number);
  }
}

/** The edit that a write makes; null when it changes nothing. `current`: the feature's version now. */
export interface Change {
  edit: ProposedEdit | null;
  current: number | null;
}

/** Shows the states of edits to their author. */
export type ShowDiffs = (contexts: readonly EditInContext[]) => Promise<EditDiff[]>;

/**
 * Computes what a write changes. Without `ifMatch` it applies to the current feature.
 *
 * @param locked columns that nobody may edit; sending one back unchanged is allowed
 * @param pending a waiting edit of the same feature by the same author
 * @param show what the author sees of a mismatch; by default all
 * @throws VersionMismatchError when the feature is not at the version that its editor saw
 */
export async function changeOf(
  sql: SqlSession,
  layer: EditedLayer,
  locked: readonly string[],
  { layerId, write, drawnSrid, ifMatch }: WriteInput,
  pending: StoredEdit | null,
  show: ShowDiffs = (contexts) => diffsOf(sql, layer, contexts),
): Promise<Change> {
  if (write.operation === "insert") {
    const values = recordOf(Object.entries(write.values).filter(([, value]) => value !== null));
    return { edit: { operation: "insert", layerId, values, geometry: drawnOf(write.geometry) }, current: null };
  }
  const { fid } = write;
  const current = (await currentFeatures(sql, layer.spec, [fid])).get(fid) ?? null;
  if (ifMatch !== null && ifMatch !== current?.version)
    throw await mismatch(sql, layer, { layerId, write, drawnSrid, ifMatch }, current, show);
  if (current === null) throw new DomainError("not-found", "feature-not-found", { fid });
  const baseVersion = current.version;
  if (write.operation === "delete") return { edit: { operation: "delete", layerId, fid, baseVersion }, current: baseVersion };
  const wanted = write.operation === "replace" ? wholeOf(layer, locked, write.values) : write.values;
  const values = recordOf(
    Object.entries(wanted).filter(([column, value]) => {
      const field = layer.spec.fields.find((one) => one.column === column && !one.isHidden);
      const isPending = write.operation === "update" && pending !== null && Object.hasOwn(pending.values, column);
      return !field || isPending || !isSame(field, valueAt(current.snapshot.values, column), value);
    }),
  );
  const drawn = write.operation === "update" && write.geometry === undefined ? undefined : drawnOf(write.geometry);
  const isPendingShape = write.operation === "update" && pending?.hasGeometry === true;
  const geometry = drawn !== undefined && !isPendingShape && (await isSameShape(sql, layer, drawn, current, drawnSrid)) ? undefined : drawn;
  const isNothing = Object.keys(values).length === 0 && geometry === undefined;
  return { edit: isNothing ? null : { operation: "update", layerId, fid, baseVersion, values, geometry }, current: baseVersion };
}

type Drawn = { type: string; [key: string]: unknown } | null;

/** Checks only that it looks like a geometry. Its content is checked when it is stored. */
function drawnOf(geometry: unknown): Drawn {
  if (geometry === null || geometry === undefined) return null;
  if (typeof geometry === "object" && "type" in geometry && typeof geometry.type === "string") return { ...geometry, type: geometry.type };
  throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
}

/** Adds null for each editable column that is missing. */
function wholeOf(layer: EditedLayer, locked: readonly string[], values: Record<string, Attribute>): Record<string, Attribute> {
  const editable = layer.spec.fields.filter((field) => !field.isHidden && !locked.includes(field.column));
  return recordOf<Attribute>([...editable.map(({ column }) => [column, null] as const), ...Object.entries(values)]);
}

/** In JSON, integers beyond 2^53 are strings, and an empty text counts as null. */
function isSame({ type }: LayerField, before: Attribute, after: Attribute): boolean {
  if (before === after || (before === null && after === "")) return true;
  if (before === null || after === null) return false;
  if (type === "datetime") return instantOf(String(before)) === instantOf(String(after));
  if (type === "localdatetime") return clockTimeOf(String(before)) === clockTimeOf(String(after));
  return type === "integer" && String(before) === String(after);
}

async function isSameShape(sql: SqlSession, layer: EditedLayer, drawn: Drawn, current: Versioned, drawnSrid: number): Promise<boolean> {
  const { geometry } = current.snapshot;
  if (drawn === null || geometry === null) return drawn === geometry;
  return (await storedGeometry(sql, layer.spec.geometry, drawn, geometry, drawnSrid)) === geometry;
}

async function mismatch(
  sql: SqlSession,
  layer: EditedLayer,
  { layerId, write, drawnSrid, ifMatch }: WriteInput,
  current: Versioned | null,
  show: ShowDiffs,
): Promise<VersionMismatchError> {
  const fid = write.operation === "insert" ? 0 : write.fid;
  const [past] = await pastFeatures(sql, layer.spec, [{ fid, version: ifMatch ?? 0 }]);
  const base = past?.snapshot ?? null;
  const drawn = write.operation === "delete" ? undefined : write.geometry;
  const hasGeometry = drawn !== undefined;
  const geometry =
    hasGeometry && drawn !== null ? await storedGeometry(sql, layer.spec.geometry, drawn, base?.geometry ?? null, drawnSrid) : null;
  const values = write.operation === "delete" ? {} : write.values;
  const operation = write.operation === "delete" ? "delete" : "update";
  const edit: StoredEdit = {
    id: randomUUID(),
    layerId,
    operation,
    fid,
    baseVersion: ifMatch,
    values,
    hasGeometry,
    geometry,
    mergedVersion: null,
    reason: "",
  };
  const [diff] = await show([{ edit, base, theirs: current, conflict: null }]);
  if (!diff) throw new Error("one edit gives one diff");
  return new VersionMismatchError(diff, current?.version ?? null);
}
