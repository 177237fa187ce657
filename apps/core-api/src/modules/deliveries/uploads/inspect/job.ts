import { Readable } from "node:stream";
import type { CloudRepairs } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { findingOf } from "@archipel/gdal/inspect.ts";
import {
  defaultLimits,
  type FeatureRow,
  type InspectedLayer,
  type Inspection,
  ReadAgainError,
  UnreadableError,
} from "@archipel/gdal/model.ts";
import { type LayerAhead, type OpenedFile, withOpenedFile } from "@archipel/gdal/open-file.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import { canonicalSrid } from "@archipel/geo/crs.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import type { OpenSession } from "../../../../layer-store/tables/layer-table.ts";
import { leftoverObjects, makeRepaired } from "../../repairs/apply/write-repaired.ts";
import { type Overrides, overridesOf } from "../policy/choices.ts";
import { storedClouds } from "../policy/clouds.ts";
import { columnsOf } from "../policy/columns.ts";
import { currentFile } from "../policy/current-file.ts";
import { type StoredRows, sourceKey } from "../policy/source.ts";
import { resetUploadStatus, type UploadRow, uploadOfJob } from "../queries.ts";
import { choicesOf } from "./chosen.ts";
import { checkClouds } from "./clouds.ts";
import { type Examination, examineLayer, RowExamination } from "./examine.ts";
import { FindingList, type NewFinding } from "./findings.ts";
import { checkRasters, heightChoicesOf } from "./rasters.ts";
import { readRecord } from "./read-record.ts";
import { type CheckedLayer, storeReport } from "./store-report.ts";
import { translate } from "./translate.ts";

/**
 * Reads a received file in the sandbox and stores what was found. Repairs of the file are written first. The result depends only on the
 * file, its repairs and the choices of people (CRS, encoding), so a second check, also after a crash, replaces the findings with the same
 * ones.
 */
export const checkUploadJob: JobHandler<Core> = {
  kind: "check-upload",
  title: { fr: "Lecture et vérification d’un fichier", en: "Reading and checking a file" },
  steps: {
    inspect: { fr: "Lecture du fichier", en: "Reading the file" },
    examine: { fr: "Vérification des objets", en: "Checking the features" },
    report: { fr: "Rédaction du rapport", en: "Writing the findings" },
    repair: { fr: "Écriture de la livraison réparée", en: "Writing the repaired delivery" },
    keep: { fr: "Mise à l’abri de la livraison réparée", en: "Storing the repaired delivery" },
  },

  async run(core, run) {
    const { communityId, subjectId } = run.job;
    const received = await core.database.withWorker(communityId, (tx) => uploadOfJob(tx, communityId, subjectId));
    if (!received?.objectKey) throw new JobFailedError("upload-not-found");
    await core.database.withWorker(communityId, (tx) =>
      tx.upload.update({ where: { id: subjectId, communityId }, data: { status: "checking" } }),
    );
    const upload = await makeRepaired(core, run, received);
    const current = currentFile(upload);
    if (!current) throw new JobFailedError("upload-not-found");
    const overrides = await core.database.withWorker(communityId, (tx) => overridesFor(tx, communityId, upload, received.repairedKey));
    await run.progress("inspect", 0, null);
    const { fileName } = current;
    const limits = { seconds: secondsFor(upload) };
    const choices = { encodings: overrides.encodings, cloudRepairs: cloudRepairsOf(upload), heightChoices: heightChoicesOf(upload) };
    let ahead: RowExamination | null = null;
    const onAhead = async (layer: LayerAhead, rows: AsyncIterable<FeatureRow[]>) => {
      ahead = new RowExamination(layer, sridOf(overrides, layer.source, layer.srid), null);
      await ahead.read(rows, sessionsOf(core, run), (count) => run.progress("examine", count, null));
    };
    const options = { fileName, ...choices, limits, onAhead };
    await core.storage.withFile(current.objectKey, (path) =>
      withOpenedFile(path, options, (file) => checkFile({ core, run, path, overrides, file, ahead }, upload, fileName)),
    );
  },

  async undo(core, job) {
    await core.database.withWorker(job.communityId, (tx) =>
      tx.upload.updateMany({
        where: { id: job.subjectId, communityId: job.communityId, status: { in: ["received", "checking"] } },
        data: { status: "failed", error: { code: "check-not-finished", params: {} } },
      }),
    );
    await deleteUnreferenced(core, leftoverObjects(job));
  },

  resume: (tx, job) => resetUploadStatus(tx, job, "checking"),
};

