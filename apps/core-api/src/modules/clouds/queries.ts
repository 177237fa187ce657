import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { tableNameOf, tableRef } from "../../layer-store/tables/layer-table.ts";

/** A point-cloud layer, if the caller may see its dataset. */
export function visibleCloudLayer(tx: Tx, layerId: string) {
  return tx.layer.findFirst({
    where: { id: layerId, kind: "pointcloud", status: "ready" },
    select: { id: true, communityId: true, datasetId: true, title: true, srid: true, dataset: { select: { slug: true } } },
  });
}

export function tilesOf(tx: Tx, datasetId: string) {
  return tx.datasetAttachment.findMany({
    where: { datasetId, cloud: { not: Prisma.DbNull } },
    select: { id: true, title: true, revision: true, size: true, cloud: true },
    orderBy: [{ position: "asc" }, { path: "asc" }],
  });
}

/** The box of a cloud, in its own coordinates, and the name that its tile would have. */
export interface CloudBox {
  path: string;
  fileName: string;
  srid: number;
  min: readonly number[];
  max: readonly number[];
}

export interface OverlappingTile {
  path: string;
  /** The published tile, and its dataset. */
  title: string;
  dataset: string;
  /** Of the smaller box. */
  share: number;
  /** Middle of the published tile. */
  lon: number | null;
  lat: number | null;
}

/** Overlaps that are listed of one upload. */
const MOST_OVERLAPS = 100;

