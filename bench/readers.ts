// Floods of reads: what another visitor's pages notice, while one address sends batches of searches or of suggestions.
//   node bench/readers.ts [features = 200000] [requests = 100] [rounds = 3]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
// core-api runs in its own process, the flood in another. In each round the visitor opens pages, first alone, then during each flood, which
// comes from a new address, whose budgets are whole.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { copyRows } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, type TableSpec, tableNameOf } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { indexLayerForSearch } from "@archipel/core-api/modules/search/indexing/index-layer.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { polygonRows } from "./measure/polygons.ts";
import { startFlood } from "./measure/start-flood.ts";
import { quantile, timed, timesRow } from "./measure/times.ts";

const count = Number(process.argv[2] ?? 200_000);
const requests = Number(process.argv[3] ?? 100);
const rounds = Number(process.argv[4] ?? 3);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");

const PORT = 4397;
const base = `http://localhost:${PORT}`;
/** Each page is opened from another address: one visitor alone would use up the budget of its own. */
const visitorOf = (page: number) => `198.51.100.${1 + (page % 250)}`;
/** A layer of this name is searched by the names of its features. */
const NAME = "lieux-dits";
const FLOODS = [
  { name: "40 × 20 searches", kind: "search", requests: 40 },
  { name: "80 × 20 suggestions", kind: "suggest", requests: 80 },
] as const;

const fields: LayerField[] = [
  { name: "name", column: "name", type: "text" },
  { name: "class", column: "class", type: "text" },
  { name: "n", column: "n", type: "integer" },
  { name: "share", column: "share", type: "double" },
];

const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const community = await createCommunity(database);
const portal = await createPortal(database, community.id, { slug: `bench-${randomBytes(4).toString("hex")}` });
const layerId = await buildLayer();
const folder = await mkdtemp(path.join(tmpdir(), "archipel-readers-"));
const server = await startCore({ port: PORT, folder, secret: "a secret of the benchmarks, of 32 characters" });
console.log(`${machine()}\n${count} features, ${rounds} rounds of ${requests} pages of another visitor; milliseconds\n`);

try {
  await visit(50);
  const idle: number[] = [];
  const during = FLOODS.map((flood) => ({ flood, times: [] as number[] }));
  for (let round = 1; round <= rounds; round++) {
    idle.push(...(await visit(requests)));
    for (const { flood, times } of during) times.push(...(await visitDuring(flood, `203.0.113.${round}`)));
  }
  console.log(timesRow("idle".padEnd(20), idle));
  for (const { flood, times } of during) {
    const ratio = (quantile(times, 0.95) / quantile(idle, 0.95)).toFixed(2);
    console.log(`${timesRow(flood.name.padEnd(20), times)}   p95 × ${ratio}`);
  }
} finally {
  server.kill("SIGTERM");
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** The visitor's pages while one address floods. Prints what the flood was answered. */
async function visitDuring(flood: (typeof FLOODS)[number], address: string): Promise<number[]> {
  const stop = await startFlood("read-flood.ts", { base, layerId, portalId: portal.id, address, ...flood });
  let answers = "";
  const times = await visit(requests).finally(async () => {
    answers = await stop();
  });
  console.log(`${flood.name} from ${address}: p95 ${quantile(times, 0.95).toFixed(0)}, calls ${answers}`);
  return times;
}

async function visit(times: number): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < times; index++) took.push(await timed(() => openPage(visitorOf(index))));
  return took;
}

/** What a portal's page reads: the portal, then its catalogue. */
async function openPage(address: string): Promise<void> {
  await read("portals.byHost", { host: `${portal.slug}.localhost` }, address);
  await read("datasets.catalogue", { portalId: portal.id, limit: 20 }, address);
}

async function read(procedure: string, input: object, address: string): Promise<void> {
  const query = encodeURIComponent(JSON.stringify({ json: input }));
  const response = await fetch(`${base}/trpc/${procedure}?input=${query}`, { headers: { "x-forwarded-for": address } });
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

async function buildLayer(): Promise<string> {
  const dataset = await createDataset(database, community.id);
  const id = randomUUID();
  const geometry = { type: "Polygon", srid: 3857, hasZ: false } as const;
  const spec: TableSpec = { layerId: id, communityId: community.id, tableName: tableNameOf(id), geometry, fields };
  await database.withSystem(async (tx) => {
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId: community.id } });
    await tx.layer.create({
      data: {
        id,
        communityId: community.id,
        datasetId: dataset.id,
        name: NAME,
        title: "Polygons",
        tableName: spec.tableName,
        geometryType: geometry.type,
        srid: geometry.srid,
        fields: fields.map((field) => ({ ...field })),
        status: "ready",
      },
    });
  });
  const open = <T>(work: Parameters<typeof database.sqlAs<T>>[1]) => database.sqlAs({ role: "worker", communityId: community.id }, work);
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await copyRows(sql, spec, polygonRows(count));
  });
  await finishLayerTable(open, spec);
  await open((sql) => indexLayerForSearch(sql, { ...spec, name: NAME }));
  return id;
}
