import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Rings } from "@archipel/pointcloud/clip/area.ts";

/** What a tile of a layer is made of, for those who may see its dataset. */
export function sourceTiles(tx: Tx, datasetId: string) {
  return tx.datasetAttachment.findMany({
    where: { datasetId, cloud: { not: Prisma.DbNull } },
    select: { id: true, title: true, fileName: true, revision: true, size: true, objectKey: true, cloud: true, createdAt: true },
    orderBy: [{ position: "asc" }, { path: "asc" }],
  });
}
export type SourceTile = Awaited<ReturnType<typeof sourceTiles>>[number];

/** A layer with what its read-me says, for those who may see it. */
export function layerToTake(tx: Tx, layerId: string) {
  return tx.layer.findFirst({
    where: { id: layerId, kind: "pointcloud", status: "ready" },
    select: {
      id: true,
      communityId: true,
      datasetId: true,
      title: true,
      srid: true,
      dataset: {
        select: {
          slug: true,
          title: true,
          licence: true,
          constraints: true,
          contactName: true,
          contactEmail: true,
          lineage: true,
          isSynthetic: true,
        },
      },
    },
  });
}
/** The name of the community of a layer that the taker was proved to see; in the system scope, because visitors see no community. */
export async function communityName(tx: Tx, communityId: string): Promise<string> {
  return (await tx.community.findUnique({ where: { id: communityId }, select: { name: true } }))?.name ?? "";
}
export type LayerToTake = NonNullable<Awaited<ReturnType<typeof layerToTake>>>;

/** The portal, if it is live. */
export async function livePortalId(tx: Tx, portalId: string | undefined): Promise<string | null> {
  if (portalId === undefined) return null;
  return (await tx.portal.findFirst({ where: { id: portalId, status: "live" }, select: { id: true } }))?.id ?? null;
}

/** Why a polygon in the plane is not one; null when it is. */
export async function polygonFault(sql: SqlSession, geometry: object): Promise<{ reason: string } | null> {
  const [row] = await sql.query<{ reason: string | null }>(
    `SELECT CASE WHEN NOT ST_IsValid(g) THEN ST_IsValidReason(g) WHEN ST_Area(g) = 0 THEN 'empty' END AS reason
     FROM (SELECT ST_GeomFromGeoJSON($1) AS g) s`,
    [JSON.stringify(geometry)],
  );
  return row?.reason == null ? null : { reason: row.reason };
}

const inPlane = (polygons: readonly Rings[]) =>
  JSON.stringify({ type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(closed)) });
const closed = (ring: Rings[number]) => {
  const positions = ring.map(([x, y]) => [x, y]);
  const [first, last] = [positions[0], positions.at(-1)];
  return first && (first[0] !== last?.[0] || first[1] !== last?.[1]) ? [...positions, first] : positions;
};

/** What polygons in one plane have in common with others, and whether that is all of them. */
export async function commonGround(
  sql: SqlSession,
  wanted: readonly Rings[],
  open: readonly Rings[],
): Promise<{ polygons: Rings[]; isWhole: boolean }> {
  const [row] = await sql.query<{ geojson: string; isWhole: boolean }>(
    `SELECT ST_AsGeoJSON(ST_Multi(ST_CollectionExtract(ST_Intersection(w.g, o.g), 3)), 9) AS geojson, ST_Covers(o.g, w.g) AS "isWhole"
     FROM (SELECT ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON($1), 0)) AS g) w, (SELECT ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON($2), 0)) AS g) o`,
    [inPlane(wanted), inPlane(open)],
  );
  const { coordinates } = JSON.parse(row?.geojson ?? '{"coordinates":[]}') as { coordinates: Rings[] };
  return { polygons: coordinates, isWhole: row?.isWhole === true };
}

/** A box of a CRS in Web Mercator; null where it has no place. */
export async function groundOf(sql: SqlSession, box: Bbox, srid: number): Promise<Bbox | null> {
  const [row] = await sql.query<{ sides: Bbox }>(
    `SELECT ARRAY[ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g)] AS sides
     FROM (SELECT ST_Transform(ST_Segmentize(ST_MakeEnvelope($1, $2, $3, $4, $5::integer), greatest($3 - $1, $4 - $2) / 16), 3857) AS g) s`,
    [...box, srid],
  );
  return row?.sides.every(Number.isFinite) ? row.sides : null;
}

