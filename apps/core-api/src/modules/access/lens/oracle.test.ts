// @database server
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { lonLatToTile, type TileAddress, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { addMember, createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { buildTestLayer, type TestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { listAtPoint, listInView } from "../../features/service.ts";
import { listRows } from "../../features/table/service.ts";
import { insertGrant } from "../grants/queries.ts";
import { lensScopeOf } from "./through-lens.ts";

/** The world of the test: a square of 0.2 degrees, in which areas and features are placed by a grid of 20 cells. */
const WEST = 2;
const SOUTH = 48;
const CELL = 0.01;
const at = (x: number, y: number): Position => [WEST + x * CELL, SOUTH + y * CELL];
const ring = (x: number, y: number, width: number, height: number): Position[] => [
  at(x, y),
  at(x + width, y),
  at(x + width, y + height),
  at(x, y + height),
  at(x, y),
];

const COLUMNS = ["name", "rank", "note"] as const;
const fields: LayerField[] = [
  { name: "NAME", column: "name", type: "text" },
  { name: "RANK", column: "rank", type: "integer" },
  { name: "NOTE", column: "note", type: "text" },
  { name: "HUSH", column: "hush", type: "text", isHidden: true },
];
const valuesOf = (index: number) => [`name-${index}-x`, index, `note-${index}-x`, `hush-${index}`];

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let community: Awaited<ReturnType<typeof createCommunity>>;
let office: typeof community;
let portalId: string;
let person: string;
let colleague: string;
let stranger: string;
let giver: string;
type Built = Awaited<ReturnType<typeof buildTestLayer>>;
let layers: Built[];

const shapes: Record<"Polygon" | "LineString" | "Point", (index: number) => Geometry> = {
  // Squares of one to three cells, some of which share a side with an area, and one with a hole.
  Polygon: (index) => ({
    type: "Polygon",
    coordinates: [
      ring((index * 3) % 19, (index * 7) % 18, 1 + (index % 3), 1 + (index % 2)),
      ...(index % 5 === 0 ? [ring(((index * 3) % 19) + 0.2, ((index * 7) % 18) + 0.2, 0.3, 0.3).reverse()] : []),
    ],
  }),
  LineString: (index) => ({
    type: "LineString",
    coordinates: [at((index * 3) % 19, (index * 7) % 18), at((index * 5) % 20, (index * 11) % 20), at((index * 13) % 20, (index * 2) % 20)],
  }),
  Point: (index) => ({ type: "Point", coordinates: at((index * 3.3) % 20, (index * 7.7) % 20) }),
};

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  community = await createCommunity(database, { name: "Owner" });
  office = await createCommunity(database, { name: "Office" });
  portalId = (await createPortal(database, community.id)).id;
  giver = (await createMember(database, community.id, "manager")).id;
  person = (await createUser(database)).id;
  colleague = (await createUser(database)).id;
  await addMember(database, office.id, colleague, "member");
  stranger = (await createUser(database)).id;
  layers = [];
  for (const type of ["Polygon", "LineString", "Point"] as const) {
    for (const srid of type === "Polygon" ? [4326, 3857] : [4326]) {
      const wanted: TestLayer = {
        geometry: { type, srid, hasZ: false },
        fields,
        dataset: { visibility: "private" },
        features: [
          ...Array.from({ length: 30 }, (_, index) => ({ geometry: inCrs(shapes[type](index), srid), values: valuesOf(index) })),
          { geometry: null, values: valuesOf(30) },
        ],
      };
      const built = await buildTestLayer(database, community.id, wanted);
      await database.withSystem((tx) =>
        tx.portalDataset.create({ data: { portalId, datasetId: built.datasetId, communityId: community.id, position: 1 } }),
      );
      layers.push(built);
    }
  }
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** Degrees as Web Mercator, for the layer that is stored so. */
function inCrs(geometry: Geometry, srid: number): Geometry {
  if (srid === 4326 || geometry.type !== "Polygon") return geometry;
  const R = 6378137;
  const placed = ([lon = 0, lat = 0]: Position): Position => [
    (lon * Math.PI * R) / 180,
    R * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
  ];
  return { type: "Polygon", coordinates: geometry.coordinates.map((one) => one.map(placed)) };
}

interface Given {
  to: "person" | "office" | "stranger";
  columns: string[] | null;
  area: [x: number, y: number, width: number, height: number] | null;
  state: "valid" | "valid" | "ended" | "future" | "revoked";
  isForAll: boolean;
}

const givenArb: fc.Arbitrary<Given> = fc.record({
  to: fc.constantFrom("person", "office", "stranger"),
  columns: fc.option(fc.subarray([...COLUMNS, "hush"])),
  area: fc.option(
    fc.tuple(
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    {
      freq: 6,
    },
  ),
  state: fc.constantFrom("valid", "valid", "valid", "ended", "future", "revoked"),
  isForAll: fc.boolean(),
}) as fc.Arbitrary<Given>;

async function give(layer: Built, given: readonly Given[]): Promise<void> {
  await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("DELETE FROM grants");
    for (const one of given) {
      const id = randomUUID();
      const [from, until] = { valid: [-1, 1], revoked: [-1, 1], ended: [-2, -1], future: [1, 2] }[one.state].map(
        (days) => new Date(Date.now() + days * 86_400_000),
      ) as [Date, Date];
      const area = one.area && writeEwkb({ type: "MultiPolygon", coordinates: [[ring(...one.area)]] }, 4326, false);
      await insertGrant(sql, {
        id,
        communityId: community.id,
        datasetId: layer.datasetId,
        layerId: one.isForAll && one.columns === null ? null : layer.layerId,
        userId: { person, stranger, office: null }[one.to],
        subjectCommunityId: one.to === "office" ? office.id : null,
        columns: one.columns,
        area: area && Buffer.from(area).toString("hex"),
        areaName: "",
        from,
        until,
        purpose: "",
        givenById: giver,
      });
      if (one.state === "revoked") await sql.query("UPDATE grants SET revoked_at = now() WHERE id = $1::uuid", [id]);
    }
  });
}

interface Seen {
  fid: number;
  values: Record<string, unknown>;
  /** Area or length of what may be seen of it, in Web Mercator. */
  size: number;
}

/** What a reader may see, decided row by row and grant by grant, without the policies and without the functions under test. */
async function allowed(layer: Built, given: readonly Given[]): Promise<Seen[]> {
  const valid = given.filter(({ state }) => state === "valid");
  const table = tableRef(layer.spec.tableName);
  return database.sqlAs({ role: "system" }, async (sql) => {
    const seen: Seen[] = [];
    for (const row of await sql.query<{ fid: number; name: string; rank: number; note: string }>(
      `SELECT fid, name, rank, note FROM ${table} ORDER BY fid`,
    )) {
      const covering: Given[] = [];
      const areas: string[] = [];
      for (const grant of valid) {
        const wkt =
          grant.area &&
          `MULTIPOLYGON(((${ring(...grant.area)
            .map((place) => place.join(" "))
            .join(",")})))`;
        const [found] = await sql.query<{ is: boolean | null }>(
          wkt === null
            ? "SELECT true AS is"
            : `SELECT ST_Relate(geom_3857, ST_Transform(ST_GeomFromText('${wkt}', 4326), 3857), 'T********') AS is FROM ${table} WHERE fid = ${row.fid}`,
        );
        if (!found?.is) continue;
        covering.push(grant);
        areas.push(wkt ?? "everywhere");
      }
      if (covering.length === 0) continue;
      const everywhere = areas.includes("everywhere");
      const all = valid.flatMap(({ area }) =>
        area
          ? [
              `ST_Transform(ST_GeomFromText('MULTIPOLYGON(((${ring(...area)
                .map((place) => place.join(" "))
                .join(",")})))', 4326), 3857)`,
            ]
          : [],
      );
      const shape = everywhere ? "geom_3857" : `ST_Intersection(geom_3857, ST_Union(ARRAY[${all.join(", ")}]))`;
      const [size] = await sql.query<{ size: number }>(
        `SELECT CASE ST_Dimension(geom_3857) WHEN 2 THEN ST_Area(${shape}) ELSE coalesce(ST_Length(${shape}), 0) END AS size FROM ${table} WHERE fid = ${row.fid}`,
      );
      const gives = (column: string) => covering.some(({ columns }) => columns === null || columns.includes(column));
      const values = Object.fromEntries(COLUMNS.map((column) => [column, gives(column) ? row[column] : null]));
      seen.push({ fid: row.fid, values, size: size?.size ?? 0 });
    }
    return seen;
  });
}

const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const filled = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
const sizeSql = (geojson: string) =>
  `CASE ST_Dimension(g) WHEN 2 THEN ST_Area(g) ELSE coalesce(ST_Length(g), 0) END FROM (SELECT ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON('${geojson}'), 4326), 3857) AS g) s`;

async function expectShapes(features: { id: number; geometry: unknown }[], expected: readonly Seen[]): Promise<void> {
  for (const { id, geometry } of features) {
    const seen = expected.find(({ fid }) => fid === id);
    if (!geometry) continue;
    const [row] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ size: number }>(
        `SELECT ${sizeSql(JSON.stringify(geometry))} AS size`
          .replace(" FROM (SELECT ST_Transform", " AS size FROM (SELECT ST_Transform")
          .replace(/ AS size$/, ""),
      ),
    );
    // GeoJSON is written to a centimetre.
    expect(Math.abs((row?.size ?? 0) - (seen?.size ?? 0))).toBeLessThan(1 + (seen?.size ?? 0) * 1e-5);
  }
}

