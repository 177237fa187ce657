import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** A layer of communes, and the column with their codes. */
export interface CommuneTable {
  tableName: string;
  codeColumn: string;
}

/** For each table, whether something of it is in one of the communes; in the order of the tables. */
export async function isInCommunes(
  sql: SqlSession,
  { tableName, codeColumn }: CommuneTable,
  codes: readonly string[],
  tables: readonly string[],
): Promise<boolean[]> {
  const asked = tables.map(
    (name, index) =>
      `SELECT ${index} AS table, EXISTS (SELECT FROM c JOIN ${tableRef(name)} t ON t.geom_3857 && c.g AND ST_Intersects(t.geom_3857, c.g)) AS "isIn"`,
  );
  const rows = await sql.query<{ table: number; isIn: boolean }>(
    `WITH c AS MATERIALIZED (SELECT geom_3857 AS g FROM ${tableRef(tableName)} WHERE ${quoteIdentifier(codeColumn)}::text = ANY ($1::text[]))
     ${asked.join(" UNION ALL ")}`,
    [codes],
  );
  const found = new Map(rows.map((row) => [row.table, row.isIn]));
  return tables.map((_, index) => found.get(index) ?? false);
}
