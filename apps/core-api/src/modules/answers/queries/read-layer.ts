import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { attributeList } from "../../../layer-store/tables/attribute-columns.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** More features than this at one place are not read: the layer then could not be checked. */
export const MOST_ROWS = 3_000;
/** The nearest things of a layer that a report may list; the others are counted. */
export const MOST_FEATURES = 300;

export interface LayerAtPlace {
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  /** The fields in which features on the place must agree to be one thing. */
  apart: readonly LayerField[];
  /** Hexadecimal EWKB in the metric CRS. */
  metric: string;
  crs: number;
  toleranceM: number;
  ringM: number;
}

/** A thing at the place: a feature, or several areas that are one. Attributes are `a0…`. */
export type MeasuredRow = Record<string, unknown> & {
  fid: number;
  fids: number[];
  dimension: number;
  nowM2: number;
  grownM2: number;
  shrunkM2: number;
  nowM: number;
  grownM: number;
  shrunkM: number;
  nowCount: number;
  grownCount: number;
  shrunkCount: number;
  coversPlace: boolean;
  distanceM: number;
  /** All things within reach; and rows that were read for them. */
  total: number;
  rows: number;
};

/**
 * The features of a layer on the place or within the ring, nearest first. The index on `geom` finds them by the place's box in the layer's
 * CRS. Each is measured in the place's metric CRS: whole for the distance, cut to the surroundings of the place for the rest, which keeps a
 * border of a hundred thousand vertices cheap. Areas on the place that agree in `apart` are united before they are measured.
 */
export function measuredRows(sql: SqlSession, layer: LayerAtPlace): Promise<MeasuredRow[]> {
  return sql.query<MeasuredRow>(measureSql(layer), [layer.metric, layer.toleranceM, Math.max(layer.ringM, layer.toleranceM)]);
}

/** $1 the place, $2 the tolerance, $3 how far to look. */
function measureSql({ tableName, srid, fields, apart, crs }: LayerAtPlace): string {
  const metric = srid === crs ? "ST_Force2D(t.geom)" : `ST_Transform(ST_Force2D(t.geom), ${Number(crs)})`;
  const box = "ST_Expand($1::geometry, $3::float8 * 1.01 + 1)";
  const same = apart.map((field) => `coalesce(t.${quoteIdentifier(field.column)}::text, chr(1))`);
  // A function takes at most 100 values.
  const key = same.length === 0 ? "'same'" : `ARRAY[${same.join(", ")}]::text`;
  return `
    WITH place AS MATERIALIZED (
      SELECT $1::geometry AS m, ST_Dimension($1::geometry) AS dimension, ST_Area($1::geometry) AS m2, ST_Buffer($1::geometry, $2::float8) AS grown,
        CASE WHEN ST_Dimension($1::geometry) = 2 THEN ST_Buffer($1::geometry, -$2::float8) END AS shrunk,
        ST_Expand($1::geometry, 4 * $2::float8 + 1) AS surroundings,
        ${srid === crs ? box : `ST_Envelope(ST_Transform(ST_Segmentize(${box}, $3::float8 / 4 + 100), ${Number(srid)}))`} AS box
    ), near AS MATERIALIZED (
      SELECT t.fid, v.g, ST_Distance(v.g, p.m) AS distance, ST_Dimension(v.g) AS dimension, ${key} AS same
      FROM ${tableRef(tableName)} t CROSS JOIN place p
        CROSS JOIN LATERAL (SELECT ${metric} AS g OFFSET 0) r
        CROSS JOIN LATERAL (SELECT CASE WHEN ST_IsValid(r.g) THEN r.g ELSE ST_MakeValid(r.g) END AS g OFFSET 0) v
      WHERE t.geom && p.box AND ST_DWithin(v.g, p.m, $3::float8) LIMIT ${MOST_ROWS + 1}
    ), cut AS MATERIALIZED (
      SELECT n.fid, n.distance, n.dimension, CASE WHEN n.distance <= $2::float8
          THEN ST_CollectionExtract(ST_Intersection(n.g, p.surroundings), n.dimension + 1) END AS g,
        CASE WHEN n.dimension = 2 AND n.distance <= $2::float8 THEN n.same END AS same
      FROM near n CROSS JOIN place p
    ), things AS MATERIALIZED (
      SELECT min(fid) AS fid, (array_agg(fid ORDER BY fid))[1:50] AS fids, dimension, min(distance) AS distance,
        CASE WHEN count(*) = 1 THEN (array_agg(g))[1] ELSE ST_Union(g) END AS g
      FROM cut GROUP BY dimension, same, CASE WHEN same IS NULL THEN fid END
    ), nearest AS MATERIALIZED (
      SELECT *, count(*) OVER () AS total FROM things ORDER BY distance, fid LIMIT ${MOST_FEATURES}
    )
    SELECT x.fid, x.fids, x.dimension, x.distance AS "distanceM", x.total::integer AS total, (SELECT count(*)::integer FROM near) AS rows,
      ${areaOf("p.m")} AS "nowM2", ${areaOf("p.grown")} AS "grownM2",
      greatest(${areaOf("p.shrunk")}, CASE WHEN x.dimension = 2 AND p.dimension = 2 AND x.g IS NOT NULL
        THEN ST_Area(ST_Intersection(ST_Buffer(x.g, -$2::float8), p.m)) ELSE 0 END) AS "shrunkM2",
      ${lengthOf("p.m")} AS "nowM", ${lengthOf("p.grown")} AS "grownM", ${lengthOf("p.shrunk")} AS "shrunkM",
      ${countOf("p.m", "x.distance = 0")} AS "nowCount", ${countOf("p.grown", "x.distance <= $2::float8")} AS "grownCount",
      ${countOf("p.shrunk", "x.distance = 0 AND ST_Distance(ST_Boundary(x.g), p.m) > $2::float8")} AS "shrunkCount",
      coalesce(x.dimension = 2 AND ST_Covers(x.g, p.m), false) AS "coversPlace"${fields.map((_field, index) => `, t.a${index}`).join("")}
    FROM nearest x CROSS JOIN place p
      CROSS JOIN LATERAL (SELECT a.fid${attributeList(fields)} FROM ${tableRef(tableName)} a WHERE a.fid = x.fid) t
    ORDER BY x.distance, x.fid`;
}

