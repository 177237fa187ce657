import { type DatasetRecord, datasetRecord, topics, visibilities } from "@archipel/contracts/datasets.ts";
import type { ProcessingRun } from "@archipel/contracts/processing.ts";
import type { Tx } from "@archipel/database/database.ts";
import { storedBbox, unionAll } from "@archipel/geo/bbox.ts";
import { z } from "zod";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { type ClaimedJob, JobFailedError, type JobRun } from "../../../kernel/jobs/handler.ts";
import { inputOfJob } from "../../../kernel/jobs/rows.ts";
import { emit } from "../../../kernel/outbox.ts";
import { dropLayerTable, tableNameOf } from "../../../layer-store/tables/layer-table.ts";
import type { LayerStatistics } from "../../../layer-store/tables/statistics.ts";
import { freeSlug, slugOf } from "../../datasets/policy.ts";
import { insertDataset } from "../../datasets/service.ts";
import type { SourceLayer } from "../kit/parameter.ts";
import { type Request, sourcesOf } from "../kit/request.ts";
import { lineageSentence } from "./lineage-sentence.ts";
import type { MadeFile } from "./make-file.ts";
import { type LayerPlan, type RunPlan, runPlan } from "./plan.ts";

export interface PreparedLayer {
  id: string;
  name: string;
  datasetId: string;
}

/** Creates the layer with status "building" in its dataset. A new dataset is created as a draft. */
export async function prepareLayer(tx: Tx, run: JobRun, title: string, { recipe, processing, sources }: Request): Promise<PreparedLayer> {
  const { communityId, createdById, subjectId } = run.job;
  const plan = runPlan.parse(run.job.input);
  if (plan.kind !== "layer") throw new JobFailedError("processing-run-not-found");
  const { layerId: id } = plan;
  const known = plan.datasetId && (await tx.dataset.findUnique({ where: { id: plan.datasetId, communityId } }));
  if (!known && plan.datasetTitle === null) throw new JobFailedError("dataset-not-found");
  const datasetId = known
    ? known.id
    : (await insertDataset(tx, { userId: createdById, communityId }, await recordOf(tx, run, plan, { processing, sources }))).id;
  const remembered: RunPlan = { ...plan, datasetId };
  await run.remember(tx, remembered, datasetId);
  run.job.input = remembered;
  await tx.processingRun.update({ where: { id: subjectId, communityId }, data: { datasetId } });
  const others = await tx.layer.findMany({
    where: { datasetId, communityId, id: { not: id } },
    select: { name: true, position: true },
  });
  const name = freeSlug(slugOf(title), new Set(others.map((other) => other.name)));
  const { geometry, fields } = recipe;
  const data = {
    title,
    geometryType: `${geometry.type}${geometry.hasZ ? " Z" : ""}`,
    srid: geometry.srid,
    fields: fields.map((field) => ({ ...field })),
  };
  const position = others.reduce((last, other) => Math.max(last, other.position + 1), 0);
  await tx.layer.upsert({
    where: { id, communityId },
    update: { ...data, name, datasetId },
    create: {
      ...data,
      id,
      communityId,
      datasetId,
      name,
      position,
      tableName: tableNameOf(id),
      style: { kind: "auto" },
      status: "building",
    },
  });
  return { id, name, datasetId };
}

/** The record of a new dataset: taken from its sources, and no more visible than the least visible of them. */
async function recordOf(tx: Tx, run: JobRun, plan: LayerPlan, request: Pick<Request, "processing" | "sources">): Promise<DatasetRecord> {
  const { communityId, createdById } = run.job;
  const datasets = await tx.dataset.findMany({ where: { id: { in: request.sources.map((source) => source.datasetId) }, communityId } });
  const [first] = datasets;
  const visible = datasets.map((dataset) => z.enum(visibilities).parse(dataset.visibility));
  const visibility = [...visibilities].reverse().find((candidate) => visible.includes(candidate));
  const author = await tx.user.findUnique({ where: { id: createdById }, select: { locale: true } });
  return datasetRecord.parse({
    title: plan.datasetTitle,
    lineage: lineageSentence(author?.locale === "en" ? "en" : "fr", request.processing, request.sources, new Date()),
    visibility,
    isSynthetic: datasets.some((dataset) => dataset.isSynthetic),
    topic: z.enum(topics).catch("other").parse(first?.topic),
    ...(first && { licence: first.licence, contactName: first.contactName, contactEmail: first.contactEmail }),
  });
}