/** Published tiles of the community whose boxes share ground with those of clouds, and which they do not replace by their name. */
export async function overlappingTiles(
  sql: SqlSession,
  communityId: CommunityId,
  clouds: readonly CloudBox[],
  share: number,
): Promise<OverlappingTile[]> {
  if (clouds.length === 0) return [];
  const column = (of: (cloud: CloudBox) => unknown) => clouds.map(of);
  return sql.query<OverlappingTile>(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::integer[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
         AS g(path, file_name, srid, west, south, east, north)),
     tiles AS (
       SELECT a.title, a.file_name, d.title AS dataset, (a.cloud->>'srid')::integer AS srid,
         (a.cloud->'min'->>0)::float8 AS west, (a.cloud->'min'->>1)::float8 AS south,
         (a.cloud->'max'->>0)::float8 AS east, (a.cloud->'max'->>1)::float8 AS north,
         (a.cloud->'footprint'->0->>0)::float8 AS lon1, (a.cloud->'footprint'->2->>0)::float8 AS lon2,
         (a.cloud->'footprint'->0->>1)::float8 AS lat1, (a.cloud->'footprint'->2->>1)::float8 AS lat2
       FROM dataset_attachments a JOIN datasets d ON d.id = a.dataset_id
       WHERE a.community_id = $1::uuid AND a.cloud IS NOT NULL),
     shared AS (
       SELECT g.path, t.*, (least(g.east, t.east) - greatest(g.west, t.west)) * (least(g.north, t.north) - greatest(g.south, t.south)) AS ground,
         least((g.east - g.west) * (g.north - g.south), (t.east - t.west) * (t.north - t.south)) AS smaller
       FROM given g JOIN tiles t ON t.srid = g.srid AND t.file_name <> g.file_name
         AND t.west < g.east AND t.east > g.west AND t.south < g.north AND t.north > g.south)
     SELECT path, title, dataset, ground / smaller AS share, (lon1 + lon2) / 2 AS lon, (lat1 + lat2) / 2 AS lat
     FROM shared WHERE smaller > 0 AND ground > $9::float8 * smaller ORDER BY path, dataset, title LIMIT ${MOST_OVERLAPS}`,
    [
      communityId,
      column(({ path }) => path),
      column(({ fileName }) => fileName),
      column(({ srid }) => srid),
      ...([0, 1] as const).map((axis) => column(({ min }) => min[axis])),
      ...([0, 1] as const).map((axis) => column(({ max }) => max[axis])),
      share,
    ],
  );
}

/** The point-cloud layer of a dataset, if the caller may see it. */
export function cloudLayerOfDataset(tx: Tx, datasetId: string) {
  return tx.layer.findFirst({ where: { datasetId, kind: "pointcloud" }, select: { srid: true } });
}

/** All attachments of a dataset, because a tile may take the place of a document. */
export function attachmentsOfDataset(tx: Tx, datasetId: string) {
  return tx.datasetAttachment.findMany({ where: { datasetId }, select: { id: true, path: true, fileName: true, cloud: true } });
}

/** A dataset of the community, locked: two publications of its tiles come one after the other. */
export async function lockedDataset(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<{ language: string } | null> {
  const [row] = await sql.query<{ language: string }>(
    "SELECT language FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE",
    [datasetId, communityId],
  );
  return row ?? null;
}

export interface TileRow {
  id: string;
  path: string;
  fileName: string;
  revision: number;
  objectKey: string;
  /** Null for a document that is no point cloud. */
  cloud: unknown;
  position: number;
}

/** All attachments of a dataset: a tile may take the place of one that is no tile. */
export function attachmentRows(sql: SqlSession, datasetId: string): Promise<TileRow[]> {
  return sql.query<TileRow>(
    `SELECT id, path, file_name AS "fileName", revision, object_key AS "objectKey", cloud, position
     FROM dataset_attachments WHERE dataset_id = $1::uuid ORDER BY position, path`,
    [datasetId],
  );
}

/** The dataset of a point-cloud layer of the community. */
export async function ownCloudLayer(sql: SqlSession, communityId: CommunityId, layerId: string): Promise<{ datasetId: string } | null> {
  const [row] = await sql.query<{ datasetId: string }>(
    `SELECT dataset_id AS "datasetId" FROM layers WHERE id = $1::uuid AND community_id = $2::uuid AND kind = 'pointcloud' AND status = 'ready'`,
    [layerId, communityId],
  );
  return row ?? null;
}

export interface LayerRow {
  id: string;
  srid: number;
  revision: number;
}

/** The point-cloud layer of a dataset, locked. */
export async function cloudLayerOf(sql: SqlSession, communityId: CommunityId, datasetId: string): Promise<LayerRow | null> {
  const [row] = await sql.query<LayerRow>(
    `SELECT id, srid, revision FROM layers WHERE dataset_id = $1::uuid AND community_id = $2::uuid AND kind = 'pointcloud' FOR UPDATE`,
    [datasetId, communityId],
  );
  return row ?? null;
}

export interface NewLayer {
  id: string;
  title: string;
  srid: number;
  fields: unknown;
  texts: unknown;
  style: unknown;
}

/** Inserts the layer that groups the tiles of a dataset. Its revision is 0 until its index is written. */
export async function insertCloudLayer(sql: SqlSession, communityId: CommunityId, datasetId: string, layer: NewLayer): Promise<void> {
  await sql.query(
    `INSERT INTO layers (id, community_id, dataset_id, name, title, kind, table_name, geometry_type, srid, fields, texts, style, status, revision, position)
     SELECT $1::uuid, $2::uuid, $3::uuid,
       (SELECT n FROM (SELECT 'point-cloud' || CASE WHEN i = 1 THEN '' ELSE '-' || i END AS n, i FROM generate_series(1, 1000) i) names
        WHERE NOT EXISTS (SELECT FROM layers l WHERE l.dataset_id = $3::uuid AND l.name = n) ORDER BY i LIMIT 1),
       $4, 'pointcloud', $5, 'Polygon', $6::integer, $7::jsonb, $8::jsonb, $9::jsonb, 'ready', 0,
       (SELECT coalesce(max(position) + 1, 0) FROM layers WHERE dataset_id = $3::uuid)`,
    [
      layer.id,
      communityId,
      datasetId,
      layer.title,
      tableNameOf(layer.id),
      layer.srid,
      JSON.stringify(layer.fields),
      JSON.stringify(layer.texts),
      JSON.stringify(layer.style),
    ],
  );
}

export interface WrittenTile {
  path: string;
  fileName: string;
  title: string;
  mediaType: string;
  size: number;
  key: string;
  facts: object;
}

interface Origin {
  communityId: CommunityId;
  datasetId: string;
  uploadId: string | null;
  authorId: string;
  /** The uploaded file. */
  fileName: string;
}

export async function insertTile(sql: SqlSession, of: Origin, tile: WrittenTile, position: number): Promise<string> {
  const id = randomUUID();
  await sql.query(
    `INSERT INTO dataset_attachments (id, community_id, dataset_id, upload_id, path, file_name, title, media_type, size, sha256, object_key, cloud, position)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8, $9::bigint, $10, $11, $12::jsonb, $13::integer)`,
    [id, of.communityId, of.datasetId, of.uploadId, tile.path, tile.fileName, tile.title, tile.mediaType, ...storedAs(tile), position],
  );
  return id;
}

/** Gives a tile other points, under the next number. Its title, its place in the list and its address stay. */
export async function replaceTile(sql: SqlSession, of: Origin, id: string, tile: WrittenTile): Promise<void> {
  await sql.query(
    `UPDATE dataset_attachments SET revision = CASE WHEN cloud IS NULL THEN 1 ELSE revision + 1 END, upload_id = $3::uuid, path = $4,
       file_name = $5, media_type = $6, size = $7::bigint, sha256 = $8, object_key = $9, cloud = $10::jsonb, raster = NULL, preview_key = NULL,
       created_at = now()
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [id, of.communityId, of.uploadId, tile.path, tile.fileName, tile.mediaType, ...storedAs(tile)],
  );
}

