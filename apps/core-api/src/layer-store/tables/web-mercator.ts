import type { SqlSession } from "@archipel/database/sql-session.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { HALF_WORLD_METRES, MAX_MERCATOR_LATITUDE } from "@archipel/geo/mercator.ts";
import { surelyValidColumn, type TableSpec } from "./layer-table.ts";

/** A little beyond the square of web mercator: coordinates on its very edge come out a hair outside. */
export const FARTHEST_METRES = HALF_WORLD_METRES + 1e5;
const WORLD_3857 = `ST_MakeEnvelope(${-FARTHEST_METRES}, ${-FARTHEST_METRES}, ${FARTHEST_METRES}, ${FARTHEST_METRES}, 3857)`;

/** What turns a geometry of the source into web mercator: PostGIS's own function, or ours that survives a refusal. */
export type Transform = "ST_Transform" | "pg_temp.transform_or_null";

/** SQL of the geometry of `s` in web mercator, flat; nothing says that it is valid, nor that it lies in the world. */
function flatMercator({ geometry }: TableSpec, transform: Transform): string {
  const isDegrees = crsOf(geometry.srid)?.unit === "degree";
  // The poles are infinitely far away in web mercator.
  const world = `ST_MakeEnvelope(-180, ${-MAX_MERCATOR_LATITUDE}, 180, ${MAX_MERCATOR_LATITUDE}, ${geometry.srid})`;
  const placed = isDegrees ? `CASE WHEN s.geom @ ${world} THEN s.geom ELSE ST_Intersection(ST_MakeValid(s.geom), ${world}) END` : "s.geom";
  const flat = geometry.hasZ ? `ST_Force2D(${placed})` : placed;
  return geometry.srid === 3857 ? flat : `${transform}(${flat}, 3857)`;
}

const canBeInvalid = ({ geometry }: TableSpec) => /Polygon|Geometry/.test(geometry.type);

/** SQL that repairs a geometry for drawing; a valid one comes out as it went in. */
const madeValid = ({ geometry }: TableSpec, sql: string) =>
  geometry.type.endsWith("Polygon") ? `ST_CollectionExtract(ST_MakeValid(${sql}), 3)` : `ST_MakeValid(${sql})`;

/** SQL condition: a geometry in web mercator can be drawn. */
export const isPlaced = (sql: string) => `(${sql} @ ${WORLD_3857} AND NOT ST_IsEmpty(${sql}))`;

/**
 * A FROM item that adds `m.geom_3857` to the rows of `source` (alias s, column geom): flat, valid, inside the world; null where that
 * cannot be. OFFSET 0 keeps PostgreSQL from computing a step once for every mention of it. For some rows: it keeps to one processor.
 */
export function webMercatorFrom(source: string, spec: TableSpec, transform: Transform): string {
  const valid = canBeInvalid(spec) ? `CASE WHEN ST_IsValid(t.geom) THEN t.geom ELSE ${madeValid(spec, "t.geom")} END` : "t.geom";
  return `${source} s
    CROSS JOIN LATERAL (SELECT ${flatMercator(spec, transform)} AS geom OFFSET 0) t
    CROSS JOIN LATERAL (SELECT ${valid} AS geom OFFSET 0) v
    CROSS JOIN LATERAL (SELECT CASE WHEN ${isPlaced("v.geom")} THEN v.geom END AS geom_3857) m`;
}

/**
 * The same geometry as one expression on the rows of the staging table, which may run on all processors. What is not `isPlaced` is still to
 * be made null.
 */
export function webMercatorOf(spec: TableSpec, transform: Transform): string {
  const flat = flatMercator(spec, transform);
  return canBeInvalid(spec) ? `CASE WHEN s.${surelyValidColumn(spec)} THEN ${flat} ELSE ${madeValid(spec, flat)} END` : flat;
}

/** Makes `pg_temp.transform_or_null`, which gives null where PROJ refuses (coordinates far outside the CRS). Slower: a block a row. */
export async function createSafeTransform(sql: SqlSession): Promise<void> {
  await sql.script(`
    CREATE OR REPLACE FUNCTION pg_temp.transform_or_null(g geometry, srid integer) RETURNS geometry LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN ST_Transform(g, srid);
    EXCEPTION WHEN OTHERS THEN
      RETURN NULL;
    END $$`);
}
