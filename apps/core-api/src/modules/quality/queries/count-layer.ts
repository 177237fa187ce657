import type { LayerFigures } from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { qualityTableOf } from "../../../layer-store/tables/quality-table.ts";
import { completenessOf } from "../policy.ts";
import { isFilledSql, type MeasuredLayer } from "./feature-facts.ts";

/** Counts a layer whose features were measured. Reads each of its two tables once. */
export async function countLayer(sql: SqlSession, layer: MeasuredLayer & { revision: number }): Promise<LayerFigures> {
  const { layerId, revision, tableName } = layer;
  const columns = layer.fields.map((field, index) => `, count(*) FILTER (WHERE ${isFilledSql(field, "t")})::integer AS f${index}`);
  const [filled] = await sql.query<Record<string, number>>(
    `SELECT count(*)::integer AS features${columns.join("")} FROM ${tableRef(tableName)} t`,
  );
  const [known] = await sql.query<{ invalid: number; reviewed: number; reported: number; confidence: number | null }>(
    `SELECT count(*) FILTER (WHERE NOT is_valid)::integer AS invalid, count(*) FILTER (WHERE is_reviewed)::integer AS reviewed,
       count(*) FILTER (WHERE open_reports > 0)::integer AS reported, avg(confidence)::float8 AS confidence
     FROM ${qualityTableOf(tableName)}`,
  );
  const features = filled?.features ?? 0;
  const fields = layer.fields.map(({ column, isMandatory }, index) => ({ column, isMandatory, filled: filled?.[`f${index}`] ?? 0 }));
  return {
    layerId,
    revision,
    features,
    invalid: known?.invalid ?? 0,
    fields,
    completeness: completenessOf(features, fields),
    reviewed: known?.reviewed ?? 0,
    reported: known?.reported ?? 0,
    confidence: known?.confidence ?? null,
  };
}
