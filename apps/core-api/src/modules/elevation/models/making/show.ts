import { randomUUID } from "node:crypto";
import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import { type DatasetRecord, datasetRecord } from "@archipel/contracts/datasets.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import type { Tx } from "@archipel/database/database.ts";
import { type Bbox, bboxAround, storedBbox, unionAll } from "@archipel/geo/bbox.ts";
import { datumOfSrid } from "@archipel/geo/heights/height-names.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { tableNameOf } from "../../../../layer-store/tables/layer-table.ts";
import { freeSlug, slugOf } from "../../../datasets/policy.ts";
import { insertDataset } from "../../../datasets/service.ts";
import { blockRows, modelRow, ownPoints } from "../queries.ts";
import type { Points } from "./make-block.ts";
import type { MadeBlock, ModelPlan, ModelSettings, StoredFile } from "./plan.ts";

type First = NonNullable<ModelPlan["first"]>;

const SHADE = "-ombrage";
/** The path of a block among the attachments of its dataset. Its name for people is its file name. */
export const pathOfBlock = (layerId: string, block: string): string => `${layerId}/${block}.tif`;

/** The path of its hillshade. */
export const pathOfShade = (layerId: string, block: string): string => pathOfBlock(layerId, `${block}${SHADE}`);

const filesOf = (layerId: string, { block, files }: MadeBlock) =>
  files.map((file, index) => ({ file, path: index === 0 ? pathOfBlock(layerId, block) : pathOfShade(layerId, block) }));

/** Shows a new model: its dataset if that is new, its layer, its blocks. */
export async function showFirst(core: Core, run: JobRun, plan: ModelPlan, first: First, points: Points): Promise<void> {
  const { communityId, createdById } = run.job;
  const { layerId } = plan;
  await core.database.withWorker(communityId, async (tx) => {
    const datasetId = first.datasetId ?? (await newDataset(tx, run, first, points));
    await run.remember(tx, plan, datasetId);
    await run.succeed(tx);
    const dataset = await tx.dataset.findUnique({ where: { id: datasetId, communityId }, select: { id: true } });
    if (!dataset) throw new JobFailedError("dataset-not-found");
    const others = await tx.layer.findMany({ where: { datasetId, communityId }, select: { name: true, position: true } });
    const files = plan.done.flatMap((made) => filesOf(layerId, made));
    const count = plan.done.filter(({ files: own }) => own.length > 0).length;
    await tx.layer.create({
      data: {
        id: layerId,
        communityId,
        datasetId,
        name: freeSlug(slugOf(first.title), new Set(others.map(({ name }) => name))),
        title: first.title,
        kind: "elevation",
        tableName: tableNameOf(layerId),
        geometryType: "Polygon",
        srid: points.srid,
        fields: [],
        style: { kind: "auto" },
        featureCount: count,
        bbox: boundsOf(files.map(({ file }) => file)) ?? [],
        position: others.reduce((last, { position }) => Math.max(last, position + 1), 0),
        status: "ready",
        revision: 1,
      },
    });
    const { sourceLayerId, product, method, resolution, withShade, follows } = first;
    await tx.elevationModel.create({
      data: {
        layerId,
        communityId,
        ...{ sourceLayerId, product, method, resolution, withShade, follows },
        verticalSrid: points.verticalSrid,
        sources: plan.sources,
      },
    });
    await insertFiles(tx, run, { layerId, datasetId }, files);
    const summary = { product, resolution, blocks: count };
    await tx.layerRevision.create({ data: { layerId, revision: 1, communityId, authorId: createdById, summary } });
    await followDataset(tx, communityId, datasetId);
    await audit(tx, {
      communityId,
      actorId: createdById,
      action: "layer.modelled",
      resourceType: "dataset",
      resourceId: datasetId,
      summary: { title: first.title, ...summary },
    });
    await emit(tx, "layer.published", communityId, { layerId, datasetId, revision: 1 });
    await emit(tx, "dataset.updated", communityId, { datasetId });
  });
}

