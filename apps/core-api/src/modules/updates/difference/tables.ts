import type { SqlSession } from "@archipel/database/sql-session.ts";
import { fieldDefinitions, geometryDefinition, protectUnpublished, type TableSpec, tableRef } from "../../layers/table/layer-table.ts";

/** An update of a layer: its tables carry the end of its id, which is random. */
export interface UpdatedLayer {
  updateId: string;
  spec: TableSpec;
}

const tail = (updateId: string) => updateId.replaceAll("-", "").toLowerCase().slice(-12);
const rowsSuffix = (updateId: string) => `_f${tail(updateId)}`;
const differenceSuffix = (updateId: string) => `_u${tail(updateId)}`;

/**
 * Rows of a file on their way to be compared: `row` is 1…n, values are typed and in the layer's columns, `geom` is in its CRS. `fid` is
 * the feature that a row is about, `number` what the file calls it, `gone` that number when its feature was deleted. `unfit` are columns
 * whose value is none of the layer's type: they stay as they are.
 */
export function rowsTable({ spec, updateId }: UpdatedLayer): string {
  return tableRef(spec.tableName, rowsSuffix(updateId));
}

/** Next versions of features, as applying will write them: of each feature that differs, all of its attributes and its geometry. */
export function differenceTable({ spec, updateId }: UpdatedLayer): string {
  return tableRef(spec.tableName, differenceSuffix(updateId));
}

/** Makes both tables, empty. What an earlier attempt left of them is dropped first. */
export async function createTables(sql: SqlSession, updated: UpdatedLayer): Promise<void> {
  const { spec, updateId } = updated;
  await dropTables(sql, updated);
  const columns = fieldDefinitions(spec.fields);
  await sql.script(`
    CREATE TABLE ${rowsTable(updated)} (
      row integer PRIMARY KEY, number bigint, fid bigint, gone bigint, unfit text[] NOT NULL${columns}, geom geometry);
    CREATE TABLE ${differenceTable(updated)} (
      fid bigint PRIMARY KEY, version integer NOT NULL, operation text NOT NULL, row integer${columns}, geom ${geometryDefinition(spec.geometry)})`);
  await protectUnpublished(sql, spec, rowsSuffix(updateId));
  await protectUnpublished(sql, spec, differenceSuffix(updateId));
}

export async function dropTables(sql: SqlSession, updated: UpdatedLayer): Promise<void> {
  await dropRows(sql, updated);
  await sql.script(`DROP TABLE IF EXISTS ${differenceTable(updated)}`);
}

/** Once they are compared, the rows of the file are not needed any more. */
export async function dropRows(sql: SqlSession, updated: UpdatedLayer): Promise<void> {
  await sql.script(`DROP TABLE IF EXISTS ${rowsTable(updated)}`);
}
