import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { OPEN_JOB_STATUSES } from "../../../kernel/jobs/open-jobs.ts";

const LAYER_AND_DATASET = {
  id: true,
  title: true,
  srid: true,
  datasetId: true,
  dataset: {
    select: { title: true, visibility: true, isSynthetic: true, licence: true, contactName: true, contactEmail: true, language: true },
  },
} as const;

/** A layer of points of the community, with what a model takes from its dataset. */
export function ownPoints(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.layer.findFirst({
    where: { id: layerId, communityId, kind: "pointcloud", status: "ready" },
    select: LAYER_AND_DATASET,
  });
}

export function pointLayers(tx: Tx, communityId: CommunityId) {
  return tx.layer.findMany({
    where: { communityId, kind: "pointcloud", status: "ready" },
    select: {
      id: true,
      title: true,
      datasetId: true,
      dataset: { select: { title: true, attachments: { where: { cloud: { not: Prisma.DbNull } }, select: { cloud: true } } } },
    },
    orderBy: { id: "asc" },
    take: 200,
  });
}

/** The tiles of points of a dataset. */
export function tileRows(tx: Tx, datasetId: string) {
  return tx.datasetAttachment.findMany({
    where: { datasetId, cloud: { not: Prisma.DbNull } },
    select: { id: true, revision: true, objectKey: true, cloud: true },
    orderBy: { id: "asc" },
  });
}

/** Where the points of an earlier revision of a tile are; null when it is forgotten. */
export async function earlierPoints(tx: Tx, communityId: CommunityId, attachmentId: string, revision: number): Promise<string | null> {
  const row = await tx.cloudRevision.findFirst({ where: { attachmentId, revision, communityId }, select: { objectKey: true } });
  return row?.objectKey ?? null;
}

/** A model of the community with its layer and its points. */
export function modelRow(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.elevationModel.findFirst({
    where: { layerId, communityId },
    include: {
      layer: { select: { title: true, datasetId: true, revision: true } },
      source: { select: { id: true, title: true, datasetId: true, dataset: { select: { title: true } } } },
    },
  });
}

/** The job that works on a model now. */
export async function openJobOf(tx: Tx, communityId: CommunityId, layerId: string): Promise<string | null> {
  const job = await tx.job.findFirst({
    where: { communityId, subjectId: layerId, status: { in: OPEN_JOB_STATUSES } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return job?.id ?? null;
}

/** The blocks of a model, and their hillshades. */
export function blockRows(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.datasetAttachment.findMany({
    where: { layerId, communityId },
    select: { id: true, path: true, objectKey: true, position: true },
  });
}

export interface FollowingModel {
  layerId: string;
  title: string;
  datasetId: string;
  /** Who changed the points. */
  authorId: string | null;
}

/** The models that follow a layer of points. @param revision the one of the layer of points that changed it */
export function modelsFollowing(
  sql: SqlSession,
  communityId: CommunityId,
  points: { layerId: string; revision: number },
): Promise<FollowingModel[]> {
  return sql.query<FollowingModel>(
    `SELECT m.layer_id AS "layerId", l.title, l.dataset_id AS "datasetId",
       (SELECT r.author_id FROM layer_revisions r WHERE r.layer_id = m.source_layer_id AND r.revision = $3::integer) AS "authorId"
     FROM elevation_models m JOIN layers l ON l.id = m.layer_id
     WHERE m.source_layer_id = $1::uuid AND m.community_id = $2::uuid AND m.follows ORDER BY m.layer_id`,
    [points.layerId, communityId, points.revision],
  );
}

/** The corners of boxes as lon, lat, from the upper left against the clock; null where the CRS has no position. */
export async function footprintOf(sql: SqlSession, [west, south, east, north]: Bbox, srid: number): Promise<[number, number][] | null> {
  const corners = [
    [west, north],
    [west, south],
    [east, south],
    [east, north],
  ] as const;
  const rows = await sql.query<{ lon: number; lat: number }>(
    `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (
       SELECT position, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), $3::integer), 4326) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, position)) q ORDER BY position`,
    [corners.map(([x]) => x), corners.map(([, y]) => y), srid],
  );
  return rows.every(({ lon, lat }) => Number.isFinite(lon) && Number.isFinite(lat)) ? rows.map(({ lon, lat }) => [lon, lat]) : null;
}
