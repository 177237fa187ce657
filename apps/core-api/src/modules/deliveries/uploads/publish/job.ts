import { cloudFacts } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import type { FieldNameRule } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { type Bbox, bboxAround, storedBbox, unionAll } from "@archipel/geo/bbox.ts";
import { DEFAULT_LOCALE, isLocale } from "@archipel/i18n/locales.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { type ClaimedJob, JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { finishSteps } from "../../../../layer-store/tables/finish-table.ts";
import { dropLayerTable, tableNameOf } from "../../../../layer-store/tables/layer-table.ts";
import { storedChoices } from "../policy/choices.ts";
import { storedClouds } from "../policy/clouds.ts";
import { currentFile } from "../policy/current-file.ts";
import { lineageWith } from "../policy/lineage.ts";
import { storedRasters } from "../policy/rasters.ts";
import { resetUploadStatus, type UploadRow, uploadOfJob } from "../queries.ts";
import { storeDocuments, writeAttachments } from "./attach.ts";
import { buildLayer, type LayerToBuild, layerToBuild } from "./build-layer.ts";
import { storeTiles, writeClouds } from "./clouds.ts";
import { type DescribeFields, describedFields, undescribed } from "./described-fields.ts";
import { chosenHeights, isKeptAsText, storeHeights, writeHeights } from "./heights.ts";
import { type PublishPlan, publishPlan, type StoredDocument } from "./plan.ts";

/**
 * Turns layers of a checked upload into layers of a dataset. The tables are built in steps that nobody else sees; one last transaction
 * shows everything. A killed attempt leaves at most a half-built table, which the next attempt drops and builds again.
 */
export const publishUploadJob: JobHandler<Core> = {
  kind: "publish-upload",
  title: { fr: "Publication", en: "Publication" },
  steps: {
    read: { fr: "Copie des objets", en: "Copying the features" },
    ...finishSteps,
    clouds: { fr: "Préparation des nuages de points", en: "Preparing the point clouds" },
    heights: { fr: "Préparation des hauteurs", en: "Preparing the heights" },
    documents: { fr: "Rangement des documents", en: "Storing the documents" },
    publish: { fr: "Mise en ligne", en: "Publishing" },
  },

  async run(core, run) {
    const { communityId, subjectId } = run.job;
    const plan = publishPlan.parse(run.job.input);
    const { upload, layers, isAboutHeights } = await core.database.withWorker(communityId, async (tx) => {
      const found = await uploadOfJob(tx, communityId, subjectId);
      const { renamedFields } = storedChoices.parse(found?.choices ?? {});
      const describe = found ? await describedFields(tx, run, found) : undescribed;
      const { topic } = await tx.dataset.findUniqueOrThrow({ where: { id: plan.datasetId, communityId }, select: { topic: true } });
      const built = await prepareLayers(tx, run, plan, { renamed: renamedFields, describe });
      return { upload: found, layers: built, isAboutHeights: topic === "elevation" };
    });
    const current = upload && currentFile(upload);
    if (!upload || !current) throw new JobFailedError("upload-not-found");
    await core.storage.withFile(current.objectKey, async (path) => {
      await buildAll(core, run, plan, layers, path);
      await writeClouds(core, run, plan, upload, path);
      await writeHeights(core, run, plan, { upload, isAboutHeights }, path);
      await keepDocuments(core, run, plan, { upload, isAboutHeights }, path);
    });
    await run.progress("publish", 0, null);
    const points = await storeTiles(core, run, plan, upload);
    const heights = await storeHeights(core, run, plan, upload);
    const tiles = points + heights.tiles;
    await core.database.withWorker(communityId, (tx) => publishAll(tx, run, plan, { upload, layers, tiles }));
    await deleteUnreferenced(core, [...layers.flatMap(({ source }) => source.rows?.key ?? []), ...heights.freed]);
  },

  async undo(core, job) {
    const plan = publishPlan.parse(job.input);
    const unfinished = await core.database.withWorker(job.communityId, (tx) => deleteUnfinished(tx, job, plan));
    for (const layerId of unfinished) {
      const tableName = tableNameOf(layerId);
      await core.database.sqlAs({ role: "worker", communityId: job.communityId }, (sql) =>
        dropLayerTable(sql, { tableName, communityId: job.communityId }),
      );
    }
    await deleteUnreferenced(
      core,
      [...(plan.attachments ?? []), ...plan.clouds, ...plan.heights.flatMap(({ tiles }) => tiles)].map(({ key }) => key),
    );
  },

  forget(input) {
    const plan = publishPlan.parse(input);
    return { ...plan, layers: plan.layers.map((layer) => ({ ...layer, built: null })), attachments: null, clouds: [], heights: [] };
  },

  resume: (tx, job) => resetUploadStatus(tx, job, "publishing"),
};

