import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { attributeList } from "../tables/attribute-columns.ts";
import { fieldList, tableRef } from "../tables/layer-table.ts";

const GEOJSON = "ST_AsGeoJSON(ST_Transform(geom, 4326), 7) AS geojson";

export interface VersionRow extends Record<string, unknown> {
  fid: number;
  version: number;
  operation: "insert" | "update" | "delete";
  changedAt: Date;
  contributionId: string | null;
  geojson: string | null;
}

/** All stored versions of a feature, oldest first. Empty for a feature that was never edited. */
export function versionsOf(sql: SqlSession, tableName: string, fields: readonly LayerField[], fid: number): Promise<VersionRow[]> {
  return sql.query<VersionRow>(
    `SELECT fid, version, operation, changed_at AS "changedAt", contribution_id AS "contributionId", ${GEOJSON}${attributeList(fields, "t")}
     FROM ${tableRef(tableName, "_history")} t WHERE fid = $1::bigint ORDER BY version`,
    [fid],
  );
}

/** Whether a feature has stored versions. */
export async function isEdited(sql: SqlSession, tableName: string, fid: number): Promise<boolean> {
  return (await sql.query(`SELECT FROM ${tableRef(tableName, "_history")} WHERE fid = $1::bigint LIMIT 1`, [fid])).length > 0;
}

export async function publishedFeature(sql: SqlSession, tableName: string, fields: readonly LayerField[], fid: number) {
  const rows = await sql.query<Record<string, unknown> & { version: number; geojson: string | null }>(
    `SELECT version, ${GEOJSON}${attributeList(fields, "t")} FROM ${tableRef(tableName)} t WHERE fid = $1::bigint`,
    [fid],
  );
  return rows[0];
}

/**
 * The layer at a moment ($n) as rows `fid, version, …`: the last earlier version of each edited feature. Unedited features are left out,
 * because they are the same at every moment.
 */
function stateAt(tableName: string, fields: readonly LayerField[], parameter: string): string {
  return `SELECT * FROM (
    SELECT DISTINCT ON (fid) fid, version, operation${fieldList(fields)}, geom FROM ${tableRef(tableName, "_history")}
    WHERE changed_at <= ${parameter}::timestamptz ORDER BY fid, version DESC) s WHERE operation <> 'delete'`;
}

/** When a revision of a layer was made; undefined for an unknown revision. */
export async function revisionMoment(sql: SqlSession, layerId: string, revision: number): Promise<Date | undefined> {
  const rows = await sql.query<{ at: Date }>(
    "SELECT created_at AS at FROM layer_revisions WHERE layer_id = $1::uuid AND revision = $2::integer",
    [layerId, revision],
  );
  return rows[0]?.at;
}

/** The revisions that updates made at these moments. */
export function updateRevisions(sql: SqlSession, layerId: string, moments: readonly Date[]): Promise<{ at: Date; revision: number }[]> {
  return sql.query(
    `SELECT created_at AS at, revision FROM layer_revisions
     WHERE layer_id = $1::uuid AND summary->>'updateId' IS NOT NULL AND created_at = ANY ($2::timestamptz[])`,
    [layerId, moments],
  );
}

export interface ChangeRow extends Record<string, unknown> {
  fid: number;
  hadBefore: boolean;
  hasAfter: boolean;
  beforeGeojson: string | null;
  afterGeojson: string | null;
  isGeometryChanged: boolean;
}

export interface ChangeCounts {
  inserted: number;
  updated: number;
  deleted: number;
  /** Changed in between, and equal at both moments. */
  returned: number;
}

export type Changes = { rows: ChangeRow[] } & ChangeCounts;

/** Features that differ between two moments, by `fid`; `b0…` are the attributes before, `a0…` those after. */
export function changesBetween(
  sql: SqlSession,
  tableName: string,
  fields: readonly LayerField[],
  moments: { from: Date; to: Date },
  page: { limit: number; offset: number },
): Promise<Changes> {
  const states = `b AS (${stateAt(tableName, fields, "$1")}), a AS (${stateAt(tableName, fields, "$2")})`;
  // Geometries are compared by their bytes: "=" of PostGIS compares boxes.
  const shapeOf = (side: string) => `${side}.geom::text`;
  return comparedStates(sql, fields, { states, shapeOf, params: [moments.from, moments.to] }, page);
}

/**
 * Compares two states of a layer, `b` before and `a` after.
 *
 * @param compared `states`: common table expressions with these two, with their parameters; `shapeOf`: SQL that is equal for equal shapes
 */
export async function comparedStates(
  sql: SqlSession,
  fields: readonly LayerField[],
  { states, shapeOf, params }: { states: string; shapeOf: (side: string) => string; params: readonly unknown[] },
  page: { limit: number; offset: number },
): Promise<Changes> {
  const state = (side: string) => `${shapeOf(side)}${fieldList(fields, `${side}.`)}`;
  const compared = `
    WITH ${states},
    touched AS (SELECT coalesce(a.fid, b.fid) AS fid, b.fid IS NOT NULL AS had, a.fid IS NOT NULL AS has,
        a.fid IS NULL OR b.fid IS NULL OR ROW(${state("a")}) IS DISTINCT FROM ROW(${state("b")}) AS differs
      FROM b FULL JOIN a USING (fid) WHERE a.version IS DISTINCT FROM b.version),
    changed AS (SELECT * FROM touched WHERE differs)`;
  const [counts] = await sql.query<ChangeCounts & Record<string, unknown>>(
    `${compared} SELECT count(*) FILTER (WHERE NOT had)::integer AS inserted, count(*) FILTER (WHERE had AND has)::integer AS updated,
       count(*) FILTER (WHERE NOT has)::integer AS deleted,
       (SELECT count(*)::integer FROM touched WHERE NOT differs) AS returned FROM changed`,
    [...params],
  );
  const listed = (side: string) =>
    `(SELECT ${side}.fid${attributeList(fields, side, side)}, ST_AsGeoJSON(ST_Transform(geom, 4326), 7) AS geojson, geom FROM ${side})`;
  const rows = await sql.query<ChangeRow>(
    `${compared} SELECT c.fid, c.had AS "hadBefore", c.has AS "hasAfter", bb.geojson AS "beforeGeojson", aa.geojson AS "afterGeojson",
       ${shapeOf("bb")} IS DISTINCT FROM ${shapeOf("aa")} AS "isGeometryChanged"
       ${fields.map((_field, index) => `, bb.b${index}, aa.a${index}`).join("")}
     FROM changed c LEFT JOIN ${listed("b")} bb ON bb.fid = c.fid LEFT JOIN ${listed("a")} aa ON aa.fid = c.fid
     ORDER BY c.fid LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}`,
    [...params],
  );
  return { rows, ...(counts ?? { inserted: 0, updated: 0, deleted: 0, returned: 0 }) };
}
