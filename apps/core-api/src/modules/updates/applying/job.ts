import { updatePreview } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { applyDifference } from "../../../layer-store/compare/by-table/apply-difference.ts";
import { dropTables, updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import { type EditedLayer, editedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { addColumns, without } from "../../../layer-store/revisions/layer-columns.ts";
import { recordRevision } from "../../../layer-store/revisions/record-revision.ts";
import { momentOf } from "../../../layer-store/revisions/write-history-first.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { placeStatistics } from "../../../layer-store/tables/statistics.ts";
import { staleAfter } from "../../layers/policy.ts";
import { followEdits } from "../../layers/refresh/follow-edits.ts";
import { lockUpdate, saveExtent, saveFields, settleUpdate, updateRow } from "../queries.ts";

/**
 * Writes a computed update as the layer's next revision, in one transaction. A killed attempt leaves nothing behind, and the next one
 * starts from the beginning. The layer must still be at the revision that the update was compared with.
 */
export const applyUpdateJob: JobHandler<Core> = {
  kind: "apply-update",
  title: { fr: "Application d’une mise à jour", en: "Applying an update" },
  steps: {
    apply: { fr: "Écriture de la nouvelle révision", en: "Writing the new revision" },
  },

  async run(core, run) {
    const { communityId } = run.job;
    await run.progress("apply", 0, null);
    await prepareColumns(core, run);
    const layerId = await core.database.sqlAs({ role: "worker", communityId }, (sql) => apply(sql, run));
    core.news.edited([layerId]);
  },

  // The computed changes are kept: they can be read, and computed again.
  async undo() {},
};

/** Adds the new columns, empty and hidden, before any row is written. */
async function prepareColumns(core: Core, run: JobRun): Promise<void> {
  const { communityId, subjectId: updateId } = run.job;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  const ready = await open(async (sql) => {
    const update = await updateRow(sql, communityId, updateId);
    if (!update || update.revision !== null || update.preview === null) throw new JobFailedError("update-not-ready");
    const { spec } = await editedLayer(sql, communityId, update.layerId);
    return { spec, added: updatePreview.parse(update.preview).columns.added };
  });
  await addColumns(open, ready.spec, ready.added);
}

async function apply(sql: SqlSession, run: JobRun): Promise<string> {
  const { communityId, subjectId: updateId } = run.job;
  await run.succeedIn(sql);
  const update = await lockUpdate(sql, communityId, updateId);
  if (!update || update.revision !== null || update.preview === null) throw new JobFailedError("update-not-ready");
  const { baseRevision, counts, columns } = updatePreview.parse(update.preview);
  const layer = (await editedLayers(sql, communityId, [update.layerId], { isLocked: true })).get(update.layerId);
  if (!layer) throw new JobFailedError("layer-not-found");
  if (layer.revision !== baseRevision) throw new JobFailedError("update-layer-moved", { revision: layer.revision });
  const updated = updatedLayer(updateId, layer.spec, columns.added);
  const spec = { ...layer.spec, fields: without(updated.spec.fields, columns.removed) };
  const signature = { contributionId: null, authorId: run.job.createdById, at: await momentOf(sql, [spec.layerId]) };
  const { fids, touched } = await applyDifference(sql, updated, layer.createdAt, counts, signature);
  const isReshaped = columns.added.length + columns.removed.length > 0;
  if (isReshaped) await saveFields(sql, communityId, update.layerId, spec.fields);
  // Labels, colours or search may read the changed columns: then all features are derived again, not only those that changed.
  const follows = { ...layer, spec };
  await followEdits(sql, follows, fids, isReshaped && needsFullRefresh(layer, follows) ? { ...touched, rows: null } : touched);
  const { unchanged: _unchanged, ...changed } = counts;
  const made = { updateId, way: update.way, fileName: update.fileName, restores: update.restores, ...(isReshaped && { columns }) };
  const revision = await recordRevision(sql, layer, changed, touched.boxes, signature, made);
  await saveExtent(sql, communityId, update, (await placeStatistics(sql, spec)).bbox ?? []);
  await settleUpdate(sql, communityId, update, revision);
  await auditIn(sql, {
    communityId,
    actorId: run.job.createdById,
    action: update.way === "restore" ? "layer.restored" : "layer.data-updated",
    resourceType: "dataset",
    resourceId: update.datasetId,
    summary: { title: layer.title, revision, ...made, ...counts },
  });
  await emitIn(sql, "dataset.updated", communityId, { datasetId: update.datasetId });
  if (isReshaped) await emitIn(sql, "layer.updated", communityId, { layerId: spec.layerId, datasetId: update.datasetId });
  await dropTables(sql, { updateId, spec });
  return spec.layerId;
}

function needsFullRefresh(before: EditedLayer, after: EditedLayer): boolean {
  const style = styleOf(before.style);
  const drawn = ({ name, geometryType, gazetteer, spec }: EditedLayer) => ({ name, geometryType, gazetteer, fields: spec.fields, style });
  const { search, generalised } = staleAfter(drawn(before), drawn(after));
  return search || generalised;
}
