import type { EditRules } from "@archipel/contracts/contributions.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Attribute } from "../../../layer-store/tables/attribute-columns.ts";
import type { EditsOwner } from "./edits.ts";

export async function saveRules(sql: SqlSession, community: CommunityId, datasetId: string, rules: EditRules): Promise<void> {
  await sql.query(
    `INSERT INTO edit_rules (dataset_id, community_id, is_open, direct_role, approvals, locked_columns, territory_counts)
       VALUES ($1::uuid, $2::uuid, $3::boolean, $4, $5::integer, $6::jsonb, $7::boolean)
       ON CONFLICT (dataset_id) DO UPDATE SET is_open = EXCLUDED.is_open, direct_role = EXCLUDED.direct_role,
         approvals = EXCLUDED.approvals, locked_columns = EXCLUDED.locked_columns, territory_counts = EXCLUDED.territory_counts`,
    [datasetId, community, rules.isOpen, rules.directRole, rules.approvals, JSON.stringify(rules.lockedColumns), rules.territoryCounts],
  );
}

/** Layers of the contribution's dataset that have a field with a rule, each with its locked columns. */
export function layersWithRules(sql: SqlSession, owner: EditsOwner): Promise<{ id: string; fields: unknown; locked: string[] | null }[]> {
  return sql.query<{ id: string; fields: unknown; locked: string[] | null }>(
    `SELECT l.id, l.fields, r.locked_columns -> l.id::text AS locked
     FROM contributions c JOIN layers l ON l.dataset_id = c.dataset_id
       LEFT JOIN edit_rules r ON r.dataset_id = c.dataset_id
     WHERE c.id = $1::uuid AND c.community_id = $2::uuid AND jsonb_path_exists(l.fields, '$[*].rule')`,
    [owner.id, owner.communityId],
  );
}

export interface RuledEdit {
  id: string;
  layerId: string;
  operation: "insert" | "update";
  fid: number | null;
  values: Record<string, Attribute>;
}

/** The insertions and updates of these layers, in the order in which they were made. */
export function ruledEdits(sql: SqlSession, owner: EditsOwner, layerIds: readonly string[]): Promise<RuledEdit[]> {
  return sql.query<RuledEdit>(
    `SELECT id, layer_id AS "layerId", operation, fid, fields AS values FROM contribution_edits
     WHERE contribution_id = $1::uuid AND community_id = $2::uuid AND operation <> 'delete' AND layer_id = ANY ($3::uuid[]) ORDER BY position`,
    [owner.id, owner.communityId, layerIds],
  );
}
