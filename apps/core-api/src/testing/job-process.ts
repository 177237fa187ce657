import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import path from "node:path";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createLogger, type LogFn, type Logger } from "@archipel/observability/logger.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openQueue } from "../jobs/queue.ts";
import { startRunner } from "../jobs/runner.ts";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { noteObjects } from "../kernel/objects.ts";
import { getCheck } from "../modules/deliveries/checks/service/read.ts";
import { addRepairs } from "../modules/deliveries/repairs/service/change.ts";
import { prepareRepairs } from "../modules/deliveries/repairs/service/prepare.ts";
import { publishUpload } from "../modules/deliveries/uploads/service/publish.ts";
import { applyUpdate } from "../modules/updates/service/apply.ts";
import { prepareUpdate } from "../modules/updates/service/prepare.ts";
import { keep, start, wells, wellsFile } from "./check-world.ts";
import { jobOver } from "./run-jobs.ts";
import { createTestCore } from "./test-core.ts";
import { uploadFile as uploadFileAs } from "./uploading-world.ts";

/**
 * A process of the restart test. Its data are in a folder that outlives it, so that it can be killed and started again. `prepare` uploads a
 * file and starts one of four kinds of jobs (see `prepares`), of which it runs the first to its end: publications, updates of two published
 * layers, checks of a file, or repairs of a checked file with a waiting recheck and a later writing of the repaired delivery. `work` runs
 * jobs until it is stopped.
 */
export interface ProcessSettings {
  phase: "prepare" | "work";
  folder: string;
  database: DatabaseOptions;
  prepares: "publications" | "updates" | "checks" | "repairs";
  publications: number;
  /** When this process kills itself without a warning: as this job logs this step or message, or some time after it. */
  killAt?: { jobId: string; step: string; afterMs?: number };
  /** A job that `prepare` set aside: it waits from now on. */
  waiting?: string;
}
/** Reported by a process just before it kills itself. */
export interface Killed {
  /** From the start of the worker to the start of the job. */
  secondsToStart: number;
}
export interface Prepared {
  /** The first one is done. For updates: the application of the first, the comparison of the second. */
  jobIds: string[];
  /** The updates, and who made them. */
  updateIds: string[];
  managerId: string;
}

// A killed process does not keep what it compiled.
flushCompileCache();
const settings = JSON.parse(process.argv[2] ?? "") as ProcessSettings;
let begun = performance.now();
let secondsToStart = Number.POSITIVE_INFINITY;

/** Exits in the very call that logs the step. A parent that reads the line and then kills would be too late: work continues meanwhile. */
function logAndMaybeExit(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  method.apply(this, args);
  const [first, second]: unknown[] = args;
  const message = typeof first === "string" ? first : second;
  if (message === "runner started") begun = performance.now();
  const { killAt } = settings;
  if (!killAt || this.bindings().job !== killAt.jobId) return;
  if (message === "job starts") secondsToStart = (performance.now() - begun) / 1000;
  const isStep = message === "job step" && typeof first === "object" && first !== null && "step" in first && first.step === killAt.step;
  if (message !== killAt.step && !isStep) return;
  if (killAt.afterMs === undefined) die();
  else setTimeout(die, killAt.afterMs);
}

function die(): void {
  writeSync(1, `${JSON.stringify({ msg: "killed", secondsToStart } satisfies Killed & { msg: string })}\n`);
  process.kill(process.pid, "SIGKILL");
}

const database = await openDatabase(settings.database);
const base: Core = {
  ...(await createTestCore(database)),
  log: createLogger({ name: "job-process", level: "debug", hooks: { logMethod: logAndMaybeExit } }),
  storage: openFileStore(path.join(settings.folder, "objects"), noteObjects(database)),
};
const queue = await openQueue(database, base.log);
const core: Core = { ...base, queue };
if (settings.waiting) await setStatus(settings.waiting, "waiting");
const runner = await startRunner(core, queue);

if (settings.phase === "prepare") {
  const { id: communityId } = await createCommunity(database);
  const user = await createMember(database, communityId, "manager");
  const manager: MemberActor = { userId: user.id, isOperator: false, isSuspended: false, communityId, role: "manager" };
  const prepared = await prepareFor(manager);
  await database.close();
  // The parent reads lines of JSON: those of the log, and this one.
  const told = { msg: "prepared", managerId: user.id, ...prepared } satisfies Prepared & { msg: string };
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
}

async function setStatus(id: string, status: "waiting" | "failure"): Promise<void> {
  await database.withSystem((tx) => tx.job.update({ where: { id }, data: { status } }));
}

async function prepareFor(manager: MemberActor): Promise<Pick<Prepared, "jobIds" | "updateIds">> {
  if (settings.prepares === "updates") return prepareUpdates(manager);
  if (settings.prepares === "repairs") return { jobIds: await prepareRepaired(manager), updateIds: [] };
  return { jobIds: settings.prepares === "checks" ? await prepareChecks(manager) : await prepare(manager), updateIds: [] };
}

