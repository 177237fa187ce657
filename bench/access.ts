// Reading through grants: the cost of the decision, and of tiles through a lens compared with whole ones, in alternation, in one run: the rows
// alone, and whole tiles over HTTP that no cache has.
//   node bench/access.ts [polygons = 200000] [rounds = 3]        DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Actor } from "@archipel/core-api/kernel/actor.ts";
import { fieldsThrough } from "@archipel/core-api/layer-store/lens/lens.ts";
import { buildTestLayer } from "@archipel/core-api/layer-store/tables/test-layer.ts";
import { readFound, readLayer } from "@archipel/core-api/modules/access/lens/service/through-lens.ts";
import { newKey } from "@archipel/core-api/modules/access/policy.ts";
import { insertGrant } from "@archipel/core-api/modules/grants/queries.ts";
import { packedRows, servedLayer } from "@archipel/core-api/modules/tiles/queries.ts";
import { openDatabase } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { growBbox } from "@archipel/geo/bbox.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { type TileAddress, tileSizeMetres, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { startCore } from "./measure/core-process.ts";
import { machine } from "./measure/cpu.ts";
import { load } from "./measure/http-load.ts";
import { median, timed, timesRow } from "./measure/times.ts";

const BUFFER = 64;
const TILES = 60;
const ZOOMS = [15, 14, 13, 12];
const PORT = 4398;
const count = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 3);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");

const fields: LayerField[] = [
  { name: "name", column: "name", type: "text" },
  { name: "n", column: "n", type: "integer" },
];
const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const core = { database, memory: {} };
const community = await createCommunity(database);
const member = await createMember(database, community.id, "contributor");
const side = Math.ceil(Math.sqrt(count)) * 0.003;
const next = seededRandom(7);
const layer = await buildTestLayer(database, community.id, {
  geometry: { type: "Polygon", srid: 4326, hasZ: false },
  fields,
  dataset: { visibility: "private" },
  features: Array.from({ length: count }, (_, index) => {
    const columns = Math.ceil(Math.sqrt(count));
    const [lon, lat] = [(index % columns) * 0.003, 45 + Math.floor(index / columns) * 0.003];
    const corners = Array.from({ length: 8 }, (_corner, at): Position => {
      const [angle, radius] = [(at / 8) * 2 * Math.PI, 0.0005 + next() * 0.0009];
      return [lon + Math.cos(angle) * radius, lat + Math.sin(angle) * radius];
    });
    return {
      geometry: { type: "Polygon", coordinates: [[...corners, corners[0] ?? [lon, lat]]] },
      values: [`zone ${index}`, index % 1000],
    };
  }),
});
console.log(`${machine()}\n${count.toLocaleString("en")} polygons over ${side.toFixed(2)}°, ${rounds} rounds of ${TILES} tiles`);

/** A person with a grant on a ragged disc in the middle of the layer. */
async function reader(radius: number, vertices: number) {
  const person = await createUser(database);
  const ring = Array.from({ length: vertices }, (_, at): Position => {
    const [angle, reach] = [(at / vertices) * 2 * Math.PI, radius * (0.95 + next() * 0.05)];
    return [side / 2 + Math.cos(angle) * reach, 45 + side / 2 + Math.sin(angle) * reach];
  });
  const area = writeEwkb({ type: "MultiPolygon", coordinates: [[[...ring, ring[0] ?? [0, 0]]]] }, 4326, false);
  await database.sqlAs({ role: "system" }, (sql) =>
    insertGrant(sql, {
      ...{ id: randomUUID(), communityId: community.id, datasetId: layer.datasetId, layerId: layer.layerId },
      ...{ subject: { userId: person.id }, columns: ["name", "n"], area: Buffer.from(area).toString("hex"), areaName: "disc" },
      ...{ from: null, until: null, purpose: "", givenById: member.id },
    }),
  );
  return { userId: person.id, isOperator: false, isSuspended: false };
}

/** Tiles of a zoom in the middle of the layer; the same ones every time. */
function tilesOf(z: number, reach: number, seed: number): TileAddress[] {
  const random = seededRandom(z + 100 * seed);
  const size = tileSizeMetres(z);
  const metres = (degrees: number) => (degrees / 180) * HALF_WORLD_METRES;
  const middle = Math.log(Math.tan(Math.PI / 4 + ((45 + side / 2) * Math.PI) / 360)) * (HALF_WORLD_METRES / Math.PI);
  return Array.from({ length: TILES }, () => ({
    z,
    x: Math.floor((metres(side / 2 + (random() - 0.5) * 2 * reach) + HALF_WORLD_METRES) / size),
    y: Math.floor((HALF_WORLD_METRES - middle - metres((random() - 0.5) * 2 * reach)) / size),
  }));
}

