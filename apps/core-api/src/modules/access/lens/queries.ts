import { databaseRoleOf, type LensScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Lens, lensOf } from "../../../layer-store/lens/lens.ts";
import { type LensedTable, lensedRows } from "../../../layer-store/lens/lensed-rows.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

type GrantRow = {
  id: string;
  columns: string[] | null;
  until: Date | null;
  areaName: string;
  isForEveryone: boolean;
  west: number | null;
  south: number;
  east: number;
  north: number;
};

const PARTS = `g.id, g.columns, g.valid_until AS until, g.area_name AS "areaName",
  g.audience IS NOT DISTINCT FROM 'everyone' AS "isForEveryone", ST_XMin(g.area) AS west, ST_YMin(g.area) AS south, ST_XMax(g.area) AS east, ST_YMax(g.area) AS north`;

/** The caller's lens on a layer; null without a valid grant. */
export async function lensOn(sql: SqlSession, layerId: string): Promise<Lens | null> {
  return asLens(layerId, await sql.query<GrantRow>(`SELECT ${PARTS} FROM app.lens_grants($1::uuid) g`, [layerId]));
}

/** The same; with a lens, the transaction continues in the caller's `lens` scope, which sees the layer. @param sql in the caller's tenant scope */
export async function enterLens(sql: SqlSession, scope: LensScope, layerId: string): Promise<Lens | null> {
  const text = `SELECT ${PARTS}, set_config('role', $2, true) AS role FROM app.enter_lens($1::uuid) g`;
  return asLens(layerId, await sql.query<GrantRow>(text, [layerId, databaseRoleOf(scope)]));
}

/** The caller's lenses on layers, by their ids; layers without a valid grant are left out. */
export async function lensesOn(sql: SqlSession, layerIds: readonly string[]): Promise<Map<string, Lens>> {
  if (layerIds.length === 0) return new Map();
  const rows = await sql.query<GrantRow & { layerId: string }>(
    `SELECT l.id AS "layerId", ${PARTS} FROM unnest($1::uuid[]) AS l(id), LATERAL app.lens_grants(l.id) g`,
    [layerIds],
  );
  const lenses = new Map<string, Lens>();
  for (const [layerId, grants] of Map.groupBy(rows, (row) => row.layerId)) {
    const lens = asLens(layerId, grants);
    if (lens) lenses.set(layerId, lens);
  }
  return lenses;
}

function asLens(layerId: string, rows: readonly GrantRow[]): Lens | null {
  const grants = rows.map(({ id, columns, until, areaName, isForEveryone, west }) => ({
    ...{ id, columns, until, areaName, isForEveryone },
    hasArea: west !== null,
  }));
  const placed = rows.filter(({ west }) => west !== null);
  const most = (side: "east" | "north") => Math.max(...placed.map((row) => row[side]));
  const west = Math.min(...placed.map((row) => row.west ?? 0));
  const south = Math.min(...placed.map((row) => row.south));
  return lensOf(layerId, grants, placed.length === 0 ? null : [west, south, most("east"), most("north")]);
}

/** Whether some grant on the platform is to everyone. In the system scope. */
export async function isAnythingOpen(sql: SqlSession): Promise<boolean> {
  const rows = await sql.query(
    `SELECT FROM grants WHERE audience = 'everyone' AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > now()) LIMIT 1`,
  );
  return rows.length > 0;
}

/** Tables of layers that the caller's grants open, by id. */
export async function lensTables(sql: SqlSession, layerIds: readonly string[]): Promise<Map<string, { tableName: string; srid: number }>> {
  const rows = await sql.query<{ id: string; tableName: string; srid: number }>(
    `SELECT id, table_name AS "tableName", srid FROM layers WHERE id = ANY ($1::uuid[])`,
    [layerIds],
  );
  return new Map(rows.map(({ id, ...table }) => [id, table]));
}

export async function countThrough(sql: SqlSession, table: LensedTable): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${lensedRows(table)} t`);
  return row?.count ?? 0;
}

/** A layer that the caller's grants open, and which grants. */
export interface GrantedPart {
  layerId: string;
  datasetId: string;
  grantIds: string[];
  isEverywhere: boolean;
  /** Of the part, in degrees; empty when it is unknown. */
  bbox: number[];
  tableName: string;
  /** All features of the layer. */
  featureCount: number;
  revision: number;
}

/** What the caller's grants open of datasets. */
export function grantedParts(sql: SqlSession, datasetIds: readonly string[]): Promise<GrantedPart[]> {
  return sql.query<GrantedPart>(
    `SELECT p.layer_id AS "layerId", p.dataset_id AS "datasetId", p.grant_ids AS "grantIds", p.is_everywhere AS "isEverywhere", p.bbox,
       l.table_name AS "tableName", l.feature_count AS "featureCount", l.revision
     FROM app.granted_parts() p JOIN layers l ON l.id = p.layer_id WHERE p.dataset_id = ANY ($1::uuid[])`,
    [datasetIds],
  );
}

/** How many features the policy of a layer's table lets through; null when the data are no longer these. */
export async function countGranted(sql: SqlSession, { layerId, tableName, revision }: GrantedPart): Promise<number | null> {
  const [row] = await sql.query<{ count: number | null }>(
    `SELECT CASE WHEN EXISTS (SELECT FROM layers WHERE id = $1::uuid AND revision = $2::integer)
       THEN (SELECT count(*)::integer FROM ${tableRef(tableName)} WHERE geom_3857 && (SELECT app.lens_area($1::uuid))) END AS count`,
    [layerId, revision],
  );
  return row?.count ?? null;
}