async function checkReader(layer: Built, userId: string, given: readonly Given[]): Promise<void> {
  const expected = await allowed(layer, given);
  const shown = COLUMNS.filter((column) =>
    given.some(({ state, columns }) => state === "valid" && (columns === null || columns.includes(column))),
  );
  const ids = expected.map(({ fid }) => fid);
  const { layerId } = layer;
  const table = tableRef(layer.spec.tableName);
  // The policies alone.
  const underPolicy = await database.sqlAs(lensScopeOf(actorOf(userId)), (sql) =>
    sql.query<{ fid: number }>(`SELECT fid FROM ${table} ORDER BY fid`),
  );
  expect(underPolicy.map(({ fid }) => fid)).toEqual(ids);
  expect(await database.sqlAs({ ...lensScopeOf(actorOf(userId)), role: "tenant" }, (sql) => sql.query(`SELECT fid FROM ${table}`))).toEqual(
    [],
  );

  const call = (url: string) => app.inject({ url, headers: bearer(userId) });
  if (!given.some(({ state }) => state === "valid")) {
    expect((await call(`/ogc/collections/${layerId}`)).statusCode).toBe(404);
    expect((await call(`/tiles/${layerId}.json`)).statusCode).toBe(404);
    expect((await call(`/downloads/${layerId}.geojson`)).statusCode).toBe(404);
    await expect(listRows(core, actorOf(userId), { layerId, limit: 5, offset: 0 })).rejects.toMatchObject({ code: "layer-not-found" });
    return;
  }
  // The table, its filters and its order.
  const rows = await listRows(core, actorOf(userId), { layerId, limit: 100, offset: 0 });
  expect(rows.items.map(({ fid, properties }) => ({ fid, values: filled(properties) }))).toEqual(
    expected.map(({ fid, values }) => ({ fid, values: filled(values) })),
  );
  expect(rows.total).toBe(ids.length);
  for (const column of COLUMNS) {
    const sorted = listRows(core, actorOf(userId), { layerId, limit: 100, offset: 0, sort: { column, isDescending: true } });
    if (shown.includes(column)) expect((await sorted).items.map(({ fid }) => fid).sort((a, b) => a - b)).toEqual(ids);
    else await expect(sorted).rejects.toMatchObject({ code: "column-not-found" });
  }
  for (let index = 0; index < 31; index += 6) {
    for (const q of [`name-${index}-x`, `note-${index}-x`, `hush-${index}`]) {
      const found = await listRows(core, actorOf(userId), { layerId, limit: 100, offset: 0, q });
      expect(found.items.map(({ fid }) => fid)).toEqual(
        expected.filter(({ values }) => Object.values(values).includes(q)).map(({ fid }) => fid),
      );
    }
  }
  const world: [number, number, number, number] = [WEST - 1, SOUTH - 1, WEST + 1, SOUTH + 1];
  const placed = expected.filter(({ fid }) => fid <= 30);
  const view = await listInView(core, actorOf(userId), { layerId, bbox: world, limit: 20 });
  expect(view.total).toBe(placed.length);
  // /ogc: description, items, counts, filters, shapes.
  const collection = (await call(`/ogc/collections/${layerId}`)).json();
  const schema = (await call(`/ogc/collections/${layerId}/schema`)).json();
  expect(
    Object.keys(schema.properties)
      .filter((key) => /^[A-Z]+$/.test(key))
      .sort(),
  ).toEqual(shown.map((column) => column.toUpperCase()).sort());
  const areas = given.filter(({ state }) => state === "valid").map(({ area }) => area);
  if (!areas.includes(null)) {
    const [west, south, east, north] = collection.extent.spatial.bbox[0];
    const known = areas.flatMap((area) => (area ? [area] : []));
    expect(west).toBeGreaterThan(WEST + Math.min(...known.map(([x]) => x)) * CELL - 1e-6);
    expect(south).toBeGreaterThan(SOUTH + Math.min(...known.map(([, y]) => y)) * CELL - 1e-6);
    expect(east).toBeLessThan(WEST + Math.max(...known.map(([x, , width]) => x + width)) * CELL + 1e-6);
    expect(north).toBeLessThan(SOUTH + Math.max(...known.map(([, y, , height]) => y + height)) * CELL + 1e-6);
  }
  const answer = await call(`/ogc/collections/${layerId}/items?limit=100`);
  expect(answer.statusCode, answer.body).toBe(200);
  const items = answer.json();
  const byColumn = ({ properties }: { properties: Record<string, unknown> }) =>
    filled(Object.fromEntries(COLUMNS.map((column) => [column, properties[column.toUpperCase()]])));
  expect(
    items.features.map((one: { id: number; properties: Record<string, unknown> }) => ({ fid: one.id, values: byColumn(one) })),
  ).toEqual(expected.map(({ fid, values }) => ({ fid, values: filled(values) })));
  expect(items.numberMatched).toBe(ids.length);
  await expectShapes(items.features, expected);
  const within = (await call(`/ogc/collections/${layerId}/items?limit=100&bbox=${world.join()}`)).json();
  expect(within.numberMatched).toBe(placed.length);
  for (const fid of [1, 7, 13, 31]) {
    expect((await call(`/ogc/collections/${layerId}/items/${fid}`)).statusCode).toBe(ids.includes(fid) ? 200 : 404);
  }
  // Downloads.
  const download = (await call(`/downloads/${layerId}.geojson`)).json();
  expect(
    download.features.map((one: { id: number; properties: Record<string, unknown> }) => ({ fid: one.id, values: byColumn(one) })),
  ).toEqual(expected.map(({ fid, values }) => ({ fid, values: filled(values) })));
  await expectShapes(download.features, expected);
  const csv = (await call(`/downloads/${layerId}.csv`)).body;
  for (let index = 0; index < 31; index++) {
    const seen = expected.find(({ fid }) => fid === index + 1);
    expect(csv.includes(`name-${index}-x`)).toBe(seen?.values.name === `name-${index}-x`);
    expect(csv.includes(`note-${index}-x`)).toBe(seen?.values.note === `note-${index}-x`);
  }
  expect(csv).not.toContain("hush");
  await checkTiles(layer, userId, expected);
}