/** The rows of the layers, with status "building": they are not visible yet. */
async function prepareLayers(
  tx: Tx,
  run: JobRun,
  plan: PublishPlan,
  { renamed, describe }: { renamed: readonly FieldNameRule[]; describe: DescribeFields },
): Promise<LayerToBuild[]> {
  const { communityId, subjectId: uploadId } = run.job;
  const dataset = await tx.dataset.findUnique({ where: { id: plan.datasetId, communityId } });
  if (!dataset) throw new JobFailedError("dataset-not-found");
  const rows = await tx.uploadLayer.findMany({ where: { uploadId, communityId } });
  const layers: LayerToBuild[] = [];
  for (const planned of plan.layers) {
    const row = rows.find((candidate) => candidate.id === planned.uploadLayerId);
    if (!row) throw new JobFailedError("upload-layer-not-found", { layer: planned.title });
    const layer = layerToBuild(communityId, planned, row, renamed);
    const fields = describe(layer.source.entry, row.name, layer.spec.fields);
    layers.push(layer);
    const data = {
      title: planned.title,
      geometryType: row.geometryType,
      srid: layer.spec.geometry.srid,
      fields: fields.map((field) => ({ ...field })),
    };
    const { layerId: id, name, position } = planned;
    await tx.layer.upsert({
      where: { id, communityId },
      update: data,
      create: {
        ...data,
        id,
        communityId,
        datasetId: plan.datasetId,
        name,
        position,
        tableName: layer.spec.tableName,
        style: { kind: "auto" },
        status: "building",
      },
    });
    await tx.uploadLayer.update({ where: { id: row.id, communityId }, data: { layerId: id } });
  }
  return layers;
}

async function buildAll(core: Core, run: JobRun, plan: PublishPlan, layers: LayerToBuild[], path: string): Promise<void> {
  const total = layers.reduce((sum, layer) => sum + layer.expected, 0);
  let done = 0;
  for (const [index, layer] of layers.entries()) {
    const planned = plan.layers[index];
    if (planned && !planned.built) {
      const before = done;
      const statistics = await buildLayer(core, run, layer, path, (step, rows) => run.progress(step, before + rows, total));
      planned.built = { featureCount: statistics.featureCount, bbox: statistics.bbox ?? [] };
      await core.database.withWorker(run.job.communityId, (tx) => run.remember(tx, plan));
    }
    done += layer.expected;
  }
}

async function keepDocuments(
  core: Core,
  run: JobRun,
  plan: PublishPlan,
  { upload, isAboutHeights }: { upload: UploadRow; isAboutHeights: boolean },
  path: string,
): Promise<void> {
  if (plan.attachments !== null) return;
  const heights = chosenHeights(plan, upload, isAboutHeights).flatMap(({ raster }) => (isKeptAsText(raster) ? [] : [raster.path]));
  const tiles = new Set([...storedClouds.parse(upload.clouds).map((cloud) => cloud.path), ...heights]);
  const documents = plan.documents.filter((document) => !tiles.has(document));
  const total = documents.length;
  const onProgress = (done: number) => run.progress("documents", done, total);
  const rasters = storedRasters.parse(upload.rasters);
  plan.attachments = singleFileRaster(upload, documents) ?? (await storeDocuments(core, path, documents, rasters, onProgress));
  await core.database.withWorker(run.job.communityId, (tx) => run.remember(tx, plan));
}

/** A raster uploaded as a single file is already an object. */
function singleFileRaster({ driver, fileName, size, objectKey }: UploadRow, documents: readonly string[]): StoredDocument[] | null {
  const mediaType = driver === "geotiff" ? "image/tiff" : driver === "ascii-grid" || driver === "xyz" ? "text/plain" : null;
  if (!mediaType || !objectKey) return null;
  return documents.includes(fileName) ? [{ path: fileName, mediaType, size: Number(size), key: objectKey }] : [];
}

