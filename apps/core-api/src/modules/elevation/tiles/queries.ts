import { randomUUID } from "node:crypto";
import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { RasterFacts } from "@archipel/contracts/rasters.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableNameOf } from "../../../layer-store/tables/layer-table.ts";

/** The language of a dataset of the community, which is locked: publications and restorations wait for each other. */
export async function lockedDataset(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<{ language: string } | null> {
  const [row] = await sql.query<{ language: string }>(
    "SELECT language FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE",
    [datasetId, communityId],
  );
  return row ?? null;
}

/** An attachment of a dataset: a tile may take the place of one that is no tile. */
export interface AttachmentRow {
  id: string;
  path: string;
  fileName: string;
  layerId: string | null;
  objectKey: string;
  previewKey: string | null;
  raster: unknown;
  position: number;
}

export function attachmentRows(sql: SqlSession, datasetId: string): Promise<AttachmentRow[]> {
  return sql.query<AttachmentRow>(
    `SELECT id, path, file_name AS "fileName", layer_id AS "layerId", object_key AS "objectKey", preview_key AS "previewKey", raster, position
     FROM dataset_attachments WHERE dataset_id = $1::uuid ORDER BY position, path`,
    [datasetId],
  );
}

/** A layer of heights that people uploaded. */
export interface HeightLayer {
  id: string;
  name: string;
  srid: number;
  product: HeightProduct;
  resolution: number;
  verticalSrid: number | null;
}

/** The layers of a dataset whose heights people uploaded. */
export function heightLayers(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<HeightLayer[]> {
  return sql.query<HeightLayer>(
    `SELECT l.id, l.name, l.srid, m.product, m.resolution, m.vertical_srid AS "verticalSrid"
     FROM layers l JOIN elevation_models m ON m.layer_id = l.id
     WHERE l.dataset_id = $1::uuid AND l.community_id = $2::uuid AND m.method IS NULL ORDER BY l.position, l.id`,
    [datasetId, communityId],
  );
}

/** Inserts a layer of heights. Its revision is 0 until its tiles are there. */
export async function insertHeightLayer(
  sql: SqlSession,
  communityId: CommunityId,
  datasetId: string,
  { id, title, name, srid, product, resolution, verticalSrid }: HeightLayer & { title: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO layers (id, community_id, dataset_id, name, title, kind, table_name, geometry_type, srid, fields, style, status, revision, position)
     SELECT $1::uuid, $2::uuid, $3::uuid,
       (SELECT n FROM (SELECT $4::text || CASE WHEN i = 1 THEN '' ELSE '-' || i END AS n, i FROM generate_series(1, 1000) i) names
        WHERE NOT EXISTS (SELECT FROM layers l WHERE l.dataset_id = $3::uuid AND l.name = n) ORDER BY i LIMIT 1),
       $5, 'elevation', $6, 'Polygon', $7::integer, '[]', '{"kind": "auto"}', 'ready', 0,
       (SELECT coalesce(max(position) + 1, 0) FROM layers WHERE dataset_id = $3::uuid)`,
    [id, communityId, datasetId, name, title, tableNameOf(id), srid],
  );
  await sql.query(
    `INSERT INTO elevation_models (layer_id, community_id, product, method, resolution, vertical_srid, follows)
     VALUES ($1::uuid, $2::uuid, $3, NULL, $4::float8, $5::integer, false)`,
    [id, communityId, product, resolution, verticalSrid],
  );
}

export interface WrittenTile {
  path: string;
  fileName: string;
  title: string;
  size: number;
  key: string;
  previewKey: string | null;
  facts: RasterFacts;
}

interface Origin {
  communityId: CommunityId;
  datasetId: string;
  uploadId: string | null;
}

const storedAs = ({ size, key, previewKey, facts }: WrittenTile): unknown[] => [
  size,
  key.replace(/^sha256\//, ""),
  key,
  previewKey,
  JSON.stringify(facts),
];

export async function insertTile(sql: SqlSession, of: Origin, layerId: string, tile: WrittenTile, position: number): Promise<string> {
  const id = randomUUID();
  await sql.query(
    `INSERT INTO dataset_attachments (id, community_id, dataset_id, upload_id, layer_id, path, file_name, title, media_type, size, sha256, object_key,
       preview_key, raster, position)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7, $8, 'image/tiff', $9::bigint, $10, $11, $12, $13::jsonb, $14::integer)`,
    [id, of.communityId, of.datasetId, of.uploadId, layerId, tile.path, tile.fileName, tile.title, ...storedAs(tile), position],
  );
  return id;
}

/** Gives a tile other heights, under the next number. Its title, its place in the list and its address stay. */
export async function replaceTile(sql: SqlSession, of: Origin, layerId: string, id: string, tile: WrittenTile): Promise<void> {
  await sql.query(
    `UPDATE dataset_attachments SET revision = CASE WHEN layer_id IS NULL THEN 1 ELSE revision + 1 END, upload_id = $3::uuid, layer_id = $4::uuid,
       path = $5, file_name = $6, media_type = 'image/tiff', size = $7::bigint, sha256 = $8, object_key = $9, preview_key = $10, raster = $11::jsonb,
       cloud = NULL, created_at = now()
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [id, of.communityId, of.uploadId, layerId, tile.path, tile.fileName, ...storedAs(tile)],
  );
}

export async function deleteTiles(sql: SqlSession, communityId: CommunityId, ids: readonly string[]): Promise<void> {
  await sql.query("DELETE FROM dataset_attachments WHERE id = ANY ($1::uuid[]) AND community_id = $2::uuid", [ids, communityId]);
}

interface KeptBy {
  authorId: string | null;
  fileName: string | null;
  /** The earlier revision whose heights it has again. */
  restores?: number;
}

/** Keeps what tiles are now as revisions, unless it is kept already. Those of models from points have none: they are computed again. */
export async function keepRevisions(sql: SqlSession, communityId: CommunityId, ids: readonly string[], by: KeptBy): Promise<void> {
  await sql.query(
    `INSERT INTO elevation_revisions (id, community_id, attachment_id, revision, file_name, size, object_key, preview_key, raster, author_id, restores,
       created_at)
     SELECT gen_random_uuid(), a.community_id, a.id, a.revision, coalesce($3::text, a.file_name), a.size, a.object_key, a.preview_key, a.raster,
       $4::uuid, $5::integer, CASE WHEN $4::uuid IS NULL THEN a.created_at ELSE now() END
     FROM dataset_attachments a JOIN elevation_models m ON m.layer_id = a.layer_id AND m.method IS NULL
     WHERE a.id = ANY ($1::uuid[]) AND a.community_id = $2::uuid
       AND NOT EXISTS (SELECT FROM elevation_revisions r WHERE r.attachment_id = a.id AND r.revision = a.revision)`,
    [ids, communityId, by.fileName, by.authorId, by.restores ?? null],
  );
}

/** Counts the tiles of a layer of heights and finds their box, under the next revision. Hillshades of models are no tiles. */
export async function saveFigures(
  sql: SqlSession,
  communityId: CommunityId,
  layerId: string,
): Promise<{ revision: number; tiles: number; datasetId: string } | null> {
  const [row] = await sql.query<{ revision: number; tiles: number; datasetId: string }>(
    `UPDATE layers l SET revision = revision + 1, updated_at = now(), feature_count = f.tiles, bbox = coalesce(f.bbox, '{}')
     FROM (SELECT count(DISTINCT a.id)::integer AS tiles,
         ARRAY[min((c->>0)::float8), min((c->>1)::float8), max((c->>0)::float8), max((c->>1)::float8)] AS bbox
       FROM dataset_attachments a, jsonb_array_elements(CASE jsonb_typeof(a.raster->'footprint') WHEN 'array' THEN a.raster->'footprint' ELSE '[]' END) c
       WHERE a.layer_id = $1::uuid AND a.raster->'bands'->0->>'type' <> 'Byte') f
     WHERE l.id = $1::uuid AND l.community_id = $2::uuid RETURNING l.revision, f.tiles, l.dataset_id AS "datasetId"`,
    [layerId, communityId],
  );
  return row ?? null;
}

export async function insertLayerRevision(
  sql: SqlSession,
  of: { layerId: string; revision: number; communityId: CommunityId; authorId: string },
  summary: object,
): Promise<void> {
  await sql.query(
    `INSERT INTO layer_revisions (layer_id, revision, community_id, author_id, summary)
     VALUES ($1::uuid, $2::integer, $3::uuid, $4::uuid, $5::jsonb)`,
    [of.layerId, of.revision, of.communityId, of.authorId, JSON.stringify(summary)],
  );
}

export async function deleteHeightLayer(sql: SqlSession, communityId: CommunityId, layerId: string): Promise<void> {
  await sql.query("DELETE FROM layers WHERE id = $1::uuid AND community_id = $2::uuid", [layerId, communityId]);
}

/** The tiles of a layer of heights that people uploaded, those that were replaced first. */
export async function tileRows(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.datasetAttachment.findMany({
    where: { layerId, communityId, layer: { model: { method: null } } },
    select: { id: true, title: true, fileName: true, revision: true },
    orderBy: [{ revision: "desc" }, { position: "asc" }, { path: "asc" }],
  });
}

export interface OwnTile {
  datasetId: string;
  layerId: string;
  title: string;
  fileName: string;
  revision: number;
  srid: number;
  resolution: number;
}

/** A tile of heights of the community that people uploaded. @param lock waits for others who change it */
export async function ownTile(sql: SqlSession, communityId: CommunityId, id: string, lock: boolean): Promise<OwnTile | null> {
  const [row] = await sql.query<OwnTile>(
    `SELECT a.dataset_id AS "datasetId", a.layer_id AS "layerId", a.title, a.file_name AS "fileName", a.revision, l.srid, m.resolution
     FROM dataset_attachments a JOIN layers l ON l.id = a.layer_id JOIN elevation_models m ON m.layer_id = l.id AND m.method IS NULL
     WHERE a.id = $1::uuid AND a.community_id = $2::uuid${lock ? " FOR UPDATE OF a" : ""}`,
    [id, communityId],
  );
  return row ?? null;
}

export interface RevisionRow {
  revision: number;
  createdAt: Date;
  authorName: string | null;
  fileName: string;
  size: number;
  raster: unknown;
  restores: number | null;
}

/** The revisions of a tile, newest first. */
export function revisionRows(sql: SqlSession, communityId: CommunityId, attachmentId: string, limit: number): Promise<RevisionRow[]> {
  return sql.query<RevisionRow>(
    `SELECT r.revision, r.created_at AS "createdAt", (SELECT n.name FROM app.names_of(ARRAY[r.author_id]) n) AS "authorName",
       r.file_name AS "fileName", r.size::float8 AS size, r.raster, r.restores
     FROM elevation_revisions r WHERE r.attachment_id = $1::uuid AND r.community_id = $2::uuid ORDER BY r.revision DESC LIMIT $3::integer`,
    [attachmentId, communityId, limit],
  );
}

export interface KeptRevision {
  fileName: string;
  objectKey: string;
  previewKey: string | null;
  raster: unknown;
}

export async function keptRevision(
  sql: SqlSession,
  communityId: CommunityId,
  attachmentId: string,
  revision: number,
): Promise<KeptRevision | null> {
  const [row] = await sql.query<KeptRevision>(
    `SELECT file_name AS "fileName", object_key AS "objectKey", preview_key AS "previewKey", raster FROM elevation_revisions
     WHERE attachment_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer`,
    [attachmentId, communityId, revision],
  );
  return row ?? null;
}

/** Gives a tile the heights of a kept revision, under the next number. */
export async function putRevision(sql: SqlSession, communityId: CommunityId, attachmentId: string, revision: number): Promise<void> {
  await sql.query(
    `UPDATE dataset_attachments a SET revision = a.revision + 1, size = r.size, sha256 = regexp_replace(r.object_key, '^sha256/', ''),
       object_key = r.object_key, preview_key = r.preview_key, raster = r.raster, created_at = now()
     FROM elevation_revisions r WHERE a.id = $1::uuid AND a.community_id = $2::uuid AND r.attachment_id = a.id AND r.revision = $3::integer`,
    [attachmentId, communityId, revision],
  );
}

export async function deleteRevision(sql: SqlSession, communityId: CommunityId, attachmentId: string, revision: number): Promise<void> {
  await sql.query("DELETE FROM elevation_revisions WHERE attachment_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer", [
    attachmentId,
    communityId,
    revision,
  ]);
}

/** Objects of the kept revisions of an attachment, before it is deleted. */
export async function revisionObjects(sql: SqlSession, communityId: CommunityId, attachmentIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `SELECT unnest(ARRAY[object_key, preview_key]) AS key FROM elevation_revisions
     WHERE attachment_id = ANY ($1::uuid[]) AND community_id = $2::uuid`,
    [attachmentIds, communityId],
  );
  return rows.flatMap(({ key }) => key ?? []);
}