/** The repairs that people chose for clouds, by entry of the archive. */
function cloudRepairsOf({ clouds, fileName, driver }: UploadRow): Record<string, CloudRepairs> {
  const isArchive = driver === "zip";
  return Object.fromEntries(
    storedClouds.parse(clouds).map(({ path, repairs }) => [!isArchive && path === fileName ? "" : path, repairs] as const),
  );
}

const SECONDS_A_MEGABYTE = 1;

/** A delivery of tiles with hundreds of millions of points takes longer than other data. Processor time is limited by the megabyte too. */
function secondsFor({ size }: UploadRow): number {
  return defaultLimits.seconds + (SECONDS_A_MEGABYTE * Number(size)) / 2 ** 20;
}

/**
 * The choices that apply to the current file. A repaired delivery declares its own CRS and encodings, so only choices made since then
 * apply.
 */
async function overridesFor(tx: Tx, communityId: CommunityId, upload: UploadRow, keyBefore: string | null): Promise<Overrides> {
  const choices = await choicesOf(tx, communityId, { ...upload, repairedKey: keyBefore });
  return overridesOf(upload.repairedKey === null ? choices : { srids: {}, encodings: choices.encodingsOfRepaired });
}

/** A file that is being checked: its path, the choices of people, and the opened file. */
interface Checking {
  core: Core;
  run: JobRun;
  path: string;
  overrides: Overrides;
  file: OpenedFile;
  /** What was seen of rows while the file was still inspected. */
  ahead: RowExamination | null;
}

async function checkFile(checking: Checking, upload: UploadRow, fileName: string): Promise<void> {
  const { core, run, path, file } = checking;
  const { inspection } = file;
  core.log.info({ upload: upload.id, driver: inspection.driver, layers: inspection.layers.length, ...file.usage() }, "upload inspected");
  const total = inspection.layers.reduce((sum, layer) => sum + layer.featureCount, 0);
  const checked: CheckedLayer[] = [];
  let done = 0;
  try {
    for (const layer of inspection.layers) {
      const onProgress = (count: number) => run.progress("examine", done + count, Math.max(total, done + count));
      checked.push(await checkLayer(checking, layer, onProgress));
      done += layer.featureCount;
    }
    await run.progress("report", total, total);
    const { rasters, findings: ofRasters } = await checkRasters(core, run, upload, inspection.rasters);
    const { clouds, findings: ofClouds } = await checkClouds(core, run, upload, inspection.clouds);
    await storeReport(core, run, {
      upload,
      driver: inspection.driver,
      layers: checked,
      fileFindings: [...fileFindings(inspection).map((finding) => ({ ...finding, point: null })), ...ofRasters, ...ofClouds],
      record: await readRecord(path, inspection.documents),
      // The file of a raster or of a cloud is kept as a document.
      documents: [...inspection.documents, ...dataFiles(inspection, fileName)],
      rasters,
      clouds,
    });
  } catch (error) {
    // The check failed, so nothing references these objects.
    await deleteUnreferenced(
      core,
      checked.flatMap(({ rows }) => rows?.key ?? []),
    );
    throw error;
  }
}

/** The files of clouds and rasters, and the companions of these (world files, projections). */
function dataFiles({ rasters, clouds }: Inspection, fileName: string): Inspection["documents"] {
  return [
    ...rasters.flatMap(({ entry, fileSize, companions }) => [{ path: entry ?? fileName, size: fileSize }, ...companions]),
    ...clouds.map(({ entry, fileSize }) => ({ path: entry ?? fileName, size: fileSize })),
  ];
}

