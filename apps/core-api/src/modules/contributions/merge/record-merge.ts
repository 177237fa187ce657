import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Bbox, unionAll } from "@archipel/geo/bbox.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import type { EditedLayer } from "./edited-layer.ts";
import type { MergePlan } from "./merge-edits.ts";
import type { Signature } from "./write-changes.ts";

/** Boxes told one by one at most; more are told as one. */
const MAX_BOXES = 64;

/** The layer's new revision: what it counts, where it lies, what was touched, and the news of it. Gives its number. */
export async function recordMerge(
  sql: SqlSession,
  layer: EditedLayer,
  { versions }: MergePlan,
  boxes: readonly Bbox[],
  signature: Signature,
): Promise<number> {
  const { layerId, communityId } = layer.spec;
  await sql.query(
    `UPDATE contribution_edits e SET fid = w.fid, merged_version = w.version
     FROM unnest($3::uuid[], $4::bigint[], $5::integer[]) AS w(id, fid, version)
     WHERE e.id = w.id AND e.contribution_id = $1::uuid AND e.community_id = $2::uuid`,
    [
      signature.contributionId,
      communityId,
      versions.map(({ editId }) => editId),
      versions.map(({ next }) => next.fid),
      versions.map(({ next }) => next.version),
    ],
  );
  const count = (operation: string) => versions.filter(({ next }) => next.operation === operation).length;
  const [inserted, updated, deleted] = [count("insert"), count("update"), count("delete")];
  const around = unionAll(boxes);
  const touched = around && boxes.length > MAX_BOXES ? [around] : boxes;
  const [row] = await sql.query<{ revision: number }>(
    `UPDATE layers SET revision = revision + 1, feature_count = feature_count + $3::integer,
       bbox = coalesce((SELECT ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] FROM (
         SELECT ST_Extent(g) AS e FROM (
           SELECT ST_Transform(ST_MakeEnvelope(b[1], b[2], b[3], b[4], 3857), 4326) AS g
           FROM (SELECT array_agg(v ORDER BY o) AS b FROM unnest($4::float8[]) WITH ORDINALITY AS u(v, o) GROUP BY (o - 1) / 4) q
           UNION ALL SELECT ST_MakeEnvelope(bbox[1], bbox[2], bbox[3], bbox[4], 4326) WHERE cardinality(bbox) = 4) all_boxes) x
         WHERE e IS NOT NULL), bbox)
     WHERE id = $1::uuid AND community_id = $2::uuid RETURNING revision`,
    [layerId, communityId, inserted - deleted, touched.flat()],
  );
  const revision = row?.revision ?? layer.revision + 1;
  const summary = { contributionId: signature.contributionId, inserted, updated, deleted, boxes: touched.map((box) => [...box]) };
  await sql.query(
    `INSERT INTO layer_revisions (layer_id, revision, community_id, author_id, summary, created_at)
     VALUES ($1::uuid, $2::integer, $3::uuid, $4::uuid, $5::jsonb, $6::timestamptz)`,
    [layerId, revision, communityId, signature.authorId, JSON.stringify(summary), signature.at],
  );
  await emitIn(sql, "layer.edited", communityId, { layerId, datasetId: layer.datasetId, revision, ...summary });
  return revision;
}
