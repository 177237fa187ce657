import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Position } from "@archipel/geo/geojson.ts";

type Rings = readonly (readonly Position[])[];

/** What the caller's grants give of the files of a dataset: all of it, or what is in the areas of these grants. In the scope of the grants. */
export async function grantedFiles(
  sql: SqlSession,
  datasetId: string,
): Promise<{ grantIds: string[] | null; isForEveryone: boolean } | undefined> {
  const [row] = await sql.query<{ grantIds: string[] | null; isForEveryone: boolean }>(
    `SELECT grant_ids AS "grantIds", is_for_everyone AS "isForEveryone" FROM app.granted_files($1::uuid)`,
    [datasetId],
  );
  return row;
}

/** The datasets of whose files the caller's grants open something. In the scope of the grants. */
export async function grantedFileDatasets(sql: SqlSession): Promise<string[]> {
  const [row] = await sql.query<{ ids: string[] }>("SELECT app.granted_file_datasets() AS ids");
  return row?.ids ?? [];
}

/** The box of areas of grants in degrees. In the system scope, by the ids of grants that were judged valid. */
export async function boxOfAreas(sql: SqlSession, grantIds: readonly string[]): Promise<Bbox | null> {
  const [row] = await sql.query<{ sides: Bbox | null }>(
    `SELECT CASE WHEN e IS NOT NULL THEN ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] END AS sides
     FROM (SELECT ST_Extent(area) AS e FROM grants WHERE id = ANY ($1::uuid[])) s`,
    [grantIds],
  );
  return row?.sides ?? null;
}

/** The areas of grants near a box, as polygons in Web Mercator. In the system scope, by the ids of grants that were judged valid. */
export async function areasNear(sql: SqlSession, grantIds: readonly string[], [west, south, east, north]: Bbox): Promise<Rings[]> {
  const [row] = await sql.query<{ geojson: string | null }>(
    `SELECT ST_AsGeoJSON(ST_CollectionExtract(ST_MakeValid(ST_ClipByBox2D(ST_Union(area_3857), ST_MakeEnvelope($2, $3, $4, $5, 3857)::box2d)), 3), 6)
       AS geojson FROM grants WHERE id = ANY ($1::uuid[]) AND area_3857 IS NOT NULL`,
    [grantIds, west, south, east, north],
  );
  if (!row?.geojson) return [];
  const shape = JSON.parse(row.geojson) as { type: string; coordinates: unknown };
  return shape.type === "Polygon" ? [shape.coordinates as Rings] : (shape.coordinates as Rings[]);
}
