// @database server
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile, type TileAddress, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableRef } from "../../layer-store/tables/layer-table.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import {
  allowed,
  at,
  type BuiltLayer,
  buildLensWorld,
  CELL,
  COLUMNS,
  type Given,
  give,
  givenArb,
  type LensWorld,
  type Reader,
  type Seen,
  SOUTH,
  sizeSql,
  WEST,
} from "../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { lensScopeOf } from "../access/lens/service/through-lens.ts";
import { browseCatalogue } from "../datasets/catalogue/service.ts";
import { listAtPoint, listInView } from "../features/service.ts";
import { listRows } from "../features/table/service.ts";
import { computeClasses, profileForStyle } from "../layers/statistics/service.ts";
import { suggest } from "../search/service.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  world = await buildLensWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const filled = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));

async function expectShapes(features: { id: number; geometry: unknown }[], expected: readonly Seen[]): Promise<void> {
  const placed = features.flatMap(({ id, geometry }) => (geometry ? [{ id, text: JSON.stringify(geometry) }] : []));
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ size: number }>(
      `SELECT ${sizeSql("s.g")} AS size FROM unnest($1::text[]) WITH ORDINALITY AS f(text, place),
         LATERAL (SELECT ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(f.text), 4326), 3857) AS g) s ORDER BY f.place`,
      [placed.map(({ text }) => text)],
    ),
  );
  for (const [index, { id }] of placed.entries()) {
    const size = expected.find(({ fid }) => fid === id)?.size ?? 0;
    // GeoJSON is written to a centimetre.
    expect(Math.abs((rows[index]?.size ?? 0) - size)).toBeLessThan(1 + size * 1e-5);
  }
}

