import { fileFormat } from "@archipel/contracts/processing.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { finishSteps } from "../../../layer-store/tables/finish-table.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { type Request, readRequest, sourcesOf } from "../kit/request.ts";
import { countOf } from "../queries/result-rows.ts";
import { makeFile } from "./make-file.ts";
import { makeLayer } from "./make-layer.ts";
import { runPlan } from "./plan.ts";
import { deleteUnfinished, haveSourcesChanged, prepareLayer, showFile, showLayer } from "./show.ts";

/** A result is made again when a source was edited meanwhile, because it would mix two states. Maximum number of rounds. */
const MAX_ROUNDS = 3;

const parameters = z.record(z.string(), z.unknown());

/**
 * Runs a processing. A layer is built in steps that nobody else sees, a file is written to a temporary place; one last transaction shows
 * the result with its lineage. A killed attempt leaves at most a half-built table, which the next attempt drops and builds again.
 */
export const runProcessingJob: JobHandler<Core> = {
  kind: "run-processing",
  title: { fr: "Traitement", en: "Processing" },
  steps: {
    prepare: { fr: "Préparation", en: "Preparation" },
    process: { fr: "Traitement des objets", en: "Processing the features" },
    "write-file": { fr: "Écriture du fichier", en: "Writing the file" },
    ...finishSteps,
    publish: { fr: "Mise en ligne", en: "Publishing" },
  },

  async run(core, run) {
    for (let round = 1; !(await makeResult(core, run)); round++) {
      if (round === MAX_ROUNDS) throw new JobFailedError("processing-sources-move");
      await run.log({ code: "sources-moved", level: "warning" });
    }
  },

  async undo(core, job) {
    await deleteUnfinished(core, job, runPlan.parse(job.input));
  },
};

/** One round; false when a source was edited meanwhile. */
async function makeResult(core: Core, run: JobRun): Promise<boolean> {
  const { communityId, subjectId } = run.job;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId }, work);
  await run.progress("prepare", 0, null);
  const row = await core.database.withWorker(communityId, (tx) => tx.processingRun.findUnique({ where: { id: subjectId, communityId } }));
  if (!row) throw new JobFailedError("processing-run-not-found");
  const asked = { processing: row.processing, parameters: parameters.parse(row.parameters) };
  const request = await open((sql) => readRequest(sql, communityId, asked));
  const ways = await countsOf(open, request);
  const input = request.sources.reduce((sum, source) => sum + source.featureCount, 0);
  if (row.format !== null) {
    const file = await makeFile(core, run, request, row.title, fileFormat.parse(row.format));
    await reportCounts(run, input, file.features, file.shapeless);
    return core.database.withWorker(communityId, async (tx) => {
      if (await haveSourcesChanged(tx, request.sources)) return false;
      await showFile(tx, run, sourcesOf(request.sources), file, { ...countsIn(input, file.features, file.shapeless), ...ways });
      return true;
    });
  }
  const layer = await core.database.withWorker(communityId, (tx) => prepareLayer(tx, run, row.title, request));
  const made = await makeLayer(core, run, request, layer);
  const { featureCount } = made.statistics;
  await reportCounts(run, input, featureCount, made.shapeless);
  await run.progress("publish", featureCount, featureCount);
  return core.database.withWorker(communityId, async (tx) => {
    if (await haveSourcesChanged(tx, request.sources)) return false;
    await showLayer(tx, run, request, layer, made.statistics, { ...countsIn(input, featureCount, made.shapeless), ...ways });
    return true;
  });
}

/** Features read and written; `empty`: those of the result that have no shape, if any. */
function countsIn(input: number, output: number, empty: number): Record<string, number> {
  return { in: input, out: output, ...(empty > 0 && { empty }) };
}

async function countsOf(open: OpenSession, { recipe }: Request): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, statement] of Object.entries(recipe.counts ?? {})) counts[name] = await open((sql) => countOf(sql, statement));
  return counts;
}

async function reportCounts(run: JobRun, input: number, output: number, shapeless: number): Promise<void> {
  await run.log({ code: "made", params: { in: input, out: output } });
  if (shapeless > 0) await run.log({ code: "shapeless", level: "warning", params: { count: shapeless } });
}
