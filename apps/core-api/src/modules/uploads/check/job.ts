import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { findingOf, inspectFile } from "@archipel/gdal/inspect.ts";
import { type InspectedLayer, type Inspection, type InspectionFinding, UnreadableError } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/job.ts";
import { columnsOf } from "../policy.ts";
import { layerOverrides, type Overrides, type UploadRow, uploadOfJob } from "../queries.ts";
import { sourceKey } from "../stored/source.ts";
import { type Examination, examineLayer } from "./examine.ts";
import { FindingList, type NewFinding } from "./findings.ts";
import { type CheckedLayer, storeReport } from "./store-report.ts";

/**
 * Reads a received file to its end in the sandbox and writes its report. The result depends on the file and on what people chose (CRS,
 * encoding) alone, so checking again, also after a crash, replaces the report by the same one.
 */
export const checkUploadJob: JobHandler<Core> = {
  async run(core, run) {
    const { communityId, subjectId } = run.job;
    const { upload, overrides } = await core.database.withWorker(communityId, async (tx) => ({
      upload: await uploadOfJob(tx, communityId, subjectId),
      overrides: await layerOverrides(tx, communityId, subjectId),
    }));
    if (!upload?.objectKey) throw new JobFailedError("upload-not-found");
    await core.database.withWorker(communityId, (tx) =>
      tx.upload.update({ where: { id: subjectId, communityId }, data: { status: "checking" } }),
    );
    await core.storage.withFile(upload.objectKey, (path) => checkFile(core, run, upload, overrides, path));
  },

  async undo(core, job) {
    await core.database.withWorker(job.communityId, (tx) =>
      tx.upload.updateMany({
        where: { id: job.subjectId, communityId: job.communityId, status: { in: ["received", "checking"] } },
        data: { status: "failed", error: { code: "check-not-finished", params: {} } },
      }),
    );
  },
};

async function checkFile(core: Core, run: JobRun, upload: UploadRow, overrides: Overrides, path: string): Promise<void> {
  await run.progress("inspect", 0, null);
  const inspection = await inspectFile(path, { fileName: upload.fileName, encodings: overrides.encodings });
  core.log.info(
    { upload: upload.id, driver: inspection.driver, layers: inspection.layers.length, ...inspection.usage },
    "upload inspected",
  );
  const total = inspection.layers.reduce((sum, layer) => sum + layer.featureCount, 0);
  const checked: CheckedLayer[] = [];
  let done = 0;
  for (const layer of inspection.layers) {
    const onProgress = (count: number) => run.progress("examine", done + count, Math.max(total, done + count));
    checked.push(await checkLayer(core, run, layer, overrides, path, inspection, onProgress));
    done += layer.featureCount;
  }
  await run.progress("report", total, total);
  await storeReport(core.database, run, {
    upload,
    driver: inspection.driver,
    layers: checked,
    fileFindings: fileFindings(inspection),
    documentCount: inspection.documents.length,
  });
}

async function checkLayer(
  core: Core,
  run: JobRun,
  layer: InspectedLayer,
  overrides: Overrides,
  path: string,
  inspection: Inspection,
  onProgress: (count: number) => Promise<void>,
): Promise<CheckedLayer> {
  const { fields, findings } = columnsOf(layer.fields);
  const own = inspection.findings.filter((finding) => finding.subject === layer.name).map(translate);
  const srid = overrides.srids.get(sourceKey(layer.source)) ?? (layer.crs.srid === null ? null : canonicalSrid(layer.crs.srid));
  const base = { layer, fields, srid, isEncodingChosen: (layer.source.entry ?? "") in overrides.encodings, sampleKey: null };
  if (layer.geometryType === "None") return { ...base, examination: null, findings: [...own, ...findings] };
  const examination = await examineSafely(core.database, run, layer, srid, path, onProgress);
  const sample = await core.storage.put(Readable.from([JSON.stringify(examination.sample)]));
  return { ...base, examination, sampleKey: sample.key, findings: [...own, ...findings, ...examination.findings] };
}

/** A layer that breaks in the middle is told as such, with what could be read of it; the others are still checked. */
async function examineSafely(
  database: Database,
  run: JobRun,
  layer: InspectedLayer,
  srid: number | null,
  path: string,
  onProgress: (count: number) => Promise<void>,
): Promise<Examination> {
  let broken: UnreadableError | null = null;
  async function* rows() {
    try {
      yield* readLayer(path, layer.source, { fields: layer.fields });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      broken = error;
    }
  }
  const { communityId } = run.job;
  const examination = await examineLayer(layer, srid, rows(), (work) => database.sqlAs({ role: "worker", communityId }, work), onProgress);
  if (broken === null) return examination;
  return { ...examination, findings: [translate(findingOf(broken)), ...examination.findings] };
}

/** Findings about the whole file, or about a part of it that gave no layer. */
function fileFindings(inspection: Inspection): NewFinding[] {
  const names = new Set(inspection.layers.map((layer) => layer.name));
  const list = new FindingList();
  for (const finding of inspection.findings) if (finding.subject === null || !names.has(finding.subject)) list.add(translate(finding));
  return list.all();
}

function translate({ rule, severity, subject, field, params }: InspectionFinding): NewFinding {
  const texts = Object.entries(params).map(([name, value]) => [name, typeof value === "boolean" ? String(value) : value] as const);
  return { rule, severity, params: { ...Object.fromEntries(texts), ...(subject ? { subject } : {}) }, ...(field ? { field } : {}) };
}
