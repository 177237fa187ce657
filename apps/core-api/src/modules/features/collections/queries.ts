import { decimalOf } from "@archipel/contracts/decimal.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import { type OneRead, quoteIdentifier, type SqlSession, type TextRow } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";
import { revisionSql } from "../../../layer-store/order/read-blocks.ts";
import { attributeList } from "../../../layer-store/tables/attribute-columns.ts";
import { dateOf } from "../../../layer-store/tables/attribute-values.ts";
import { columnTypes } from "../../../layer-store/tables/layer-table.ts";
import type { FeatureSource } from "../queries.ts";

export interface CollectionRow {
  id: string;
  communityId: string;
  datasetId: string;
  datasetTitle: string;
  title: string;
  /** Language of the owner's texts, and translations of the layer's and of the dataset's. */
  language: string;
  texts: unknown;
  datasetTexts: unknown;
  description: string;
  licence: string;
  keywords: string[];
  tableName: string;
  geometryType: string;
  srid: number;
  fields: unknown;
  style: unknown;
  featureCount: number;
  /** Changes with every edit. */
  revision: number;
  bbox: number[];
  isPublic: boolean;
  updatedAt: Date;
}

/** Vector layers that the caller may read: of the platform or of one portal, all or only `layerId`. */
export function collectionRows(sql: SqlSession, portalId: string | null, layerId: string | null = null): Promise<CollectionRow[]> {
  return sql.query<CollectionRow>(
    `SELECT l.id, l.community_id AS "communityId", l.dataset_id AS "datasetId", d.title AS "datasetTitle", l.title,
       d.language, l.texts, d.texts AS "datasetTexts",
       d.abstract AS description, d.licence, d.keywords, l.table_name AS "tableName", l.geometry_type AS "geometryType", l.srid,
       l.fields, l.style, l.feature_count AS "featureCount", l.revision, l.bbox,
       d.status = 'published' AND d.visibility = 'public' AS "isPublic", greatest(l.updated_at, d.updated_at) AS "updatedAt"
     FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id
     WHERE l.status = 'ready' AND ${hasAbilitySql("l.kind", "features")} AND ($2::uuid IS NULL OR l.id = $2::uuid)
       AND ($1::uuid IS NULL OR EXISTS (SELECT FROM app.portal_catalogue c WHERE c.portal_id = $1::uuid AND c.dataset_id = l.dataset_id))
     ORDER BY app.fold(d.title), l.position, l.id`,
    [portalId, layerId],
  );
}

/** The portal of a host. Undefined when no portal has the host; `id` is null when that portal is closed. */
export async function portalAt(sql: Pick<OneRead, "query">, host: string): Promise<{ id: string | null; name: string | null } | undefined> {
  const rows = await sql.query<{ id: string | null; name: string | null }>(
    `SELECT p.id, p.name FROM portal_hosts h LEFT JOIN (portals p JOIN app.public_communities c ON c.id = p.community_id)
       ON p.id = h.portal_id AND p.status = 'live' WHERE h.host = $1`,
    [host],
  );
  return rows[0];
}

/** A filter of features: they intersect one of the boxes, and their fields have these values. */
export interface ItemsFilter {
  /** Easting or longitude first, in the CRS of `srid`. Null matches everything, an empty list nothing. */
  boxes: { srid: number; parts: Bbox[] } | null;
  equal: { field: LayerField; value: string }[];
}

export const matchesAll = ({ boxes, equal }: ItemsFilter): boolean => boxes === null && equal.length === 0;

/** Where a page begins, and how many features it has at most. */
export interface ItemsPage {
  after: number;
  offset: number;
  limit: number;
  /** The id of the layer, if each row is to end with its revision, as `revision`. */
  datedLayer?: string;
}

/** The WHERE clause of a filter. Values are parameters `$1…`; `next` adds one and returns its name. */
function whereOf({ boxes, equal }: ItemsFilter) {
  const params: unknown[] = [];
  const next = (value: unknown) => `$${params.push(value)}`;
  let within: string | undefined;
  const conditions = equal.map(
    ({ field, value }) => `t.${quoteIdentifier(field.column)} = ${next(value)}::text::${columnTypes[field.type]}`,
  );
  if (boxes) {
    const touching = boxes.parts.map((part) => {
      const drawn = `ST_MakeEnvelope(${part.map((side) => `${next(side)}::float8`).join(", ")}, ${Number(boxes.srid)})`;
      // The sides of a box are straight in its own CRS and curved in another one, so add vertices first.
      const step = Math.max(part[2] - part[0], part[3] - part[1]) / 16;
      const bent = step > 0 && boxes.srid !== 3857 ? `ST_Segmentize(${drawn}, ${next(step)}::float8)` : drawn;
      const box = boxes.srid === 3857 ? drawn : `ST_Transform(${bent}, 3857)`;
      if (boxes.parts.length === 1) within = box;
      // Write `&&` explicitly: under row-level security PostgreSQL does not use the index through ST_Intersects.
      return `(geom_3857 && ${box} AND (${isWellInside(boxes.srid, part, next)}ST_Intersects(geom_3857, ${box})))`;
    });
    conditions.push(touching.length === 0 ? "false" : `(${touching.join(" OR ")})`);
  }
  return { where: conditions.length === 0 ? "true" : conditions.join(" AND "), params, next, within };
}

