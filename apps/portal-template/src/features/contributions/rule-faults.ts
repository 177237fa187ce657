import { type RuleFault, ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, snapshotOf } from "@archipel/map/edit/draft.ts";

export interface FieldFault {
  readonly field: LayerField;
  readonly fault: RuleFault;
}

/** The fields of a change that break their rules, by the same check as core-api. Of an existing feature only changed fields count. */
export function faultsOfChange(change: Change, fields: readonly LayerField[], lockedColumns: readonly string[]): FieldFault[] {
  if (change.operation === "delete") return [];
  const { values } = snapshotOf(change);
  return fields.flatMap((field) => {
    if (field.isHidden || lockedColumns.includes(field.column)) return [];
    if (change.operation === "update" && !(field.column in change.values)) return [];
    const fault = ruleFault(field, values[field.column] ?? null);
    return fault ? [{ field, fault }] : [];
  });
}
