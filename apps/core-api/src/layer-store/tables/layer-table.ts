import type { CommunityId } from "@archipel/contracts/ids.ts";
import { hasTime } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { geometryTypeNames } from "@archipel/geo/wkb.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { MAX_FIELDS, RESERVED_COLUMNS } from "./column-name.ts";

/** The definition of a vector layer's table. Every row is promoted to `geometry`, in the CRS of the source. */
export interface TableSpec {
  layerId: string;
  communityId: CommunityId;
  tableName: string;
  geometry: GeometryColumn;
  fields: readonly LayerField[];
}

/** Runs work in a transaction of a worker of the layer's community: `(work) => database.sqlAs({ role: "worker", communityId }, work)`. */
export type OpenSession = <T>(work: (sql: SqlSession) => Promise<T>) => Promise<T>;

/** The type of the column of each type of field. */
export const columnTypes: Record<LayerField["type"], string> = {
  text: "text",
  integer: "bigint",
  double: "double precision",
  boolean: "boolean",
  date: "date",
  datetime: "timestamptz",
  localdatetime: "timestamp",
};

/** The table of a layer: `l_` and its id. */
export function tableNameOf(layerId: string): string {
  return `l_${layerId.replaceAll("-", "").toLowerCase()}`;
}

/** A quoted table of schema `layers`. Throws for a name that is not one of ours. */
export function tableRef(tableName: string, suffix = ""): string {
  if (!/^l_[0-9a-f]{32}$/.test(tableName) || !/^(_[a-z0-9]+)?$/.test(suffix)) throw new Error("not the name of a layer's table");
  return `layers.${quoteIdentifier(tableName + suffix)}`;
}

/**
 * Suffix of the staging table, where rows are written before they are ordered. It has no row-level security, so that COPY can write it, and
 * no readers.
 */
export const STAGING = "_in";

/** `, "a", "b"`: the columns of the fields, with an alias when given. */
export function fieldList(fields: readonly LayerField[], alias = ""): string {
  return fields.map((field) => `, ${alias}${quoteIdentifier(field.column)}`).join("");
}

/** `, "a" text, "b" bigint`: their definitions. */
export function fieldDefinitions(fields: readonly LayerField[]): string {
  return fields.map((field) => `, ${quoteIdentifier(field.column)} ${columnTypes[field.type]}`).join("");
}

/** The geometry column of a layer's `geometryType` (`MultiPolygon Z`) and SRID; mixed types become `Geometry`. */
export function geometryColumnOf(geometryType: string, srid: number): GeometryColumn {
  const plain = geometryType.replace(/ Z$/, "");
  return { type: geometryTypeNames.find((known) => known === plain) ?? "Geometry", srid, hasZ: geometryType.endsWith(" Z") };
}

export function geometryDefinition({ type, srid, hasZ }: GeometryColumn): string {
  return `geometry(${type}${hasZ ? "Z" : ""}, ${Number(srid)})`;
}

function checkSpec(spec: TableSpec): void {
  const columns = spec.fields.map((field) => field.column);
  const wrong = columns.find((column, index) => RESERVED_COLUMNS.has(column) || columns.indexOf(column) !== index || column === "");
  if (wrong !== undefined) throw new Error(`column ${JSON.stringify(wrong)} is reserved, repeated or empty`);
  if (columns.length > MAX_FIELDS) throw new Error(`${columns.length} columns are more than ${MAX_FIELDS}`);
}

/**
 * Creates the empty table of a layer, its history and the staging table that `copyRows` fills. Tables left by an interrupted build of the
 * same layer are dropped first.
 *
 * @param sql a worker's session of the layer's community
 */
export async function createLayerTable(sql: SqlSession, spec: TableSpec): Promise<void> {
  checkSpec(spec);
  await dropLayerTable(sql, spec);
  const columns = fieldDefinitions(spec.fields);
  const geometry = geometryDefinition(spec.geometry);
  // Earlier revisions may be of another kind.
  const past = geometryDefinition({ ...spec.geometry, type: "Geometry" });
  const staged = spec.fields.map((field) => `, ${quoteIdentifier(field.column)} ${stagingTypeOf(field)}`).join("");
  await sql.script(
    `CREATE UNLOGGED TABLE ${tableRef(spec.tableName, STAGING)} (fid bigint${staged}, ${surelyValidColumn(spec)} boolean, geom ${geometry})`,
  );
  await sql.script(`
    CREATE TABLE ${tableRef(spec.tableName, "_history")} (
      fid bigint NOT NULL, version integer NOT NULL, operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
      changed_at timestamptz NOT NULL DEFAULT now(), author_id uuid, contribution_id uuid${columns}, geom ${past},
      PRIMARY KEY (fid, version))`);
  await protect(sql, spec, "_history");
  await makeLayerTable(sql, spec, `SELECT ${layerColumns(spec, "NULL::geometry")} FROM ${tableRef(spec.tableName, STAGING)} s`);
}

/** The column of the staging table that marks geometries known to be valid; null or false means unknown. */
export function surelyValidColumn({ fields }: TableSpec): string {
  let name = "surely_valid";
  while (fields.some((field) => field.column === name)) name += "_";
  return name;
}

/** Dates with time are staged as the text of the file: the database parses them better than we would. */
function stagingTypeOf({ type }: LayerField): string {
  return hasTime(type) ? "text" : columnTypes[type];
}

