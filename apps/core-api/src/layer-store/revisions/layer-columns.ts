import type { LayerField } from "@archipel/contracts/layers.ts";
import { type ColumnChanges, columnChanges } from "@archipel/contracts/updates.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { generalisedSuffix } from "../tables/generalise.ts";
import { generalisedZooms } from "../tables/generalised-tables.ts";
import { columnTypes, type OpenSession, type TableSpec, tableRef } from "../tables/layer-table.ts";
import type { EditedLayer } from "./edited-layer.ts";
import { underShortLock } from "./short-lock.ts";

// A column of a layer stays in its tables permanently. Restoring an earlier revision only removes it from the layer's fields. Its values
// then remain in the history alone (restoring writes them empty), so that restoring forward brings each value back.

/** The columns that a layer had at a revision, with their current names if it still has them. */
export async function fieldsAt(sql: SqlSession, { spec }: EditedLayer, revision: number): Promise<LayerField[]> {
  const rows = await sql.query<{ columns: unknown }>(
    `SELECT summary->'columns' AS columns FROM layer_revisions
     WHERE layer_id = $1::uuid AND community_id = $2::uuid AND revision > $3::integer AND summary ? 'columns' ORDER BY revision DESC`,
    [spec.layerId, spec.communityId, revision],
  );
  let fields = [...spec.fields];
  for (const { columns } of rows) {
    const { added, removed } = columnChanges.parse(columns);
    fields = [...without(fields, added), ...removed];
  }
  return fields;
}

/** The changes that lead from some columns to others. */
export function columnsBetween(from: readonly LayerField[], to: readonly LayerField[]): ColumnChanges {
  return { added: without(to, from), removed: without(from, to) };
}

export function without(fields: readonly LayerField[], others: readonly LayerField[]): LayerField[] {
  return fields.filter(({ column }) => !others.some((other) => other.column === column));
}

/** The columns of a layer's table with their types, also those that the layer no longer shows. */
export async function keptColumns(sql: SqlSession, { tableName }: Pick<TableSpec, "tableName">): Promise<Map<string, string>> {
  const rows = await sql.query<{ column: string; type: string }>(
    `SELECT attname AS column, CASE atttypid WHEN 'timestamptz'::regtype THEN 'timestamptz' WHEN 'timestamp'::regtype THEN 'timestamp'
       ELSE format_type(atttypid, NULL) END AS type
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [tableRef(tableName)],
  );
  return new Map(rows.map(({ column, type }) => [column, type]));
}

/**
 * Adds empty columns to the tables of a layer, in a transaction of its own before the one that fills them: readers of the layer wait only
 * for this short transaction. No reader sees a column before the layer lists it.
 */
export async function addColumns(open: OpenSession, spec: TableSpec, added: readonly LayerField[]): Promise<void> {
  if (added.length === 0) return;
  const columns = added.map(({ column, type }) => `ADD COLUMN IF NOT EXISTS ${quoteIdentifier(column)} ${columnTypes[type]}`).join(", ");
  await underShortLock(open, async (sql) => {
    const zooms = await generalisedZooms(sql, spec.tableName);
    for (const suffix of ["", "_history", ...zooms.map(generalisedSuffix)])
      await sql.script(`ALTER TABLE ${tableRef(spec.tableName, suffix)} ${columns}`);
  });
}
