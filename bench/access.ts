// Reading through grants: the cost of the decision, and of tiles through a lens compared with whole ones, in alternation, in one run.
//   node bench/access.ts [polygons = 200000] [rounds = 3]        DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine
import { randomUUID } from "node:crypto";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fieldsThrough } from "@archipel/core-api/layer-store/lens/lens.ts";
import { buildTestLayer } from "@archipel/core-api/layer-store/tables/test-layer.ts";
import { lensScopeOf, ownLens, readFound } from "@archipel/core-api/modules/access/lens/service/through-lens.ts";
import { insertGrant } from "@archipel/core-api/modules/grants/queries.ts";
import { packedRows } from "@archipel/core-api/modules/tiles/queries.ts";
import { openDatabase } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { type TileAddress, tileSizeMetres, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { machine } from "./measure/cpu.ts";
import { timed, timesRow } from "./measure/times.ts";

const BUFFER = 64;
const TILES = 60;
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
      ...{ subject: { userId: person.id }, columns: ["name"], area: Buffer.from(area).toString("hex"), areaName: "disc" },
      ...{ from: null, until: null, purpose: "", givenById: member.id },
    }),
  );
  return { userId: person.id, isOperator: false, isSuspended: false };
}

/** Tiles of a zoom in the middle of the layer; the same ones every time. */
function tilesOf(z: number, reach: number): TileAddress[] {
  const random = seededRandom(z);
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
const boxOf = (tile: TileAddress) => {
  const margin = (tileSizeMetres(tile.z) * BUFFER) / 4096;
  const [w, s, e, n] = tileToMercatorBbox(tile);
  return [w - margin, s - margin, e + margin, n + margin] as [number, number, number, number];
};

for (const [name, radius, vertices] of [
  ["600 vertices", side / 6, 600],
  ["3,000 vertices", side / 3, 3000],
] as const) {
  const actor = await reader(radius, vertices);
  const decide = () => database.sqlAs(lensScopeOf(actor), (sql) => ownLens(sql, layer.layerId));
  const lens = await decide();
  if (!lens) throw new Error("no lens");
  const shown = fieldsThrough(fields, lens);
  const decisions: number[] = [];
  for (let n = 0; n < 200; n++) decisions.push(await timed(decide));
  console.log(`\narea of ${name}\n${timesRow("decision        ", decisions)}`);
  for (const z of [15, 13, 12]) {
    const times: Record<"without" | "with", number[]> = { without: [], with: [] };
    for (let round = 0; round < rounds; round++) {
      for (const tile of tilesOf(z, radius * 0.6)) {
        const box = boxOf(tile);
        times.without.push(
          await timed(() => readFound(database, whole, null, (sql) => packedRows(sql, { ...source, lens: null }, null, shown, box))),
        );
        times.with.push(
          await timed(() =>
            readFound(database, actor, lens, (sql) => packedRows(sql, { ...source, fields: shown, lens }, null, shown, box)),
          ),
        );
      }
    }
    console.log(timesRow(`z${z} without lens`, times.without));
    console.log(timesRow(`z${z} with lens   `, times.with));
  }
}
await database.close();
