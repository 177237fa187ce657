import { cloudFacts } from "@archipel/contracts/clouds.ts";
import { REACH } from "@archipel/pointcloud/terrain/model-block.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { commonVertical } from "../../../clouds/policy.ts";
import { type Block, type BlockWork, blocksOf, MOST_BLOCKS, type PointTile, readSources, sourcesOf, workAfter } from "../policy.ts";
import { blockRows, modelRow, ownPoints, tileRows } from "../queries.ts";
import { makeBlock, type Points } from "./make-block.ts";
import { type ModelPlan, type ModelSettings, modelPlan, modelSettings } from "./plan.ts";
import { pathOfBlock, pathOfShade, showChanges, showFirst } from "./show.ts";
import { touchedGround } from "./touched-ground.ts";

/** What to compute, and of what. */
interface Work {
  settings: ModelSettings;
  points: Points;
  blocks: readonly BlockWork[];
  gone: readonly string[];
}

/**
 * Makes a model of heights from points, block by block, or computes again what changed points touch. Each block is remembered when it is
 * stored; one last transaction shows all of them.
 */
export const makeModelJob: JobHandler<Core> = {
  kind: "make-elevation-model",
  title: { fr: "Modèle de hauteurs", en: "Model of heights" },
  steps: {
    compare: { fr: "Recherche des points qui ont changé", en: "Finding the points that have changed" },
    model: { fr: "Calcul des hauteurs", en: "Computing heights" },
    publish: { fr: "Mise en ligne", en: "Publishing" },
  },
  // The cells of its grid cost the time, not the files that it reads.
  budgetShare: 12,

  async run(core, run) {
    const plan = modelPlan.parse(run.job.input);
    const work = plan.first ? await firstWork(core, run, plan.first) : await changedWork(core, run, plan.layerId);
    const sources = sourcesOf(work.points.tiles);
    // An attempt that died had other points.
    if (JSON.stringify(plan.sources) !== JSON.stringify(sources)) {
      await deleteUnreferenced(core, keysOf(plan));
      Object.assign(plan, { sources, done: [] });
    }
    await makeBlocks(core, run, plan, work);
    await run.progress("publish", 0, null);
    if (!plan.first) return showChanges(core, run, plan, work.points, work.gone);
    if (plan.done.every(({ files }) => files.length === 0))
      throw new JobFailedError("elevation-model-empty", { product: plan.first.product });
    await showFirst(core, run, plan, plan.first, work.points);
  },

  async undo(core, job) {
    await deleteUnreferenced(core, keysOf(modelPlan.parse(job.input)));
  },

  forget: (input) => ({ ...modelPlan.parse(input), sources: {}, done: [] }),
};

const keysOf = ({ done }: ModelPlan): string[] => done.flatMap(({ files }) => files.map(({ key }) => key));

async function makeBlocks(core: Core, run: JobRun, plan: ModelPlan, { settings, points, blocks }: Work): Promise<void> {
  const { communityId } = run.job;
  const rows = await core.database.withWorker(communityId, (tx) => blockRows(tx, communityId, plan.layerId));
  const stored = new Map(rows.map(({ path, objectKey }) => [path, objectKey]));
  for (const [index, work] of blocks.entries()) {
    const { key } = work.block;
    if (plan.done.some(({ block }) => block === key)) continue;
    const onProgress = (fraction: number) => run.progress("model", Math.round((index + fraction) * 100), blocks.length * 100);
    await onProgress(0);
    const block = stored.get(pathOfBlock(plan.layerId, key));
    const earlier = block === undefined ? null : { block, shade: stored.get(pathOfShade(plan.layerId, key)) ?? null };
    plan.done.push(await makeBlock(core, run, settings, points, work, earlier, onProgress));
    await core.database.withWorker(communityId, (tx) => run.remember(tx, plan));
  }
}

async function pointsOf(core: Core, { job: { communityId } }: JobRun, layerId: string): Promise<Points> {
  return core.database.withWorker(communityId, async (tx) => {
    const layer = await ownPoints(tx, communityId, layerId);
    if (!layer) throw new JobFailedError("cloud-layer-not-found");
    const rows = (await tileRows(tx, layer.datasetId)).map((row) => ({ ...row, facts: cloudFacts.parse(row.cloud) }));
    const tiles = rows.map(
      ({ id, revision, objectKey, facts: { min, max } }): PointTile => ({ id, revision, objectKey, box: [min[0], min[1], max[0], max[1]] }),
    );
    return { srid: layer.srid, verticalSrid: commonVertical(rows.map(({ facts }) => facts)), tiles };
  });
}

const boxesOf = (tiles: readonly { box: PointTile["box"] }[]) => tiles.map(({ box }) => box);

function assertFew(blocks: readonly Block[]): void {
  if (blocks.length > MOST_BLOCKS) throw new JobFailedError("elevation-model-too-large", { most: MOST_BLOCKS });
}

async function firstWork(core: Core, run: JobRun, settings: ModelSettings): Promise<Work> {
  const points = await pointsOf(core, run, settings.sourceLayerId);
  const blocks = blocksOf(boxesOf(points.tiles), settings.resolution);
  assertFew(blocks);
  return { settings, points, blocks: blocks.map((block) => ({ block, window: null })), gone: [] };
}

async function changedWork(core: Core, run: JobRun, layerId: string): Promise<Work> {
  const { communityId } = run.job;
  const row = await core.database.withWorker(communityId, (tx) => modelRow(tx, communityId, layerId));
  if (!row?.sourceLayerId) throw new JobFailedError("elevation-model-not-found");
  const settings = modelSettings.parse(row);
  const before = readSources.parse(row.sources);
  const points = await pointsOf(core, run, row.sourceLayerId);
  const blocks = blocksOf(boxesOf(points.tiles), settings.resolution);
  assertFew(blocks);
  const touched = await touchedGround(core, run, before, points.tiles);
  const known = blocksOf(boxesOf(Object.values(before)), settings.resolution);
  const { work, gone } = workAfter(known, blocks, touched, { resolution: settings.resolution, reach: REACH });
  return { settings, points, blocks: work, gone };
}
