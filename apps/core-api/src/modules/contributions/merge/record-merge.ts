import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { recordRevision } from "../../../layer-store/revisions/record-revision.ts";
import type { Signature } from "../../../layer-store/revisions/write-history-first.ts";
import { markMerged } from "../queries/edits.ts";
import type { MergePlan } from "./merge-edits.ts";

/** Records which version each edit became, and the layer's new revision. @returns the revision's number */
export async function recordMerge(
  sql: SqlSession,
  layer: EditedLayer,
  { versions }: MergePlan,
  boxes: readonly Bbox[],
  signature: Signature & { contributionId: string },
): Promise<number> {
  const { contributionId } = signature;
  await markMerged(
    sql,
    { id: contributionId, communityId: layer.spec.communityId },
    versions.map(({ editId, next }) => ({ editId, ...next })),
  );
  const count = (operation: string) => versions.filter(({ next }) => next.operation === operation).length;
  const counts = { inserted: count("insert"), updated: count("update"), deleted: count("delete") };
  return recordRevision(sql, layer, counts, boxes, signature, { contributionId });
}
