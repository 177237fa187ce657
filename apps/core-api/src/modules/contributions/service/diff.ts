import type { EditDiff, FeatureState } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { namingColumn } from "../../../layer-store/describe/naming-column.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import type { Snapshot } from "../../../layer-store/revisions/three-way.ts";
import { recordOf, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import type { EditInContext } from "../merge/merge-edits.ts";
import { asGeoJson } from "../queries/geometries.ts";

/**
 * Edits for display, each with three states of its feature. Hidden columns are left out.
 *
 * @param shapes `drawn`: only edits that change the geometry get geometries
 */
export async function diffsOf(
  sql: SqlSession,
  layer: EditedLayer,
  edits: readonly EditInContext[],
  shapes: "all" | "drawn" = "all",
): Promise<EditDiff[]> {
  const visible = layer.spec.fields.filter((field) => !field.isHidden).map((field) => field.column);
  const naming = namingColumn({ geometryType: layer.geometryType, fields: layer.spec.fields, style: styleOf(layer.style) });
  const sides = edits.map((context) => ({ context, ...sidesOf(context) }));
  const geometries = await asGeoJson(
    sql,
    sides.flatMap(({ context, base, mine, theirs }) =>
      shapes === "drawn" && !context.edit.hasGeometry ? [] : [base, mine, theirs].map((side) => side?.geometry ?? null),
    ),
  );
  const stateOf = (side: Snapshot | null): FeatureState =>
    side && {
      values: recordOf(visible.map((column) => [column, valueAt(side.values, column)] as const)),
      geometry: side.geometry === null ? null : (geometries.get(side.geometry) ?? null),
    };
  return sides.map(({ context: { edit, conflict }, base, mine, theirs }) => {
    const name = naming === null ? null : valueAt((mine ?? theirs ?? base)?.values ?? {}, naming);
    return {
      id: edit.id,
      layerId: edit.layerId,
      operation: edit.operation,
      fid: edit.fid,
      baseVersion: edit.baseVersion,
      label: name === null || name === "" ? (edit.fid === null ? "" : `n° ${edit.fid}`) : String(name),
      changedColumns: Object.keys(edit.values).filter((column) => visible.includes(column)),
      hasGeometry: edit.hasGeometry,
      reason: edit.reason,
      base: stateOf(base),
      mine: stateOf(mine),
      theirs: stateOf(theirs),
      conflict,
    };
  });
}

/** `base`: the feature as its editor saw it; `mine`: as its editor wants it; `theirs`: as it is now. */
function sidesOf({ edit, base, theirs }: EditInContext): Record<"base" | "mine" | "theirs", Snapshot | null> {
  const mine =
    edit.operation === "delete"
      ? null
      : { values: { ...base?.values, ...edit.values }, geometry: edit.hasGeometry ? edit.geometry : (base?.geometry ?? null) };
  return { base, mine, theirs: theirs?.snapshot ?? null };
}
