import type { SqlSession } from "@archipel/database/sql-session.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { HALF_WORLD_METRES, MAX_MERCATOR_LATITUDE } from "@archipel/geo/mercator.ts";
import { surelyValidColumn, type TableSpec } from "./layer-table.ts";

/** A little beyond the square of Web Mercator: coordinates on its edge may be rounded to slightly outside. */
export const FARTHEST_METRES = HALF_WORLD_METRES + 1e5;
const WORLD_3857 = `ST_MakeEnvelope(${-FARTHEST_METRES}, ${-FARTHEST_METRES}, ${FARTHEST_METRES}, ${FARTHEST_METRES}, 3857)`;

/** The function that transforms to Web Mercator: PostGIS's own, or ours that returns null where PROJ refuses. */
export type Transform = "ST_Transform" | "pg_temp.transform_or_null";

/** SQL of the flat geometry of `s` in Web Mercator; it may be invalid, or outside the world. */
function flatMercator({ geometry }: TableSpec, transform: Transform): string {
  const isDegrees = crsOf(geometry.srid)?.unit === "degree";
  // The poles are infinitely far away in Web Mercator.
  const world = `ST_MakeEnvelope(-180, ${-MAX_MERCATOR_LATITUDE}, 180, ${MAX_MERCATOR_LATITUDE}, ${geometry.srid})`;
  const placed = isDegrees ? `CASE WHEN s.geom @ ${world} THEN s.geom ELSE ST_Intersection(ST_MakeValid(s.geom), ${world}) END` : "s.geom";
  const flat = geometry.hasZ ? `ST_Force2D(${placed})` : placed;
  return geometry.srid === 3857 ? flat : `${transform}(${flat}, 3857)`;
}

const canBeInvalid = ({ geometry }: TableSpec) => /Polygon|Geometry/.test(geometry.type);

/** SQL that repairs a geometry for drawing; a valid one stays as it is. */
const madeValid = ({ geometry }: TableSpec, sql: string) =>
  geometry.type.endsWith("Polygon") ? `ST_CollectionExtract(ST_MakeValid(${sql}), 3)` : `ST_MakeValid(${sql})`;

/** SQL condition: a geometry in Web Mercator can be drawn. */
export const isPlaced = (sql: string) => `(${sql} @ ${WORLD_3857} AND NOT ST_IsEmpty(${sql}))`;

/**
 * A FROM item that adds `m.geom_3857` to the rows of `source` (alias s, column geom): flat, valid, inside the world; null where that is
 * impossible. OFFSET 0 prevents PostgreSQL from computing a step again at every use. For a few rows: it does not run in parallel.
 */
export function webMercatorFrom(source: string, spec: TableSpec, transform: Transform): string {
  const valid = canBeInvalid(spec) ? `CASE WHEN ST_IsValid(t.geom) THEN t.geom ELSE ${madeValid(spec, "t.geom")} END` : "t.geom";
  return `${source} s
    CROSS JOIN LATERAL (SELECT ${flatMercator(spec, transform)} AS geom OFFSET 0) t
    CROSS JOIN LATERAL (SELECT ${valid} AS geom OFFSET 0) v
    CROSS JOIN LATERAL (SELECT CASE WHEN ${isPlaced("v.geom")} THEN v.geom END AS geom_3857) m`;
}

/**
 * The same geometry as one expression over the rows of the staging table, which can run in parallel. Geometries that are not `isPlaced`
 * must still be set to null.
 */
export function webMercatorOf(spec: TableSpec, transform: Transform): string {
  const flat = flatMercator(spec, transform);
  return canBeInvalid(spec) ? `CASE WHEN s.${surelyValidColumn(spec)} THEN ${flat} ELSE ${madeValid(spec, flat)} END` : flat;
}

/**
 * Creates `pg_temp.transform_or_null`, which returns null where PROJ refuses (coordinates far outside the CRS). Slower: one PL/pgSQL block
 * per row.
 */
export async function createSafeTransform(sql: SqlSession): Promise<void> {
  await sql.script(`
    CREATE OR REPLACE FUNCTION pg_temp.transform_or_null(g geometry, srid integer) RETURNS geometry LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN ST_Transform(g, srid);
    EXCEPTION WHEN OTHERS THEN
      RETURN NULL;
    END $$`);
}
