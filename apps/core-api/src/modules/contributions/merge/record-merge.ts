import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { recordRevision } from "../../../layer-store/revisions/record-revision.ts";
import type { Signature } from "../../../layer-store/revisions/write-history-first.ts";
import type { MergePlan } from "./merge-edits.ts";

/** What a merge made of a contribution's edits, and the layer's new revision. Gives its number. */
export async function recordMerge(
  sql: SqlSession,
  layer: EditedLayer,
  { versions }: MergePlan,
  boxes: readonly Bbox[],
  signature: Signature & { contributionId: string },
): Promise<number> {
  const { contributionId } = signature;
  await sql.query(
    `UPDATE contribution_edits e SET fid = w.fid, merged_version = w.version
     FROM unnest($3::uuid[], $4::bigint[], $5::integer[]) AS w(id, fid, version)
     WHERE e.id = w.id AND e.contribution_id = $1::uuid AND e.community_id = $2::uuid`,
    [
      contributionId,
      layer.spec.communityId,
      versions.map(({ editId }) => editId),
      versions.map(({ next }) => next.fid),
      versions.map(({ next }) => next.version),
    ],
  );
  const count = (operation: string) => versions.filter(({ next }) => next.operation === operation).length;
  const counts = { inserted: count("insert"), updated: count("update"), deleted: count("delete") };
  return recordRevision(sql, layer, counts, boxes, signature, { contributionId });
}
