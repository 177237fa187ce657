import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { attributeList } from "../../../layer-store/tables/attribute-columns.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** The most different values of a layer that are read. */
export const MOST_VALUES = 1_000;

/** The distinct values of some fields of a layer as `a0…`, with the number of features, the most frequent first; one more than the limit. */
export function valueRows(
  sql: SqlSession,
  { tableName, fields }: { tableName: string; fields: readonly LayerField[] },
): Promise<(Record<string, unknown> & { count: number })[]> {
  const groups = fields.map((_field, index) => `a${index}`).join(", ");
  return sql.query(
    `SELECT count(*)::integer AS count${groups && `, ${groups}`} FROM (SELECT 1 AS one${attributeList(fields, "t")} FROM ${tableRef(tableName)} t) f
     ${groups && `GROUP BY ${groups}`} HAVING count(*) > 0 ORDER BY count DESC LIMIT ${MOST_VALUES + 1}`,
  );
}