/** One request of a sender at a time is decided, and of visitors together. */
export async function lockSender(tx: Tx, sender: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('extracts ' || ${sender}, 0))`;
}

export interface SenderCounts {
  open: number;
  lately: number;
  visitorsWaiting: number;
  storedBytes: number;
}

export async function countExtracts(tx: Tx, senderHash: string, communityId: string): Promise<SenderCounts> {
  const [row] = await tx.$queryRaw<SenderCounts[]>`
    SELECT
      (SELECT count(*)::int FROM cloud_extracts WHERE sender_hash = ${senderHash} AND status IN ('waiting', 'progress')) AS open,
      (SELECT count(*)::int FROM cloud_extracts WHERE sender_hash = ${senderHash} AND created_at > now() - interval '1 day') AS lately,
      (SELECT count(*)::int FROM cloud_extracts WHERE user_id IS NULL AND status = 'waiting') AS "visitorsWaiting",
      (SELECT coalesce(sum(size), 0)::float8 FROM cloud_extracts WHERE community_id = ${communityId}::uuid) AS "storedBytes"`;
  if (!row) throw new Error("counts of extracts are missing");
  return row;
}

/** Extracts of the same size that are made or come before one that waits. */
export async function extractsAhead(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ ahead: number }[]>`
    SELECT count(*)::int AS ahead FROM cloud_extracts o JOIN cloud_extracts e ON e.id = ${id}::uuid
    WHERE o.is_small = e.is_small AND o.id <> e.id
      AND (o.status = 'progress' OR (o.status = 'waiting' AND (o.created_at, o.id) < (e.created_at, e.id)))`;
  return row?.ahead ?? 0;
}

export interface TakenExtract {
  id: string;
  communityId: CommunityId;
  layerId: string;
  userId: string | null;
  portalId: string | null;
  locale: string;
  request: unknown;
  attempts: number;
}

/**
 * Takes the next extract for this process: senders alternate, older ones first. One whose process gave no sign of life for a minute is taken
 * again.
 *
 * @param notOf communities of which this process already makes an extract of this size
 */
export async function takeExtract(sql: SqlSession, isSmall: boolean, notOf: readonly string[] = []): Promise<TakenExtract | null> {
  const [row] = await sql.query<TakenExtract>(
    `UPDATE cloud_extracts SET status = 'progress', attempts = attempts + 1, beat_at = now(), percent = 0, step = NULL
     WHERE id = (
       SELECT e.id FROM cloud_extracts e
       WHERE e.is_small = $1::boolean AND (e.status = 'waiting' OR (e.status = 'progress' AND e.beat_at < now() - interval '1 minute'))
         AND NOT e.community_id = ANY ($2::uuid[])
       ORDER BY (SELECT count(*) FROM cloud_extracts o
         WHERE o.sender_hash = e.sender_hash AND o.status IN ('waiting', 'progress') AND (o.created_at, o.id) < (e.created_at, e.id)),
         e.created_at, e.id
       LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, community_id AS "communityId", layer_id AS "layerId", user_id AS "userId", portal_id AS "portalId", locale, request, attempts`,
    [isSmall, notOf],
  );
  return row ?? null;
}

/** Says that the extract is being made. @returns false when it was cancelled, deleted or taken by another process */
export async function beatExtract(
  sql: SqlSession,
  { id, attempts }: Pick<TakenExtract, "id" | "attempts">,
  at: { step: string; percent: number } | null,
): Promise<boolean> {
  const rows = await sql.query<{ id: string }>(
    `UPDATE cloud_extracts SET beat_at = now(), step = coalesce($3::text, step), percent = coalesce($4::integer, percent)
     WHERE id = $1::uuid AND attempts = $2::integer AND status = 'progress' RETURNING id`,
    [id, attempts, at?.step ?? null, at?.percent ?? null],
  );
  return rows.length === 1;
}

/** Puts an extract back, because the process ends. */
export async function releaseExtract(sql: SqlSession, { id, attempts }: Pick<TakenExtract, "id" | "attempts">): Promise<void> {
  await sql.query(
    "UPDATE cloud_extracts SET status = 'waiting', attempts = attempts - 1 WHERE id = $1::uuid AND attempts = $2::integer AND status = 'progress'",
    [id, attempts],
  );
}

export async function failExtract(
  sql: SqlSession,
  { id, attempts }: Pick<TakenExtract, "id" | "attempts">,
  error: object,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE cloud_extracts SET status = 'failure', error = $3::jsonb, expires_at = now() + interval '1 day'
     WHERE id = $1::uuid AND attempts = $2::integer AND status = 'progress' RETURNING id`,
    [id, attempts, JSON.stringify(error)],
  );
  return rows.length === 1;
}

/** @returns false when it was cancelled or deleted: then the archive belongs to nobody */
export async function finishExtract(
  sql: SqlSession,
  { id, attempts }: Pick<TakenExtract, "id" | "attempts">,
  made: { key: string; size: number; made: object; keptDays: number },
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE cloud_extracts SET status = 'success', percent = 100, step = NULL, error = NULL, object_key = $3, size = $4::bigint, made = $5::jsonb,
       ready_at = now(), expires_at = now() + make_interval(days => $6::integer)
     WHERE id = $1::uuid AND attempts = $2::integer AND status = 'progress' RETURNING id`,
    [id, attempts, made.key, made.size, JSON.stringify(made.made), made.keptDays],
  );
  return rows.length === 1;
}

/** Deletes what can no longer be taken, and what was given up. @returns the keys of its archives */
export async function deleteExpired(sql: SqlSession): Promise<string[]> {
  const rows = await sql.query<{ key: string | null }>(
    `DELETE FROM cloud_extracts WHERE id IN (
       SELECT id FROM cloud_extracts WHERE expires_at < now() OR (status NOT IN ('waiting', 'progress') AND created_at < now() - interval '30 days')
       LIMIT 1000) RETURNING object_key AS key`,
  );
  return rows.flatMap(({ key }) => key ?? []);
}