async function checkReader(layer: BuiltLayer, { actor, credential }: Reader, given: readonly Given[]): Promise<void> {
  const expected = await allowed(database, layer, given);
  const shown = COLUMNS.filter((column) =>
    given.some(({ state, columns }) => state === "valid" && (columns === null || columns.includes(column))),
  );
  const ids = expected.map(({ fid }) => fid);
  const { layerId } = layer;
  const table = tableRef(layer.spec.tableName);
  // The policies alone.
  const underPolicy = await database.sqlAs(lensScopeOf(actor), (sql) =>
    sql.query<{ fid: number }>(`SELECT fid FROM ${table} ORDER BY fid`),
  );
  expect(underPolicy.map(({ fid }) => fid)).toEqual(ids);
  expect(await database.sqlAs({ ...lensScopeOf(actor), role: "tenant" }, (sql) => sql.query(`SELECT fid FROM ${table}`))).toEqual([]);

  const call = (url: string) => app.inject({ url, headers: bearer(credential) });
  if (!given.some(({ state }) => state === "valid")) {
    expect((await call(`/ogc/collections/${layerId}`)).statusCode).toBe(404);
    expect((await call(`/tiles/${layerId}.json`)).statusCode).toBe(404);
    expect((await call(`/downloads/${layerId}.geojson`)).statusCode).toBe(404);
    expect((await call("/ogc/collections")).json().collections).toEqual([]);
    const search = { portalId: world.portalId, sort: "relevance" as const, limit: 30, ...catalogueChoices.parse({}) };
    expect(await browseCatalogue(core, actor, search)).toMatchObject({ items: [], total: 0, all: 0 });
    const { groups } = await suggest(core, actor, { portalId: world.portalId, q: "name", locale: "fr", limit: 50 });
    expect(groups.filter(({ kind }) => kind === "place" || kind === "dataset")).toEqual([]);
    await expect(listRows(core, actor, { layerId, limit: 5, offset: 0 })).rejects.toMatchObject({ code: "layer-not-found" });
    return;
  }
  // The table, its filters and its order.
  const rows = await listRows(core, actor, { layerId, limit: 100, offset: 0 });
  expect(rows.items.map(({ fid, properties }) => ({ fid, values: filled(properties) }))).toEqual(
    expected.map(({ fid, values }) => ({ fid, values: filled(values) })),
  );
  expect(rows.total).toBe(ids.length);
  for (const column of COLUMNS) {
    const sorted = listRows(core, actor, { layerId, limit: 100, offset: 0, sort: { column, isDescending: true } });
    if (shown.includes(column)) expect((await sorted).items.map(({ fid }) => fid).sort((a, b) => a - b)).toEqual(ids);
    else await expect(sorted).rejects.toMatchObject({ code: "column-not-found" });
  }
  for (let index = 0; index < 31; index += 6) {
    for (const q of [`name-${index}-x`, `note-${index}-x`, `hush-${index}`]) {
      const found = await listRows(core, actor, { layerId, limit: 100, offset: 0, q });
      expect(found.items.map(({ fid }) => fid)).toEqual(
        expected.filter(({ values }) => Object.values(values).includes(q)).map(({ fid }) => fid),
      );
    }
  }
  const whole: [number, number, number, number] = [WEST - 1, SOUTH - 1, WEST + 1, SOUTH + 1];
  const placed = expected.filter(({ fid }) => fid <= 30);
  const view = await listInView(core, actor, { layerId, bbox: whole, limit: 20 });
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
  const isPublic = given.every(({ state, to }) => state !== "valid" || to === "everyone");
  const caching = isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache";
  expect(answer.headers["cache-control"]).toBe(caching);
  expect((await call(`/downloads/${layerId}.csv`)).headers["cache-control"]).toContain(caching);
  const items = answer.json();
  const byColumn = ({ properties }: { properties: Record<string, unknown> }) =>
    filled(Object.fromEntries(COLUMNS.map((column) => [column, properties[column.toUpperCase()]])));
  expect(
    items.features.map((one: { id: number; properties: Record<string, unknown> }) => ({ fid: one.id, values: byColumn(one) })),
  ).toEqual(expected.map(({ fid, values }) => ({ fid, values: filled(values) })));
  expect(items.numberMatched).toBe(ids.length);
  await expectShapes(items.features, expected);
  const within = (await call(`/ogc/collections/${layerId}/items?limit=100&bbox=${whole.join()}`)).json();
  expect(within.numberMatched).toBe(placed.length);
  for (const fid of [1, 7, 13, 31]) {
    expect((await call(`/ogc/collections/${layerId}/items/${fid}`)).statusCode).toBe(ids.includes(fid) ? 200 : 404);
  }
  await checkLists(layer, { actor, credential }, expected, areas);
  await checkSuggestions(layer, { actor }, expected);
  await checkStatistics(layer, { actor }, expected, shown);
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
  await checkTiles(layer, { actor, credential }, expected, isPublic);
}

/** Classes, histograms and profiles: of the values that are seen. */
async function checkStatistics(
  { layerId }: BuiltLayer,
  { actor }: Pick<Reader, "actor">,
  expected: readonly Seen[],
  shown: readonly string[],
): Promise<void> {
  const classes = computeClasses(core, actor, { layerId, column: "rank", method: "quantile", count: 4 });
  if (shown.includes("rank")) {
    const ranks = expected.flatMap(({ values }) => (typeof values.rank === "number" ? [values.rank] : []));
    const { min, max, missing, histogram, counts, isSample } = await classes;
    expect({ min, max, isSample }).toEqual({
      min: ranks.length === 0 ? null : Math.min(...ranks),
      max: ranks.length === 0 ? null : Math.max(...ranks),
      isSample: false,
    });
    if (ranks.length > 0) expect(missing).toBe(expected.length - ranks.length);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(histogram.map(({ count }) => count))).toBe(ranks.length);
    expect(sum(counts)).toBe(ranks.length);
  } else await expect(classes).rejects.toMatchObject({ code: "column-not-found" });
  const { fields } = await profileForStyle(core, actor, layerId);
  expect(fields.map(({ column }) => column)).toEqual(shown);
  for (const { column, filled, distinct } of fields) {
    const values = expected.flatMap(({ values: seen }) => seen[column] ?? []);
    expect([filled, distinct]).toEqual([values.length, new Set(values).size]);
  }
}