function storedAs({ size, key, facts }: WrittenTile): unknown[] {
  return [size, key.replace(/^sha256\//, ""), key, JSON.stringify(facts)];
}

interface KeptBy {
  authorId: string | null;
  fileName: string | null;
  /** The earlier revision whose points it has again. */
  restores?: number;
  /** The report by which points were corrected. */
  reportNumber?: number;
}

/** Keeps what tiles are now as revisions, unless it is kept already. */
export async function keepRevisions(sql: SqlSession, communityId: CommunityId, ids: readonly string[], by: KeptBy): Promise<void> {
  await sql.query(
    `INSERT INTO cloud_revisions (id, community_id, attachment_id, revision, file_name, size, object_key, cloud, author_id, restores, report_number,
       created_at)
     SELECT gen_random_uuid(), a.community_id, a.id, a.revision, coalesce($3::text, a.file_name), a.size, a.object_key, a.cloud, $4::uuid,
       $5::integer, $6::integer,
       CASE WHEN $4::uuid IS NULL THEN a.created_at ELSE now() END
     FROM dataset_attachments a WHERE a.id = ANY ($1::uuid[]) AND a.community_id = $2::uuid AND a.cloud IS NOT NULL
       AND NOT EXISTS (SELECT FROM cloud_revisions r WHERE r.attachment_id = a.id AND r.revision = a.revision)`,
    [ids, communityId, by.fileName, by.authorId, by.restores ?? null, by.reportNumber ?? null],
  );
}

export interface OwnTile {
  datasetId: string;
  title: string;
  fileName: string;
  revision: number;
}

/** A tile of the community, locked. */
export async function ownTile(sql: SqlSession, communityId: CommunityId, id: string, lock: boolean): Promise<OwnTile | null> {
  const [row] = await sql.query<OwnTile>(
    `SELECT dataset_id AS "datasetId", title, file_name AS "fileName", revision FROM dataset_attachments
     WHERE id = $1::uuid AND community_id = $2::uuid AND cloud IS NOT NULL${lock ? " FOR UPDATE" : ""}`,
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
  cloud: unknown;
  restores: number | null;
  reportNumber: number | null;
}

/** The revisions of a tile, newest first. */
export function revisionRows(sql: SqlSession, communityId: CommunityId, attachmentId: string, limit: number): Promise<RevisionRow[]> {
  return sql.query<RevisionRow>(
    `SELECT r.revision, r.created_at AS "createdAt", (SELECT n.name FROM app.names_of(ARRAY[r.author_id]) n) AS "authorName",
       r.file_name AS "fileName", r.size::float8 AS size, r.cloud, r.restores, r.report_number AS "reportNumber"
     FROM cloud_revisions r WHERE r.attachment_id = $1::uuid AND r.community_id = $2::uuid ORDER BY r.revision DESC LIMIT $3::integer`,
    [attachmentId, communityId, limit],
  );
}

export interface KeptRevision {
  fileName: string;
  size: number;
  objectKey: string;
  cloud: unknown;
}

export async function keptRevision(
  sql: SqlSession,
  communityId: CommunityId,
  attachmentId: string,
  revision: number,
): Promise<KeptRevision | null> {
  const [row] = await sql.query<KeptRevision>(
    `SELECT file_name AS "fileName", size::float8 AS size, object_key AS "objectKey", cloud FROM cloud_revisions
     WHERE attachment_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer`,
    [attachmentId, communityId, revision],
  );
  return row ?? null;
}

/** Gives a tile the points of another file, under the next number. */
export async function putPoints(
  sql: SqlSession,
  communityId: CommunityId,
  id: string,
  kept: Omit<KeptRevision, "fileName">,
): Promise<void> {
  await sql.query(
    `UPDATE dataset_attachments SET revision = revision + 1, size = $3::bigint, sha256 = $4, object_key = $5, cloud = $6::jsonb,
       created_at = now()
     WHERE id = $1::uuid AND community_id = $2::uuid`,
    [id, communityId, kept.size, kept.objectKey.replace(/^sha256\//, ""), kept.objectKey, JSON.stringify(kept.cloud)],
  );
}

export async function deleteRevision(sql: SqlSession, communityId: CommunityId, attachmentId: string, revision: number): Promise<void> {
  await sql.query("DELETE FROM cloud_revisions WHERE attachment_id = $1::uuid AND community_id = $2::uuid AND revision = $3::integer", [
    attachmentId,
    communityId,
    revision,
  ]);
}

/** Writes the figures of what the index of a layer holds now, under the layer's next revision. */
export async function saveIndexFigures(
  sql: SqlSession,
  communityId: CommunityId,
  layerId: string,
): Promise<{ revision: number; tiles: number }> {
  const [row] = await sql.query<{ revision: number; tiles: number }>(
    `UPDATE layers SET revision = revision + 1, updated_at = now(),
       feature_count = (SELECT count(*)::integer FROM ${tableRef(tableNameOf(layerId))}),
       bbox = coalesce((SELECT ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] FROM (
         SELECT ST_Extent(ST_Transform(geom_3857, 4326)) AS e FROM ${tableRef(tableNameOf(layerId))}) x WHERE e IS NOT NULL), '{}')
     WHERE id = $1::uuid AND community_id = $2::uuid RETURNING revision, feature_count AS tiles`,
    [layerId, communityId],
  );
  return row ?? { revision: 0, tiles: 0 };
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

export async function deleteCloudLayer(sql: SqlSession, communityId: CommunityId, layerId: string): Promise<void> {
  await sql.query("DELETE FROM layers WHERE id = $1::uuid AND community_id = $2::uuid", [layerId, communityId]);
}

/** The bytes of one revision of a tile, if the caller may see its dataset. */
export async function revisionToRead(tx: Tx, attachmentId: string, revision: number) {
  const found = await tx.cloudRevision.findUnique({
    where: { attachmentId_revision: { attachmentId, revision } },
    select: {
      objectKey: true,
      size: true,
      cloud: true,
      attachment: { select: { datasetId: true, fileName: true, mediaType: true, dataset: { select: { status: true, visibility: true } } } },
    },
  });
  return found && { ...found, datasetId: found.attachment.datasetId };
}