/** Extents are compared in single precision, which is exact to two metres at the ends of the world. */
const ROUNDING_METRES = 4;

/** SQL: a feature whose extent lies well inside a box meets it, whatever its shape, and looking at shapes is what costs. */
function isWellInside(srid: number, [west, south, east, north]: Bbox, next: (value: unknown) => string): string {
  const inner = [west + ROUNDING_METRES, south + ROUNDING_METRES, east - ROUNDING_METRES, north - ROUNDING_METRES] as const;
  if (srid !== 3857 || inner[0] >= inner[2] || inner[1] >= inner[3]) return "";
  return `geom_3857 @ ST_MakeEnvelope(${inner.map((side) => `${next(side)}::float8`).join(", ")}, 3857) OR `;
}

/** Whether a text is a valid value of the column's type. */
export function isValueOf(type: LayerField["type"], value: string): boolean {
  switch (type) {
    case "text":
      return !value.includes("\0");
    case "integer":
      return wholeNumberOf(value) !== undefined;
    case "double":
      return decimalOf(value) !== undefined;
    case "boolean":
      return value === "true" || value === "false";
    default:
      return (
        /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(value) &&
        dateOf(value.slice(0, 10)) !== undefined &&
        !Number.isNaN(Date.parse(value))
      );
  }
}

export interface ItemRow {
  fid: number;
  version: number;
  geojson: string | null;
  [attribute: string]: unknown;
}

/** SQL: a feature's geometry as GeoJSON text in a CRS, with that CRS's axis order. Null when it cannot be transformed. */
function geoJsonIn(srid: number, source: { srid: number }, isFlipped: boolean): string {
  const isDegrees = srid === 4326 || isFlipped;
  const placed = srid === source.srid ? "geom" : `ST_Transform(geom, ${Number(srid)})`;
  const written = `ST_AsGeoJSON(${isFlipped ? `ST_FlipCoordinates(${placed})` : placed}, ${isDegrees ? 7 : 3}, 0)`;
  return srid === source.srid ? written : `CASE WHEN geom_3857 IS NOT NULL THEN ${written} END`;
}

export type ItemsSource = FeatureSource;

export interface OutputCrs {
  srid: number;
  isNorthFirst: boolean;
}

/** The next features by `fid`. The keyset makes every page equally fast; `offset` counts through what it skips, for clients that need it. */
export function itemsAfter(
  sql: Pick<OneRead, "query">,
  source: ItemsSource,
  filter: ItemsFilter,
  crs: OutputCrs,
  page: ItemsPage,
): Promise<ItemRow[]> {
  return sql.query<ItemRow>(...itemsAfterSql(source, filter, crs, page));
}

/** Where the attributes begin in a row of `itemTextsAfter`: behind `fid`, `version` and the geometry. */
export const ATTRIBUTES_AT = 3;

/** The same as texts: `fid`, `version`, the geometry as GeoJSON, the attributes. */
export function itemTextsAfter(
  sql: Pick<OneRead, "texts">,
  source: ItemsSource,
  filter: ItemsFilter,
  crs: OutputCrs,
  page: ItemsPage,
): Promise<TextRow[]> {
  const [text, values] = itemsAfterSql(source, filter, crs, page);
  // One plan for any box or value would be a bad one for most.
  const isKept = matchesAll(filter) && source.lens === null;
  return sql.texts({ text, values }, isKept);
}

export function itemsAfterSql(
  source: ItemsSource,
  filter: ItemsFilter,
  crs: OutputCrs,
  page: ItemsPage,
): [text: string, params: unknown[]] {
  const { where, params, next, within } = whereOf(filter);
  const geometry = geoJsonIn(crs.srid, source, crs.isNorthFirst);
  const rows = `FROM ${rowsOf(source, within)} t WHERE ${where}`;
  // What is skipped is skipped by its number alone: the database would write the shape of each feature that OFFSET drops.
  const after = `fid > ${next(page.after)}::bigint`;
  const start =
    page.offset === 0 ? after : `fid >= (SELECT fid ${rows} AND ${after} ORDER BY fid OFFSET ${next(page.offset)}::bigint LIMIT 1)`;
  const dated = page.datedLayer ? `, ${revisionSql(next(page.datedLayer))} AS revision` : "";
  const text = `SELECT fid, version, ${geometry} AS geojson${attributeList(source.fields, "t")}${dated} ${rows} AND ${start}
     ORDER BY fid LIMIT ${next(page.limit)}::bigint`;
  return [text, params];
}

export async function countItems(sql: Pick<OneRead, "query">, source: ItemsSource, filter: ItemsFilter): Promise<number> {
  const { where, params, within } = whereOf(filter);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${rowsOf(source, within)} t WHERE ${where}`,
    params,
  );
  return row?.count ?? 0;
}

export async function itemByFid(
  sql: Pick<OneRead, "query">,
  source: ItemsSource,
  crs: OutputCrs,
  fid: number,
): Promise<ItemRow | undefined> {
  const geometry = geoJsonIn(crs.srid, source, crs.isNorthFirst);
  const rows = await sql.query<ItemRow>(
    `SELECT fid, version, ${geometry} AS geojson${attributeList(source.fields, "t")} FROM ${rowsOf(source)} t WHERE fid = $1::bigint`,
    [fid],
  );
  return rows[0];
}
