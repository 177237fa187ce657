// Vector tiles: our encoder compared with ST_AsMVT, on the same rows, in alternation, in one run.
//   node bench/tiles.ts [polygons = 1000000] [rounds = 3]        DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { copyRows } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, fieldList, type TableSpec, tableNameOf, tableRef } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { tableZoom } from "@archipel/core-api/modules/tiles/policy.ts";
import { packedRows } from "@archipel/core-api/modules/tiles/queries.ts";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { encodeTile } from "@archipel/geo/mvt/encode-tile.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { type TileAddress, tileSizeMetres, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { createCommunity, createDataset } from "@archipel/testing/factories.ts";
import { machine, openCpuMeter } from "./measure/cpu.ts";
import { groundSide, ORIGIN_3857, polygonRows } from "./measure/polygons.ts";

const BUFFER = 64;
const CONNECTIONS = 8;
const GZIP = { level: 1 };
const visitor = { role: "tenant", userId: null, communityId: null } as const;

const count = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");

const fields: LayerField[] = [
  { name: "name", column: "name", type: "text" },
  { name: "class", column: "class", type: "text" },
  { name: "n", column: "n", type: "integer" },
  { name: "share", column: "share", type: "double" },
];

const database = await openDatabase({ kind: "server", url, poolSize: CONNECTIONS });
await database.migrate();
console.log(
  `${machine()}\n${count.toLocaleString("en")} polygons, ${CONNECTIONS} connections, gzip ${GZIP.level}, ${rounds} rounds, as an anonymous visitor`,
);

const cpuTime = await openCpuMeter(database);
const spec = await buildLayer(database);
const zooms = await generalisedZooms(database, spec);
console.log(`generalised tables: ${zooms.join(", ") || "none"}\n`);

/** Makes a tile by one of the ways: gzipped bytes and features drawn, as far as known. */
type Maker = (tile: TileAddress) => Promise<number>;

const fromZoom =
  (zoomOf: (z: number) => number | null): Maker =>
  async (tile) => {
    const margin = (tileSizeMetres(tile.z) * BUFFER) / 4096;
    const [w, s, e, n] = tileToMercatorBbox(tile);
    const rows = await database.sqlAs(visitor, (sql) =>
      packedRows(sql, { ...spec, srid: 3857, lens: null }, zoomOf(tile.z), fields, [w - margin, s - margin, e + margin, n + margin]),
    );
    if (!rows) return 0;
    return gzipSync(encodeTile([{ name: "layer", keys: fields.map((field) => field.column), rows }], tile, { buffer: BUFFER }), GZIP)
      .length;
  };

const asMvt: Maker = async ({ z, x, y }) => {
  const [row] = await database.sqlAs(visitor, (sql) =>
    sql.query<{ mvt: Uint8Array }>(
      `SELECT ST_AsMVT(q, 'layer', 4096, 'geom', 'fid') AS mvt FROM (
         SELECT fid${fieldList(fields)}, ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1, $2, $3), 4096, ${BUFFER}) AS geom
         FROM ${tableRef(spec.tableName)} WHERE geom_3857 && ST_TileEnvelope($1, $2, $3, margin => ${BUFFER / 4096})) q
       WHERE geom IS NOT NULL`,
      [z, x, y],
    ),
  );
  return gzipSync(row?.mvt ?? new Uint8Array(), GZIP).length;
};

const makers: [string, Maker][] = [
  ["encoder, layer's rows", fromZoom(() => null)],
  ["encoder, as served", fromZoom((z) => tableZoom(zooms, z))],
  ["ST_AsMVT", asMvt],
];

interface Sum {
  tiles: number;
  seconds: number;
  processMs: number;
  databaseMs: number;
  largest: number;
}

