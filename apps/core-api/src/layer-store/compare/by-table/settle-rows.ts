import type { SqlSession } from "@archipel/database/sql-session.ts";
import { SMALL_SAMPLE } from "../../tables/at-full-speed.ts";
import { tableRef } from "../../tables/layer-table.ts";
import type { RowPlan } from "./stage-rows.ts";
import { rowsTable } from "./tables.ts";

/** Maximum number of rows that one message lists. */
const MAX_ROWS_NAMED = 10;

/** Removes rows of a table without geometry that match no feature: a new feature would need a shape. */
export async function leaveUnmatched(sql: SqlSession, plan: RowPlan): Promise<void> {
  const left = await sql.query<{ row: number }>(`DELETE FROM ${rowsTable(plan)} WHERE fid IS NULL RETURNING _row AS row`);
  if (left.length === 0) return;
  const rows = left.map(({ row }) => row).toSorted((a, b) => a - b);
  const some = `${rows.slice(0, MAX_ROWS_NAMED).join(", ")}${rows.length > MAX_ROWS_NAMED ? "…" : ""}`;
  plan.findings.add({ severity: "warning", code: "update-rows-without-shape", params: { count: rows.length, rows: some } });
}

/** Copies the shapes of the matched features to the rows, to the last digit. */
export async function takeShapes(sql: SqlSession, plan: RowPlan): Promise<void> {
  await sql.query(
    `UPDATE ${rowsTable(plan)} s SET geom = t.geom FROM ${tableRef(plan.spec.tableName)} t
     WHERE t.fid = s.fid AND s.geom::bytea IS DISTINCT FROM t.geom::bytea`,
  );
}

/** Makes every row a new feature. @returns the number of rows that equal an existing feature */
export async function forgetMatches(sql: SqlSession, plan: RowPlan): Promise<number> {
  const [matched] = await sql.query<{ count: number }>(
    `WITH matched AS (UPDATE ${rowsTable(plan)} SET fid = NULL WHERE fid IS NOT NULL RETURNING 1) SELECT count(*)::integer AS count FROM matched`,
  );
  return matched?.count ?? 0;
}

/** Updates statistics of the new rows; without them, the planner guesses how the rows match the layer. */
export async function analyseRows(sql: SqlSession, plan: RowPlan): Promise<void> {
  await sql.script(`${SMALL_SAMPLE}; ANALYZE ${rowsTable(plan)}`);
}
