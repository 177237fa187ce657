import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

interface ReportedFeature {
  layerId: string;
  fid: number;
}

/** Of these features, those that the policies of their tables show. In the scope of the grants. */
export async function featuresInPart(sql: SqlSession, features: readonly ReportedFeature[]): Promise<ReportedFeature[]> {
  const tables = await sql.query<{ layerId: string; tableName: string }>(
    `SELECT id AS "layerId", table_name AS "tableName" FROM layers WHERE id = ANY ($1::uuid[]) AND kind = 'vector'`,
    [[...new Set(features.map(({ layerId }) => layerId))]],
  );
  const seen: ReportedFeature[] = [];
  for (const { layerId, tableName } of tables) {
    const fids = features.filter((one) => one.layerId === layerId).map(({ fid }) => fid);
    const rows = await sql.query<{ fid: number }>(`SELECT fid::integer AS fid FROM ${tableRef(tableName)} WHERE fid = ANY ($1::bigint[])`, [
      fids,
    ]);
    seen.push(...rows.map(({ fid }) => ({ layerId, fid })));
  }
  return seen;
}

const MOST_FEATURES = 2_000;

/** The features of a dataset's layers that reports of a portal are about, the latest first. In the system scope. */
export function reportedFeatures(sql: SqlSession, portalId: string, datasetId: string): Promise<ReportedFeature[]> {
  return sql.query<ReportedFeature>(
    `SELECT r.layer_id AS "layerId", r.fid::integer AS fid FROM reports r JOIN layers l ON l.id = r.layer_id AND l.kind = 'vector'
     WHERE r.portal_id = $1::uuid AND r.dataset_id = $2::uuid AND r.fid IS NOT NULL
     GROUP BY 1, 2 ORDER BY max(r.created_at) DESC LIMIT ${MOST_FEATURES}`,
    [portalId, datasetId],
  );
}
