import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { attributeList } from "../../../layer-store/tables/attribute-columns.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { qualityTableOf } from "../../../layer-store/tables/quality-table.ts";

export interface BehindRow extends Record<string, unknown> {
  fid: number;
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
  reason: string | null;
  lon: number | null;
  lat: number | null;
  confidence: number | null;
}

const from = (tableName: string) => `${tableRef(tableName)} t LEFT JOIN ${qualityTableOf(tableName)} q ON q.fid = t.fid`;

/** @param condition over `t` (the layer's rows) and `q` (the facts of the features) */
export function rowsBehind(
  sql: SqlSession,
  tableName: string,
  condition: string,
  naming: readonly LayerField[],
  after: number,
  limit: number,
): Promise<BehindRow[]> {
  return sql.query<BehindRow>(
    `SELECT t.fid, ST_XMin(t.geom_3857) AS west, ST_YMin(t.geom_3857) AS south, ST_XMax(t.geom_3857) AS east, ST_YMax(t.geom_3857) AS north,
       q.reason, ST_X(q.place) AS lon, ST_Y(q.place) AS lat, q.confidence${attributeList(naming, "t")}
     FROM ${from(tableName)} WHERE t.fid > $1::bigint AND ${condition} ORDER BY t.fid LIMIT ${Number(limit)}`,
    [after],
  );
}

export async function countBehind(sql: SqlSession, tableName: string, condition: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${from(tableName)} WHERE ${condition}`);
  return row?.count ?? 0;
}
