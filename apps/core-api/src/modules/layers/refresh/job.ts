import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import type { ClaimedJob, JobHandler } from "../../../kernel/jobs/handler.ts";
import { emit } from "../../../kernel/outbox.ts";
import { classColumnsOf, styleColumns } from "../../../layer-store/describe/drawn-columns.ts";
import { type GeneralisedSpec, generaliseLayer } from "../../../layer-store/tables/generalise.ts";
import { dropTables, generalisedZooms, replaceGeneralised } from "../../../layer-store/tables/generalised-tables.ts";
import { geometryColumnOf, type OpenSession, tableNameOf } from "../../../layer-store/tables/layer-table.ts";
import { layerForRefresh } from "../../../layer-store/tables/layer-to-refresh.ts";
import { rebuildGeneralised } from "../../../layer-store/tables/rebuild-generalised.ts";
import { indexLayerForSearch } from "../../search/indexing/index-layer.ts";
import { lockRevision, ownLayer, touchLayer } from "../queries.ts";

/** CRS of the tables of low zooms, whatever the layer's own CRS. */
const WEB_MERCATOR = 3857;

const refreshInput = z.object({ search: z.boolean(), generalised: z.boolean() });

/**
 * Derives again what depends on a layer's fields and style: search entries, tables of low zooms. The old ones serve until the new ones are
 * ready. Each run reads the current state of the layer, so runs may come in any order, and twice.
 */
export const refreshLayerJob: JobHandler<Core> = {
  kind: "refresh-layer",
  title: { fr: "Préparation d’une couche", en: "Preparing a layer" },
  steps: {
    names: { fr: "Indexation des noms pour la recherche", en: "Indexing names for search" },
    zooms: { fr: "Préparation des petites échelles", en: "Preparing small scales" },
  },

  async run(core, run) {
    const { communityId, subjectId: layerId } = run.job;
    const { search, generalised } = refreshInput.parse(run.job.input);
    const open = sessions(core, run.job);
    if (search) {
      await run.progress("names", 0, null);
      await open(async (sql) => {
        const layer = await layerForRefresh(sql, layerId);
        if (layer) await indexLayerForSearch(sql, { ...layer, layerId, communityId });
      });
    }
    if (generalised) {
      await run.progress("zooms", 0, null);
      await regeneralise(open, run.job);
    }
    await core.database.withWorker(communityId, async (tx) => {
      await run.succeed(tx);
      const layer = await ownLayer(tx, communityId, layerId);
      if (layer) await emit(tx, "layer.updated", communityId, { layerId, datasetId: layer.datasetId });
    });
  },

  async undo(core, job) {
    await sessions(core, job)((sql) => dropTables(sql, tableNameOf(job.subjectId), draftPrefix(job)));
  },
};

function sessions(core: Core, { communityId }: ClaimedJob): OpenSession {
  return (work) => core.database.sqlAs({ role: "worker", communityId }, work);
}

/** Tables that a job builds beside the current ones. The prefix is unique to the job. */
const draftPrefix = (job: ClaimedJob) => `_r${job.id.replaceAll("-", "").slice(-12)}g`;

async function regeneralise(open: OpenSession, job: ClaimedJob): Promise<void> {
  const { communityId, subjectId: layerId } = job;
  const prefix = draftPrefix(job);
  const layer = await open((sql) => layerForRefresh(sql, layerId));
  if (!layer) return;
  const { tableName, fields } = layer;
  const { colour } = styleColumns(layer);
  const spec: GeneralisedSpec = { layerId, communityId, tableName, fields, geometry: geometryColumnOf(layer.geometryType, WEB_MERCATOR) };
  const classColumns = classColumnsOf(layer);
  const before = await open(async (sql) => {
    await dropTables(sql, tableName, prefix);
    return generalisedZooms(sql, tableName);
  });
  const zooms = await generaliseLayer(open, spec, {
    classColumns,
    suffixOf: (zoom) => prefix + zoom,
    // A tile request of this moment may read any of the previous zooms: each keeps its table.
    lowestZoom: Math.min(...before, 14),
  });
  await open(async (sql) => {
    const now = await layerForRefresh(sql, layerId);
    // The style changed again: that change has a job of its own.
    if (!now || styleColumns(now).colour !== colour) return dropTables(sql, tableName, prefix);
    // From here on edits wait. The new tables lack the edits made while they were built; then they are built again, now under the lock.
    const revision = (await lockRevision(sql, layerId)) ?? layer.revision;
    if (revision === layer.revision) await replaceGeneralised(sql, tableName, prefix, zooms);
    else {
      await dropTables(sql, tableName, prefix);
      await rebuildGeneralised(sql, spec, classColumns);
    }
    // The URLs of cached tiles contain this time.
    await touchLayer(sql, layerId);
  });
}