/** What the search field suggests: names that are seen, with details that are seen, at places that are seen; whatever is typed. */
async function checkSuggestions(layer: BuiltLayer, { actor }: Pick<Reader, "actor">, expected: readonly Seen[]): Promise<void> {
  const named = expected.filter(({ fid, values }) => values.name !== null && fid <= 30);
  const find = async (q: string) => {
    const { groups } = await suggest(core, actor, { portalId: world.portalId, q, locale: "fr", limit: 50 });
    return groups.filter(({ kind }) => kind === "place");
  };
  for (const q of ["name", "nam", "name-3-x", "name-12-x", "nmae-18-x", "name x", "note-24-x", "hush-6", "6", "x 2"]) {
    const groups = await find(q);
    for (const { label, detail, lon, lat, opens } of groups.flatMap(({ results }) => results)) {
      const seen = named.find(({ values }) => values.name === label);
      expect(seen, `${q}: ${label}`).toBeDefined();
      expect(opens).toEqual({ type: "feature", layerId: layer.layerId, fid: seen?.fid });
      expect(detail).toBe(seen?.values.note ?? "");
      const near = await listAtPoint(core, actor, { portalId: world.portalId, lon: lon ?? 0, lat: lat ?? 0 });
      expect(near.flatMap(({ features }) => features.map(({ fid }) => fid))).toContain(seen?.fid);
    }
    for (const { count } of groups) expect(count).toBeLessThanOrEqual(named.length);
  }
  for (const { values } of named.filter((_seen, index) => index % 5 === 0)) {
    const [first] = (await find(String(values.name))).flatMap(({ results }) => results);
    expect(first?.label).toBe(values.name);
  }
  const everything = await suggest(core, actor, { portalId: world.portalId, q: "dataset", locale: "fr", limit: 50 });
  expect(everything.groups.flatMap(({ results }) => results.map(({ opens }) => opens))).toHaveLength(1);
}

/** The catalogue of the portal, and the lists of `/ogc`: counts, boxes, and a search by place. */
async function checkLists(
  layer: BuiltLayer,
  { actor, credential }: Pick<Reader, "actor" | "credential">,
  expected: readonly Seen[],
  areas: readonly Given["area"][],
): Promise<void> {
  const browse = (search: object) =>
    browseCatalogue(core, actor, {
      ...{ portalId: world.portalId, sort: "relevance", limit: 30 },
      ...catalogueChoices.parse({}),
      ...search,
    });
  const listed = await browse({});
  expect(listed.items).toMatchObject([{ id: layer.datasetId, isPartial: true, layerCount: 1, featureCount: expected.length }]);
  expect(listed).toMatchObject({ total: 1, all: 1 });
  const { collections } = (await app.inject({ url: "/ogc/collections", headers: bearer(credential) })).json();
  expect(collections.map(({ id }: { id: string }) => id)).toEqual([layer.layerId]);
  const known = areas.flatMap((area) => (area ? [area] : []));
  if (known.length < areas.length) return;
  const east = Math.max(...known.map(([x, , width]) => x + width));
  expect(listed.items[0]?.bbox?.[2]).toBeCloseTo(WEST + east * CELL, 6);
  // There are features east of the areas: nothing tells of them.
  const beyond = [WEST + (east + 0.1) * CELL, SOUTH, WEST + 1, SOUTH + 1];
  expect((await browse({ box: beyond })).total).toBe(0);
  expect((await browse({ box: [WEST, SOUTH, WEST + east * CELL, SOUTH + 1] })).total).toBe(1);
}

async function checkTiles(
  layer: BuiltLayer,
  { actor, credential }: Pick<Reader, "actor" | "credential">,
  expected: readonly Seen[],
  isPublic: boolean,
): Promise<void> {
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
        headers: { ...bearer(credential), "accept-encoding": "gzip" },
      });
      expect([200, 204]).toContain(answer.statusCode);
      expect(answer.headers["cache-control"]).toBe(isPublic ? "public, max-age=0, must-revalidate" : "private, no-cache");
      if (answer.statusCode === 204) continue;
      for (const feature of decodeTile(gunzipSync(answer.rawPayload)).things?.features ?? []) {
        const seen = expected.find(({ fid }) => fid === feature.id);
        expect(seen, `feature ${feature.id}`).toBeDefined();
        for (const [column, value] of Object.entries(feature.properties)) {
          if ((COLUMNS as readonly string[]).includes(column)) expect(value).toBe(seen?.values[column]);
          else expect(column).not.toBe("hush");
        }
        await expectInside(feature.parts, one, actor, layer);
      }
    }
  }
}