/** Whether a source was edited or deleted since it was read. */
export async function haveSourcesChanged(tx: Tx, sources: readonly SourceLayer[]): Promise<boolean> {
  const rows = await tx.layer.findMany({ where: { id: { in: sources.map(({ id }) => id) } }, select: { id: true, revision: true } });
  return sources.some(({ id, revision }) => rows.find((row) => row.id === id)?.revision !== revision);
}

type Counts = Record<string, number>;

/** Shows the layer in one transaction: with its first revision, its lineage, the audit entry and the events. */
export async function showLayer(
  tx: Tx,
  run: JobRun,
  { processing, sources }: Request,
  layer: PreparedLayer,
  { featureCount, bbox: box }: LayerStatistics,
  counts: Counts,
): Promise<void> {
  const { communityId, createdById, subjectId } = run.job;
  const { id: layerId, datasetId } = layer;
  await run.succeed(tx);
  const data = { status: "ready", revision: 1, featureCount, bbox: box ?? [] };
  const { title } = await tx.layer.update({ where: { id: layerId, communityId }, data });
  const summary = { processing: processing.id, runId: subjectId, features: featureCount };
  await tx.layerRevision.create({ data: { layerId, revision: 1, communityId, authorId: createdById, summary } });
  const ready = await tx.layer.findMany({ where: { datasetId, communityId, status: "ready" }, select: { bbox: true } });
  const bbox = unionAll(ready.map((other) => storedBbox(other.bbox)).filter((stored) => stored !== null));
  await tx.dataset.update({ where: { id: datasetId, communityId }, data: { bbox: bbox ?? [] } });
  await tx.processingRun.update({
    where: { id: subjectId, communityId },
    data: { layerId, datasetId, counts, sources: sourcesOf(sources), version: processing.version, finishedAt: new Date() },
  });
  await audit(tx, {
    communityId,
    actorId: createdById,
    action: "layer.processed",
    resourceType: "dataset",
    resourceId: datasetId,
    summary: { title, ...summary },
  });
  await emit(tx, "layer.published", communityId, { layerId, datasetId, revision: 1 });
  await emit(tx, "dataset.updated", communityId, { datasetId });
}

/** Shows the file in one transaction. */
export async function showFile(tx: Tx, run: JobRun, sources: ProcessingRun["sources"], file: MadeFile, counts: Counts): Promise<void> {
  const { communityId, subjectId } = run.job;
  await run.succeed(tx);
  const kept = { name: file.name, objectKey: file.key, size: file.size };
  await tx.processingRun.update({ where: { id: subjectId, communityId }, data: { file: kept, counts, sources, finishedAt: new Date() } });
  await emit(tx, "processing.finished", communityId, { runId: subjectId });
}

/** Deletes what is not finished: the half-built layer, and the dataset if it was created only for this layer. */
export async function deleteUnfinished(core: Core, job: ClaimedJob, asked: RunPlan): Promise<void> {
  const { communityId, subjectId } = job;
  if (asked.kind !== "layer") return;
  const isGone = await core.database.withWorker(communityId, async (tx) => {
    const ready = await tx.layer.count({ where: { id: asked.layerId, communityId, status: "ready" } });
    if (ready > 0) return false;
    await tx.layer.deleteMany({ where: { id: asked.layerId, communityId } });
    // The job's row names the dataset even if this attempt ended before it did.
    const plan = runPlan.parse((await inputOfJob(tx, job.id)) ?? asked);
    if (plan.kind === "layer" && plan.datasetTitle !== null && plan.datasetId !== null) {
      await tx.processingRun.update({ where: { id: subjectId, communityId }, data: { datasetId: null } });
      const made = { id: plan.datasetId, communityId, status: "draft", layers: { none: {} } } as const;
      const { count } = await tx.dataset.deleteMany({ where: made });
      const about = { communityId, actorId: job.createdById, resourceType: "dataset", resourceId: plan.datasetId };
      if (count > 0) await audit(tx, { ...about, action: "dataset.deleted", summary: { title: plan.datasetTitle, layers: 0 } });
    }
    return true;
  });
  if (!isGone) return;
  const tableName = tableNameOf(asked.layerId);
  await core.database.sqlAs({ role: "worker", communityId }, (sql) => dropLayerTable(sql, { tableName, communityId }));
}
