import { isMoment } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { hasAbilitySql } from "../../../layer-store/kinds/registry.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";

export interface ExportedLayer {
  id: string;
  datasetId: string;
  name: string;
  title: string;
  tableName: string;
  geometryType: string;
  srid: number;
  fields: unknown;
  style: unknown;
  bbox: number[];
  revision: number;
  updatedAt: Date;
  datasetSlug: string;
  isPublic: boolean;
}

/** Ready vector layers that the caller may read: one, or all of a dataset in its order. */
export function readableLayers(sql: SqlSession, wanted: { layerId: string } | { datasetId: string }): Promise<ExportedLayer[]> {
  const [condition, id] = "layerId" in wanted ? ["l.id = $1", wanted.layerId] : ["l.dataset_id = $1", wanted.datasetId];
  return sql.query<ExportedLayer>(
    `SELECT l.id, l.dataset_id AS "datasetId", l.name, l.title, l.table_name AS "tableName", l.geometry_type AS "geometryType", l.srid, l.fields, l.style, l.bbox,
       l.revision, l.updated_at AS "updatedAt", d.slug AS "datasetSlug", d.status = 'published' AND d.visibility = 'public' AS "isPublic"
     FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id
     WHERE ${condition} AND l.status = 'ready' AND ${hasAbilitySql("l.kind", "downloads")} ORDER BY l.position, l.id`,
    [id],
  );
}

export interface ExportedRow extends Record<string, unknown> {
  fid: number;
  wkt: string | null;
}

/** The next features by `fid`: attributes as `a0…`, geometry as WKT at full precision in the layer's CRS. */
export function rowsAfter(
  sql: SqlSession,
  layer: { tableName: string; srid: number; fields: readonly LayerField[]; lens: Lens | null },
  fid: number,
  limit: number,
): Promise<ExportedRow[]> {
  const columns = layer.fields.map(({ column, type }, index) => {
    return `, t.${quoteIdentifier(column)}${isMoment(type) ? "::text" : ""} AS a${index}`;
  });
  return sql.query<ExportedRow>(
    `SELECT fid, ST_AsText(geom) AS wkt${columns.join("")} FROM ${rowsOf(layer)} t WHERE fid > $1 ORDER BY fid LIMIT ${Number(limit)}`,
    [fid],
  );
}