/** No vertex of a tile is farther than two units of its grid from the areas. */
async function expectInside(
  parts: { x: number; y: number }[][],
  tile: TileAddress,
  actor: Reader["actor"],
  layer: BuiltLayer,
): Promise<void> {
  const [west, , , north] = tileToMercatorBbox(tile);
  const unit = (tileToMercatorBbox(tile)[2] - west) / 4096;
  const points = parts.flat().map((place) => `(${west + place.x * unit}, ${north - place.y * unit})`);
  if (points.length === 0) return;
  const [row] = await database.sqlAs(lensScopeOf(actor), (sql) =>
    sql.query<{ far: number | null; everywhere: boolean }>(
      `SELECT (SELECT s.is_everywhere FROM app.lens_shape('${layer.layerId}') s) AS everywhere,
         (SELECT max(ST_Distance(ST_SetSRID(ST_MakePoint(v.x, v.y), 3857), app.lens_area('${layer.layerId}'))) FROM (VALUES ${points.join(", ")}) AS v(x, y)) AS far`,
    ),
  );
  if (row?.everywhere) return;
  expect(row?.far ?? 0).toBeLessThan(unit * 2);
}

test("whatever the grants, no way shows more than they give, and each shows all of it", { timeout: 240_000 }, async () => {
  const names = Object.keys(world.readers) as (keyof LensWorld["readers"])[];
  await fc.assert(
    fc.asyncProperty(
      fc.array(givenArb, { maxLength: 8 }),
      fc.nat(3),
      fc.subarray(names, { minLength: 2, maxLength: 3 }),
      async (given, which, chosen) => {
        const layer = world.layers[which];
        if (!layer) return;
        await give(database, world, layer, given);
        // What a process knows of a reader's right to tiles is valid for a second.
        await sleep(1100);
        for (const name of chosen) {
          const reader = world.readers[name];
          await checkReader(
            layer,
            reader,
            given.filter(({ to }) => reader.gets.includes(to)),
          );
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("a reader of each kind reads by its own subjects alone", { timeout: 240_000 }, async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  for (const to of Object.keys(world.subjects) as Given["to"][]) {
    const given: Given[] = [{ to, columns: ["name"], area: [0, 0, 9, 9], state: "valid", isForAll: false }];
    await give(database, world, layer, given);
    for (const [name, { actor, gets }] of Object.entries(world.readers)) {
      const rows = await database.sqlAs(lensScopeOf(actor), (sql) => sql.query(`SELECT fid FROM ${tableRef(layer.spec.tableName)}`));
      expect(rows.length > 0, `${name} by a grant to ${to}`).toBe(gets.includes(to));
    }
  }
});

test("a point of the portal's map shows only what the grants give", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  await give(database, world, layer, [{ to: "person", columns: ["name"], area: [0, 0, 2, 2], state: "valid", isForAll: false }]);
  const [lon = 0, lat = 0] = at(0.5, 0.5);
  const found = await listAtPoint(core, actorOf(world.person), { portalId: world.portalId, lon, lat });
  expect(found).toMatchObject([{ layerId: layer.layerId, features: [{ fid: 1, properties: { name: "name-0-x" } }] }]);
  expect(Object.keys(found[0]?.features[0]?.properties ?? {})).toEqual(["name"]);
  expect(await listAtPoint(core, actorOf(world.person), { portalId: world.portalId, lon: lon + 0.05, lat: lat + 0.1 })).toEqual([]);
  expect(await listAtPoint(core, actorOf(world.stranger), { portalId: world.portalId, lon, lat })).toEqual([]);
});