async function checkTiles(layer: Built, userId: string, expected: readonly Seen[]): Promise<void> {
  const { x, y } = lonLatToTile(WEST + 0.1, SOUTH + 0.1, 10);
  const tile: TileAddress = { z: 10, x, y };
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ] as const) {
    const address = { z: 13, x: lonLatToTile(WEST + 0.1, SOUTH + 0.1, 13).x + dx, y: lonLatToTile(WEST + 0.1, SOUTH + 0.1, 13).y + dy };
    for (const one of dx === 0 && dy === 0 ? [tile, address] : [address]) {
      const answer = await app.inject({
        url: `/tiles/${layer.layerId}/${one.z}/${one.x}/${one.y}.mvt`,
        headers: { ...bearer(userId), "accept-encoding": "gzip" },
      });
      expect([200, 204]).toContain(answer.statusCode);
      expect(answer.headers["cache-control"]).toBe("private, no-cache");
      if (answer.statusCode === 204) continue;
      for (const feature of decodeTile(gunzipSync(answer.rawPayload)).things?.features ?? []) {
        const seen = expected.find(({ fid }) => fid === feature.id);
        expect(seen, `feature ${feature.id}`).toBeDefined();
        for (const [column, value] of Object.entries(feature.properties)) {
          if ((COLUMNS as readonly string[]).includes(column)) expect(value).toBe(seen?.values[column]);
          else expect(column).not.toBe("hush");
        }
        await expectInside(feature.parts, one, userId, layer);
      }
    }
  }
}

