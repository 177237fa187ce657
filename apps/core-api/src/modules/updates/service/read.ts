import type { CommunityId } from "@archipel/contracts/ids.ts";
import { type LayerUpdate, type updateChanges, type updateChangesInput, updateChoice, updatePreview } from "@archipel/contracts/updates.ts";
import { failure } from "@archipel/contracts/uploads.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { isOpenJob } from "../../../kernel/jobs/open-jobs.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { pageOfDifference } from "../../../layer-store/compare/by-table/page.ts";
import { updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { fieldsAt } from "../../../layer-store/revisions/layer-columns.ts";
import { type UpdateRow, updateRow } from "../queries.ts";

export function getUpdate(core: Core, actor: MemberActor, updateId: string): Promise<LayerUpdate> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await updateRow(sql, actor.communityId, updateId);
    if (!row) throw new DomainError("not-found", "update-not-found");
    return described(actor.communityId, row);
  });
}

function described(communityId: CommunityId, row: UpdateRow): LayerUpdate {
  const status = statusOf(row);
  const isKnown = row.preview !== null && status !== "comparing";
  const preview = isKnown ? updatePreview.parse(row.preview) : null;
  const { id, datasetId, datasetTitle, layerId, layerTitle, way, restores, uploadId, fileName, revision, createdAt } = row;
  return {
    ...{ id, communityId, datasetId, datasetTitle, layerId, layerTitle, way, restores, uploadId, fileName, revision, createdAt },
    choice: updateChoice.parse(row.choice),
    status,
    jobId: status === "ready" || status === "applied" ? null : row.jobId,
    isOutdated: revision === null && preview !== null && preview.baseRevision !== row.layerRevision,
    preview,
    error: status === "failed" && row.jobError !== null ? failure.parse(row.jobError) : null,
  };
}

/** The status of an update. After a failed application it is "ready" again: its job holds the error. */
export function statusOf({ revision, jobStatus, jobKind }: Pick<UpdateRow, "revision" | "jobStatus" | "jobKind">): LayerUpdate["status"] {
  if (revision !== null) return "applied";
  if (isOpenJob(jobStatus)) return jobKind === "apply-update" ? "applying" : "comparing";
  return jobStatus === "failure" || jobStatus === "aborted" ? "failed" : "ready";
}

/** The changes of an update, feature by feature; of one kind if `operation` is given. */
export function listChanges(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof updateChangesInput>,
): Promise<z.infer<typeof updateChanges>> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await updateRow(sql, actor.communityId, input.updateId);
    if (!row) throw new DomainError("not-found", "update-not-found");
    const status = statusOf(row);
    if (row.preview === null || status === "comparing" || status === "applied") throw new DomainError("conflict", "update-not-ready");
    const layer = await editedLayer(sql, actor.communityId, row.layerId);
    const { baseRevision, counts, columns, file } = updatePreview.parse(row.preview);
    const { operation = null } = input;
    const total = { insert: counts.inserted, update: counts.updated, delete: counts.deleted };
    const wanted = operation === null ? total.insert + total.update + total.delete : total[operation];
    if (wanted === 0) return pageFrom([], 0, offset);
    // The table has the columns of the base revision, some of which the layer may have lost since.
    const compared = { ...layer.spec, fields: await fieldsAt(sql, layer, baseRevision) };
    const items = await pageOfDifference(sql, updatedLayer(row.id, compared, columns.added), layer, file?.key ?? [], operation, {
      limit: input.limit,
      offset,
    });
    return pageFrom(items, wanted, offset);
  });
}
