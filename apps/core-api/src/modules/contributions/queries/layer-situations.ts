import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface SituationRow {
  layerId: string;
  datasetId: string;
  communityId: string;
  communityName: string;
  rules: unknown;
  role: string | null;
}

/** Layers with the edit rules of their dataset (null: it has none) and the person's role in their community. */
export function layerSituations(sql: SqlSession, layerIds: readonly string[], userId: string | null): Promise<SituationRow[]> {
  return sql.query<SituationRow>(
    `SELECT l.id AS "layerId", l.dataset_id AS "datasetId", c.id AS "communityId", c.name AS "communityName", m.role,
         CASE WHEN r.dataset_id IS NULL THEN NULL ELSE jsonb_build_object('isOpen', r.is_open, 'directRole', r.direct_role,
           'approvals', r.approvals, 'territoryCounts', r.territory_counts, 'lockedColumns', r.locked_columns) END AS rules
       FROM layers l JOIN communities c ON c.id = l.community_id LEFT JOIN edit_rules r ON r.dataset_id = l.dataset_id
         LEFT JOIN memberships m ON m.community_id = c.id AND m.user_id = $2::uuid AND m.status = 'active' AND c.status = 'active'
       WHERE l.id = ANY ($1::uuid[])`,
    [layerIds, userId],
  );
}
