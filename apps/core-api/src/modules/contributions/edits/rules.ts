import { ruleFault } from "@archipel/contracts/field-check.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import { valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { layersWithRules, ruledEdits } from "../queries/edit-rules.ts";
import type { EditsOwner } from "../queries/edits.ts";

/**
 * Checks all edits against the rules of their fields. Saving a draft is not enough: a rule may have been added since, and a draft of a new
 * feature may lack required values. Of an existing feature, only changed values are checked.
 *
 * @throws DomainError with the first value that breaks a rule
 */
export async function assertFieldRules(sql: SqlSession, owner: EditsOwner): Promise<void> {
  const layers = await layersWithRules(sql, owner);
  const ruled = new Map(layers.map(({ id, fields, locked }) => [id, ruledFields(fields, locked ?? [])]));
  if (ruled.size === 0) return;
  const edits = await ruledEdits(sql, owner, [...ruled.keys()]);
  for (const edit of edits) {
    for (const field of ruled.get(edit.layerId) ?? []) {
      if (edit.operation === "update" && !Object.hasOwn(edit.values, field.column)) continue;
      const fault = ruleFault(field, valueAt(edit.values, field.column));
      if (!fault) continue;
      const params = { ...fault.params, column: field.label ?? field.name, editId: edit.id, fid: edit.fid ?? 0 };
      throw new DomainError("invalid", fault.code, params, field.column);
    }
  }
}

/** Fields with a rule that contributors can fill in: hidden and locked ones are left out. */
function ruledFields(fields: unknown, locked: readonly string[]): LayerField[] {
  return z
    .array(layerField)
    .parse(fields)
    .filter(({ rule, isHidden, column }) => rule && !isHidden && !locked.includes(column));
}
