import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { emitIn } from "../../kernel/outbox.ts";
import type { EditedLayer } from "./edited-layer.ts";
import type { Signature } from "./write-history-first.ts";

export interface ChangeCounts {
  inserted: number;
  updated: number;
  deleted: number;
}

/** A tenth of a millimetre: boxes come back from Web Mercator with other last digits, which is no change. */
const SLACK_DEGREES = "1e-9";

/**
 * Records a layer's next revision: its number of features, its extent, the changed areas, and the event that open maps follow.
 *
 * @param summary its origin, added to the counts
 * @returns its number
 */
export async function recordRevision(
  sql: SqlSession,
  layer: EditedLayer,
  counts: ChangeCounts,
  boxes: readonly Bbox[],
  signature: Signature,
  summary: Prisma.InputJsonObject,
): Promise<number> {
  const { layerId, communityId } = layer.spec;
  const [row] = await sql.query<{ revision: number }>(
    `UPDATE layers SET revision = revision + 1, feature_count = feature_count + $3::integer,
       bbox = coalesce((SELECT ARRAY[
           CASE WHEN ST_XMin(e) < bbox[1] - ${SLACK_DEGREES} THEN ST_XMin(e) ELSE coalesce(bbox[1], ST_XMin(e)) END,
           CASE WHEN ST_YMin(e) < bbox[2] - ${SLACK_DEGREES} THEN ST_YMin(e) ELSE coalesce(bbox[2], ST_YMin(e)) END,
           CASE WHEN ST_XMax(e) > bbox[3] + ${SLACK_DEGREES} THEN ST_XMax(e) ELSE coalesce(bbox[3], ST_XMax(e)) END,
           CASE WHEN ST_YMax(e) > bbox[4] + ${SLACK_DEGREES} THEN ST_YMax(e) ELSE coalesce(bbox[4], ST_YMax(e)) END] FROM (
         SELECT ST_Extent(g) AS e FROM (
           SELECT ST_Transform(ST_MakeEnvelope(b[1], b[2], b[3], b[4], 3857), 4326) AS g
           FROM (SELECT array_agg(v ORDER BY o) AS b FROM unnest($4::float8[]) WITH ORDINALITY AS u(v, o) GROUP BY (o - 1) / 4) q
           UNION ALL SELECT ST_MakeEnvelope(bbox[1], bbox[2], bbox[3], bbox[4], 4326) WHERE cardinality(bbox) = 4) all_boxes) x
         WHERE e IS NOT NULL), bbox)
     WHERE id = $1::uuid AND community_id = $2::uuid RETURNING revision`,
    [layerId, communityId, counts.inserted - counts.deleted, boxes.flat()],
  );
  const revision = row?.revision ?? layer.revision + 1;
  const content = { ...summary, ...counts, boxes: boxes.map((box) => [...box]) };
  await sql.query(
    `INSERT INTO layer_revisions (layer_id, revision, community_id, author_id, summary, created_at)
     VALUES ($1::uuid, $2::integer, $3::uuid, $4::uuid, $5::jsonb, $6::timestamptz)`,
    [layerId, revision, communityId, signature.authorId, JSON.stringify(content), signature.at],
  );
  await emitIn(sql, "layer.edited", communityId, { layerId, datasetId: layer.datasetId, revision, ...content });
  return revision;
}
