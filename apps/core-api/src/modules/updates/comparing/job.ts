import { type UpdatePreview, updateChoice, updateWay } from "@archipel/contracts/updates.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/job.ts";
import { type EditedLayer, editedLayer } from "../../contributions/merge/edited-layer.ts";
import type { OpenSession } from "../../layers/table/layer-table.ts";
import { differenceToRevision } from "../difference/back-to-revision.ts";
import { UpdateFindings } from "../difference/findings.ts";
import { createTables, dropRows, dropTables, type UpdatedLayer } from "../difference/tables.ts";
import { type UpdateRow, updateRow } from "../queries.ts";
import { compareFile } from "./compare-file.ts";

/**
 * Computes what an update changes, into a table of its own, and tells it. Each run begins anew: an attempt after a crash, or another
 * choice, replaces what there was. It counts for the layer's revision at its beginning.
 */
export const compareUpdateJob: JobHandler<Core> = {
  async run(core, run) {
    const { communityId, subjectId: updateId } = run.job;
    const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
    const { update, layer } = await open(async (sql) => {
      const found = await updateRow(sql, communityId, updateId);
      if (!found || found.revision !== null) throw new JobFailedError("update-not-found");
      return { update: found, layer: await editedLayer(sql, communityId, found.layerId) };
    });
    const updated: UpdatedLayer = { updateId, spec: layer.spec };
    await open((sql) => createTables(sql, updated));
    const told = await preview(core, run, open, update, layer, updated);
    await open((sql) => dropRows(sql, updated));
    core.log.info({ update: updateId, ...told.counts }, "update compared");
    await core.database.withWorker(communityId, async (tx) => {
      await tx.layerUpdate.update({ where: { id: updateId, communityId }, data: { preview: told } });
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

async function preview(
  core: Core,
  run: JobRun,
  open: OpenSession,
  update: UpdateRow,
  layer: EditedLayer,
  updated: UpdatedLayer,
): Promise<UpdatePreview> {
  const base = { baseRevision: layer.revision };
  const { restores } = update;
  if (restores !== null) {
    await run.progress("compare", 0, null);
    const counts = await open((sql) => differenceToRevision(sql, updated, restores));
    return { ...base, counts, file: null, findings: [], isBlocked: false };
  }
  const findings = new UpdateFindings();
  const wanted = { way: updateWay.parse(update.way), choice: updateChoice.parse(update.choice), findings };
  const { counts, file } = await compareFile(core, run, open, update, layer, wanted);
  await open((sql) => findings.locate(sql, updated));
  return { ...base, counts, file, findings: findings.all(), isBlocked: findings.isBlocked };
}
