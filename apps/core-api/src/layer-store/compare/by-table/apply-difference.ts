import type { UpdateCounts } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Touched } from "../../revisions/touched.ts";
import { type Signature, writeHistoryFirst } from "../../revisions/write-history-first.ts";
import { fieldList, tableRef } from "../../tables/layer-table.ts";
import { differenceTable, type UpdatedLayer } from "./tables.ts";

/** Writes the next versions of features, as computed by the comparison, into the history and the table of the layer. */
export async function applyDifference(
  sql: SqlSession,
  updated: UpdatedLayer,
  createdAt: Date,
  counts: UpdateCounts,
  signature: Signature,
): Promise<{ fids: number[]; touched: Touched }> {
  const { spec } = updated;
  const difference = differenceTable(updated);
  const columns = fieldList(spec.fields);
  const from = `(SELECT fid, version, operation FROM ${difference}) AS w`;
  const changed = { from, params: [], count: counts.inserted + counts.updated + counts.deleted };
  const touched = await writeHistoryFirst(sql, spec, createdAt, changed, async () => {
    await sql.query(
      `INSERT INTO ${tableRef(spec.tableName, "_history")} (fid, version, operation, changed_at, author_id${columns}, geom)
       SELECT fid, version, operation, $1::timestamptz, $2::uuid${columns}, geom FROM ${difference}`,
      [signature.at, signature.authorId],
    );
  });
  // When too many features changed to update derived data one by one, no caller needs their fids.
  const rows = touched.rows === null ? [] : await sql.query<{ fid: number }>(`SELECT fid FROM ${difference}`);
  return { fids: rows.map(({ fid }) => fid), touched };
}