/** Shows everything in one transaction: layers, first revisions, the dataset, the audit entry and the events. */
async function publishAll(
  tx: Tx,
  run: JobRun,
  plan: PublishPlan,
  { upload, layers, tiles }: { upload: UploadRow; layers: readonly LayerToBuild[]; tiles: number },
): Promise<void> {
  const { communityId, createdById } = run.job;
  await run.succeed(tx);
  for (const [index, { layerId, uploadLayerId, built }] of plan.layers.entries()) {
    const source = layers[index]?.source;
    // A published layer does not need its rows object: a second publication reads the file.
    if (source) await tx.uploadLayer.update({ where: { id: uploadLayerId, communityId }, data: { source: { ...source, rows: null } } });
    const data = { status: "ready", revision: 1, featureCount: built?.featureCount ?? 0, bbox: built?.bbox ?? [] };
    await tx.layer.update({ where: { id: layerId, communityId }, data });
    const summary = { uploadId: upload.id, fileName: upload.fileName, features: data.featureCount };
    await tx.layerRevision.create({ data: { layerId, revision: 1, communityId, authorId: createdById, summary } });
    await emit(tx, "layer.published", communityId, { layerId, datasetId: plan.datasetId, revision: 1 });
  }
  const rasters = storedRasters.parse(upload.rasters);
  const documents = (await writeAttachments(tx, run, plan, rasters)) + tiles;
  const ready = await tx.layer.findMany({ where: { datasetId: plan.datasetId, communityId, status: "ready" }, select: { bbox: true } });
  const boxes = ready.map((layer) => storedBbox(layer.bbox)).filter((box) => box !== null);
  const bbox = unionAll([...boxes, ...(await placedBoxes(tx, communityId, plan.datasetId))]);
  const where = { id: plan.datasetId, communityId };
  const { lineage } = await tx.dataset.findUniqueOrThrow({ where, select: { lineage: true } });
  const author = await tx.user.findUnique({ where: { id: createdById }, select: { locale: true } });
  const locale = isLocale(author?.locale) ? author.locale : DEFAULT_LOCALE;
  const dataset = await tx.dataset.update({
    where,
    data: { bbox: bbox ?? [], lineage: lineageWith(lineage, upload, locale, chosenClouds(upload, plan)) },
  });
  const about = { communityId, actorId: createdById, resourceType: "dataset", resourceId: dataset.id };
  await audit(tx, {
    ...about,
    action: "dataset.layers-added",
    summary: { title: dataset.title, fileName: upload.fileName, layers: plan.layers.length, documents },
  });
  if (plan.status === "published" && dataset.status !== "published") {
    await tx.dataset.update({
      where: { id: dataset.id, communityId },
      data: { status: "published", publishedAt: dataset.publishedAt ?? new Date() },
    });
    await audit(tx, { ...about, action: "dataset.published", summary: { title: dataset.title } });
    await emit(tx, "dataset.published", communityId, { datasetId: dataset.id });
  } else await emit(tx, "dataset.updated", communityId, { datasetId: dataset.id });
  await tx.upload.update({ where: { id: upload.id, communityId }, data: { status: "published", datasetId: dataset.id } });
}

function chosenClouds({ clouds }: UploadRow, plan: PublishPlan) {
  return storedClouds.parse(clouds).filter(({ path }) => plan.documents.includes(path));
}

/** The boxes of the rasters and point clouds of a dataset. */
async function placedBoxes(tx: Tx, communityId: CommunityId, datasetId: string): Promise<Bbox[]> {
  const isPlaced = [{ raster: { not: Prisma.DbNull } }, { cloud: { not: Prisma.DbNull } }];
  const rows = await tx.datasetAttachment.findMany({
    where: { datasetId, communityId, OR: isPlaced },
    select: { raster: true, cloud: true },
  });
  return rows.flatMap(({ raster, cloud }): Bbox[] => {
    const footprint = raster !== null ? rasterFacts.parse(raster).footprint : cloudFacts.parse(cloud).footprint;
    return footprint ? [bboxAround(footprint)] : [];
  });
}

/** Deletes the half-built layers, and makes the upload publishable again. The dataset stays as it is, a draft. */
async function deleteUnfinished(tx: Tx, job: ClaimedJob, plan: PublishPlan): Promise<string[]> {
  const { communityId, subjectId } = job;
  const ids = plan.layers.map((layer) => layer.layerId);
  const ready = await tx.layer.findMany({ where: { id: { in: ids }, communityId, status: "ready" }, select: { id: true } });
  const unfinished = ids.filter((id) => !ready.some((layer) => layer.id === id));
  await tx.uploadLayer.updateMany({ where: { uploadId: subjectId, communityId, layerId: { in: unfinished } }, data: { layerId: null } });
  await tx.layer.deleteMany({ where: { id: { in: unfinished }, communityId } });
  await tx.upload.updateMany({ where: { id: subjectId, communityId, status: "publishing" }, data: { status: "checked" } });
  return unfinished;
}
