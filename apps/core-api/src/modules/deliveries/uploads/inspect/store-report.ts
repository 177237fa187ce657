import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { UploadRecord } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { InspectedLayer, Inspection } from "@archipel/gdal/model.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { emit } from "../../../../kernel/outbox.ts";
import type { StoredCloud } from "../policy/clouds.ts";
import type { StoredRaster } from "../policy/rasters.ts";
import { type StoredCrs, type StoredRows, type StoredSource, sourceKey } from "../policy/source.ts";
import type { UploadRow } from "../queries.ts";
import type { Examination } from "./examine.ts";
import type { NewFinding } from "./findings.ts";
import { locate, type PlacedFinding } from "./locate.ts";

export interface CheckedLayer {
  layer: InspectedLayer;
  fields: LayerField[];
  /** The CRS in use; null when unknown. */
  srid: number | null;
  isEncodingChosen: boolean;
  sampleKey: string | null;
  rows: StoredRows | null;
  /** Null for a table without geometry. */
  examination: Examination | null;
  findings: NewFinding[];
}

export interface Report {
  upload: UploadRow;
  driver: Inspection["driver"];
  layers: CheckedLayer[];
  fileFindings: PlacedFinding[];
  record: UploadRecord | null;
  documents: Inspection["documents"];
  rasters: StoredRaster[];
  clouds: StoredCloud[];
}

/** Replaces the findings of an upload in one transaction, and ends the job in it. Layers keep their ids from one check to the next. */
export async function storeReport(core: Core, run: JobRun, report: Report): Promise<void> {
  const { database } = core;
  const { communityId } = run.job;
  const located = new Map<CheckedLayer, PlacedFinding[]>();
  for (const checked of report.layers) located.set(checked, await locate(database, run, checked.srid, checked.findings));
  const before = await database.withWorker(communityId, async (tx) => {
    const { id: uploadId } = report.upload;
    const layers = (await tx.uploadLayer.findMany({ where: { uploadId } })).map(({ id, source }) => ({
      id,
      source: source as StoredSource,
    }));
    const known = new Map(layers.map(({ id, source }) => [sourceKey(source), id]));
    await tx.uploadFinding.deleteMany({ where: { uploadId, communityId } });
    const kept: string[] = [];
    for (const [position, checked] of report.layers.entries()) {
      const uploadLayerId = await storeLayer(tx, run, checked, position, known.get(sourceKey(checked.layer.source)));
      kept.push(uploadLayerId);
      await storeFindings(tx, run, uploadLayerId, located.get(checked) ?? []);
    }
    await tx.uploadLayer.deleteMany({ where: { uploadId, communityId, id: { notIn: kept } } });
    await storeFindings(tx, run, null, report.fileFindings);
    // A table without geometry cannot be drawn, but it can update a layer by its key.
    const isUsable =
      report.rasters.length + report.clouds.length > 0 ||
      report.layers.some(({ examination, fields }) => examination !== null || fields.length > 0);
    const error = isUsable ? Prisma.DbNull : { code: "nothing-to-publish", params: {} };
    const status = isUsable ? "checked" : "failed";
    const data = {
      status,
      driver: report.driver,
      error,
      record: report.record ?? Prisma.DbNull,
      documents: report.documents.slice(0, MAX_ATTACHMENTS).map(({ path, size }) => ({ path, size })),
      documentCount: report.documents.length,
      rasters: report.rasters,
      clouds: report.clouds,
    };
    await tx.upload.update({ where: { id: uploadId, communityId }, data });
    const summary = { fileName: report.upload.fileName, layers: report.layers.length, documents: report.documents.length };
    await audit(tx, {
      communityId,
      actorId: run.job.createdById,
      action: "upload.checked",
      resourceType: "upload",
      resourceId: uploadId,
      summary,
    });
    await emit(tx, "upload.checked", communityId, { uploadId });
    await run.succeed(tx);
    return layers.flatMap(({ source }) => source.rows?.key ?? []);
  });
  await deleteUnreferenced(core, before);
}

async function storeLayer(tx: Tx, run: JobRun, checked: CheckedLayer, position: number, known: string | undefined): Promise<string> {
  const { layer, examination } = checked;
  const source: StoredSource = {
    ...layer.source,
    sampleKey: checked.sampleKey,
    rows: checked.rows,
    pointsUploadId: null,
    isEncodingChosen: checked.isEncodingChosen,
  };
  // Only reading the features shows whether a layer that does not declare heights has any.
  if (examination && source.hasZ === null) source.hasZ = examination.geometryType.endsWith(" Z");
  const crs: StoredCrs = { ...layer.crs, isChosen: checked.srid !== null && checked.srid !== layer.crs.srid };
  const data = {
    position,
    name: layer.name.slice(0, 200),
    source,
    geometryType: examination?.geometryType ?? "None",
    featureCount: examination?.featureCount ?? layer.featureCount,
    fields: checked.fields.map((field) => ({ ...field })),
    crs,
    chosenSrid: checked.srid,
    encoding: layer.source.encoding,
    extent: examination?.extent ?? [],
  };
  if (known) {
    await tx.uploadLayer.update({ where: { id: known, communityId: run.job.communityId }, data });
    return known;
  }
  const created = await tx.uploadLayer.create({ data: { ...data, communityId: run.job.communityId, uploadId: run.job.subjectId } });
  return created.id;
}

async function storeFindings(tx: Tx, run: JobRun, uploadLayerId: string | null, findings: readonly PlacedFinding[]): Promise<void> {
  const { communityId, subjectId: uploadId } = run.job;
  await tx.uploadFinding.createMany({
    data: findings.map(({ rule, severity, featureIndex, field, params, point, occurrences }) => ({
      communityId,
      uploadId,
      uploadLayerId,
      rule,
      severity,
      featureIndex: featureIndex ?? null,
      field: field ?? null,
      params,
      point: point ?? [],
      occurrences: occurrences ?? 1,
    })),
  });
}
