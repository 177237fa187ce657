// Live maps: time from a merge to the notification of every open map, and to the bytes of the repainted tile.
//   node bench/live.ts [merges = 30] [polygons = 100000] [watchers = 1,50,200,1000]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
// core-api runs in its own process. The merges are made here, like in another process of the platform: core-api learns of them by NOTIFY.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { copyRows } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, type TableSpec, tableNameOf } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { createContribution, saveEdits, submitContribution } from "@archipel/core-api/modules/contributions/service/drafts.ts";
import { mergeAsSeen } from "@archipel/core-api/modules/contributions/testing/decide.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember } from "@archipel/testing/factories.ts";
import { machine } from "./measure/cpu.ts";
import { polygonRows } from "./measure/polygons.ts";
import { openWatcher, type Seen } from "./measure/watcher.ts";

const merges = Number(process.argv[2] ?? 30);
const polygons = Number(process.argv[3] ?? 100_000);
const sizes = (process.argv[4] ?? "1,50,200,1000").split(",").map(Number);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");

const PORT = 4399;
const base = `http://127.0.0.1:${PORT}`;
const PAUSE_MS = 150;

const fields: LayerField[] = [
  { name: "name", column: "name", type: "text" },
  { name: "class", column: "class", type: "text" },
  { name: "n", column: "n", type: "integer" },
  { name: "share", column: "share", type: "double" },
];

const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const core = await createTestCore(database);
const community = await createCommunity(database);
const dataset = await createDataset(database, community.id);
const person = async (role: "contributor" | "moderator"): Promise<MemberActor> => {
  const { id: userId } = await createMember(database, community.id, role);
  return { userId, communityId: community.id, role, isOperator: false, isSuspended: false };
};
const [author, moderator] = [await person("contributor"), await person("moderator")];
const layerId = await buildLayer();
const folder = await mkdtemp(path.join(tmpdir(), "archipel-live-"));
const server = await startServer();
console.log(`${machine()}\n${polygons.toLocaleString("en")} polygons, ${merges} merges of one feature each; milliseconds\n`);

try {
  let fid = 1;
  for (const size of sizes) fid = await measure(size, fid);
} finally {
  server.kill("SIGTERM");
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** Opens `size` watchers, merges, and prints what they received. Returns the next feature that is still as published. */
async function measure(size: number, firstFid: number): Promise<number> {
  const seen: Seen[][] = Array.from({ length: size }, () => []);
  const closers = await Promise.all(seen.map((own) => openWatcher(base, layerId, (one) => own.push(one))));
  const mergedAt = new Map<number, number>();
  const took: number[] = [];
  for (let fid = firstFid; fid < firstFid + merges; fid++) {
    const contributionId = await draft(fid);
    const start = performance.now();
    const outcome = await mergeAsSeen(core, moderator, contributionId);
    const end = performance.now();
    if (outcome.outcome !== "merged") throw new Error("it conflicts");
    mergedAt.set(outcome.revisions[0]?.revision ?? 0, end);
    took.push(end - start);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS + Math.random() * 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const notified: number[] = [];
  const repainted: number[] = [];
  let missed = 0;
  for (const own of seen) {
    const first = new Map<number, Seen>();
    for (const one of own) if (!first.has(one.revision)) first.set(one.revision, one);
    for (const [revision, at] of mergedAt) {
      const one = first.get(revision);
      if (!one) missed++;
      else {
        notified.push(Math.max(0, one.notifiedAt - at));
        repainted.push(Math.max(0, (await one.repaintedAt) - at));
      }
    }
  }
  for (const close of closers) close();
  const row = (label: string, values: number[]) => `${label} p50 ${at(values, 0.5)} p95 ${at(values, 0.95)} p99 ${at(values, 0.99)}`;
  console.log(
    `${String(size).padStart(5)} watchers   ${row("merge", took)}   ${row("notified", notified)}   ${row("repainted", repainted)}   missed ${missed}`,
  );
  return firstFid + merges;
}

function at(values: number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0).padStart(5);
}

async function draft(fid: number): Promise<string> {
  const about = { communityId: community.id, datasetId: dataset.id, title: `Zone ${fid}`, message: "" };
  const { id: contributionId } = await createContribution(core, author, about);
  const edit = { operation: "update" as const, layerId, fid, baseVersion: 1, values: { name: `changed ${randomUUID()}` } };
  await saveEdits(core, author, { communityId: community.id, contributionId, edits: [edit] });
  await submitContribution(core, author, contributionId);
  return contributionId;
}

async function buildLayer(): Promise<string> {
  const id = randomUUID();
  const geometry = { type: "Polygon", srid: 3857, hasZ: false } as const;
  const spec: TableSpec = { layerId: id, communityId: community.id, tableName: tableNameOf(id), geometry, fields };
  const data = {
    id,
    communityId: community.id,
    datasetId: dataset.id,
    name: "layer",
    title: "Polygons",
    tableName: spec.tableName,
    srid: 3857,
  };
  await database.withSystem((tx) =>
    tx.layer.create({ data: { ...data, geometryType: "Polygon", fields: fields.map((field) => ({ ...field })) } }),
  );
  const open: Parameters<typeof finishLayerTable>[0] = (work) => database.sqlAs({ role: "worker", communityId: community.id }, work);
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await copyRows(sql, spec, polygonRows(polygons));
  });
  const { featureCount, bbox } = await finishLayerTable(open, spec);
  await database.withSystem((tx) => tx.layer.update({ where: { id }, data: { status: "ready", featureCount, bbox: bbox ?? [] } }));
  return id;
}

async function startServer() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "../apps/core-api/src/main.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PORT: String(PORT),
      ARCHIPEL_DATA: folder,
      // The same in each run, so that encrypted values in the scratch database can be decrypted again.
      ARCHIPEL_SECRET: "a secret of the benchmarks, of 32 characters",
      ARCHIPEL_PROCESS: "api",
      LOG_LEVEL: "error",
      EVENTS_PER_ADDRESS: "100000",
    },
  });
  for (let tries = 0; tries < 300; tries++) {
    const isReady = await fetch(`${base}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error("core-api did not start");
}
