import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Whether the areas of some grants on a layer contain a place that is grown by a distance. */
export interface ReachAsked {
  layerId: string;
  grantIds: readonly string[];
  /** Metres. */
  reachM: number;
}

export interface ReachRow {
  /** The place and all around it lie inside. */
  isInside: boolean;
  /** The areas have something of it. */
  isTouched: boolean;
}

/**
 * One row for each question, in their order. In the scope of the grants. A buffer of PostGIS lies inside the true one, so it is grown a little more; the
 * edges of areas are straight in Web Mercator, and those of the place in its metric CRS, so they are divided.
 *
 * @param metric the place as hexadecimal EWKB in its metric CRS
 */
export function reachRows(sql: SqlSession, metric: string, asked: readonly ReachAsked[]): Promise<ReachRow[]> {
  return sql.query<ReachRow>(
    `WITH asked AS MATERIALIZED (
       SELECT q.place, q.layer, q.ids::uuid[] AS ids, q.reach
       FROM unnest($2::uuid[], $3::text[], $4::float8[]) WITH ORDINALITY AS q (layer, ids, reach, place)
     ), places AS MATERIALIZED (
       SELECT d.reach, ST_Transform(ST_Segmentize(ST_Buffer($1::geometry, d.reach * 1.01 + 1), greatest(d.reach / 4, 50)), 3857) AS g
       FROM (SELECT DISTINCT reach FROM asked) d
     ), areas AS MATERIALIZED (
       SELECT d.layer, d.ids, s.area, s.is_everywhere FROM (SELECT DISTINCT layer, ids FROM asked) d CROSS JOIN LATERAL app.lens_shape(d.layer, d.ids) s
     )
     SELECT a.is_everywhere OR coalesce(ST_Contains(a.area, p.g), false) AS "isInside",
       a.is_everywhere OR coalesce(ST_Intersects(a.area, p.g), false) AS "isTouched"
     FROM asked q JOIN places p ON p.reach = q.reach JOIN areas a ON a.layer = q.layer AND a.ids = q.ids ORDER BY q.place`,
    [metric, asked.map(({ layerId }) => layerId), asked.map(({ grantIds }) => `{${grantIds.join()}}`), asked.map(({ reachM }) => reachM)],
  );
}
