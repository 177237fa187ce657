import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { sourceNames } from "../../../../layer-store/describe/source-names.ts";
import { fieldList, tableRef } from "../../../../layer-store/tables/layer-table.ts";
import { TABLES } from "../../belonging/policy.ts";
import type { MovedTable } from "../../belonging/queries.ts";

/** A row as a line of JSON, and the stored objects that it names. */
export interface Line {
  line: string;
  keys: string[];
}

/** How many bytes of rows are in memory at a time, about. */
const BATCH_BYTES = 2 * 1024 * 1024;
const FIRST_BATCH = 50;
const MOST_ROWS = 5_000;

/**
 * The rows of a query, a batch at a time, through a cursor: it needs the transaction that `sql` is in, and no memory for what comes later.
 *
 * @param query without parameters, with a column `line`
 */
export async function* batches<Row extends { line: string }>(sql: SqlSession, query: string): AsyncGenerator<Row[]> {
  await sql.script(`DECLARE leaving NO SCROLL CURSOR FOR ${query}`);
  for (let wanted = FIRST_BATCH; ; ) {
    const rows = await sql.query<Row>(`FETCH ${wanted} FROM leaving`);
    if (rows.length > 0) yield rows;
    if (rows.length < wanted) break;
    const bytes = rows.reduce((sum, { line }) => sum + line.length, 0);
    wanted = Math.max(1, Math.min(MOST_ROWS, Math.floor((BATCH_BYTES * rows.length) / Math.max(bytes, 1))));
  }
  await sql.script("CLOSE leaving");
}

/** The rows of a table, without those that stay. */
export function tableQuery({ name, columns, key, objectPaths }: MovedTable): string {
  const rule = TABLES[name];
  const values = columns.map((column) => {
    const value = `t.${quoteIdentifier(column.name)}`;
    return column.type.startsWith("geometry") ? `${value}::text AS ${quoteIdentifier(column.name)}` : value;
  });
  const keys =
    objectPaths.length === 0
      ? "'{}'::text[]"
      : `ARRAY(SELECT app.object_keys(to_jsonb(t.*), '{${objectPaths.map((path) => JSON.stringify(path)).join(",")}}'::text[]))`;
  const order = rule?.order ?? key.map((column) => `t.${quoteIdentifier(column)}`).join(", ");
  return `SELECT (SELECT row_to_json(r.*)::text FROM (SELECT ${values.join(", ")}) r) AS line, to_json(${keys}) AS keys
    FROM public.${quoteIdentifier(name)} t WHERE ${rule?.rows ?? "true"} ORDER BY ${order}`;
}

export interface LeavingLayer {
  id: string;
  tableName: string;
  title: string;
  name: string;
  fields: LayerField[];
  datasetId: string;
  hasTable: boolean;
  hasHistory: boolean;
}

/** The layers whose tables leave. */
export function leavingLayers(sql: SqlSession): Promise<LeavingLayer[]> {
  return sql.query<LeavingLayer>(
    `SELECT t.id, t.table_name AS "tableName", t.title, t.name, t.fields, t.dataset_id AS "datasetId",
       to_regclass('layers.' || quote_ident(t.table_name)) IS NOT NULL AS "hasTable",
       to_regclass('layers.' || quote_ident(t.table_name || '_history')) IS NOT NULL AS "hasHistory"
     FROM layers t WHERE ${TABLES.layers?.rows ?? "true"} ORDER BY t.id`,
  );
}

const SHAPE = "t.geom::text AS geom";

export function layerQuery({ tableName, fields }: LeavingLayer): string {
  return `SELECT (SELECT row_to_json(r.*)::text FROM (SELECT t.fid, t.version${fieldList(fields, "t.")}, ${SHAPE}) r) AS line
    FROM ${tableRef(tableName)} t ORDER BY t.fid`;
}

export function historyQuery({ tableName, fields }: LeavingLayer): string {
  return `SELECT (SELECT row_to_json(r.*)::text FROM (
      SELECT t.fid, t.version, t.operation, t.changed_at, t.author_id, t.contribution_id${fieldList(fields, "t.")}, ${SHAPE}) r) AS line
    FROM ${tableRef(tableName, "_history")} t ORDER BY t.fid, t.version`;
}

/** The features as GeoJSON, under the names of the source. A shape that the map cannot place has no geometry here. */
export function featureQuery({ tableName, fields }: LeavingLayer): string {
  const names = sourceNames(fields);
  const properties = fields.map(({ column }) => {
    const name = literal(`${JSON.stringify(names.get(column) ?? column)}:`);
    return `${name} || coalesce(to_json(t.${quoteIdentifier(column)})::text, 'null')`;
  });
  return `SELECT '{"type":"Feature","id":' || t.fid || ',"properties":{' || ${properties.length ? properties.join(" || ',' || ") : "''"} || '},"geometry":'
      || coalesce(ST_AsGeoJSON(CASE WHEN t.geom_3857 IS NOT NULL THEN ST_Transform(t.geom, 4326) END, 9), 'null') || '}' AS line
    FROM ${tableRef(tableName)} t ORDER BY t.fid`;
}

/** A text as a literal of SQL. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export interface LeavingDataset {
  id: string;
  slug: string;
  title: string;
  abstract: string;
  licence: string;
  contact: string;
  lineage: string;
  status: string;
  visibility: string;
}

export function leavingDatasets(sql: SqlSession): Promise<LeavingDataset[]> {
  return sql.query<LeavingDataset>(
    `SELECT id, slug, title, abstract, licence, contact_name AS contact, lineage, status, visibility FROM datasets ORDER BY slug`,
  );
}

export async function leavingCommunity(sql: SqlSession): Promise<{ id: string; slug: string; name: string } | null> {
  const [row] = await sql.query<{ id: string; slug: string; name: string }>("SELECT id, slug, name FROM communities");
  return row ?? null;
}

/** The name of the latest migration: what the columns of the file are. */
export async function latestMigration({ driver }: Pick<Database, "driver">): Promise<string> {
  const rows = await driver.execute<{ name: string }>("SELECT max(migration_name) AS name FROM _prisma_migrations");
  return rows[0]?.name ?? "";
}
