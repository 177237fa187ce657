import { type UpdatePreview, updateChoice, updateWay } from "@archipel/contracts/updates.ts";
import type { Tx } from "@archipel/database/database.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { type StartedJob, startJob } from "../../../kernel/jobs/rows.ts";
import { differenceToRevision } from "../../../layer-store/compare/by-table/back-to-revision.ts";
import { UpdateFindings } from "../../../layer-store/compare/by-table/findings.ts";
import { createTables, dropRows, dropTables, updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { type EditedLayer, editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { columnsBetween, fieldsAt } from "../../../layer-store/revisions/layer-columns.ts";
import { kindAt, kindBetween } from "../../../layer-store/revisions/layer-kind.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { type UpdateRow, updateRow } from "../queries.ts";
import { compareFile } from "./compare-file.ts";
import { harmsOf } from "./harms.ts";

/**
 * Computes the changes of an update into a table of its own, and a preview. Each run starts from nothing: an attempt after a crash, or
 * another choice, replaces the previous result. The result is valid for the layer's revision at the start of the run.
 */
export const compareUpdateJob: JobHandler<Core> = {
  kind: "compare-update",
  title: { fr: "Comparaison d’une mise à jour", en: "Comparing an update" },
  steps: {
    compare: { fr: "Comparaison avec la couche", en: "Comparing with the layer" },
    read: { fr: "Copie des objets", en: "Copying the features" },
  },

  async run(core, run) {
    const { communityId, subjectId: updateId } = run.job;
    const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
    const { update, layer } = await open(async (sql) => {
      const found = await updateRow(sql, communityId, updateId);
      if (!found || found.revision !== null) throw new JobFailedError("update-not-found");
      return { update: found, layer: await editedLayer(sql, communityId, found.layerId) };
    });
    const preview = update.restores === null ? await ofFile(core, run, open, update, layer) : await ofRevision(run, open, update, layer);
    await open((sql) => dropRows(sql, { updateId, spec: layer.spec }));
    core.log.info({ update: updateId, ...preview.counts }, "update compared");
    const next = await core.database.withWorker(communityId, async (tx) => {
      await tx.layerUpdate.update({ where: { id: updateId, communityId }, data: { preview } });
      await run.succeed(tx);
      return appliesAtOnce(run.job.input, preview) ? startNext(tx, run.job, update) : null;
    });
    if (next) await core.queue.enqueue(next);
  },

  async undo(core, { communityId, subjectId: updateId }) {
    await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
      const found = await updateRow(sql, communityId, updateId);
      if (!found || found.revision !== null) return;
      await dropTables(sql, { updateId, spec: (await editedLayer(sql, communityId, found.layerId)).spec });
    });
  },
};

/** Whether the person asked to apply the changes as soon as they are known, and there are any. */
function appliesAtOnce(input: unknown, { counts, columns }: UpdatePreview): boolean {
  if (!z.object({ applies: z.literal(true) }).safeParse(input).success) return false;
  return counts.inserted + counts.updated + counts.deleted + columns.added.length + columns.removed.length > 0;
}

function startNext(tx: Tx, { communityId, createdById }: JobRun["job"], { id, layerTitle, datasetId }: UpdateRow): Promise<StartedJob> {
  return startJob(tx, { communityId, userId: createdById }, { kind: "apply-update", subjectId: id, subject: layerTitle, datasetId });
}

/** The changes that restore an earlier revision. Columns added since are removed, and columns removed since are added again. */
async function ofRevision(run: JobRun, open: OpenSession, update: UpdateRow, layer: EditedLayer): Promise<UpdatePreview> {
  const revision = update.restores ?? layer.revision;
  await run.progress("compare", 0, null);
  const columns = columnsBetween(layer.spec.fields, await open((sql) => fieldsAt(sql, layer, revision)));
  const kind = kindBetween(layer, (await open((sql) => kindAt(sql, layer, revision))).geometryType);
  const updated = updatedLayer(update.id, layer.spec, columns.added);
  await open((sql) => createTables(sql, updated));
  const counts = await open((sql) => differenceToRevision(sql, updated, revision));
  // The revision before a restoration can be restored as well, so that a way back is never confirmed.
  return { baseRevision: layer.revision, counts, columns, kind, file: null, findings: [], harms: [], isBlocked: false };
}

async function ofFile(core: Core, run: JobRun, open: OpenSession, update: UpdateRow, layer: EditedLayer): Promise<UpdatePreview> {
  const findings = new UpdateFindings();
  const wanted = { way: updateWay.parse(update.way), choice: updateChoice.parse(update.choice), findings };
  const { counts, updated, kind, file } = await compareFile(core, run, open, update, layer, wanted);
  await open((sql) => findings.locate(sql, { updateId: update.id, spec: layer.spec }));
  const { isBlocked } = findings;
  const { authorId } = update;
  const harms = isBlocked
    ? []
    : await harmsOf(core, open, layer, { updated, counts, kind, crs: file.crs, authorId, communityId: run.job.communityId });
  const columns = { added: [...updated.added], removed: [] };
  return { baseRevision: layer.revision, counts, columns, kind, file, findings: findings.all(), harms, isBlocked };
}
