import type { LayerField } from "@archipel/contracts/layers.ts";
import { type OneRead, quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { hasAbilitySql } from "../../layer-store/kinds/registry.ts";
import { rowsOf } from "../../layer-store/lens/lensed-rows.ts";
import { generalisedSuffix } from "../../layer-store/tables/generalise.ts";
import { fieldList, tableRef } from "../../layer-store/tables/layer-table.ts";
import { qualityTableOf } from "../../layer-store/tables/quality-table.ts";

export interface ServedLayerRow {
  id: string;
  name: string;
  title: string;
  kind: string;
  srid: number;
  tableName: string;
  geometryType: string;
  fields: unknown;
  style: unknown;
  bbox: number[];
  minZoom: number;
  maxZoom: number;
  revision: number;
  updatedAt: Date;
  datasetTitle: string;
  contactName: string;
  isPublic: boolean;
  /** When the confidence of features last changed; null: never measured. */
  confidenceAt: Date | null;
  /** Zooms with a generalised table. */
  zooms: number[];
}

const ALL_ZOOMS = Array.from({ length: 25 }, (_, zoom) => zoom);

/** A layer that can be served, if the caller may read it. */
export async function servedLayer(sql: SqlSession, layerId: string): Promise<ServedLayerRow | undefined> {
  const rows = await sql.query<ServedLayerRow>(
    `SELECT l.id, l.name, l.title, l.kind, l.srid, l.table_name AS "tableName", l.geometry_type AS "geometryType", l.fields, l.style, l.bbox,
       l.min_zoom AS "minZoom", l.max_zoom AS "maxZoom", l.revision, greatest(l.updated_at, d.updated_at) AS "updatedAt",
       d.title AS "datasetTitle", d.contact_name AS "contactName", d.status = 'published' AND d.visibility = 'public' AS "isPublic",
       (SELECT s.confidence_at FROM public.quality_sheets s
         WHERE s.dataset_id = d.id AND to_regclass('layers.' || l.table_name || '_quality') IS NOT NULL) AS "confidenceAt",
       ARRAY(SELECT zoom FROM unnest($2::integer[]) AS zoom WHERE to_regclass('layers.' || l.table_name || '_g' || zoom) IS NOT NULL) AS zooms
     FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id WHERE l.id = $1 AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "tiles")}`,
    [layerId, ALL_ZOOMS],
  );
  return rows[0];
}

/** Maximum number of revisions read to find where a layer was edited lately. */
const MAX_REVISIONS = 500;

/** The latest revisions of a layer after `after`, oldest first, with the boxes that they changed (Web Mercator). */
export async function revisionsBetween(
  sql: SqlSession,
  layerId: string,
  after: number,
  upTo: number,
): Promise<{ revision: number; boxes: unknown }[]> {
  const rows = await sql.query<{ revision: number; boxes: unknown }>(
    `SELECT revision, summary->'boxes' AS boxes FROM public.layer_revisions
     WHERE layer_id = $1::uuid AND revision > $2::integer AND revision <= $3::integer ORDER BY revision DESC LIMIT ${MAX_REVISIONS}`,
    [layerId, after, upTo],
  );
  return rows.reverse();
}

/** The layer that a tile is drawn from, and the lens of its reader. */
export type TileSource = Parameters<typeof rowsOf>[0];

/** SQL of a tile's box, whose sides are the first parameters: a connection keeps the plan of a layer's tiles. */
const BOX = "ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 3857)";

/**
 * The rows of a tile, packed for `encodeTile`; null when there is no row.
 *
 * @param zoom of the generalised table to read; null for the layer's own rows
 * @param box3857 extent of the tile with its buffer, in Web Mercator
 * @param hasConfidence adds the confidence of each feature after the fields; only for the layer's own rows
 */
export async function packedRows(
  sql: Pick<OneRead, "bytes">,
  source: TileSource,
  zoom: number | null,
  fields: readonly LayerField[],
  box3857: Bbox,
  hasConfidence = false,
): Promise<Uint8Array | null> {
  const { tableName } = source;
  const table = zoom === null ? rowsOf(source, BOX) : tableRef(tableName, generalisedSuffix(zoom));
  const text = packedRowsSql(table, fields, hasConfidence ? qualityTableOf(tableName) : null, source.lens !== null);
  return sql.bytes({ text, values: [...box3857] }, true);
}

/** A larger geometry (a coast, a flood zone) is clipped to the tile by the database instead of being sent whole. */
const HEAVY_BYTES = 50_000;

/**
 * The values are the sides of the box.
 *
 * @param table quoted, like `qualityTable`, the table with the confidence if it is wanted
 * @param isSorted whether rows come in the order of their `fid`: else in that of the table, where every edit moves rows
 */
export function packedRowsSql(table: string, fields: readonly LayerField[], qualityTable: string | null = null, isSorted = false): string {
  const confidence = qualityTable === null ? "" : `, (SELECT q.confidence::bigint FROM ${qualityTable} q WHERE q.fid = t.fid)`;
  const geometry = `CASE WHEN pg_column_size(geom_3857) > ${HEAVY_BYTES} THEN ST_ClipByBox2D(geom_3857, ${BOX}) ELSE geom_3857 END`;
  const order = isSorted ? " ORDER BY t.fid" : "";
  return `SELECT string_agg(record_send(ROW(fid, ${geometry}${fieldList(fields, "t.")}${confidence})), ''::bytea${order}) AS rows
    FROM ${table} t WHERE geom_3857 && ${BOX}`;
}

/** How the points of a tile are gathered: cells along a side, and the column to add up. */
export interface Gathering {
  readonly cells: number;
  readonly sum: LayerField | undefined;
}

/**
 * The points of a tile gathered by cells, packed for `encodeTile`: one at the middle of its points for each cell, with the sum of a column
 * if one is named, and their number last. Cells are parts of the tile, so that no point is counted in two tiles.
 *
 * @param fields the fields of points that are alone in their cell; null for others
 * @param tile3857 extent of the tile without a buffer, in Web Mercator
 */
export async function gatheredRows(
  sql: Pick<OneRead, "bytes">,
  source: TileSource,
  fields: readonly LayerField[],
  tile3857: Bbox,
  gathering: Gathering,
): Promise<Uint8Array | null> {
  const [west, , east] = tile3857;
  const values = [...tile3857, (east - west) / gathering.cells];
  const text = gatheredRowsSql(rowsOf(source, BOX), fields, gathering.sum, source.lens !== null);
  return sql.bytes({ text, values }, true);
}

/** The values are the sides of the tile, and the length of a cell's side. @param isSorted as for `packedRowsSql` */
function gatheredRowsSql(table: string, fields: readonly LayerField[], sum: LayerField | undefined, isSorted: boolean): string {
  const [sorted, order] = isSorted ? [" ORDER BY t.fid", " ORDER BY g.fid"] : ["", ""];
  const added = sum && `t.${quoteIdentifier(sum.column)}`;
  const ownFields = fields.map(({ column }) => (sum?.column === column ? ", g.added" : `, r.${quoteIdentifier(column)}`)).join("");
  return `SELECT string_agg(record_send(ROW(g.fid, ST_SetSRID(ST_MakePoint(g.x, g.y), 3857)${ownFields}, g.points)), ''::bytea${order}) AS rows
    FROM (
      SELECT max(fid) AS fid, avg(x) AS x, avg(y) AS y, count(*) AS points${added ? ", coalesce(sum(added), 0) AS added" : ""}
      FROM (
        SELECT fid, (ST_XMin(geom_3857) + ST_XMax(geom_3857)) / 2 AS x, (ST_YMin(geom_3857) + ST_YMax(geom_3857)) / 2 AS y
          ${added ? `, nullif(${added}::double precision, 'NaN') AS added` : ""}
        FROM ${table} t WHERE geom_3857 && ${BOX}${sorted} OFFSET 0) p
      WHERE x >= $1::float8 AND x < $3::float8 AND y >= $2::float8 AND y < $4::float8
      GROUP BY floor((x - $1::float8) / $5::float8), floor((y - $2::float8) / $5::float8)) g
    LEFT JOIN ${table} r ON g.points = 1 AND r.fid = g.fid`;
}