const areaOf = (place: string) =>
  `CASE WHEN x.dimension = 2 AND p.dimension = 2 AND x.g IS NOT NULL THEN coalesce(ST_Area(ST_Intersection(x.g, ${place})), 0) ELSE 0 END`;
const lengthOf = (place: string) =>
  `CASE WHEN x.dimension = 1 AND x.g IS NOT NULL THEN coalesce(ST_Length(ST_Intersection(x.g, ${place})), 0) ELSE 0 END`;
/** The points of a feature in the place; for an area and a place that is a point, whether it counts as on it. */
const countOf = (place: string, isOn: string) =>
  `CASE WHEN x.g IS NULL THEN 0 WHEN x.dimension = 0 THEN coalesce(ST_NPoints(ST_Intersection(x.g, ${place})), 0)
        WHEN x.dimension = 2 AND p.dimension = 0 THEN (${isOn})::integer ELSE 0 END::integer`;

/** Runs statements so that their failure leaves the transaction usable. */
export async function apart<T>(sql: SqlSession, work: () => Promise<T>): Promise<T> {
  await sql.script("SAVEPOINT layer");
  try {
    const result = await work();
    await sql.script("RELEASE SAVEPOINT layer");
    return result;
  } catch (error) {
    await sql.script("ROLLBACK TO SAVEPOINT layer");
    throw error;
  }
}

/** The features of these communes, by the field with the code. */
export function communeRows(
  sql: SqlSession,
  { tableName, fields }: Pick<LayerAtPlace, "tableName" | "fields">,
  codeColumn: string,
  codes: readonly string[],
): Promise<(Record<string, unknown> & { fid: number })[]> {
  return sql.query(
    `SELECT fid${attributeList(fields)} FROM ${tableRef(tableName)} WHERE ${quoteIdentifier(codeColumn)}::text = ANY ($1::text[])
     ORDER BY fid LIMIT ${MOST_FEATURES + 1}`,
    [codes],
  );
}
