import type { SqlSession } from "@archipel/database/sql-session.ts";

/** Transforms geometries (EWKB in hexadecimal) to the CRS `srid`, in their order. */
export function transformedGeometries(sql: SqlSession, geometries: readonly string[], srid: number): Promise<{ hex: string }[]> {
  return sql.query<{ hex: string }>(
    `SELECT encode(ST_AsEWKB(ST_Transform(w.hex::geometry, $2::integer)), 'hex') AS hex
     FROM unnest($1::text[]) WITH ORDINALITY AS w(hex, place) ORDER BY w.place`,
    [geometries, srid],
  );
}

/** EWKB in hexadecimal to GeoJSON in EPSG:4326, to a centimetre. */
export async function asGeoJson(sql: SqlSession, all: readonly (string | null)[]): Promise<Map<string, Record<string, unknown>>> {
  const wanted = [...new Set(all.filter((hex) => hex !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await sql.query<{ hex: string; geojson: string }>(
    "SELECT hex, ST_AsGeoJSON(ST_Transform(hex::geometry, 4326), 7) AS geojson FROM unnest($1::text[]) AS w(hex)",
    [wanted],
  );
  return new Map(rows.map(({ hex, geojson }) => [hex, JSON.parse(geojson) as Record<string, unknown>]));
}
