import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** The dataset of a ready layer of the community. */
export async function datasetOfLayer(sql: SqlSession, communityId: CommunityId, layerId: string): Promise<string | undefined> {
  const [layer] = await sql.query<{ datasetId: string }>(
    "SELECT dataset_id AS \"datasetId\" FROM layers WHERE id = $1::uuid AND community_id = $2::uuid AND status = 'ready'",
    [layerId, communityId],
  );
  return layer?.datasetId;
}

export async function hasFeature(sql: SqlSession, tableName: string, fid: number): Promise<boolean> {
  return (await sql.query(`SELECT FROM ${tableRef(tableName)} WHERE fid = $1::bigint`, [fid])).length > 0;
}

/** The title of a dataset of the community. */
export async function datasetTitle(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<string | undefined> {
  const [dataset] = await sql.query<{ title: string }>("SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid", [
    datasetId,
    communityId,
  ]);
  return dataset?.title;
}

/** Saves that a person confirmed a feature, and replaces an earlier confirmation. */
export async function saveConfirmation(
  sql: SqlSession,
  { layerId, fid, communityId, userId }: { layerId: string; fid: number; communityId: CommunityId; userId: string },
): Promise<Date> {
  const [row] = await sql.query<{ confirmedAt: Date }>(
    `INSERT INTO feature_confirmations (layer_id, fid, community_id, confirmed_by_id) VALUES ($1::uuid, $2::bigint, $3::uuid, $4::uuid)
     ON CONFLICT (layer_id, fid) DO UPDATE SET confirmed_by_id = EXCLUDED.confirmed_by_id, confirmed_at = now()
     RETURNING confirmed_at AS "confirmedAt"`,
    [layerId, fid, communityId, userId],
  );
  return row?.confirmedAt ?? new Date();
}
