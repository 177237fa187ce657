import { type UpdatePreview, updateChoice, updateWay } from "@archipel/contracts/updates.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { differenceToRevision } from "../../../layer-store/compare/by-table/back-to-revision.ts";
import { UpdateFindings } from "../../../layer-store/compare/by-table/findings.ts";
import { createTables, dropRows, dropTables, updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { type EditedLayer, editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { columnsBetween, fieldsAt } from "../../../layer-store/revisions/layer-columns.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { type UpdateRow, updateRow } from "../queries.ts";
import { compareFile } from "./compare-file.ts";

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
    await core.database.withWorker(communityId, async (tx) => {
      await tx.layerUpdate.update({ where: { id: updateId, communityId }, data: { preview } });
      await run.succeed(tx);
    });
  },

  async undo(core, { communityId, subjectId: updateId }) {
    await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
      const found = await updateRow(sql, communityId, updateId);
      if (!found || found.revision !== null) return;
      await dropTables(sql, { updateId, spec: (await editedLayer(sql, communityId, found.layerId)).spec });
    });
  },
};

/** The changes that restore an earlier revision. Columns added since are removed, and columns removed since are added again. */
async function ofRevision(run: JobRun, open: OpenSession, update: UpdateRow, layer: EditedLayer): Promise<UpdatePreview> {
  const revision = update.restores ?? layer.revision;
  await run.progress("compare", 0, null);
  const columns = columnsBetween(layer.spec.fields, await open((sql) => fieldsAt(sql, layer, revision)));
  const updated = updatedLayer(update.id, layer.spec, columns.added);
  await open((sql) => createTables(sql, updated));
  const counts = await open((sql) => differenceToRevision(sql, updated, revision));
  return { baseRevision: layer.revision, counts, columns, file: null, findings: [], isBlocked: false };
}

async function ofFile(core: Core, run: JobRun, open: OpenSession, update: UpdateRow, layer: EditedLayer): Promise<UpdatePreview> {
  const findings = new UpdateFindings();
  const wanted = { way: updateWay.parse(update.way), choice: updateChoice.parse(update.choice), findings };
  const { counts, added, file } = await compareFile(core, run, open, update, layer, wanted);
  await open((sql) => findings.locate(sql, { updateId: update.id, spec: layer.spec }));
  const columns = { added, removed: [] };
  return { baseRevision: layer.revision, counts, columns, file, findings: findings.all(), isBlocked: findings.isBlocked };
}
