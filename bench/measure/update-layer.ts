// A layer of so many features that is updated by files, then brought back. Started by bench/updates.ts, in a process of its own so that its
// memory is its own:   node bench/measure/update-layer.ts 100000 delta,back   prints a line of JSON
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { type LayerUpdate, updateChoice } from "@archipel/contracts/updates.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { dropLayerTable } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { publishUpload } from "@archipel/core-api/modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "@archipel/core-api/modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "@archipel/core-api/modules/deliveries/uploads/service/receive.ts";
import { applyUpdate } from "@archipel/core-api/modules/updates/service/apply.ts";
import { prepareRestoration, prepareUpdate } from "@archipel/core-api/modules/updates/service/prepare.ts";
import { getUpdate } from "@archipel/core-api/modules/updates/service/read.ts";
import { jobOver, startTestRunner } from "@archipel/core-api/testing/run-jobs.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { endedChildrenMs, openCpuMeter } from "./cpu.ts";
import { polygonRows } from "./polygons.ts";

export interface Updated {
  name: string;
  /** Seconds. */
  checked: number;
  compared: number;
  applied: number;
  changes: number;
  /** Processor seconds of the comparison and of the application: of core-api, of its children that ended, and of the database server. */
  processor: [compared: Used, applied: Used];
}
type Used = [core: number, sandbox: number, database: number];

const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");
const count = Number(process.argv[2]);
const steps = (process.argv[3] ?? "").split(",");
const HOUR = 3600;

const folder = await mkdtemp(path.join(tmpdir(), "archipel-updates-"));
const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const meter = await openCpuMeter(database);
const { core, runner } = await startTestRunner({
  ...(await createTestCore(database)),
  storage: openFileStore(path.join(folder, "objects")),
});
const { id: communityId } = await createCommunity(database);
const person = await createMember(database, communityId, "manager");
const actor: MemberActor = { userId: person.id, isOperator: false, isSuspended: false, communityId, role: "manager" };

/** The polygons of the bench; of every hundredth one, the attributes are others (`mark`) or its shape moved. `isPart`: these alone. */
async function* geoJsonText(mark: string, isPart: boolean): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let separator = "";
  for await (const rows of polygonRows(count)) {
    let text = "";
    for (const { index, values, ewkb } of rows) {
      const { geometry } = readWkb(ewkb);
      if (geometry.type !== "Polygon") continue;
      const isChanged = mark !== "" && index % 100 === 0;
      if (isPart && !isChanged) continue;
      const shift = isChanged && index % 200 === 0 ? 0.0003 : 0;
      const coordinates = geometry.coordinates.map((ring) =>
        ring.map(([x = 0, y = 0]) => mercatorToLonLat(x, y).map((degrees) => Number((degrees + shift).toFixed(7)))),
      );
      const [name, category, n, share] = values;
      const properties = { name, class: isChanged ? mark : category, n, share };
      text += `${separator}${JSON.stringify({ type: "Feature", properties, geometry: { type: "Polygon", coordinates } })}`;
      separator = ",\n";
    }
    yield text;
  }
  yield "\n]}\n";
}

async function uploadFile(mark: string, isPart = false) {
  const file = path.join(folder, `${mark}.geojson`);
  await pipeline(geoJsonText(mark, isPart), createWriteStream(file));
  const id = randomUUID();
  await openUpload(core, actor, { id, fileName: "zones.geojson", size: (await stat(file)).size });
  await completeUpload(core, actor, id, file);
  const since = performance.now();
  const { jobId } = await getUpload(core, actor, id);
  if (jobId) await jobOver(core, jobId, HOUR);
  const [layer] = (await getUpload(core, actor, id)).layers;
  if (!layer) throw new Error("the file has no layer");
  await rm(file);
  return { checked: (performance.now() - since) / 1000, uploadId: id, uploadLayerId: layer.id };
}

function secondsUsed(): Used {
  const { process: own, database: server } = meter();
  return [own / 1000, endedChildrenMs() / 1000, server / 1000];
}

async function timed(update: LayerUpdate): Promise<{ seconds: number; used: Used; update: LayerUpdate }> {
  const since = performance.now();
  const before = secondsUsed();
  const job = update.jobId ? await jobOver(core, update.jobId, HOUR) : null;
  if (job && job.status !== "success") throw new Error(`${job.kind}: ${JSON.stringify(job.error)}`);
  const after = secondsUsed();
  const used: Used = [after[0] - before[0], after[1] - before[1], after[2] - before[2]];
  return { seconds: (performance.now() - since) / 1000, used, update: await getUpdate(core, actor, update.id) };
}

async function updated(name: string, checked: number, prepared: LayerUpdate): Promise<Updated> {
  const { seconds: compared, used: whileCompared, update } = await timed(prepared);
  const { baseRevision = 0, counts = { inserted: 0, updated: 0, deleted: 0 } } = update.preview ?? {};
  const { seconds: applied, used: whileApplied } = await timed(
    await applyUpdate(core, actor, { communityId, updateId: update.id, baseRevision, confirm: update.layerTitle }),
  );
  const changes = counts.inserted + counts.updated + counts.deleted;
  return { name, checked, compared, applied, changes, processor: [whileCompared, whileApplied] };
}

const first = await uploadFile("");
const published = await publishUpload(core, actor, {
  communityId,
  uploadId: first.uploadId,
  target: { record: datasetRecord.parse({ title: "Bench" }) },
  layers: [{ uploadLayerId: first.uploadLayerId, title: "Zones" }],
  status: "published",
  portalIds: [],
});
await jobOver(core, published.jobId, HOUR);
const layer = await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId: published.datasetId } }));
const told: Updated[] = [];
for (const [step, name, way, choice] of [
  ["part", "delta, 1 % in the file", "delta", { key: ["name"] }],
  ["delta", "delta by key, 1 %", "delta", { key: ["name"] }],
  ["keyed", "replace by key, 1 %", "replace", { key: ["name"] }],
  ["bare", "replace without key, 1 %", "replace", {}],
  // Of another column, so that no row is what it was.
  ["all", "replace, all is other", "replace", { columns: { name: "class" } }],
] as const) {
  if (!steps.includes(step)) continue;
  const { checked, ...file } = await uploadFile(name, step === "part");
  told.push(
    await updated(
      name,
      checked,
      await prepareUpdate(core, actor, { communityId, layerId: layer.id, ...file, way, choice: updateChoice.parse(choice) }),
    ),
  );
}
if (steps.includes("back"))
  told.push(await updated("back to the first", 0, await prepareRestoration(core, actor, { communityId, layerId: layer.id, revision: 1 })));
await runner.stop();
await database.sqlAs({ role: "worker", communityId }, (sql) => dropLayerTable(sql, { tableName: layer.tableName, communityId }));
await database.close();
await rm(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit(0));
