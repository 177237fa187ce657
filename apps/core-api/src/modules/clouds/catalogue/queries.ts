import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { tableNameOf, tableRef } from "../../../layer-store/tables/layer-table.ts";

export interface CloudCollectionRow {
  /** The layer. */
  id: string;
  datasetId: string;
  title: string;
  description: string;
  language: string;
  texts: unknown;
  licence: string;
  keywords: string[];
  contactName: string;
  srid: number;
  bbox: number[];
  tiles: number;
  isPublic: boolean;
  updatedAt: Date;
  points: number;
  /** Days of the first and the last measurement, `2023-10-08`; null when no tile has a date. */
  firstDay: string | null;
  lastDay: string | null;
  lowestDensity: number | null;
  highestDensity: number | null;
}

/** Which point clouds: those of the platform or of one portal, perhaps only one of them, or only those of datasets. */
export interface CloudsOf {
  portalId: string | null;
  layerId?: string;
  datasetIds?: readonly string[];
}

/** The point-cloud layers that the scope shows: a page of them. */
export function cloudCollectionRows(
  sql: SqlSession,
  { portalId, layerId, datasetIds }: CloudsOf,
  page: { limit: number; offset: number },
): Promise<CloudCollectionRow[]> {
  return sql.query<CloudCollectionRow>(
    `SELECT l.id, d.id AS "datasetId", d.title, d.abstract AS description, d.language, d.texts, d.licence, d.keywords,
       d.contact_name AS "contactName", l.srid, l.bbox, l.feature_count AS tiles,
       d.status = 'published' AND d.visibility = 'public' AS "isPublic", greatest(l.updated_at, d.updated_at) AS "updatedAt", f.*
     FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id, LATERAL (
       SELECT coalesce(sum((a.cloud->>'points')::float8), 0) AS points, min(a.cloud->'dates'->>0) AS "firstDay", max(a.cloud->'dates'->>1) AS "lastDay",
         min((a.cloud->>'density')::float8) AS "lowestDensity", max((a.cloud->>'density')::float8) AS "highestDensity"
       FROM public.dataset_attachments a WHERE a.dataset_id = l.dataset_id AND a.cloud IS NOT NULL) f
     WHERE l.status = 'ready' AND l.kind = 'pointcloud' AND ($2::uuid IS NULL OR l.id = $2::uuid)
       AND ($1::uuid IS NULL OR EXISTS (SELECT FROM app.portal_catalogue c WHERE c.portal_id = $1::uuid AND c.dataset_id = l.dataset_id))
       AND ($5::uuid[] IS NULL OR l.dataset_id = ANY ($5::uuid[]))
     ORDER BY app.fold(d.title), l.id LIMIT $3::integer OFFSET $4::integer`,
    [portalId, layerId ?? null, page.limit, page.offset, datasetIds ?? null],
  );
}

/** How many point-cloud layers of the platform or of a portal the scope shows. */
export async function countClouds(sql: SqlSession, portalId: string | null): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM public.layers l WHERE l.status = 'ready' AND l.kind = 'pointcloud'
       AND ($1::uuid IS NULL OR EXISTS (SELECT FROM app.portal_catalogue c WHERE c.portal_id = $1::uuid AND c.dataset_id = l.dataset_id))`,
    [portalId],
  );
  return row?.count ?? 0;
}

export interface CloudItemRow {
  fid: number;
  id: string;
  title: string;
  fileName: string;
  mediaType: string;
  revision: number;
  size: number;
  sha256: string;
  cloud: unknown;
  createdAt: Date;
}

/** A filter of tiles: they touch one of the boxes (Web Mercator), and were measured in these days. Null matches everything. */
export interface CloudItemFilter {
  boxes: Bbox[] | null;
  days: { from: string | null; to: string | null };
  /** Only these tiles; null: all. */
  tileIds: readonly string[] | null;
}

const COLUMNS = `i.fid, a.id, a.title, a.file_name AS "fileName", a.media_type AS "mediaType", a.revision, a.size::float8 AS size, a.sha256, a.cloud,
  a.created_at AS "createdAt"`;

/** A tile without days counts as measured on the day when it was published, because an item must have a time. */
const DAY_FROM = "coalesce(i.first_day, (a.created_at AT TIME ZONE 'UTC')::date)";
const DAY_TO = "coalesce(i.last_day, (a.created_at AT TIME ZONE 'UTC')::date)";

function whereOf({ boxes, days, tileIds }: CloudItemFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const next = (value: unknown) => `$${params.push(value)}`;
  const conditions: string[] = [];
  if (tileIds !== null) conditions.push(`a.id = ANY (${next(tileIds)}::uuid[])`);
  if (days.from !== null) conditions.push(`${DAY_TO} >= ${next(days.from)}::date`);
  if (days.to !== null) conditions.push(`${DAY_FROM} <= ${next(days.to)}::date`);
  if (boxes) {
    const touching = boxes.map((box) => `i.geom_3857 && ST_MakeEnvelope(${box.map((side) => `${next(side)}::float8`).join(", ")}, 3857)`);
    conditions.push(touching.length === 0 ? "false" : `(${touching.join(" OR ")})`);
  }
  return { where: conditions.length === 0 ? "true" : conditions.join(" AND "), params };
}

const from = (layerId: string) => `${tableRef(tableNameOf(layerId))} i JOIN public.dataset_attachments a ON a.id = i.tile::uuid`;

/** The next tiles of a layer after a feature of its index, and how many there are in all. */
export async function cloudItemRows(
  sql: SqlSession,
  layerId: string,
  filter: CloudItemFilter,
  page: { after: number; limit: number },
): Promise<{ rows: CloudItemRow[]; matched: number }> {
  const { where, params } = whereOf(filter);
  const [count] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${from(layerId)} WHERE ${where}`, params);
  const rows = await sql.query<CloudItemRow>(
    `SELECT ${COLUMNS} FROM ${from(layerId)} WHERE ${where} AND i.fid > ${Number(page.after)} ORDER BY i.fid LIMIT ${Number(page.limit)}`,
    params,
  );
  return { rows, matched: count?.count ?? 0 };
}

export async function cloudItemRow(sql: SqlSession, layerId: string, tileId: string): Promise<CloudItemRow | undefined> {
  const [row] = await sql.query<CloudItemRow>(`SELECT ${COLUMNS} FROM ${from(layerId)} WHERE i.tile = $1`, [tileId]);
  return row;
}