console.log("zoom  way                     req/s   CPU ms a tile: node + database = sum    largest KB");
for (const z of [14, 13, 12, 11, 10, 9, 8, 6, 4, 0]) {
  const tiles = tilesOf(z, z >= 12 ? 400 : z >= 10 ? 100 : z >= 8 ? 12 : 3);
  const sums = new Map<string, Sum>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, make] of makers) {
      // At very low zooms, nobody would serve the rows of the whole layer.
      if (z < 8 && name === "encoder, layer's rows") continue;
      const sum = sums.get(name) ?? { tiles: 0, seconds: 0, processMs: 0, databaseMs: 0, largest: 0 };
      sums.set(name, await measure(sum, tiles, make));
    }
  }
  for (const [name, sum] of sums) print(z, name, sum);
}
await database.close();

async function measure(sum: Sum, tiles: TileAddress[], make: Maker): Promise<Sum> {
  const queue = [...tiles];
  let largest = sum.largest;
  const before = cpuTime();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let tile = queue.pop(); tile; tile = queue.pop()) largest = Math.max(largest, await make(tile));
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const after = cpuTime();
  return {
    tiles: sum.tiles + tiles.length,
    seconds: sum.seconds + seconds,
    processMs: sum.processMs + after.process - before.process,
    databaseMs: sum.databaseMs + after.database - before.database,
    largest,
  };
}

function print(z: number, name: string, { tiles, seconds, processMs, databaseMs, largest }: Sum): void {
  const each = (ms: number) => (ms / tiles).toFixed(2).padStart(8);
  console.log(
    `z${String(z).padEnd(4)} ${name.padEnd(22)} ${(tiles / seconds).toFixed(1).padStart(8)}   ${each(processMs)} + ${each(databaseMs)} = ${each(processMs + databaseMs)}   ${(largest / 1000).toFixed(0).padStart(10)}`,
  );
}

/** Tiles within the generated area, spread over it, the same ones every time. */
function tilesOf(z: number, wanted: number): TileAddress[] {
  const next = seededRandom(z);
  const size = tileSizeMetres(z);
  const side = groundSide(count);
  return Array.from({ length: wanted }, () => ({
    z,
    x: Math.floor((ORIGIN_3857[0] + next() * side + HALF_WORLD_METRES) / size),
    y: Math.floor((HALF_WORLD_METRES - ORIGIN_3857[1] - next() * side) / size),
  }));
}

async function buildLayer(to: Database): Promise<TableSpec> {
  const community = await createCommunity(to);
  const dataset = await createDataset(to, community.id);
  const layerId = randomUUID();
  const built: TableSpec = {
    layerId,
    communityId: community.id,
    tableName: tableNameOf(layerId),
    geometry: { type: "Polygon", srid: 3857, hasZ: false },
    fields,
  };
  await to.withSystem((tx) =>
    tx.layer.create({
      data: {
        id: layerId,
        communityId: community.id,
        datasetId: dataset.id,
        name: "layer",
        title: "Polygons",
        tableName: built.tableName,
        geometryType: "Polygon",
        srid: 3857,
        fields: fields.map((field) => ({ ...field })),
        status: "ready",
      },
    }),
  );
  const open = <T>(work: Parameters<typeof to.sqlAs<T>>[1]) => to.sqlAs({ role: "worker", communityId: community.id }, work);
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  await open(async (sql) => {
    await createLayerTable(sql, built);
    await copyRows(sql, built, polygonRows(count));
  });
  console.log(`rows copied after ${seconds()}`);
  await finishLayerTable(open, built, { onProgress: (step, done) => console.log(`${step} ${done || ""} from ${seconds()}`) });
  console.log(`layer ready after ${seconds()}`);
  return built;
}

async function generalisedZooms(from: Database, { tableName }: TableSpec): Promise<number[]> {
  const rows = await from.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ zoom: number }>("SELECT substring(relname FROM '_g(\\d+)$')::integer AS zoom FROM pg_class WHERE relname ~ $1 ORDER BY 1", [
      `^${tableName}_g\\d+$`,
    ]),
  );
  return rows.map((row) => row.zoom);
}
