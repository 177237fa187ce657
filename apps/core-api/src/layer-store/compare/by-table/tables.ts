import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import {
  columnTypes,
  fieldDefinitions,
  fieldList,
  geometryDefinition,
  protectUnpublished,
  type TableSpec,
  tableRef,
} from "../../tables/layer-table.ts";

/** Identifies the tables of an update: their names contain the end of its id, which is random. */
export interface UpdateTables {
  updateId: string;
  spec: TableSpec;
}

/** An update of a layer. `spec` has the columns of the layer, and those that the update adds. */
export interface UpdatedLayer extends UpdateTables {
  /** The fields that the update adds: the layer's table may not have their columns yet. */
  added: readonly LayerField[];
}

/** An update of a layer that adds columns to it. */
export function updatedLayer(updateId: string, spec: TableSpec, added: readonly LayerField[]): UpdatedLayer {
  return { updateId, spec: { ...spec, fields: [...spec.fields, ...added] }, added };
}

/** FROM item: the layer's features with all columns of the update; added columns are empty. */
export function presentRows({ spec, added }: Pick<UpdatedLayer, "spec" | "added">): string {
  const table = tableRef(spec.tableName);
  if (added.length === 0) return table;
  const here = spec.fields.filter((field) => !added.includes(field));
  const empty = added.map(({ column, type }) => `, NULL::${columnTypes[type]} AS ${quoteIdentifier(column)}`).join("");
  return `(SELECT fid, version, geom${fieldList(here)}${empty} FROM ${table})`;
}

const tail = (updateId: string) => updateId.replaceAll("-", "").toLowerCase().slice(-12);
const rowsSuffix = (updateId: string) => `_f${tail(updateId)}`;
const differenceSuffix = (updateId: string) => `_u${tail(updateId)}`;

/**
 * Staged rows of a file: `_row` is 1…n, values are typed and in the layer's columns, `geom` is in its CRS. `fid` is the feature of a row,
 * `_number` its number in the file, `_gone` that number when its feature was deleted. `_unfit` lists columns whose value does not fit the
 * layer's type: they keep the layer's value. `_coarse` lists columns whose value is less precise than that type (`fileValue`). No column of
 * a field begins with `_` (`nameColumn`), so these names cannot clash with a layer's.
 */
export function rowsTable({ spec, updateId }: UpdateTables): string {
  return tableRef(spec.tableName, rowsSuffix(updateId));
}

/** Next versions of features, as the application will write them: all attributes and the geometry of each feature that differs. */
export function differenceTable({ spec, updateId }: UpdateTables): string {
  return tableRef(spec.tableName, differenceSuffix(updateId));
}

/**
 * Creates both tables, empty. Tables left by an earlier attempt are dropped first. Like the staging table of a layer, the rows of the file have no
 * row-level security, so that COPY can write them, and no readers but the jobs.
 */
export async function createTables(sql: SqlSession, updated: UpdateTables): Promise<void> {
  const { spec, updateId } = updated;
  await dropTables(sql, updated);
  const columns = fieldDefinitions(spec.fields);
  // It holds the shapes of both sides, which differ when the layer changes its kind.
  const geometry = geometryDefinition({ ...spec.geometry, type: "Geometry" });
  await sql.script(`
    CREATE UNLOGGED TABLE ${rowsTable(updated)} (
      _row integer NOT NULL, _number bigint, fid bigint, _gone bigint, _unfit text[] NOT NULL, _coarse text[] NOT NULL${columns}, geom geometry);
    CREATE TABLE ${differenceTable(updated)} (
      fid bigint PRIMARY KEY, version integer NOT NULL, operation text NOT NULL, _row integer${columns}, geom ${geometry})`);
  await protectUnpublished(sql, spec, differenceSuffix(updateId));
}

/** Indexes the rows by their number, once they are written and most have their feature: an earlier index would be updated with each of them. */
export async function indexRows(sql: SqlSession, updated: UpdateTables): Promise<void> {
  await sql.script(`ALTER TABLE ${rowsTable(updated)} ADD PRIMARY KEY (_row)`);
}

export async function dropTables(sql: SqlSession, updated: UpdateTables): Promise<void> {
  await dropRows(sql, updated);
  await sql.script(`DROP TABLE IF EXISTS ${differenceTable(updated)}`);
}

/** Drops the rows of the file after the comparison. */
export async function dropRows(sql: SqlSession, updated: UpdateTables): Promise<void> {
  await sql.script(`DROP TABLE IF EXISTS ${rowsTable(updated)}`);
}
