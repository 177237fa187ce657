import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "./layer-table.ts";

/** Suffix of the table with the quality of each feature, `l_<id>_quality`. Its rows refer to the layer by `fid` and `version`. */
export const QUALITY_SUFFIX = "_quality";
export const qualityTableOf = (tableName: string) => tableRef(tableName, QUALITY_SUFFIX);

/** Whether the quality of a layer's features was ever measured. */
export async function hasQualityTable(sql: SqlSession, tableName: string): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'layers'::regnamespace AND relname = $1) AS found`,
    [tableName + QUALITY_SUFFIX],
  );
  return row?.found ?? false;
}