/** No vertex of a tile is farther than two units of its grid from the areas. */
async function expectInside(parts: { x: number; y: number }[][], tile: TileAddress, userId: string, layer: Built): Promise<void> {
  const [west, , , north] = tileToMercatorBbox(tile);
  const unit = (tileToMercatorBbox(tile)[2] - west) / 4096;
  const points = parts.flat().map((place) => `(${west + place.x * unit}, ${north - place.y * unit})`);
  if (points.length === 0) return;
  const [row] = await database.sqlAs(lensScopeOf(actorOf(userId)), (sql) =>
    sql.query<{ far: number | null; everywhere: boolean }>(
      `SELECT app.lens_is_everywhere('${layer.layerId}') AS everywhere,
         (SELECT max(ST_Distance(ST_SetSRID(ST_MakePoint(v.x, v.y), 3857), app.lens_area('${layer.layerId}'))) FROM (VALUES ${points.join(", ")}) AS v(x, y)) AS far`,
    ),
  );
  if (row?.everywhere) return;
  expect(row?.far ?? 0).toBeLessThan(unit * 2);
}

test("whatever the grants, no way shows more than they give, and each shows all of it", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(givenArb, { maxLength: 5 }), fc.nat(3), async (given, which) => {
      const layer = layers[which];
      if (!layer) return;
      await give(layer, given);
      // What a process knows of a reader's right to tiles is valid for a second.
      await sleep(1100);
      await checkReader(
        layer,
        person,
        given.filter(({ to }) => to === "person"),
      );
      await checkReader(
        layer,
        colleague,
        given.filter(({ to }) => to === "office"),
      );
    }),
    { numRuns: 25 },
  );
});

test("a point of the portal's map shows only what the grants give", async () => {
  const [layer] = layers;
  if (!layer) throw new Error("no layer");
  await give(layer, [{ to: "person", columns: ["name"], area: [0, 0, 2, 2], state: "valid", isForAll: false }]);
  const [lon = 0, lat = 0] = at(0.5, 0.5);
  const found = await listAtPoint(core, actorOf(person), { portalId, lon, lat });
  expect(found).toMatchObject([{ layerId: layer.layerId, features: [{ fid: 1, properties: { name: "name-0-x" } }] }]);
  expect(Object.keys(found[0]?.features[0]?.properties ?? {})).toEqual(["name"]);
  expect(await listAtPoint(core, actorOf(person), { portalId, lon: lon + 0.05, lat: lat + 0.1 })).toEqual([]);
  expect(await listAtPoint(core, actorOf(stranger), { portalId, lon, lat })).toEqual([]);
});
