import { layerField } from "@archipel/contracts/layers.ts";
import type { Page } from "@archipel/contracts/page.ts";
import {
  type Finding,
  type FoundCrs,
  failure,
  type listFindingsInput,
  type listUploadsInput,
  severity,
  type Upload,
  type UploadDocument,
  type UploadLayer,
  uploadDocuments,
  uploadRecord,
  uploadStatus,
} from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { latestJobs } from "../../../../kernel/jobs/rows.ts";
import { namesOf } from "../../../../kernel/names.ts";
import { offsetOf, pageFrom } from "../../../../kernel/page.ts";
import { namesAddresses } from "../../addresses/policy/columns.ts";
import { storedChoices } from "../policy/choices.ts";
import { cloudFactsOf, storedClouds } from "../policy/clouds.ts";
import { encodingChoices } from "../policy/columns.ts";
import { repairsOf } from "../policy/current-file.ts";
import { factsOf, productOfRaster, storedRasters } from "../policy/rasters.ts";
import { type StoredCrs, storedCrs, storedSource } from "../policy/source.ts";
import {
  countFindings,
  documentsOf,
  findUpload,
  pageOfFindings,
  pageOfUploads,
  type SeverityCount,
  type UploadLayerRow,
  type UploadWithLayers,
} from "../queries.ts";

const MAX_CANDIDATES = 10;
const fields = z.array(layerField);
const params = z.record(z.string(), z.union([z.string(), z.number()]));

export function listUploads(core: Core, actor: MemberActor, input: z.infer<typeof listUploadsInput>): Promise<Page<Upload>> {
  return core.database.withTenant(actor, async (tx) => {
    const { items, total, nextCursor } = await pageOfUploads(tx, actor.communityId, input);
    return { items: await describe(tx, actor, items), total, nextCursor };
  });
}

export function getUpload(core: Core, actor: MemberActor, uploadId: string): Promise<Upload> {
  return core.database.withTenant(actor, (tx) => uploadIn(tx, actor, uploadId));
}

/** One upload as the API returns it, read in the transaction that changed it. */
export async function uploadIn(tx: Tx, actor: MemberActor, uploadId: string): Promise<Upload> {
  const [found] = await describe(tx, actor, [await assertUpload(tx, actor, uploadId)]);
  if (!found) throw new DomainError("not-found", "upload-not-found");
  return found;
}

/** The files of a delivery that hold no layer, in the order of the delivery. */
export function listDocuments(core: Core, actor: MemberActor, uploadId: string): Promise<UploadDocument[]> {
  return core.database.withTenant(actor, async (tx) => {
    const found = await documentsOf(tx, actor.communityId, uploadId);
    if (found === null) throw new DomainError("not-found", "upload-not-found");
    return uploadDocuments.parse(found);
  });
}

export async function assertUpload(tx: Tx, actor: MemberActor, uploadId: string): Promise<UploadWithLayers> {
  const upload = await findUpload(tx, actor.communityId, uploadId);
  if (!upload) throw new DomainError("not-found", "upload-not-found");
  return upload;
}

export function listFindings(core: Core, actor: MemberActor, input: z.infer<typeof listFindingsInput>): Promise<Page<Finding>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    await assertUpload(tx, actor, input.uploadId);
    const { items, total } = await pageOfFindings(tx, actor.communityId, input, { offset, limit: input.limit });
    const findings = items.map((row): Finding => {
      const [lon, lat] = row.point;
      return {
        id: row.id,
        uploadLayerId: row.uploadLayerId,
        rule: row.rule,
        severity: severity.parse(row.severity),
        featureIndex: row.featureIndex,
        field: row.field,
        point: lon === undefined || lat === undefined ? null : [lon, lat],
        params: params.parse(row.params),
        occurrences: row.occurrences,
      };
    });
    return pageFrom(findings, total, offset);
  });
}

async function describe(tx: Tx, actor: MemberActor, uploads: UploadWithLayers[]): Promise<Upload[]> {
  const ids = uploads.map((upload) => upload.id);
  const counts = await countFindings(tx, actor.communityId, ids);
  const jobs = await latestJobs(tx, actor.communityId, ids, { isOpen: true });
  const names = await namesOf(tx, [...new Set(uploads.map((upload) => upload.createdById))]);
  return uploads.map((upload) => ({
    id: upload.id,
    communityId: upload.communityId,
    datasetId: upload.datasetId,
    fileName: upload.fileName,
    size: Number(upload.size),
    sha256: upload.sha256,
    status: uploadStatus.parse(upload.status),
    driver: upload.driver,
    error: upload.error === null ? null : failure.parse(upload.error),
    createdByName: names.get(upload.createdById) ?? "",
    createdAt: upload.createdAt,
    layers: upload.layers.map((layer) => layerOf(layer, counts)),
    rasters: storedRasters.parse(upload.rasters).map((raster) => ({
      ...factsOf(raster),
      path: raster.path,
      name: raster.name,
      crs: foundCrsOf(raster.crs),
      heightChoices: raster.heightChoices,
      becomesLayer: productOfRaster(raster, false) !== null,
    })),
    clouds: storedClouds.parse(upload.clouds).map((cloud) => ({
      ...cloudFactsOf(cloud),
      path: cloud.path,
      name: cloud.name,
      crs: foundCrsOf(cloud.crs),
      repairs: cloud.repairs,
      repaired: cloud.repaired,
    })),
    record: upload.record === null ? null : uploadRecord.parse(upload.record),
    documentCount: upload.documentCount,
    renamedFields: storedChoices.parse(upload.choices).renamedFields,
    repairs: repairsOf(upload),
    jobId: jobs.get(upload.id)?.id ?? null,
  }));
}

function layerOf(row: UploadLayerRow, counts: SeverityCount[]): UploadLayer {
  const crs = storedCrs.parse(row.crs);
  const sum = (wanted: string) =>
    counts
      .filter((count) => count.uploadLayerId === row.id && count.severity === wanted)
      .reduce((total, { occurrences }) => total + occurrences, 0);
  return {
    id: row.id,
    name: row.name,
    geometryType: row.geometryType,
    featureCount: row.featureCount,
    fields: fields.parse(row.fields),
    crs: foundCrsOf(crs),
    chosenSrid: row.chosenSrid,
    encoding: row.encoding,
    encodingChoices: row.encoding === null ? [] : encodingChoices(storedSource.parse(row.source).format),
    extent: row.extent,
    errorCount: sum("error"),
    warningCount: sum("warning"),
    layerId: row.layerId,
    awaitsPoints:
      row.geometryType === "None" && storedSource.parse(row.source).pointsUploadId === null && namesAddresses(fields.parse(row.fields)),
  };
}

function foundCrsOf({ srid, name, how, candidates }: StoredCrs): FoundCrs {
  const titled = candidates.slice(0, MAX_CANDIDATES).map((one) => ({ srid: one, title: crsOf(one)?.title ?? `EPSG:${one}` }));
  return { srid, name, how, candidates: titled };
}
