import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { hasAbilitySql } from "../../layer-store/kinds/registry.ts";
import type { Lens } from "../../layer-store/lens/lens.ts";
import { rowsOf } from "../../layer-store/lens/lensed-rows.ts";
import { attributeList, joinedSql } from "../../layer-store/tables/attribute-columns.ts";
import { qualityTableOf } from "../../layer-store/tables/quality-table.ts";
import { conditionsSql } from "./source/attribute-conditions.ts";

/** The table of a layer. `fields` are those that the caller may see. */
export interface FeatureSource {
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  /** Null: the caller may read the whole layer. */
  lens: Lens | null;
}

/** A feature as a row: its bounding box in web mercator (null without a geometry) and its attributes `a0…`. */
export type FeatureRow = Record<string, unknown> & {
  fid: number;
  version: number;
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
};

/** The bounding box of a row in web mercator, as columns. */
export const BOX = `ST_XMin(geom_3857) AS west, ST_YMin(geom_3857) AS south, ST_XMax(geom_3857) AS east, ST_YMax(geom_3857) AS north`;

/** Counting stops here: "more than 10,000" says enough. */
const COUNT_LIMIT = 10_000;

/** The box of a view, by its parameters. */
export const VIEW_BOX = "ST_MakeEnvelope($1, $2, $3, $4, 3857)";

/** A search in a bounding box. */
export interface InView {
  box3857: Bbox;
  /** Text to find in any visible text field. Empty matches everything. */
  q: string;
  /** Leaves out features with a lower confidence. Null leaves out none. */
  confidenceAtLeast: number | null;
  /** All of them hold. */
  conditions: readonly AttributeCondition[];
}

/** Uses only the spatial index of the table. `q` matches any part of a visible text, without case and accents. */
function viewCondition({ tableName, fields }: FeatureSource, { box3857, q, confidenceAtLeast, conditions }: InView) {
  const values: unknown[] = [...box3857];
  const trusted =
    confidenceAtLeast === null
      ? ""
      : ` AND coalesce((SELECT k.confidence FROM ${qualityTableOf(tableName)} k WHERE k.fid = t.fid), 100) >= ${Number(confidenceAtLeast)}`;
  const chosen = conditionsSql(conditions, fields, (value) => `$${values.push(value)}`);
  const inView = `geom_3857 && ${VIEW_BOX}${trusted}${chosen}`;
  if (q === "") return { where: inView, values };
  const texts = fields.filter((field) => field.type === "text").map((field) => `t.${quoteIdentifier(field.column)}`);
  if (texts.length === 0) return { where: `${inView} AND false`, values };
  return { where: `${inView} AND position(app.fold($${values.push(q)}) IN app.fold(${joinedSql(texts)})) > 0`, values };
}

/** The features whose bounding box intersects the view, those nearest its centre first. */
export async function featuresInView(sql: SqlSession, source: FeatureSource, view: InView, limit: number): Promise<FeatureRow[]> {
  const { where, values } = viewCondition(source, view);
  const middle = "ST_SetSRID(ST_MakePoint(($1::float8 + $3::float8) / 2, ($2::float8 + $4::float8) / 2), 3857)";
  return sql.query<FeatureRow>(
    `SELECT fid, version, ${BOX}${attributeList(source.fields, "t")} FROM ${rowsOf(source, VIEW_BOX)} t
     WHERE ${where} ORDER BY geom_3857 <-> ${middle} LIMIT ${Number(limit)}`,
    values,
  );
}

/** How many features are in the view, counted to `COUNT_LIMIT` + 1 at most. */
export async function countInView(sql: SqlSession, source: FeatureSource, view: InView): Promise<number> {
  const { where, values } = viewCondition(source, view);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (SELECT FROM ${rowsOf(source, VIEW_BOX)} t
     WHERE ${where} LIMIT ${COUNT_LIMIT + 1}) q`,
    values,
  );
  return row?.count ?? 0;
}

/** GeoJSON text in EPSG:4326, to a centimetre. Null when the geometry cannot be transformed. */
const GEOJSON = "CASE WHEN geom_3857 IS NOT NULL THEN ST_AsGeoJSON(ST_Transform(geom, 4326), 7) END AS geojson";

export async function featureByFid(sql: SqlSession, source: FeatureSource, fid: number) {
  const rows = await sql.query<FeatureRow & { geojson: string | null }>(
    `SELECT fid, version, ${BOX}, ${GEOJSON}${attributeList(source.fields, "t")} FROM ${rowsOf(source)} t WHERE fid = $1`,
    [fid],
  );
  return rows[0];
}

/** The next features by `fid`, for whole layers. A keyset makes every page equally fast. */
export async function featuresAfter(sql: SqlSession, source: FeatureSource, fid: number, limit: number) {
  return sql.query<Record<string, unknown> & { fid: number; geojson: string | null }>(
    `SELECT fid, ${GEOJSON}${attributeList(source.fields, "t")} FROM ${rowsOf(source)} t
     WHERE fid > $1 ORDER BY fid LIMIT ${Number(limit)}`,
    [fid],
  );
}

/** The features under a point, the nearest first. Lines and points count within `reach3857`, so that they can be hit by touch. */
export async function featuresAtPoint(
  sql: SqlSession,
  source: FeatureSource,
  point3857: [number, number],
  reach3857: number,
  limit: number,
): Promise<FeatureRow[]> {
  const near = "ST_MakeEnvelope($1::float8 - $3, $2::float8 - $3, $1::float8 + $3, $2::float8 + $3, 3857)";
  return sql.query<FeatureRow>(
    `SELECT fid, version, ${BOX}${attributeList(source.fields, "t")}
     FROM ${rowsOf(source, near)} t, ST_SetSRID(ST_MakePoint($1, $2), 3857) AS _point
     WHERE geom_3857 && ${near}
       AND ST_DWithin(geom_3857, _point, CASE WHEN ST_Dimension(geom_3857) = 2 THEN 0 ELSE $3::float8 END)
     ORDER BY ST_Distance(geom_3857, _point), fid LIMIT ${Number(limit)}`,
    [...point3857, reach3857],
  );
}

/** Layers of a portal that the caller may see. */
export async function portalLayers(sql: SqlSession, portalId: string) {
  return sql.query<{
    id: string;
    tableName: string;
    srid: number;
    geometryType: string;
    fields: unknown;
    style: unknown;
    bbox: number[];
  }>(
    `SELECT l.id, l.table_name AS "tableName", l.srid, l.geometry_type AS "geometryType", l.fields, l.style, l.bbox
     FROM app.portal_catalogue c JOIN public.layers l ON l.dataset_id = c.dataset_id
     WHERE c.portal_id = $1 AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")} ORDER BY c.position, l.position, l.id`,
    [portalId],
  );
}

export async function readableLayer(sql: SqlSession, layerId: string) {
  const rows = await sql.query<{
    tableName: string;
    srid: number;
    bbox: number[];
    name: string;
    title: string;
    geometryType: string;
    fields: unknown;
    style: unknown;
    datasetSlug: string;
    isPublic: boolean;
    revision: number;
    createdAt: Date;
    updatedAt: Date;
  }>(
    `SELECT l.table_name AS "tableName", l.srid, l.bbox, l.name, l.title, l.geometry_type AS "geometryType", l.fields, l.style, d.slug AS "datasetSlug",
       d.status = 'published' AND d.visibility = 'public' AS "isPublic", l.revision, l.created_at AS "createdAt", l.updated_at AS "updatedAt"
     FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id WHERE l.id = $1 AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")}`,
    [layerId],
  );
  return rows[0];
}
