import { stat } from "node:fs/promises";
import { type CloudFacts, cloudFacts } from "@archipel/contracts/clouds.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { withCorrectedCloud } from "@archipel/gdal/correct-cloud.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { VolumeTest } from "@archipel/pointcloud/selection/volume.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../kernel/objects.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { assertStorage } from "../../../kernel/storage-quota.ts";
import { movedClasses } from "../policy.ts";
import { attachmentRows, keepRevisions, lockedDataset, ownCloudLayer, putPoints, type TileRow } from "../queries.ts";
import { followTiles } from "../service/follow-tiles.ts";
import { type CorrectedTile, type CorrectionPlan, correctionPlan } from "./plan.ts";

/** Tiles that one drawing may touch. */
const MOST_TILES = 16;

/**
 * Gives the points inside a drawing another class: each tile with points inside gets a revision. Files are written first, each remembered
 * when it is stored; one last transaction shows them all and tells the report.
 */
export const correctPointsJob: JobHandler<Core> = {
  kind: "correct-points",
  title: { fr: "Correction de points", en: "Correction of points" },
  steps: {
    correct: { fr: "Reclassement des points", en: "Giving points their class" },
    publish: { fr: "Mise en ligne", en: "Publishing" },
  },

  async run(core, run) {
    const { communityId } = run.job;
    const plan = correctionPlan.parse(run.job.input);
    const worker = { role: "worker", communityId } as const;
    const { layer, tiles } = await core.database.sqlAs(worker, async (sql) => {
      const found = await ownCloudLayer(sql, communityId, plan.layerId);
      if (!found) throw new JobFailedError("cloud-layer-not-found");
      return { layer: found, tiles: touched(plan, await attachmentRows(sql, found.datasetId)) };
    });
    if (tiles.length > MOST_TILES) throw new JobFailedError("points-too-many-tiles", { tiles: tiles.length, most: MOST_TILES });
    for (const [index, tile] of tiles.entries()) {
      await run.progress("correct", index, tiles.length);
      if (plan.done.some(({ tileId }) => tileId === tile.id)) continue;
      plan.done.push({ tileId: tile.id, corrected: await correctTile(core, run, plan, tile) });
      await core.database.withWorker(communityId, (tx) => run.remember(tx, plan));
    }
    const corrected = plan.done.flatMap((tile) => tile.corrected ?? []);
    if (corrected.length === 0) throw new JobFailedError("points-not-found", { classification: plan.classification });
    await run.progress("publish", 0, null);
    await core.database.sqlAs(worker, (sql) => show(sql, run, plan, layer.datasetId, corrected));
  },

  async undo(core, job) {
    const { done } = correctionPlan.parse(job.input);
    await deleteUnreferenced(
      core,
      done.flatMap(({ corrected }) => corrected?.key ?? []),
    );
  },

  forget: (input) => ({ ...correctionPlan.parse(input), done: [] }),
};

/** The tiles whose box the drawing touches. */
function touched({ volume }: CorrectionPlan, rows: readonly TileRow[]): TileRow[] {
  const test = new VolumeTest(volume);
  return rows.filter(({ cloud }) => cloud !== null && test.mayTouch(cloudFacts.parse(cloud)));
}

async function correctTile(core: Core, run: JobRun, plan: CorrectionPlan, tile: TileRow): Promise<CorrectedTile | null> {
  const { volume, classification } = plan;
  try {
    return await core.storage.withFile(tile.objectKey, (path) =>
      withCorrectedCloud(path, { volume, classification }, async (copc, moves) => {
        await assertStorage(core, run.job.communityId, (await stat(copc)).size);
        const { key, size } = await core.storage.putFile(copc);
        return { id: tile.id, revision: tile.revision, key, size, moves: [...moves] };
      }),
    );
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new JobFailedError("points-not-corrected", { file: tile.fileName, detail: error.detail.slice(0, 300) });
  }
}

async function show(
  sql: SqlSession,
  run: JobRun,
  { layerId, classification, report }: CorrectionPlan,
  datasetId: string,
  corrected: readonly CorrectedTile[],
): Promise<void> {
  const { communityId, createdById: authorId } = run.job;
  await run.succeedIn(sql);
  if (!(await lockedDataset(sql, communityId, datasetId))) throw new JobFailedError("dataset-not-found");
  const rows = new Map((await attachmentRows(sql, datasetId)).map((row) => [row.id, row]));
  const ids = corrected.map(({ id }) => id);
  await keepRevisions(sql, communityId, ids, { authorId: null, fileName: null });
  for (const { id, revision, key, size, moves } of corrected) {
    const row = rows.get(id);
    // Somebody published or restored the tile in the meantime: its points are others.
    if (row?.revision !== revision) throw new JobFailedError("points-changed", { file: row?.fileName ?? "" });
    const facts: CloudFacts = cloudFacts.parse(row.cloud);
    await putPoints(sql, communityId, id, { size, objectKey: key, cloud: { ...facts, classes: movedClasses(facts.classes, moves) } });
  }
  await keepRevisions(sql, communityId, ids, { authorId, fileName: null, reportNumber: report.number });
  await followTiles(sql, { communityId, datasetId, authorId });
  const points = corrected.flatMap(({ moves }) => moves).reduce((sum, move) => sum + move.points, 0);
  const summary = { title: `#${report.number}`, points, classification };
  await auditIn(sql, {
    communityId,
    actorId: authorId,
    action: "dataset.points-corrected",
    resourceType: "dataset",
    resourceId: datasetId,
    summary,
  });
  await emitIn(sql, "dataset.updated", communityId, { datasetId });
  const { id: reportId, message } = report;
  await emitIn(sql, "cloud.corrected", communityId, { layerId, reportId, points, classification, message, actorId: authorId });
}
