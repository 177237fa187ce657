import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { columnTypes, fieldList, STAGING, type TableSpec, tableRef } from "../../../../layer-store/tables/layer-table.ts";

/** `$1`: rows as an array of JSON. */
const rowsAs = (columns: string) => `FROM jsonb_to_recordset($1::jsonb) AS x(${columns}, geom text)`;

/** Times are staged as texts. */
const staged = ({ column, type }: LayerField) =>
  `, ${quoteIdentifier(column)} ${type === "datetime" || type === "localdatetime" ? "text" : columnTypes[type]}`;

/** Writes features to the staging table. */
export async function stageFeatures(sql: SqlSession, spec: TableSpec, rows: string): Promise<void> {
  await sql.query(
    `INSERT INTO ${tableRef(spec.tableName, STAGING)} (fid${fieldList(spec.fields)}, geom)
     SELECT x.fid${fieldList(spec.fields, "x.")}, x.geom::geometry ${rowsAs(`fid bigint${spec.fields.map(staged).join("")}`)}`,
    [rows],
  );
}

/** Sets the versions of features that were edited; a new table begins with 1. */
export async function setVersions(sql: SqlSession, spec: TableSpec, rows: string): Promise<void> {
  await sql.query(
    `UPDATE ${tableRef(spec.tableName)} t SET version = x.version ${rowsAs("fid bigint, version integer")}
     WHERE t.fid = x.fid AND x.version <> t.version`,
    [rows],
  );
}

/** Writes earlier versions. `$2`: new ids of persons by old ones. */
export async function insertVersions(sql: SqlSession, spec: TableSpec, rows: string, people: string): Promise<void> {
  const fields = spec.fields.map(({ column, type }) => `, ${quoteIdentifier(column)} ${columnTypes[type]}`).join("");
  await sql.query(
    `INSERT INTO ${tableRef(spec.tableName, "_history")}
       (fid, version, operation, changed_at, author_id, contribution_id${fieldList(spec.fields)}, geom)
     SELECT x.fid, x.version, x.operation, x.changed_at, coalesce(($2::jsonb ->> x.author_id::text)::uuid, x.author_id), x.contribution_id
       ${fieldList(spec.fields, "x.")}, x.geom::geometry
     ${rowsAs(`fid bigint, version integer, operation text, changed_at timestamptz, author_id uuid, contribution_id uuid${fields}`)}`,
    [rows, people],
  );
}

export interface ArrivedLayer {
  tableName: string;
  geometryType: string;
  srid: number;
  fields: unknown;
}

export async function arrivedLayer(sql: SqlSession, layerId: string): Promise<ArrivedLayer | null> {
  const [row] = await sql.query<ArrivedLayer>(
    `SELECT table_name AS "tableName", geometry_type AS "geometryType", srid, fields FROM layers WHERE id = $1::uuid`,
    [layerId],
  );
  return row ?? null;
}
