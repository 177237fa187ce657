import { ruleFault } from "@archipel/contracts/field-check.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import type { EditsOwner } from "../queries/edits.ts";

interface RuledEdit {
  id: string;
  layerId: string;
  operation: "insert" | "update";
  fid: number | null;
  values: Record<string, Attribute>;
}

/**
 * Asks the rules of all fields again, when a contribution is handed in: a rule may be younger than the draft, and a new feature may lack
 * what it must have. A feature that exists answers only for what is changed.
 *
 * @throws DomainError with the first value that breaks a rule
 */
export async function refuseBreach(sql: SqlSession, owner: EditsOwner): Promise<void> {
  const layers = await sql.query<{ id: string; fields: unknown; locked: string[] | null }>(
    `SELECT l.id, l.fields, r.locked_columns -> l.id::text AS locked
     FROM contributions c JOIN layers l ON l.dataset_id = c.dataset_id
       LEFT JOIN edit_rules r ON r.dataset_id = c.dataset_id
     WHERE c.id = $1::uuid AND c.community_id = $2::uuid AND jsonb_path_exists(l.fields, '$[*].rule')`,
    [owner.id, owner.communityId],
  );
  const ruled = new Map(layers.map(({ id, fields, locked }) => [id, ruledFields(fields, locked ?? [])]));
  if (ruled.size === 0) return;
  const edits = await sql.query<RuledEdit>(
    `SELECT id, layer_id AS "layerId", operation, fid, fields AS values FROM contribution_edits
     WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND operation <> 'delete' AND layer_id = ANY ($3::uuid[]) ORDER BY position`,
    [owner.id, owner.communityId, [...ruled.keys()]],
  );
  for (const edit of edits) {
    for (const field of ruled.get(edit.layerId) ?? []) {
      if (edit.operation === "update" && !(field.column in edit.values)) continue;
      const fault = ruleFault(field, edit.values[field.column] ?? null);
      if (!fault) continue;
      const params = { ...fault.params, column: field.label ?? field.name, editId: edit.id, fid: edit.fid ?? 0 };
      throw new DomainError("invalid", fault.code, params, field.column);
    }
  }
}

/** What nobody sees or edits here cannot be filled in either. */
function ruledFields(fields: unknown, locked: readonly string[]): LayerField[] {
  return z
    .array(layerField)
    .parse(fields)
    .filter(({ rule, isHidden, column }) => rule && !isHidden && !locked.includes(column));
}
