// Takes one file through the services of core-api, from its last byte to the layer on the map. Started by bench/ingest.ts in its own process,
// so that its memory can be measured:   node bench/measure/ingest-file.ts '{"file": …, "fileName": …}'   prints a line of JSON
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { dropLayerTable } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { publishUpload } from "@archipel/core-api/modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "@archipel/core-api/modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "@archipel/core-api/modules/deliveries/uploads/service/receive.ts";
import { jobOver, startTestRunner } from "@archipel/core-api/testing/run-jobs.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createLogger, type LogFn } from "@archipel/observability/logger.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { endedChildrenMs, openCpuMeter } from "./cpu.ts";

export interface IngestSettings {
  file: string;
  fileName: string;
}
export interface Ingested {
  rows: number;
  /** Seconds of each part: received, checked, then the steps of the publication by name. */
  parts: Record<string, number>;
  /** Processor seconds of each part: of core-api, of its children that ended, and of the database server. */
  processor: Record<string, [core: number, sandbox: number, database: number]>;
  findings: number;
  /** Seconds of all parts until the table has its web mercator geometry, its order and its indexes. Low zooms are made beside the indexes. */
  indexedSeconds: number;
}

const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");
const { file, fileName } = JSON.parse(process.argv[2] ?? "") as IngestSettings;
const parts: Ingested["parts"] = {};
const processor: Ingested["processor"] = {};
let part = "received";
let since = performance.now();
let spent: [number, number, number] = [0, 0, 0];
let indexedSeconds = 0;

function next(name: string): void {
  const now = performance.now();
  const used = secondsUsed();
  parts[part] = (parts[part] ?? 0) + (now - since) / 1000;
  const before = processor[part] ?? [0, 0, 0];
  processor[part] = [0, 1, 2].map((who) => (before[who] ?? 0) + (used[who] ?? 0) - (spent[who] ?? 0)) as [number, number, number];
  part = name;
  since = performance.now();
  spent = used;
}

/** Processor seconds so far. */
function secondsUsed(): [core: number, sandbox: number, database: number] {
  const { process: core, database: server } = cpuMeter();
  return [core / 1000, endedChildrenMs() / 1000, server / 1000];
}

const secondsSoFar = () => Object.values(parts).reduce((sum, seconds) => sum + seconds, (performance.now() - since) / 1000);

/** Times the steps of a job from its log: each step begins with a line. */
function watchSteps(this: unknown, args: Parameters<LogFn>, method: LogFn): void {
  const [first, second]: unknown[] = args;
  if (second === "job step" && typeof first === "object" && first !== null && "step" in first && part !== "checked")
    next(String(first.step));
  if (second === "layer indexed") indexedSeconds = secondsSoFar();
  void method;
}

const folder = await mkdtemp(path.join(tmpdir(), "archipel-ingest-"));
const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const cpuMeter = await openCpuMeter(database);
const { core, runner } = await startTestRunner({
  ...(await createTestCore(database)),
  storage: openFileStore(path.join(folder, "objects")),
  log: createLogger({ name: "ingest", level: "debug", hooks: { logMethod: watchSteps } }),
});
const { id: communityId } = await createCommunity(database);
const person = await createMember(database, communityId, "manager");
const actor: MemberActor = { userId: person.id, isOperator: false, isSuspended: false, communityId, role: "manager" };

since = performance.now();
spent = secondsUsed();
const id = randomUUID();
await openUpload(core, actor, { id, fileName, size: (await stat(file)).size });
await completeUpload(core, actor, id, file);
next("checked");
const HOUR = 3600;
const { jobId } = await getUpload(core, actor, id);
if (jobId) await jobOver(core, jobId, HOUR);
const upload = await getUpload(core, actor, id);
if (upload.status !== "checked") throw new Error(`the file is ${upload.status}: ${JSON.stringify(upload.error)}`);
next("read");
const published = await publishUpload(core, actor, {
  communityId,
  uploadId: id,
  target: { record: datasetRecord.parse({ title: "Bench" }) },
  layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
  status: "published",
  portalIds: [],
});
const job = await jobOver(core, published.jobId, HOUR);
if (job.status !== "success") throw new Error(`publication: ${JSON.stringify(job.error)}`);
next("over");
const layers = await database.withSystem((tx) => tx.layer.findMany({ where: { datasetId: published.datasetId } }));
const rows = layers.reduce((sum, layer) => sum + layer.featureCount, 0);
await runner.stop();
for (const { tableName } of layers) {
  await database.sqlAs({ role: "worker", communityId: actor.communityId }, (sql) =>
    dropLayerTable(sql, { tableName, communityId: actor.communityId }),
  );
}
await database.close();
await rm(folder, { recursive: true, force: true });
const findings = upload.layers.reduce((sum, layer) => sum + layer.errorCount + layer.warningCount, 0);
process.stdout.write(`${JSON.stringify({ rows, parts, processor, findings, indexedSeconds } satisfies Ingested)}\n`, () => process.exit(0));
