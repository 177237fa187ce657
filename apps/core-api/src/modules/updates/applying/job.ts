import { updatePreview } from "@archipel/contracts/updates.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { applyDifference } from "../../../layer-store/compare/by-table/apply-difference.ts";
import { dropTables, updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import { type EditedLayer, editedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { addColumns, without } from "../../../layer-store/revisions/layer-columns.ts";
import { admitAnyShape, kindAt } from "../../../layer-store/revisions/layer-kind.ts";
import { recordRevision } from "../../../layer-store/revisions/record-revision.ts";
import { momentOf } from "../../../layer-store/revisions/write-history-first.ts";
import { geometryColumnOf, type OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { placeStatistics } from "../../../layer-store/tables/statistics.ts";
import { staleAfter, styleFlaw } from "../../layers/policy.ts";
import { followEdits } from "../../layers/refresh/follow-edits.ts";
import { lockUpdate, saveExtent, saveFields, saveKind, settleUpdate, type UpdateRow, updateRow } from "../queries.ts";

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

/** Adds the new columns, empty and hidden, and admits the new kind of shapes, before any row is written. */
async function prepareColumns(core: Core, run: JobRun): Promise<void> {
  const { communityId, subjectId: updateId } = run.job;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  const ready = await open(async (sql) => {
    const update = await updateRow(sql, communityId, updateId);
    if (!update || update.revision !== null || update.preview === null) throw new JobFailedError("update-not-ready");
    const { spec } = await editedLayer(sql, communityId, update.layerId);
    const { columns, kind } = updatePreview.parse(update.preview);
    return { spec, added: columns.added, kind };
  });
  await addColumns(open, ready.spec, ready.added);
  if (ready.kind) await admitAnyShape(open, ready.spec);
}

async function apply(sql: SqlSession, run: JobRun): Promise<string> {
  const { communityId, subjectId: updateId } = run.job;
  await run.succeedIn(sql);
  const update = await lockUpdate(sql, communityId, updateId);
  if (!update || update.revision !== null || update.preview === null) throw new JobFailedError("update-not-ready");
  const { baseRevision, counts, columns, kind } = updatePreview.parse(update.preview);
  const layer = (await editedLayers(sql, communityId, [update.layerId], { isLocked: true })).get(update.layerId);
  if (!layer) throw new JobFailedError("layer-not-found");
  if (layer.revision !== baseRevision) throw new JobFailedError("update-layer-moved", { revision: layer.revision });
  const next = kind ? await layerOfKind(sql, layer, update, kind.to) : layer;
  const updated = updatedLayer(updateId, next.spec, columns.added);
  const spec = { ...next.spec, fields: without(updated.spec.fields, columns.removed) };
  const signature = { contributionId: null, authorId: run.job.createdById, at: await momentOf(sql, [spec.layerId]) };
  const { fids, touched } = await applyDifference(sql, updated, layer.createdAt, counts, signature);
  const isReshaped = columns.added.length + columns.removed.length > 0;
  if (isReshaped) await saveFields(sql, communityId, update.layerId, spec.fields);
  if (kind) await saveKind(sql, communityId, update.layerId, next);
  // Labels, colours or search may read the changed columns: then all features are derived again, not only those that changed.
  const follows = { ...next, spec };
  const isDerivedAgain = kind !== null || (isReshaped && needsFullRefresh(layer, follows));
  await followEdits(sql, follows, fids, isDerivedAgain ? { ...touched, rows: null } : touched);
  const { unchanged: _unchanged, ...changed } = counts;
  const made = {
    ...{ updateId, way: update.way, fileName: update.fileName, restores: update.restores, ...(isReshaped && { columns }) },
    ...(kind && { kind: { ...kind }, styleBefore: z.json().parse(layer.style) as Prisma.InputJsonValue }),
  };
  const revision = await recordRevision(sql, next, changed, touched.boxes, signature, made);
  await saveExtent(sql, communityId, update, (await placeStatistics(sql, spec)).bbox ?? []);
  await settleUpdate(sql, communityId, update, revision);
  await auditIn(sql, {
    communityId,
    actorId: run.job.createdById,
    action: update.way === "restore" ? "layer.restored" : "layer.data-updated",
    resourceType: "dataset",
    resourceId: update.datasetId,
    summary: { title: layer.title, revision, ...withoutStyle(made), ...counts },
  });
  await emitIn(sql, "dataset.updated", communityId, { datasetId: update.datasetId });
  if (isReshaped || kind) await emitIn(sql, "layer.updated", communityId, { layerId: spec.layerId, datasetId: update.datasetId });
  await dropTables(sql, { updateId, spec });
  return spec.layerId;
}

/** The journal says that the kind changed; the style before is only for the way back. */
const withoutStyle = <T extends { styleBefore?: unknown }>({ styleBefore: _style, ...made }: T) => made;

/** The layer with another type of geometry. It keeps its style where that draws the new shapes; a restoration brings the earlier style back. */
async function layerOfKind(sql: SqlSession, layer: EditedLayer, { restores }: UpdateRow, geometryType: string): Promise<EditedLayer> {
  const geometry = geometryColumnOf(geometryType, layer.spec.geometry.srid);
  const style = restores === null ? layer.style : (await kindAt(sql, layer, restores)).style;
  const isDrawn = styleFlaw({ geometryType, featureCount: 0 }, styleOf(style)) === null;
  return { ...layer, geometryType, spec: { ...layer.spec, geometry }, style: isDrawn ? style : { kind: "auto" } };
}

function needsFullRefresh(before: EditedLayer, after: EditedLayer): boolean {
  const style = styleOf(before.style);
  const drawn = ({ name, geometryType, gazetteer, spec }: EditedLayer) => ({ name, geometryType, gazetteer, fields: spec.fields, style });
  const { search, generalised } = staleAfter(drawn(before), drawn(after));
  return search || generalised;
}
