import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";

export interface HeightsRow {
  datasetId: string;
  datasetSlug: string;
  datasetTitle: string;
  isSynthetic: boolean;
  revisedOn: string;
  producedOn: string;
  fileName: string;
  /** When the file was published, in place of an earlier one or beside it. */
  createdAt: Date;
  /** Of a layer of heights: what its heights are, and the EPSG code of their reference. */
  product: HeightProduct | null;
  verticalSrid: number | null;
  objectKey: string;
  raster: unknown;
  /** Box of what the caller may see of it, in degrees. */
  west: number;
  south: number;
  east: number;
  north: number;
  /** The grants that open it inside their areas; null: it is open whole. */
  grantIds: string[] | null;
  isForEveryone: boolean | null;
}

/** Most rasters of one portal that are looked at. */
const MAX_ROWS = 5_000;

/**
 * The rasters of heights that a live portal lists and the caller may see whole, which touch a box in degrees: GeoTIFFs of one band of numbers, in
 * datasets about elevation, and the blocks of models in any dataset. Bytes are pictures, not heights.
 */
export function heightRasters(tx: Tx, catalogue: ListedIn, box: Bbox): Promise<HeightsRow[]> {
  return listedHeights(
    tx,
    catalogue,
    box,
    Prisma.sql`(SELECT a.dataset_id, a.path, a.file_name, a.position, a.created_at, a.object_key, a.raster, m.layer_id IS NOT NULL AS has_model, m.product,
        m.vertical_srid, box.west, box.south, box.east, box.north, NULL::uuid[] AS grant_ids, NULL::boolean AS is_for_everyone
      FROM dataset_attachments a LEFT JOIN elevation_models m ON m.layer_id = a.layer_id
        CROSS JOIN LATERAL (
          SELECT min((corner->>0)::float8) AS west, min((corner->>1)::float8) AS south,
            max((corner->>0)::float8) AS east, max((corner->>1)::float8) AS north
          FROM jsonb_array_elements(a.raster->'footprint') AS corner) box
      WHERE jsonb_typeof(a.raster->'footprint') = 'array')`,
  );
}

/** Those of which the caller's grants open a part inside areas. In the scope of the grants. */
export function heightRastersInPart(tx: Tx, catalogue: ListedIn, box: Bbox): Promise<HeightsRow[]> {
  return listedHeights(tx, catalogue, box, Prisma.sql`app.rasters_in_areas(${box}::float8[])`);
}

interface ListedIn {
  portalId: string;
  locale?: string | undefined;
}

function listedHeights(tx: Tx, { portalId, locale = "" }: ListedIn, [west, south, east, north]: Bbox, files: Prisma.Sql) {
  return tx.$queryRaw<HeightsRow[]>`
    SELECT d.id AS "datasetId", c.slug AS "datasetSlug", app.text_in(d.texts, 'title', ${locale}, d.title) AS "datasetTitle", d.is_synthetic AS "isSynthetic",
      d.revised_on AS "revisedOn", d.produced_on AS "producedOn", a.file_name AS "fileName", a.created_at AS "createdAt", a.product,
      a.vertical_srid AS "verticalSrid", a.object_key AS "objectKey", a.raster, a.west, a.south, a.east, a.north,
      a.grant_ids AS "grantIds", a.is_for_everyone AS "isForEveryone"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id JOIN ${files} a ON a.dataset_id = d.id
    WHERE c.portal_id = ${portalId}::uuid AND (d.topic = 'elevation' OR a.has_model) AND jsonb_array_length(a.raster->'bands') = 1
      AND a.raster->>'format' = 'geotiff' AND a.raster->'bands'->0->>'type' <> 'Byte' AND a.raster->>'srid' IS NOT NULL
      AND a.west <= ${east} AND a.east >= ${west} AND a.south <= ${north} AND a.north >= ${south}
    ORDER BY c.position, d.id, a.position, a.path LIMIT ${MAX_ROWS}`;
}

/** Places in degrees, in another CRS; null where that CRS has no position for it. */
export async function positionsIn(
  sql: SqlSession,
  places: readonly (readonly [number, number])[],
  srid: number,
): Promise<([x: number, y: number] | null)[]> {
  const rows = await sql.query<{ x: number; y: number }>(
    `SELECT ST_X(p) AS x, ST_Y(p) AS y FROM (
       SELECT position, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), $3::integer) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(lon, lat, position)) q ORDER BY position`,
    [places.map(([lon]) => lon), places.map(([, lat]) => lat), srid],
  );
  return rows.map(({ x, y }) => (Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null));
}

/** A place of a raster of heights that anybody may see, in a live portal; null without any. */
export async function anyHeights(tx: Tx): Promise<{ portalId: string; lon: number; lat: number } | null> {
  const [row] = await tx.$queryRaw<{ portalId: string; lon: number; lat: number }[]>`
    SELECT c.portal_id AS "portalId", (a.raster->'footprint'->0->>0)::float8 / 2 + (a.raster->'footprint'->2->>0)::float8 / 2 AS lon,
      (a.raster->'footprint'->0->>1)::float8 / 2 + (a.raster->'footprint'->2->>1)::float8 / 2 AS lat
    FROM app.portal_catalogue c JOIN portals p ON p.id = c.portal_id AND p.status = 'live'
      JOIN datasets d ON d.id = c.dataset_id
      JOIN dataset_attachments a ON a.dataset_id = d.id
        AND jsonb_typeof(a.raster->'footprint') = 'array' AND a.raster->>'format' = 'geotiff' AND a.raster->'bands'->0->>'type' <> 'Byte'
      LEFT JOIN elevation_models m ON m.layer_id = a.layer_id
    WHERE m.product <> 'chm' OR (m.product IS NULL AND d.topic = 'elevation') LIMIT 1`;
  return row ?? null;
}
