import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";

/** A place in its metric CRS. */
export interface PlacedRow {
  /** Hexadecimal EWKB. */
  metric: string;
  isValid: boolean;
  isArea: boolean;
  areaM2: number;
  lon: number;
  lat: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A place from GeoJSON in degrees. */
export async function placedGeometry(sql: SqlSession, geojson: object, crs: number): Promise<PlacedRow | undefined> {
  const rows = await sql.query<PlacedRow>(
    `WITH g AS MATERIALIZED (SELECT ST_SetSRID(ST_GeomFromGeoJSON($1::text), 4326) AS d) ${placed(crs)}`,
    [JSON.stringify(geojson)],
  );
  return rows[0];
}

const placed = (crs: number) => `
  , m AS MATERIALIZED (SELECT g.d, ST_Transform(g.d, ${Number(crs)}) AS m, CASE WHEN ST_IsValid(g.d) THEN ST_PointOnSurface(g.d) ELSE ST_Centroid(ST_Envelope(g.d)) END AS c FROM g)
  SELECT ST_AsHEXEWKB(m) AS metric, ST_IsValid(m) AND NOT ST_IsEmpty(m) AS "isValid", ST_Dimension(m) = 2 AS "isArea", ST_Area(m) AS "areaM2",
    ST_X(c) AS lon, ST_Y(c) AS lat, ST_XMin(d) AS west, ST_YMin(d) AS south, ST_XMax(d) AS east, ST_YMax(d) AS north FROM m`;

/** Columns of a layer whose features are places. */
export interface PlaceLayer {
  tableName: string;
  srid: number;
}

export interface ParcelRow {
  id: string;
  declared: string | null;
  lon: number;
  lat: number;
}

/** The features of these ids. One id may have two polygons. */
export function parcelRows(
  sql: SqlSession,
  { tableName, idColumn, areaColumn }: PlaceLayer & { idColumn: string; areaColumn: string | null },
  ids: readonly string[],
): Promise<ParcelRow[]> {
  const declared = areaColumn === null ? "NULL" : `max(t.${quoteIdentifier(areaColumn)}::text)`;
  const id = `t.${quoteIdentifier(idColumn)}`;
  return sql.query<ParcelRow>(
    `SELECT ${id} AS id, ${declared} AS declared, avg(ST_X(s.c)) AS lon, avg(ST_Y(s.c)) AS lat
     FROM ${tableRef(tableName)} t CROSS JOIN LATERAL (SELECT ST_Transform(ST_PointOnSurface(t.geom_3857), 4326) AS c) s
     WHERE ${id} = ANY ($1::text[]) AND geom_3857 IS NOT NULL AND ST_Dimension(geom_3857) = 2 GROUP BY 1 ORDER BY 1`,
    [ids],
  );
}

/** The union of parcels in the metric CRS, and the drawn area of each. */
export async function placedParcels(
  sql: SqlSession,
  { tableName, idColumn }: PlaceLayer & { idColumn: string },
  ids: readonly string[],
  crs: number,
): Promise<(PlacedRow & { drawn: Record<string, number> }) | undefined> {
  const id = `t.${quoteIdentifier(idColumn)}`;
  const rows = await sql.query<PlacedRow & { drawn: Record<string, number> }>(
    `WITH parts AS MATERIALIZED (
       SELECT ${id} AS id, ST_Union(ST_MakeValid(ST_Transform(ST_Force2D(geom), ${Number(crs)}))) AS p
       FROM ${tableRef(tableName)} t WHERE ${id} = ANY ($1::text[]) AND geom_3857 IS NOT NULL GROUP BY 1
     ), m AS MATERIALIZED (SELECT ST_CollectionExtract(ST_Union(p), 3) AS m, json_object_agg(id, ST_Area(p)) AS drawn FROM parts),
     d AS MATERIALIZED (SELECT m, drawn, ST_Transform(m, 4326) AS d, ST_Transform(ST_PointOnSurface(m), 4326) AS c FROM m)
     SELECT ST_AsHEXEWKB(m) AS metric, ST_IsValid(m) AND NOT ST_IsEmpty(m) AS "isValid", ST_Dimension(m) = 2 AS "isArea",
       ST_Area(m) AS "areaM2", drawn, ST_X(c) AS lon, ST_Y(c) AS lat, ST_XMin(d) AS west, ST_YMin(d) AS south, ST_XMax(d) AS east,
       ST_YMax(d) AS north FROM d`,
    [ids],
  );
  return rows[0];
}

/** The parcel that contains a point. */
export async function parcelAt(
  sql: SqlSession,
  { tableName, srid, idColumn }: PlaceLayer & { idColumn: string },
  metric: string,
): Promise<string | null> {
  const id = `t.${quoteIdentifier(idColumn)}`;
  const rows = await sql.query<{ id: string }>(
    `WITH p AS MATERIALIZED (SELECT ST_Transform($1::geometry, ${Number(srid)}) AS g)
     SELECT ${id}::text AS id FROM ${tableRef(tableName)} t, p
     WHERE t.geom && p.g AND ST_Dimension(t.geom) = 2 AND ${id} IS NOT NULL AND ST_Intersects(ST_MakeValid(t.geom), p.g) ORDER BY 1 LIMIT 1`,
    [metric],
  );
  return rows[0]?.id ?? null;
}

/** The communes that a place touches, the one with the largest part first. */
export function communesAt(
  sql: SqlSession,
  { tableName, srid, codeColumn, nameColumn }: PlaceLayer & { codeColumn: string; nameColumn: string | null },
  metric: string,
): Promise<{ insee: string; name: string }[]> {
  const name = nameColumn === null ? "''" : `coalesce(t.${quoteIdentifier(nameColumn)}::text, '')`;
  return sql.query(
    `WITH p AS MATERIALIZED (SELECT ST_Transform($1::geometry, ${Number(srid)}) AS g)
     SELECT t.${quoteIdentifier(codeColumn)}::text AS insee, ${name} AS name FROM ${tableRef(tableName)} t, p
     WHERE t.geom && p.g AND ST_Intersects(ST_MakeValid(t.geom), p.g) AND (ST_Dimension(p.g) = 0 OR NOT ST_Touches(ST_MakeValid(t.geom), p.g))
     ORDER BY ST_Area(ST_Intersection(ST_MakeValid(t.geom), p.g)) DESC, 1 LIMIT 50`,
    [metric],
  );
}

/** How the declared areas of layers contain the place. */
export async function areaCoverage(
  sql: SqlSession,
  metric: string,
  layerIds: readonly string[],
): Promise<Map<string, "whole" | "partly" | "none">> {
  if (layerIds.length === 0) return new Map();
  const rows = await sql.query<{ id: string; coverage: "whole" | "partly" | "none" }>(
    `WITH p AS MATERIALIZED (SELECT ST_Transform($1::geometry, 4326) AS g)
     SELECT a.layer_id AS id, CASE WHEN ST_Covers(a.area, p.g) THEN 'whole' WHEN ST_Intersects(a.area, p.g) THEN 'partly' ELSE 'none' END AS coverage
     FROM layer_answers a, p WHERE a.layer_id = ANY ($2::uuid[]) AND a.area IS NOT NULL`,
    [metric, layerIds],
  );
  return new Map(rows.map(({ id, coverage }) => [id, coverage]));
}
