import type { LayerField } from "@archipel/contracts/layers.ts";
import { UPDATE_KEY_FID, type UpdatePreview } from "@archipel/contracts/updates.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../tables/layer-table.ts";
import { trimmedSql } from "../rules/same-value-sql.ts";
import { fieldLabel, type UpdateColumns } from "./columns.ts";
import { MOST_REPORTED, type UpdateFindings } from "./findings.ts";
import { rowsTable, type UpdatedLayer } from "./tables.ts";

/** How rows identify features: by the fid of our downloads, or by columns of the layer. */
export type UpdateKey = { by: typeof UPDATE_KEY_FID } | { by: "columns"; fields: readonly LayerField[] };

type Keys = NonNullable<UpdatePreview["file"]>["keys"];

/**
 * Candidates for a key: columns that the file fills, then the fids of our own downloads. Columns come first, because a producer's file may
 * number its rows in any way.
 */
export async function keyCandidates(
  sql: SqlSession,
  { spec, added }: UpdatedLayer,
  { taken }: UpdateColumns,
  hasNumbers: boolean,
): Promise<Keys> {
  const fields = taken
    .map(({ field }) => field)
    .filter((field) => (field.type === "text" || field.type === "integer") && !added.includes(field));
  const counts = fields.map(({ column }, index) => {
    const name = quoteIdentifier(column);
    return `count(DISTINCT ${name}) = count(*) AND count(*) > 0 AS u${index}`;
  });
  const [row = {}] =
    counts.length === 0 ? [] : await sql.query<Record<string, boolean>>(`SELECT ${counts.join(", ")} FROM ${tableRef(spec.tableName)}`);
  const columns = fields.map((field, index) => ({ key: field.column, name: fieldLabel(field), isUnique: row[`u${index}`] === true }));
  return [
    ...columns.filter(({ isUnique }) => isUnique),
    ...(hasNumbers ? [{ key: UPDATE_KEY_FID, name: UPDATE_KEY_FID, isUnique: true }] : []),
    ...columns.filter(({ isUnique }) => !isUnique),
  ];
}

/** SQL of a key's value: texts are trimmed, and an empty text is no key. */
function keySql({ column, type }: LayerField, alias: string): string {
  const name = `${alias}.${quoteIdentifier(column)}`;
  return type === "text" ? `nullif(${trimmedSql(name)}, '')` : name;
}

/** Finds the feature of each row. A row that does not identify exactly one feature is an error with its place. */
export async function matchByKey(sql: SqlSession, updated: UpdatedLayer, key: UpdateKey, findings: UpdateFindings): Promise<void> {
  const [rows, table] = [rowsTable(updated), tableRef(updated.spec.tableName)];
  if (key.by === UPDATE_KEY_FID) {
    await addRepeated(sql, findings, rows, "s._number", "s._number IS NOT NULL", UPDATE_KEY_FID);
    await sql.query(`UPDATE ${rows} s SET fid = t.fid FROM ${table} t WHERE t.fid = s._number`);
    await sql.query(
      `UPDATE ${rows} s SET _gone = s._number WHERE s.fid IS NULL
         AND EXISTS (SELECT FROM ${tableRef(updated.spec.tableName, "_history")} h WHERE h.fid = s._number)`,
    );
    return;
  }
  const column = key.fields.map(fieldLabel).join(" + ");
  const named = (alias: string) => key.fields.map((field) => `${keySql(field, alias)} IS NOT NULL`).join(" AND ");
  const text = (alias: string) => `concat_ws(' / ', ${key.fields.map((field) => keySql(field, alias)).join(", ")})`;
  const list = (alias: string) => key.fields.map((field) => keySql(field, alias)).join(", ");
  const meets = key.fields.map((field) => `${keySql(field, "t")} = ${keySql(field, "s")}`).join(" AND ");
  const missing = await sql.query<{ row: number; total: number }>(
    `SELECT _row AS row, (count(*) OVER ())::integer AS total FROM ${rows} s WHERE NOT (${named("s")}) ORDER BY _row LIMIT ${MOST_REPORTED}`,
  );
  addAll(missing, ({ row }) => findings.add({ severity: "error", code: "update-key-missing", params: { column }, row, column }), findings);
  await addRepeated(sql, findings, rows, list("s"), named("s"), column, text("s"));
  const several = await sql.query<{ value: string; count: number; fid: number; total: number }>(
    `SELECT ${text("t")} AS value, count(*)::integer AS count, min(t.fid) AS fid, (count(*) OVER ())::integer AS total
     FROM ${table} t WHERE EXISTS (SELECT FROM ${rows} s WHERE ${meets})
     GROUP BY ${list("t")} HAVING count(*) > 1 ORDER BY 1 LIMIT ${MOST_REPORTED}`,
  );
  addAll(
    several,
    ({ value, count, fid }) =>
      findings.add({ severity: "error", code: "update-key-of-several", params: { column, value, count }, fid, column }),
    findings,
  );
  if (!findings.isBlocked) await sql.query(`UPDATE ${rows} s SET fid = t.fid FROM ${table} t WHERE ${meets}`);
}

async function addRepeated(
  sql: SqlSession,
  findings: UpdateFindings,
  rows: string,
  list: string,
  named: string,
  column: string,
  text = `${list}::text`,
): Promise<void> {
  const twice = await sql.query<{ value: string; rows: number[]; total: number }>(
    `SELECT min(${text}) AS value, (array_agg(s._row ORDER BY s._row))[1:10] AS rows, (count(*) OVER ())::integer AS total
     FROM ${rows} s WHERE ${named} GROUP BY ${list} HAVING count(*) > 1 ORDER BY min(s._row) LIMIT ${MOST_REPORTED}`,
  );
  addAll(
    twice,
    ({ value, rows: at }) => {
      const params = { column, value, rows: at.join(", ") };
      findings.add({ severity: "error", code: "update-key-twice", params, row: at[0] ?? null, column });
    },
    findings,
  );
}

/** Adds a finding for each returned row; the last one counts the rows that were not returned. */
function addAll<Row extends { total: number }>(found: readonly Row[], one: (row: Row) => void, findings: UpdateFindings): void {
  for (const row of found) one(row);
  const [first] = found;
  if (!first || first.total <= found.length) return;
  const last = findings.all().findLast(({ severity }) => severity === "error");
  if (last) last.occurrences += first.total - found.length;
}