/** The CRS in use: chosen by a person, or found; null when unknown. */
function sridOf({ srids }: Overrides, source: Parameters<typeof sourceKey>[0], found: number | null): number | null {
  return srids.get(sourceKey(source)) ?? (found === null ? null : canonicalSrid(found));
}

const sessionsOf =
  (core: Core, run: JobRun): OpenSession =>
  (work) =>
    core.database.sqlAs({ role: "worker", communityId: run.job.communityId }, work);

async function checkLayer(checking: Checking, layer: InspectedLayer, onProgress: (count: number) => Promise<void>): Promise<CheckedLayer> {
  const { core, file, overrides } = checking;
  const { fields, findings } = columnsOf(layer.fields);
  const own = file.inspection.findings.filter((finding) => finding.subject === layer.name).map(translate);
  if (layer.geometryType === "None" && layer.featureCount === 0) own.push(emptyLayer);
  const srid = sridOf(overrides, layer.source, layer.crs.srid);
  const base = { layer, fields, srid, isEncodingChosen: (layer.source.entry ?? "") in overrides.encodings, sampleKey: null, rows: null };
  if (layer.geometryType === "None") return { ...base, examination: null, findings: [...own, ...findings] };
  const examination = await examineSafely(checking, layer, srid, onProgress);
  const sample = await core.storage.put(Readable.from([JSON.stringify(examination.sample)]));
  const rows = await keepRows(core, layer, file);
  return { ...base, examination, sampleKey: sample.key, rows, findings: [...own, ...findings, ...examination.findings] };
}

/** A layer that one publishes without rows shows nothing: it is mostly an export that failed. */
const emptyLayer: NewFinding = { rule: "layer-empty", severity: "warning", params: {} };

/** Stores the rows of a layer that was read completely: the publication then does not read the file again. */
async function keepRows(core: Core, layer: InspectedLayer, file: OpenedFile): Promise<StoredRows | null> {
  const written = file.written(layer);
  if (!written) return null;
  const { key } = await core.storage.putFile(written.path);
  return { key, version: written.version, columns: written.columns };
}

/**
 * A layer that breaks in the middle gets a finding, with what could be read of it; the other layers are still checked. When the process
 * that reads the whole file dies, the cause may lie in another layer, so this layer is read again by a process of its own.
 */
async function examineSafely(
  { core, run, path, file, ahead }: Checking,
  layer: InspectedLayer,
  srid: number | null,
  onProgress: (count: number) => Promise<void>,
): Promise<Examination> {
  if (ahead?.srid === srid && file.cameAhead(layer)) return ahead.conclude(layer);
  const examined = async (batches: AsyncIterable<FeatureRow[]>) => {
    let broken: UnreadableError | null = null;
    async function* rows() {
      try {
        yield* batches;
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        broken = error;
      }
    }
    const examination = await examineLayer(layer, srid, rows(), sessionsOf(core, run), onProgress);
    return { examination, broken: broken as UnreadableError | null };
  };
  let together = await examined(file.rows(layer));
  if (together.broken instanceof ReadAgainError) together = await examined(file.rows(layer));
  if (together.broken === null) return together.examination;
  const { examination, broken } = await examined(readLayer(path, layer.source, { fields: layer.fields }));
  if (broken === null) return examination;
  return { ...examination, findings: [translate(findingOf(broken)), ...examination.findings] };
}

/** Findings about the whole file, or about a part of it that has no layer. */
function fileFindings(inspection: Inspection): NewFinding[] {
  const names = new Set(inspection.layers.map((layer) => layer.name));
  const list = new FindingList();
  for (const finding of inspection.findings) if (finding.subject === null || !names.has(finding.subject)) list.add(translate(finding));
  return list.all();
}