/** Two checks of one file: the first has ended, the second waits. */
async function prepareChecks(manager: MemberActor): Promise<string[]> {
  await keep(core, manager, wells);
  const { id } = await uploadFileAs(core, manager, "puits.geojsonl", wellsFile(8_000));
  const first = await start(core, manager, id, wells.id);
  await jobOver(core, first.jobId ?? "");
  await runner.stop();
  Object.assign(core, { queue: { enqueue: async () => {} } });
  const second = await start(core, manager, id, wells.id);
  return [first.jobId ?? "", second.jobId ?? ""];
}

/** A file that was checked, and repaired by one click. The recheck waits; the writing of the repaired delivery is set aside. */
async function prepareRepaired(manager: MemberActor): Promise<string[]> {
  const { communityId } = manager;
  await keep(core, manager, wells);
  const { id: uploadId } = await uploadFileAs(core, manager, "puits.geojsonl", wellsFile(1_500));
  const first = await start(core, manager, uploadId, wells.id);
  await jobOver(core, first.jobId ?? "");
  await runner.stop();
  Object.assign(core, { queue: { enqueue: async () => {} } });
  const { checkId } = await addRepairs(core, manager, { communityId, checkId: first.id, on: { all: true } });
  const { jobId: writing } = await prepareRepairs(core, manager, { communityId, uploadId });
  await setStatus(writing ?? "", "failure");
  return [(await getCheck(core, manager, checkId)).jobId ?? "", writing ?? ""];
}

async function prepare(manager: MemberActor): Promise<string[]> {
  const uploads: Upload[] = [];
  for (let index = 0; index < settings.publications; index++) uploads.push(await uploadFile(manager));
  const jobIds: string[] = [];
  for (const [index, upload] of uploads.entries()) {
    const { jobId } = await publish(manager, upload, `Zones ${index}`);
    jobIds.push(jobId);
    if (index > 0) {
      // Marked as failed until its turn, because an ended job is not taken.
      await setStatus(jobId, "failure");
      continue;
    }
    await jobOver(core, jobId);
    await runner.stop();
    Object.assign(core, { queue: { enqueue: async () => {} } });
  }
  return jobIds;
}

function publish(manager: MemberActor, upload: Upload, title: string) {
  return publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target: { record: datasetRecord.parse({ title }) },
    layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
    status: "published",
    portalIds: [],
  });
}

/** Two equal layers, and the same file for both: applied to the first; compared with the second, but not applied. */
async function prepareUpdates(manager: MemberActor): Promise<{ jobIds: string[]; updateIds: string[] }> {
  const { communityId } = manager;
  const layerIds: string[] = [];
  for (const title of ["Undisturbed", "Disturbed"]) {
    const { jobId, datasetId } = await publish(manager, await uploadFile(manager), title);
    await jobOver(core, jobId);
    layerIds.push((await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId } }))).id);
  }
  const file = await uploadFile(manager, true);
  const asked = { communityId, uploadId: file.id, uploadLayerId: file.layers[0]?.id ?? "", way: "delta" } as const;
  const begin = async (layerId = "") => prepareUpdate(core, manager, { ...asked, layerId, choice: { key: ["nom"], deletesAbsent: true } });
  const first = await begin(layerIds[0]);
  await jobOver(core, first.jobId ?? "");
  const applied = await applyUpdate(core, manager, { communityId, updateId: first.id, baseRevision: 1 });
  await jobOver(core, applied.jobId ?? "");
  await runner.stop();
  Object.assign(core, { queue: { enqueue: async () => {} } });
  const second = await begin(layerIds[1]);
  return { jobIds: [applied.jobId ?? "", second.jobId ?? ""], updateIds: [first.id, second.id] };
}

async function uploadFile(manager: MemberActor, isChanged = false): Promise<Upload> {
  const document = (name: string) => ({ name: `Pieces_ecrites/${name}`, content: Buffer.from(`%PDF-1.7 ${name}`) });
  const documents = settings.prepares === "publications" ? [document("reglement.pdf"), document("rapport.pdf")] : [];
  const content = documents.length > 0 ? buildZip([{ name: "zones.geojsonl", content: zones(isChanged) }, ...documents]) : zones(isChanged);
  const fileName = documents.length > 0 ? "zones.zip" : "zones.geojsonl";
  return uploadFileAs(core, manager, fileName, content);
}

/**
 * Enough small zones for several chunks and for tables of low zooms. In the changed version some are new, some are gone, a third has
 * another number.
 */
function zones(isChanged: boolean): Buffer {
  const lines: string[] = [];
  for (let index = isChanged ? 10 : 0; index < 12_000 + (isChanged ? 10 : 0); index++) {
    const [x, y] = [2 + (index % 120) / 1000, 48 + Math.floor(index / 120) / 1000];
    const ring = [
      [x, y],
      [x + 0.0008, y],
      [x + 0.0008, y + 0.0008],
      [x, y],
    ];
    lines.push(
      JSON.stringify({
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring] },
        properties: { nom: `Zone ${index}`, n: isChanged && index % 3 === 0 ? -index : index },
      }),
    );
  }
  return Buffer.from(lines.join("\n"));
}
