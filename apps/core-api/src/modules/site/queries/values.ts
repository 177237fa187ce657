import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

export interface MeasuredLayer {
  id: string;
  kind: string;
  tableName: string;
  geometryType: string;
  fields: unknown;
  featureCount: number;
  revision: number;
}

/** Of these layers, those that the portal's map shows to the transaction's caller. */
export function measuredLayers(sql: SqlSession, portalId: string, ids: readonly string[]): Promise<MeasuredLayer[]> {
  return sql.query<MeasuredLayer>(
    `SELECT l.id, l.kind, l.table_name AS "tableName", l.geometry_type AS "geometryType", l.fields, l.feature_count AS "featureCount", l.revision
     FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready'
     WHERE c.portal_id = $1::uuid AND l.id = ANY ($2::uuid[])`,
    [portalId, [...ids]],
  );
}

interface Counts {
  datasets: number;
  layers: number;
  features: number;
  reportsSettled: number;
}

/** What the portal's catalogue has for the transaction's caller, and the reports that came to an end. */
export async function catalogueCounts(sql: SqlSession, portalId: string): Promise<Counts> {
  const [row] = await sql.query<Counts>(
    `SELECT (SELECT count(*)::integer FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id WHERE c.portal_id = $1::uuid) AS datasets,
       count(*)::integer AS layers, coalesce(sum(l.feature_count), 0)::float8 AS features,
       (SELECT count(*)::integer FROM reports r WHERE r.portal_id = $1::uuid AND r.status <> ALL ($2::text[])) AS "reportsSettled"
     FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready' WHERE c.portal_id = $1::uuid`,
    [portalId, [...openStatuses]],
  );
  return row ?? { datasets: 0, layers: 0, features: 0, reportsSettled: 0 };
}

/** Active members of the portal's community: a number, and no names. */
export async function memberCount(sql: SqlSession, portalId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM memberships m JOIN portals p ON p.community_id = m.community_id
     WHERE p.id = $1::uuid AND m.status = 'active'`,
    [portalId],
  );
  return row?.count ?? 0;
}

type Aggregate = "sum" | "average" | "min" | "max";
const AGGREGATES: Record<Aggregate, string> = { sum: "sum", average: "avg", min: "min", max: "max" };

/** Square metres to hectares, metres to kilometres: on the ellipsoid, whatever the CRS of the layer. */
const GEOGRAPHY = "ST_Transform(ST_Force2D(t.geom), 4326)::geography";
const AREA = `ST_Area(${GEOGRAPHY}) / 10000`;
const LENGTH = `ST_Length(${GEOGRAPHY}) / 1000`;

/** One number of a numeric column; null: no feature has a value. */
export async function aggregateOf(sql: SqlSession, tableName: string, aggregate: Aggregate, column: string): Promise<number | null> {
  const [row] = await sql.query<{ value: number | null }>(
    `SELECT ${AGGREGATES[aggregate]}(t.${quoteIdentifier(column)})::float8 AS value FROM ${tableRef(tableName)} t`,
  );
  return row?.value ?? null;
}

/** The sum of the areas (ha) or lengths (km) of a layer. */
export async function measureOf(sql: SqlSession, tableName: string, measure: "area" | "length"): Promise<number | null> {
  const [row] = await sql.query<{ value: number | null }>(
    `SELECT sum(${measure === "area" ? AREA : LENGTH})::float8 AS value FROM ${tableRef(tableName)} t`,
  );
  return row?.value ?? null;
}

export async function filledCount(sql: SqlSession, tableName: string, column: string): Promise<number> {
  const [row] = await sql.query<{ value: number }>(
    `SELECT count(t.${quoteIdentifier(column)})::float8 AS value FROM ${tableRef(tableName)} t`,
  );
  return row?.value ?? 0;
}

interface SeriesRow {
  label: string | null;
  value: number;
}

/** How a chart reads a layer. `by`: how the values of its column become labels. */
interface Series {
  tableName: string;
  column: string;
  by: "value" | "year";
  measure: "count" | "sum" | "area";
  summed: string | null;
  most: number;
}

/** The groups of a column with the largest measures; the last row, without a label, is all others and the features without a value. */
export function seriesOf(sql: SqlSession, { tableName, column, by, measure, summed, most }: Series): Promise<SeriesRow[]> {
  const named = `t.${quoteIdentifier(column)}`;
  const label = by === "year" ? `to_char(${named}, 'YYYY')` : `left(${named}::text, 120)`;
  const value = measure === "count" ? "count(*)" : measure === "area" ? `sum(${AREA})` : `sum(t.${quoteIdentifier(summed ?? column)})`;
  return sql.query<SeriesRow>(
    `WITH groups AS MATERIALIZED (SELECT nullif(btrim(${label}), '') AS label, coalesce(${value}, 0)::float8 AS value FROM ${tableRef(tableName)} t GROUP BY 1),
       ranked AS MATERIALIZED (SELECT label, value, row_number() OVER (ORDER BY label IS NULL, value DESC, label) AS place FROM groups)
     SELECT label, value FROM (
       SELECT label, value, place FROM ranked WHERE place <= $1 AND label IS NOT NULL
       UNION ALL SELECT NULL, coalesce(sum(value), 0), 999999 FROM ranked WHERE place > $1 OR label IS NULL) shown
     ORDER BY place`,
    [most],
  );
}
