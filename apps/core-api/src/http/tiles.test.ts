import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { bearer } from "../testing/bearer.ts";
import { createTestCore } from "../testing/test-core.ts";
import { downloads } from "./downloads/routes.ts";
import { tiles } from "./routes.ts";

let database: Database;
let app: FastifyInstance;
let open: Awaited<ReturnType<typeof buildTestLayer>>;
let restricted: typeof open;
let member: { id: string };
/** Every SQL statement that was sent, so that a test can name those that were not. */
const statements: string[] = [];

const square = (lon: number, lat: number, side: number): Position[] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
  [lon, lat],
];
const zone = (lon: number, lat: number, side: number): Geometry => ({ type: "Polygon", coordinates: [square(lon, lat, side)] });
const { x, y } = lonLatToTile(2.05, 48.05, 13);

beforeAll(async () => {
  database = await openTestDatabase();
  const community = await createCommunity(database);
  member = await createMember(database, community.id, "member");
  const layer = {
    geometry: { type: "MultiPolygon", srid: 4326, hasZ: false } as const,
    fields: [
      { name: "LIBELLE", column: "libelle", type: "text" as const, label: "Libellé" },
      { name: "TYPEZONE", column: "typezone", type: "text" as const },
      { name: "secret", column: "secret", type: "text" as const, isHidden: true },
      { name: "DATVALID", column: "datvalid", type: "date" as const },
      { name: "REMARQUE", column: "remarque", type: "text" as const },
    ],
    features: [
      { geometry: zone(2, 48, 0.1), values: ["Zone Ua", "U", "hidden", "2020-01-02", "r"] },
      { geometry: zone(2.2, 48.2, 0.1), values: ["Zone N", "N", "hidden", null, null] },
      { geometry: null, values: ["nowhere", "A", null, null, null] },
    ],
  };
  open = await buildTestLayer(database, community.id, layer);
  restricted = await buildTestLayer(database, community.id, { ...layer, dataset: { visibility: "members" } });
  const watched: Database = {
    ...database,
    readAs: (scope) => ({
      ...database.readAs(scope),
      bytes: (statement, isKept) => {
        statements.push(statement.text);
        return database.readAs(scope).bytes(statement, isKept);
      },
    }),
    sqlAs: (scope, work) =>
      database.sqlAs(scope, (sql) =>
        work({
          ...sql,
          query: (text, params) => {
            statements.push(text);
            return sql.query(text, params);
          },
        }),
      ),
  };
  const core = await createTestCore(watched);
  app = fastify();
  await tiles.register(app, core);
  await downloads.register(app, core);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (url: string, headers: Record<string, string> = {}) => {
  statements.length = 0;
  return app.inject({ url, headers });
};
const asMember = () => bearer(member.id);

describe("tiles", () => {
  test("a tile contains the features of its area, with the attributes for drawing and display", async () => {
    const response = await get(`/tiles/${open.layerId}/13/${x}/${y}.mvt`, { "accept-encoding": "gzip" });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ "content-type": "application/vnd.mapbox-vector-tile", "content-encoding": "gzip" });
    const layers = decodeTile(gunzipSync(response.rawPayload));
    expect(Object.keys(layers)).toEqual(["things"]);
    expect(layers.things?.features).toHaveLength(1);
    expect(layers.things?.features[0]).toMatchObject({
      id: 1,
      type: 3,
      properties: { libelle: "Zone Ua", typezone: "U", datvalid: "2020-01-02", remarque: "r" },
    });
  });

  test("a tile of a low zoom contains only the attributes for drawing and the date, and never a hidden field", async () => {
    const tile = lonLatToTile(2.05, 48.05, 6);
    const response = await get(`/tiles/${open.layerId}/6/${tile.x}/${tile.y}.mvt`);
    expect(response.headers["content-encoding"]).toBeUndefined();
    const [first] = decodeTile(response.rawPayload).things?.features ?? [];
    expect(first?.properties).toEqual({ libelle: "Zone Ua", typezone: "U", datvalid: "2020-01-02" });
  });

  test("invalid tile addresses are 404 without SQL", async () => {
    const good = open.layerId;
    for (const path of [
      `${good}/2/4/0.mvt`,
      `${good}/2/0/-1.mvt`,
      `${good}/30/0/0.mvt`,
      `${good}/2/0/0.png`,
      `${good}/2/0/0`,
      `${good}/2/1e0/0.mvt`,
      "not-an-id/2/0/0.mvt",
    ]) {
      const response = await get(`/tiles/${path}`);
      expect(response.statusCode, path).toBe(404);
      expect(statements).toEqual([]);
    }
    expect((await get(`/tiles/${good}/17/0/0.mvt`)).statusCode).toBe(404);
  });

  test("an empty tile is 204, without reading the layer", async () => {
    const response = await get(`/tiles/${open.layerId}/10/0/0.mvt`);
    expect(response.statusCode).toBe(204);
    expect(statements.filter((text) => text.includes(open.spec.tableName))).toEqual([]);
  });

  test("a cached tile is 304 without reading the layer; the version is in the ETag and in TileJSON's URL", async () => {
    const url = `/tiles/${open.layerId}/13/${x}/${y}.mvt`;
    const etag = String((await get(url)).headers.etag);
    const again = await get(url, { "if-none-match": etag });
    expect(again.statusCode).toBe(304);
    expect(statements.filter((text) => text.includes("record_send"))).toEqual([]);
    const tileJson = (await get(`/tiles/${open.layerId}.json`, { host: "plan.example.org" })).json();
    expect(tileJson).toMatchObject({ tilejson: "3.0.0", name: "Things", minzoom: 0, maxzoom: 16 });
    expect(tileJson.tiles).toEqual([`http://plan.example.org/tiles/${open.layerId}/{z}/{x}/{y}.mvt?v=${etag.replaceAll('"', "")}`]);
    // Each zoom declares what its tiles carry, and no hidden field.
    const drawn = { libelle: "Libellé", typezone: "TYPEZONE", datvalid: "DATVALID", "archipel:unnamed": expect.any(String) };
    expect(tileJson.vector_layers).toEqual([
      { id: "things", description: "Things", minzoom: 0, maxzoom: 12, fields: drawn },
      { id: "things", description: "Things", minzoom: 13, maxzoom: 16, fields: { ...drawn, remarque: "REMARQUE" } },
    ]);
    expect(tileJson.bounds[0]).toBeCloseTo(2, 5);
    const versioned = await get(`${url}?v=${etag.replaceAll('"', "")}`);
    expect(versioned.headers["cache-control"]).toBe("public, max-age=3600");
    expect((await get(url)).headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
  });

  test("identical requests at the same time read the layer once, later ones not at all", async () => {
    const url = `/tiles/${open.layerId}/12/${x >> 1}/${y >> 1}.mvt`;
    statements.length = 0;
    const responses = await Promise.all(Array.from({ length: 20 }, () => app.inject(url)));
    expect(responses.every((response) => response.statusCode === 200)).toBe(true);
    expect(statements.filter((text) => text.includes("record_send"))).toHaveLength(1);
    await get(url);
    expect(statements.filter((text) => text.includes("record_send"))).toHaveLength(0);
  });

  test("a members' layer is not found by others, not even from the cache, and its tiles are private", async () => {
    const url = `/tiles/${restricted.layerId}/13/${x}/${y}.mvt`;
    const seen = await get(url, asMember());
    expect(seen.statusCode).toBe(200);
    expect(seen.headers["cache-control"]).toBe("private, no-cache");
    for (const path of [url, `/tiles/${restricted.layerId}.json`, `/downloads/${restricted.layerId}.geojson`]) {
      expect((await get(path)).statusCode, path).not.toBe(200);
      expect((await get(path, { "if-none-match": String(seen.headers.etag) })).statusCode, path).not.toBe(304);
    }
    expect((await get(`/tiles/${randomUUID()}.json`)).statusCode).toBe(404);
  });
});

describe("GeoJSON download", () => {
  test("the whole layer, under its own field names, without hidden ones", async () => {
    const response = await get(`/downloads/${open.layerId}.geojson`, { "accept-encoding": "gzip" });
    expect(response.headers["content-type"]).toContain("application/geo+json");
    expect(response.headers["content-disposition"]).toMatch(/^attachment; filename=dataset-.*-things\.geojson$/);
    const collection = JSON.parse(gunzipSync(response.rawPayload).toString("utf8"));
    expect(collection.features).toHaveLength(3);
    expect(collection.features[0]).toMatchObject({
      type: "Feature",
      id: 1,
      properties: { LIBELLE: "Zone Ua", TYPEZONE: "U", DATVALID: "2020-01-02" },
      geometry: { type: "MultiPolygon", coordinates: [[square(2, 48, 0.1)]] },
    });
    expect(collection.features[0].properties.secret).toBeUndefined();
    expect(collection.features[2].geometry).toBeNull();
  });

  test("more rows than one page, each once", async () => {
    const many = await buildTestLayer(database, open.spec.communityId, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: Array.from({ length: 1201 }, (_, index) => ({ geometry: { type: "Point", coordinates: [index / 100, 45] } })),
    });
    const collection = (await get(`/downloads/${many.layerId}.geojson`)).json();
    expect(collection.features.map((feature: { id: number }) => feature.id)).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1));
  });
});