/** Shows the blocks that were computed again, as one revision of the layer. Without any, the model says that it is up to date. */
export async function showChanges(core: Core, run: JobRun, plan: ModelPlan, points: Points, gone: readonly string[]): Promise<void> {
  const { communityId, createdById } = run.job;
  const { layerId } = plan;
  const replaced = await core.database.withWorker(communityId, async (tx) => {
    await run.succeed(tx);
    const model = await modelRow(tx, communityId, layerId);
    if (!model) throw new JobFailedError("elevation-model-not-found");
    const brought = { sources: plan.sources, verticalSrid: points.verticalSrid, broughtAt: new Date() };
    await tx.elevationModel.update({ where: { layerId, communityId }, data: brought });
    if (plan.done.length + gone.length === 0) return [];
    const { datasetId } = model.layer;
    const before = await blockRows(tx, communityId, layerId);
    const touched = new Set(
      [...gone, ...plan.done.map(({ block }) => block)].flatMap((key) => [key, `${key}${SHADE}`]).map((key) => pathOfBlock(layerId, key)),
    );
    const old = before.filter(({ path }) => touched.has(path));
    await tx.datasetAttachment.deleteMany({ where: { id: { in: old.map(({ id }) => id) }, communityId } });
    // A block keeps its id, so that links to its file stay.
    const known = new Map(old.map(({ path, id, position }) => [path, { id, position }]));
    const files = plan.done.flatMap((made) => filesOf(layerId, made));
    await insertFiles(tx, run, { layerId, datasetId }, files, known);
    const now = await tx.datasetAttachment.findMany({ where: { layerId, communityId }, select: { path: true, raster: true } });
    const facts = now.map(({ raster }) => ({ facts: rasterFacts.parse(raster) }));
    const summary = { blocks: plan.done.length, removed: gone.length };
    const { revision } = await tx.layer.update({
      where: { id: layerId, communityId },
      data: {
        revision: { increment: 1 },
        featureCount: now.filter(({ path }) => !path.endsWith(`${SHADE}.tif`)).length,
        bbox: boundsOf(facts) ?? [],
      },
      select: { revision: true },
    });
    await tx.layerRevision.create({ data: { layerId, revision, communityId, authorId: createdById, summary } });
    await followDataset(tx, communityId, datasetId);
    await audit(tx, {
      communityId,
      actorId: createdById,
      action: "layer.model-followed",
      resourceType: "dataset",
      resourceId: datasetId,
      summary: { title: model.layer.title, ...summary },
    });
    await emit(tx, "layer.updated", communityId, { layerId, datasetId });
    await emit(tx, "dataset.updated", communityId, { datasetId });
    return old.map(({ objectKey }) => objectKey);
  });
  await deleteUnreferenced(core, replaced);
}

type Placed = ReadonlyMap<string, { id: string; position: number }>;

async function insertFiles(
  tx: Tx,
  { job: { communityId } }: JobRun,
  { layerId, datasetId }: { layerId: string; datasetId: string },
  files: readonly { file: StoredFile; path: string }[],
  known: Placed = new Map(),
): Promise<void> {
  const all = await tx.datasetAttachment.aggregate({ where: { datasetId, communityId }, _count: true, _max: { position: true } });
  const added = files.length;
  if (all._count + added > MAX_ATTACHMENTS) throw new JobFailedError("cloud-too-many", { known: all._count, added, most: MAX_ATTACHMENTS });
  const first = (all._max.position ?? -1) + 1;
  await tx.datasetAttachment.createMany({
    data: files.map(({ file: { fileName, key, size, facts }, path }, index) => ({
      id: known.get(path)?.id ?? randomUUID(),
      communityId,
      datasetId,
      layerId,
      path,
      fileName,
      title: fileName.replace(/\.tif$/, "").replaceAll("_", " "),
      mediaType: "image/tiff",
      size,
      sha256: key.replace(/^sha256\//, ""),
      objectKey: key,
      raster: facts,
      position: known.get(path)?.position ?? first + index,
    })),
  });
}

function boundsOf(files: readonly Pick<StoredFile, "facts">[]): Bbox | null {
  const corners = files.flatMap(({ facts }) => facts.footprint ?? []);
  return corners.length === 0 ? null : bboxAround(corners);
}

async function followDataset(tx: Tx, communityId: string, datasetId: string): Promise<void> {
  const layers = await tx.layer.findMany({ where: { datasetId, communityId, status: "ready" }, select: { bbox: true } });
  const bbox = unionAll(layers.map((layer) => storedBbox(layer.bbox)).filter((box) => box !== null));
  await tx.dataset.update({ where: { id: datasetId, communityId }, data: { bbox: bbox ?? [] } });
}

/** A dataset for the model alone: a draft with the licence and the contacts of the points, no more visible than they are. */
async function newDataset(tx: Tx, run: JobRun, first: First, points: Points): Promise<string> {
  const { communityId, createdById } = run.job;
  const source = await ownPoints(tx, communityId, first.sourceLayerId);
  if (!source) throw new JobFailedError("cloud-layer-not-found");
  const { visibility, isSynthetic, licence, contactName, contactEmail, language, title } = source.dataset;
  const locale = language === "en" ? "en" : "fr";
  const record: DatasetRecord = datasetRecord.parse({
    title: first.datasetTitle,
    topic: "elevation",
    language: locale,
    resolution: first.resolution,
    lineage: lineageOf(locale, first, points, `${source.title} (${title})`),
    ...{ visibility, isSynthetic, licence, contactName, contactEmail },
  });
  const { id } = await insertDataset(tx, { userId: createdById, communityId }, record);
  return id;
}

/** One sentence: what the model is, and what it was made of. */
function lineageOf(locale: "fr" | "en", { product, resolution, method }: ModelSettings, points: Points, source: string): string {
  const t = translator(locale, "elevation");
  const datum = datumOfSrid(points.verticalSrid);
  return t("lineage", {
    product: t(`products.${product}`),
    resolution: formatNumber(locale, resolution, 2),
    method: t(`methods.${method}`),
    source,
    tiles: points.tiles.length,
    datum: datum ?? t("noDatum"),
    date: formatDate(locale, new Date()),
  });
}
