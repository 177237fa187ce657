import { type RuleFault, ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, snapshotOf } from "@archipel/map/edit/draft.ts";

export interface FieldFault {
  readonly field: LayerField;
  readonly fault: RuleFault;
}

/** Fields of a change that break their rule, as core-api would say when it is sent: of a feature that exists, only those it changes. */
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
