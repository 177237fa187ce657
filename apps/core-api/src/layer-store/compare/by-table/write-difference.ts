import type { UpdateCounts, UpdateWay } from "@archipel/contracts/updates.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { nextFid } from "../../revisions/write-changes.ts";
import { fieldList, tableRef } from "../../tables/layer-table.ts";
import { isSameSql } from "../rules/same-value-sql.ts";
import type { RowPlan } from "./stage-rows.ts";
import { differenceTable, presentRows, rowsTable } from "./tables.ts";

/**
 * Writes the difference between matched rows and the layer, one statement for each kind of change. A column that the file does not fill, a
 * value that does not fit and a row without a shape keep the layer's values.
 *
 * @returns the counts, and the number of features that are not in the file
 */
export async function writeDifference(
  sql: SqlSession,
  plan: RowPlan,
  { way, deletesAbsent, changesKind }: { way: UpdateWay; deletesAbsent: boolean; changesKind: boolean },
): Promise<{ counts: UpdateCounts; absent: number }> {
  const { spec, columns } = plan;
  const [rows, difference, table] = [rowsTable(plan), differenceTable(plan), presentRows(plan)];
  const into = `INSERT INTO ${difference} (fid, version, operation, _row${fieldList(spec.fields)}, geom)`;
  const taken = new Set(columns.taken.map(({ field }) => field.column));
  const keeps = (column: string, isSame: string) => `'${column}' = ANY (s._unfit) OR ${isSame}`;
  const next = spec.fields.map((field) => {
    const name = quoteIdentifier(field.column);
    return taken.has(field.column)
      ? `, CASE WHEN ${keeps(field.column, isSameSql(field, plan.format))} THEN t.${name} ELSE s.${name} END`
      : `, t.${name}`;
  });
  // A layer of another kind cannot keep a shape that the file does not replace.
  const shape = changesKind ? "s.geom" : "coalesce(s.geom, t.geom)";
  const reshaped = changesKind
    ? "s.geom::bytea IS DISTINCT FROM t.geom::bytea"
    : "(s.geom IS NOT NULL AND s.geom::bytea IS DISTINCT FROM t.geom::bytea)";
  const differs = columns.taken.map(({ field }) => `NOT (${keeps(field.column, isSameSql(field, plan.format))})`);
  await sql.query(
    `${into} SELECT t.fid, t.version + 1, 'update', s._row${next.join("")}, ${fitted(plan, shape)}
     FROM ${rows} s JOIN ${table} t ON t.fid = s.fid
     WHERE ${[...differs, reshaped].join(" OR ")}`,
  );
  const filled = spec.fields.map(({ column }) => (taken.has(column) ? `, s.${quoteIdentifier(column)}` : ", NULL"));
  // Deleted features come back with their fid; new features get a fid that no feature ever had.
  await sql.query(
    `${into} SELECT coalesce(s._gone, $1::bigint + row_number() OVER (PARTITION BY s._gone IS NULL ORDER BY s._row) - 1),
       coalesce((SELECT max(h.version) + 1 FROM ${tableRef(spec.tableName, "_history")} h WHERE h.fid = s._gone), 1),
       'insert', s._row${filled.join("")}, ${fitted(plan, "s.geom")}
     FROM ${rows} s WHERE s.fid IS NULL`,
    [await nextFid(sql, spec)],
  );
  const isAbsent = `NOT EXISTS (SELECT FROM ${rows} s WHERE s.fid = t.fid)`;
  if (way === "replace" || (way === "delta" && deletesAbsent)) {
    await sql.query(
      `${into} SELECT t.fid, t.version + 1, 'delete', NULL${fieldList(spec.fields, "t.")}, t.geom FROM ${table} t WHERE ${isAbsent}`,
    );
  }
  const [found = { matched: 0, absent: 0 }] = await sql.query<{ matched: number; absent: number }>(
    `SELECT (SELECT count(*) FROM ${rows} WHERE fid IS NOT NULL)::integer AS matched,
       (SELECT count(*) FROM ${table} t WHERE ${isAbsent})::integer AS absent`,
  );
  const changed = await countDifference(sql, difference);
  return { counts: { ...changed, unchanged: found.matched - changed.updated }, absent: found.absent };
}

/** The geometry in the dimensions of the layer's column. */
function fitted({ spec }: RowPlan, geometry: string): string {
  return `${spec.geometry.hasZ ? "ST_Force3DZ" : "ST_Force2D"}(${geometry})`;
}

/** Number of features for each kind of change. */
export async function countDifference(sql: SqlSession, difference: string): Promise<Omit<UpdateCounts, "unchanged">> {
  const count = (operation: string) => `(count(*) FILTER (WHERE operation = '${operation}'))::integer`;
  const [row] = await sql.query<Omit<UpdateCounts, "unchanged">>(
    `SELECT ${count("insert")} AS inserted, ${count("update")} AS updated, ${count("delete")} AS deleted FROM ${difference}`,
  );
  return row ?? { inserted: 0, updated: 0, deleted: 0 };
}