/** The columns of a layer's table, from the staging table (`s`). @param mercator SQL of the geometry in Web Mercator */
export function layerColumns(spec: TableSpec, mercator: string): string {
  const values = spec.fields.map((field) => {
    const name = quoteIdentifier(field.column);
    return stagingTypeOf(field) === columnTypes[field.type] ? `, s.${name}` : `, s.${name}::${columnTypes[field.type]} AS ${name}`;
  });
  return `s.fid, 1 AS version${values.join("")}, s.geom, ${mercator}::geometry(Geometry, 3857) AS geom_3857`;
}

/**
 * Creates a layer's table from a query of `layerColumns`, with its access rights, in place of the previous one. CREATE TABLE AS runs in
 * parallel; an INSERT into an existing table would not.
 */
export async function makeLayerTable(sql: SqlSession, spec: TableSpec, query: string): Promise<void> {
  const table = tableRef(spec.tableName);
  await sql.script(`
    DROP TABLE IF EXISTS ${table};
    CREATE TABLE ${table} AS ${query};
    ALTER TABLE ${table} ALTER fid SET NOT NULL, ALTER version SET NOT NULL, ALTER version SET DEFAULT 1;
    COMMENT ON TABLE ${table} IS '${ownerNote(spec.communityId)}'`);
  await protect(sql, spec, "");
  await openToLens(sql, spec);
}

/** Lets grants open rows of a layer's own table. Its history and the other tables beside it stay closed: they have no policy for this role. */
async function openToLens(sql: SqlSession, spec: Pick<TableSpec, "layerId" | "tableName">): Promise<void> {
  const table = tableRef(spec.tableName);
  const [row] = await sql.query<{ condition: string }>("SELECT app.lens_condition($1::uuid) AS condition", [spec.layerId]);
  if (!row) throw new Error("no condition for the lens");
  await sql.script(`
    GRANT SELECT ON ${table} TO archipel_lens;
    CREATE POLICY lens_read ON ${table} FOR SELECT TO archipel_lens USING (${row.condition})`);
}

/**
 * Drops the tables of a layer: itself, history, staging, generalisations. Missing tables are ignored.
 *
 * @throws when the table belongs to another community: row-level security does not cover DDL, so this function checks the owner itself
 */
export async function dropLayerTable(sql: SqlSession, spec: Pick<TableSpec, "tableName" | "communityId">): Promise<void> {
  const { tableName, communityId } = spec;
  tableRef(tableName);
  const tables = await sql.query<{ name: string; note: string | null }>(
    `SELECT relname AS name, obj_description(oid, 'pg_class') AS note FROM pg_class
     WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' AND (relname = $1 OR relname LIKE $2)`,
    [tableName, `${tableName.replaceAll("_", "\\_")}\\_%`],
  );
  const owner = tables.find((table) => table.name === tableName);
  if (owner && owner.note !== ownerNote(communityId)) throw new Error(`layers.${tableName} belongs to another community`);
  for (const { name } of tables) await sql.script(`DROP TABLE IF EXISTS ${tableRef(tableName, name.slice(tableName.length))}`);
}

function ownerNote(communityId: CommunityId): string {
  if (!/^[0-9a-f-]{36}$/i.test(communityId)) throw new Error("not the id of a community");
  return `community ${communityId.toLowerCase()}`;
}

/** The policies of one table of a layer: readable by anyone who may read the layer, writable by the community's jobs and managers. */
export async function protect(
  sql: SqlSession,
  spec: Pick<TableSpec, "layerId" | "communityId" | "tableName">,
  suffix: string,
): Promise<void> {
  if (!/^[0-9a-f-]{36}$/i.test(spec.layerId)) throw new Error("not the id of a layer");
  const table = tableRef(spec.tableName, suffix);
  const isManager = isManagerOf(spec.communityId);
  await lockForJobs(sql, spec.communityId, table);
  await sql.script(`
    CREATE POLICY app_read ON ${table} FOR SELECT TO archipel_app USING ((SELECT app.can_read_layer('${spec.layerId}'::uuid)));
    CREATE POLICY app_insert ON ${table} FOR INSERT TO archipel_app WITH CHECK (${isManager});
    CREATE POLICY app_update ON ${table} FOR UPDATE TO archipel_app USING (${isManager}) WITH CHECK (${isManager});
    CREATE POLICY app_delete ON ${table} FOR DELETE TO archipel_app USING (${isManager});
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO archipel_app`);
}

/** The policies of an unpublished table beside a layer's: writable by the community's jobs, readable by its managers. */
export async function protectUnpublished(
  sql: SqlSession,
  { communityId, tableName }: Pick<TableSpec, "communityId" | "tableName">,
  suffix: string,
): Promise<void> {
  const table = tableRef(tableName, suffix);
  await lockForJobs(sql, communityId, table);
  await sql.script(`
    CREATE POLICY app_read ON ${table} FOR SELECT TO archipel_app USING (${isManagerOf(communityId)});
    GRANT SELECT ON ${table} TO archipel_app`);
}

function isManagerOf(communityId: CommunityId): string {
  ownerNote(communityId);
  return `(SELECT '${communityId}'::uuid = ANY (app.communities_as('manager')))`;
}

async function lockForJobs(sql: SqlSession, communityId: CommunityId, table: string): Promise<void> {
  ownerNote(communityId);
  const isOwnJob = `((SELECT app.community_id()) = '${communityId}'::uuid)`;
  await sql.script(`
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY worker_own ON ${table} FOR ALL TO archipel_worker USING (${isOwnJob}) WITH CHECK (${isOwnJob});
    CREATE POLICY system_all ON ${table} FOR ALL TO archipel_system USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO archipel_system`);
}
