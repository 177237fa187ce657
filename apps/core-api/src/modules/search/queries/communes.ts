import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";

interface CommunePolygons {
  layerId: string;
  tableName: string;
}

/** Layers are of the same communes in all likelihood: more would only cost time. */
const MOST_LAYERS = 3;

/** Those of the given layers whose features are communes with their areas, the one of most communes first. */
export function polygonsOfCommunes(sql: SqlSession, layers: readonly string[]): Promise<CommunePolygons[]> {
  return sql.query<CommunePolygons>(
    `SELECT l.id AS "layerId", l.table_name AS "tableName" FROM layers l JOIN search_layers s ON s.layer_id = l.id AND s.kind = 'commune'
     WHERE l.id = ANY ($1::uuid[]) AND l.status = 'ready' AND l.geometry_type LIKE '%Polygon%' ORDER BY l.feature_count DESC, l.id LIMIT ${MOST_LAYERS}`,
    [layers],
  );
}

interface CommuneAt {
  /** Index of the position. */
  place: number;
  name: string;
  code: string;
  postcode: string;
}

/** The communes in which positions (WGS 84 degrees) lie; nothing for a position outside all. */
export function communesAt(
  sql: SqlSession,
  { layerId, tableName }: CommunePolygons,
  positions: readonly { lon: number; lat: number }[],
): Promise<CommuneAt[]> {
  return sql.query<CommuneAt>(
    `SELECT (p.place - 1)::integer AS place, c.label AS name, c.commune_code AS code, c.postcode
     FROM unnest($2::double precision[], $3::double precision[]) WITH ORDINALITY AS p(lon, lat, place)
     CROSS JOIN LATERAL (SELECT g.fid FROM layers.${quoteIdentifier(tableName)} g
       WHERE ST_Intersects(g.geom_3857, ST_Transform(ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326), 3857)) ORDER BY g.fid LIMIT 1) AS inside
     JOIN search_names c ON c.layer_id = $1::uuid AND c.key = inside.fid::text`,
    [layerId, positions.map(({ lon }) => lon), positions.map(({ lat }) => lat)],
  );
}

/** The communes of a layer with these codes, as one area (hexadecimal EWKB, EPSG:4326). */
export async function shapesOfCommunes(
  sql: SqlSession,
  { layerId, tableName }: CommunePolygons,
  codes: readonly string[],
): Promise<{ shape: string | null; found: string[] }> {
  const [row] = await sql.query<{ shape: string | null; found: string[] | null }>(
    `SELECT ST_Multi(ST_CollectionExtract(ST_UnaryUnion(ST_Collect(ST_MakeValid(ST_Force2D(ST_Transform(g.geom_3857, 4326))))), 3))::text AS shape,
       array_agg(DISTINCT c.commune_code) AS found
     FROM search_names c JOIN layers.${quoteIdentifier(tableName)} g ON g.fid::text = c.key
     WHERE c.layer_id = $1::uuid AND c.commune_code = ANY ($2::text[])`,
    [layerId, codes],
  );
  return { shape: row?.shape ?? null, found: row?.found ?? [] };
}