const whole = { userId: member.id, isOperator: false, isSuspended: false };
const source = { ...layer.spec, srid: 4326 };
const nearOf = (tile: TileAddress) => growBbox(tileToMercatorBbox(tile), 0.125);
const boxOf = (tile: TileAddress) => {
  const margin = (tileSizeMetres(tile.z) * BUFFER) / 4096;
  const [w, s, e, n] = tileToMercatorBbox(tile);
  return [w - margin, s - margin, e + margin, n + margin] as [number, number, number, number];
};

/** A key of a person. */
async function keyOf(userId: string): Promise<string> {
  const { secret, secretHash } = newKey();
  const expiresAt = new Date(Date.now() + 86_400_000);
  await database.withSystem((tx) => tx.apiKey.create({ data: { userId, name: "bench", scope: "read", secretHash, expiresAt } }));
  return secret;
}

const folder = await mkdtemp(path.join(tmpdir(), "archipel-access-"));
const server = await startCore({ port: PORT, folder, secret: "a secret of the benchmarks, of 32 characters" });
try {
  await measure("600 vertices", await reader(side / 6, 600), side / 6);
  await measure("3,000 vertices", await reader(side / 3, 3000), side / 3);
} finally {
  server.kill();
  await database.close();
  await rm(folder, { recursive: true });
}

async function measure(name: string, actor: Actor & { userId: string }, radius: number): Promise<void> {
  const decide = (who: Actor, by = core) =>
    readLayer(
      ...([by, who, layer.layerId] as const),
      (sql) => servedLayer(sql, layer.layerId),
      async (_sql, _row, found) => found,
    );
  const lens = await decide(actor);
  if (!lens) throw new Error("no lens");
  const shown = fieldsThrough(fields, lens);
  const first: Record<"without" | "with", number[]> = { without: [], with: [] };
  const again: Record<"without" | "with", number[]> = { without: [], with: [] };
  for (let n = 0; n < 300; n++) {
    const fresh = { database, memory: {} };
    for (const [times, by] of [
      [first, fresh],
      [again, core],
    ] as const) {
      times.without.push(await timed(() => decide(whole, by)));
      times.with.push(await timed(() => decide(actor, by)));
    }
  }
  console.log(`\narea of ${name}`);
  compare("first decision", first);
  compare("decision again", again);
  for (const z of ZOOMS) {
    const times: Record<"without" | "with", number[]> = { without: [], with: [] };
    for (let round = 0; round < rounds; round++) {
      for (const tile of tilesOf(z, radius * 0.6, 0)) {
        const [box, near] = [boxOf(tile), nearOf(tile)];
        times.without.push(
          await timed(() => readFound(database, whole, null, (sql) => packedRows(sql, { ...source, lens: null }, null, shown, box))),
        );
        const read = (sql: SqlSession) => packedRows(sql, { ...source, fields: shown, lens }, null, shown, box);
        times.with.push(await timed(() => readFound(database, actor, lens, read, near)));
      }
    }
    compare(`z${z} rows`, times);
  }
  const keys = { without: await keyOf(member.id), with: await keyOf(actor.userId) };
  for (const z of ZOOMS) {
    const times: Record<"without" | "with", number[]> = { without: [], with: [] };
    // Every tile is asked once: the process keeps what it built.
    const tiles = [...new Map(tilesOf(z, radius * 0.6, rounds).map((tile) => [`${tile.x}/${tile.y}`, tile])).values()];
    for (let at = 0; at < tiles.length; at += 4) {
      for (const way of at % 8 === 0 ? (["without", "with"] as const) : (["with", "without"] as const)) {
        const requests = tiles.slice(at, at + 4).map(({ x, y }) => ({
          ...{ host: "localhost", path: `/tiles/${layer.layerId}/${z}/${x}/${y}.mvt`, headers: { authorization: `Bearer ${keys[way]}` } },
        }));
        const { times: some, statuses } = await load({ port: PORT, requests, connections: 1, answers: requests.length });
        if (Object.keys(statuses).join() !== "200") throw new Error(`answers: ${JSON.stringify(statuses)}`);
        times[way].push(...some);
      }
    }
    compare(`z${z} tile`, times);
  }
}

function compare(name: string, times: Record<"without" | "with", number[]>): void {
  console.log(timesRow(`${name} without lens`, times.without));
  console.log(`${timesRow(`${name} with lens   `, times.with)}   ratio ${(median(times.with) / median(times.without)).toFixed(2)}`);
}
