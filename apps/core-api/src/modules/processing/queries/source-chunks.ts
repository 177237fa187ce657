import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import type { Chunk } from "../kit/recipe.ts";

const CHUNK_ROWS = 2_000;

/** Splits the features of a table into ranges of `fid` (after the first bound, up to the second) of equal numbers of features. */
export async function chunksByFid(sql: SqlSession, tableName: string): Promise<Chunk[]> {
  const rows = await sql.query<{ last: number; rows: number }>(
    `SELECT max(fid) AS last, count(*)::integer AS rows
     FROM (SELECT fid, (row_number() OVER (ORDER BY fid) - 1) / ${CHUNK_ROWS} AS chunk FROM ${tableRef(tableName)}) q
     GROUP BY chunk ORDER BY chunk`,
  );
  return rows.map(({ last, rows: count }, index) => ({ bounds: [rows[index - 1]?.last ?? -1, last], rows: count }));
}
