import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";
import type { ReadLayer } from "./read-layer.ts";

/** A part of the world in metres of a metric CRS. */
interface MapBox {
  west: number;
  south: number;
  east: number;
  north: number;
  crs: number;
}

interface DrawnRow {
  fid: number;
  /** GeoJSON in metres of the box's CRS, to the centimetre. */
  shape: string;
  /** Its name, and a point of it where the name may be, where a column of names was asked for. */
  name: string | null;
  spot: string;
}

/** The shape of a place, which is in its metric CRS already. */
export async function placeShape(sql: SqlSession, metric: string, toleranceM: number): Promise<string | null> {
  const rows = await sql.query<{ shape: string | null }>("SELECT ST_AsGeoJSON(ST_Simplify($1::geometry, $2::float8, true), 2) AS shape", [
    metric,
    toleranceM,
  ]);
  return rows[0]?.shape ?? null;
}

/** The box of a place, in metres of its CRS. */
export async function placeBox(sql: SqlSession, metric: string): Promise<Omit<MapBox, "crs"> | undefined> {
  const rows = await sql.query<Omit<MapBox, "crs">>(
    `SELECT ST_XMin(m) AS west, ST_YMin(m) AS south, ST_XMax(m) AS east, ST_YMax(m) AS north FROM (SELECT $1::geometry AS m) g`,
    [metric],
  );
  return rows[0];
}

/** The corners of a box in Web Mercator, in metres. */
export type FrameCorners = Record<"nwX" | "nwY" | "neX" | "neY" | "swX" | "swY" | "seX" | "seY", number>;

/** Where the corners of a box are in Web Mercator. */
export async function frameCorners(sql: SqlSession, { west, south, east, north, crs }: MapBox): Promise<FrameCorners | undefined> {
  const corner = (x: string, y: string) => `ST_Transform(ST_SetSRID(ST_MakePoint(${x}::float8, ${y}::float8), ${Number(crs)}), 3857)`;
  const rows = await sql.query<FrameCorners>(
    `SELECT ST_X(nw) AS "nwX", ST_Y(nw) AS "nwY", ST_X(ne) AS "neX", ST_Y(ne) AS "neY", ST_X(sw) AS "swX", ST_Y(sw) AS "swY",
       ST_X(se) AS "seX", ST_Y(se) AS "seY"
     FROM (SELECT ${corner("$1", "$4")} AS nw, ${corner("$3", "$4")} AS ne, ${corner("$1", "$2")} AS sw, ${corner("$3", "$2")} AS se OFFSET 0) c`,
    [west, south, east, north],
  );
  return rows[0];
}

/**
 * The features of a layer in a box, cut to it and simplified, for a map on paper. The index on `geom` finds them by the box in the layer's CRS.
 *
 * @param fids only these features; null: all
 * @param most features that are read
 * @param nameColumn the column with the name of each; null: names are not read
 */
export function drawnRows(
  sql: SqlSession,
  layer: Omit<ReadLayer, "around">,
  box: MapBox,
  { fids, toleranceM, most, nameColumn }: { fids: readonly number[] | null; toleranceM: number; most: number; nameColumn: string | null },
): Promise<DrawnRow[]> {
  const name = nameColumn === null ? "NULL::text" : `t.${quoteIdentifier(nameColumn)}::text`;
  const crs = Number(box.crs);
  const { srid } = layer;
  const mercator = "(SELECT ST_Envelope(ST_Transform(ST_Segmentize(e.g, $6::float8), 3857)) FROM e)";
  const metric = srid === crs ? "ST_Force2D(t.geom)" : `ST_Transform(ST_Force2D(t.geom), ${crs})`;
  const inLayer = srid === crs ? "e.g" : `ST_Envelope(ST_Transform(ST_Segmentize(e.g, $6::float8), ${Number(srid)}))`;
  return sql.query<DrawnRow>(
    `WITH e AS MATERIALIZED (SELECT ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, ${crs}) AS g),
       box AS MATERIALIZED (SELECT e.g, ${inLayer} AS own, $6::float8 AS step FROM e),
       cut AS MATERIALIZED (
         SELECT t.fid, ${name} AS name, ST_Simplify(ST_ClipByBox2D(${metric}, box.g), $5::float8, true) AS g FROM ${rowsOf(layer, mercator)} t CROSS JOIN box
         WHERE t.geom && box.own AND ($7::bigint[] IS NULL OR t.fid = ANY ($7::bigint[])) ORDER BY t.fid LIMIT ${Number(most) + 1})
     SELECT fid::float8 AS fid, ST_AsGeoJSON(g, 2) AS shape, name, ST_AsGeoJSON(ST_PointOnSurface(g), 0) AS spot FROM cut WHERE g IS NOT NULL AND NOT ST_IsEmpty(g)`,
    [box.west, box.south, box.east, box.north, toleranceM, (box.east - box.west) / 8, fids],
  );
}

/** The outline of a place as GeoJSON in degrees, to a decimetre. */
export async function placeOutline(sql: SqlSession, metric: string): Promise<string | null> {
  const rows = await sql.query<{ shape: string | null }>(
    "SELECT ST_AsGeoJSON(ST_Transform(ST_Simplify($1::geometry, 0.1, true), 4326), 7) AS shape",
    [metric],
  );
  return rows[0]?.shape ?? null;
}
